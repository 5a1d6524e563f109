"""Read the critic's rating from words: "Our rating: 3.5/4", "★★★½☆", "I give it four out of five"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from lxml.html import HtmlElement

from archive.clean.rating.grammar import EMPTY, FULL, SIGN, compiled, with_number_signs
from archive.clean.rating.scales import FULL_ROW, parse_number, parse_rating
from archive.clean.vocabulary import word_set
from archive.model import Rating

LONGEST_RATING = 90  # characters of a run of words that is little but a rating
LABEL_CHARS = 40
IF_NEAR_HEADLINE, AT_END, LABELLED, VERDICT = -1, 1, 2, 3  # ranks of a printed rating
OTHERS = "the words name readers, votes or an aggregator"

_SCHOOL_BEST = 10
_USUAL_BESTS = (FULL_ROW, _SCHOOL_BEST)
_OUTLET_WORDS = 1  # in a label of the verdict; more make it that of a part: "our lab brightness score"

_NOUN = compiled("{rating.label}")
_SUMS_UP = compiled("{rating.verdict}")  # whose the rating is, or that it sums up
_SMALL_WORDS = compiled("{rating.between}")
_OF_BOARDS = compiled("{rating.of_board}")
_SURE_DESIGNATION = compiled("{rating.sure_designation}")  # even without a label
_STARS = compiled("{rating.stars}")

_RATING_BOX, _OWN_SCORE, SUM_BOX = compiled("{rating_box}"), compiled("{own_score}"), compiled("{sum_box}")
RATING_STEMS = frozenset(("total", *(word.rstrip("*")[:4] for word in word_set("rating", "box"))))
_RATING_STEM = re.compile("|".join(RATING_STEMS))
_SCORE = re.compile(r"\d{1,2}(?:[.,]\d|\s?%)?(?:\s+[^\W\d_]+){0,2}")  # "8.2 Great", "75 %"

_LABEL_BEFORE, _LABEL, _LABEL_AFTER = compiled("{labelled}"), compiled("{label}"), compiled("{label_after}")
_ARTICLE = compiled(r"^{article}(?=\d)")
_REMARK_BEFORE, _REMARK_AFTER, _END = map(compiled, ("{remark_before}", "{remark_after}", "{end}"))
_OTHER_RATERS = compiled("{other_raters}")

_GIVEN, _GOT, _GOT_GRADE = compiled("{given}"), compiled("{got}"), compiled("{got_grade}")
_LETTER = re.compile(r"(?<![\w’'])[A-DF](?![\w’'])")
_PAST = re.compile(r"(?:gave|given)(?!\w)", re.I)
_REASON = re.compile(rf"(?!{SIGN})[a-zß-öø-ÿа-я]")  # begins a clause that says why, and counts nothing
_CLAUSE_ENDS = re.compile(r"[,;:–—]\s+|\s[–—-]\s")
# "4.5/5 – a gem that ..."; "2/10 – part two of our diary" is none
_REMARKED = re.compile(
    r"(?P<rest>.{3,12}?)(?:\s[–—-]|[:–—])\s+(?!(?:the\s)?(?:date|day|part|episode|chapter|that|which|\w+th)\b)\S"
)


@dataclass(frozen=True, slots=True)
class PrintedRating:
    """A rating printed somewhere on a page.

    Attributes:
        rating: of words that name other raters these alone.
        source: `aria`, `glyphs`, `class` or `text`.
        rank: how certain it is that this is the critic's verdict on the whole work: 3 labelled as that,
            2 labelled as a rating or given in a sentence, 1 near the headline or at the end, 0 elsewhere,
            -1 what is a rating near the headline only.
        sure: whether it reads as a rating wherever it stands; else only on a review.
        why_not: why it is not the critic's; None where it may be.
        words: as printed, where a remark stands beside the rating.
        element: that it stands in; None in plain text.
    """

    rating: Rating
    source: str
    rank: int = 0
    sure: bool = True
    why_not: str | None = None
    words: str = ""
    element: HtmlElement | None = field(default=None, repr=False)


@lru_cache(maxsize=20_000)
def names_rating(text: str) -> bool:
    """Whether a text has a word that labels ratings."""
    return _NOUN.search(text) is not None


@lru_cache(maxsize=5_000)
def names_other_raters(text: str) -> bool:
    """Whether a text is about readers' ratings or an aggregator's."""
    return _OTHER_RATERS.search(text) is not None


def is_rating_class(names: str) -> bool:
    """Whether classes are of a box that holds a rating. Few are: the pattern without marks is tried first."""
    return _RATING_STEM.search(names.lower()) is not None and _RATING_BOX.search(names) is not None


def may_be_score(text: str) -> bool:
    """Whether a text that begins with a figure may be the score of a box that is classed as one."""
    return len(text) <= LABEL_CHARS and _SCORE.match(text) is not None


def split_label(text: str) -> tuple[str, str]:
    """The label of a rating and the rest ("Our rating", "3/4"); an empty label where there is none."""
    if before := _LABEL_BEFORE.match(with_number_signs(text)):
        label, rest = text[: before.end("label")], text[before.end() :]
    else:
        noun = _LABEL.match(text)
        label, rest = (noun[0], text[noun.end() :]) if noun else ("", text)
    is_rating = len(label) <= LABEL_CHARS and _NOUN.search(label) and not _OF_BOARDS.search(label)
    return (label.strip(), rest.strip()) if is_rating else ("", text)


def is_label(text: str) -> bool:
    """Whether a whole text is the label of a rating."""
    return len(text) <= LABEL_CHARS and _LABEL.fullmatch(text.strip(" :")) is not None


def label_rank(words: str) -> int:
    """The rank that a label gives a rating: 3 of a verdict, 2 of a rating, 0 of something else."""
    if not _NOUN.search(words):
        return 0
    others = _other_words(_SMALL_WORDS.sub("", words))
    return VERDICT if _SUMS_UP.search(words) and len(others) <= _OUTLET_WORDS else LABELLED


def _other_words(label: str) -> list[str]:
    """The words of a label but those that every label of a rating may have."""
    return _SUMS_UP.sub("", _NOUN.sub("", label)).split()


def rating_from_words(text: str, names: str = "") -> PrintedRating | None:
    """The rating in a short run of words, with or without a label; None for none.

    Args:
        names: the classes of the elements around. In a box classed as a rating "7/10", "82%" and "B+" surely
            are ratings, and "8.2" is one, too.
    """
    if len(text) > LONGEST_RATING or names_other_raters(text):
        return None
    classed = is_rating_class(names)
    found = _labelled(text) or _label_after(text, is_classed=classed) or _bare(text, is_classed=classed)
    return found or (_score(text, names) if classed else None)


def _labelled(text: str) -> PrintedRating | None:
    """A rating after a label: "Our rating: 3.5/4", "Verdict: Great (8/10)", "Verdict: 8/10 – Great"."""
    label, rest = split_label(text)
    if not label and ": " in text:  # "In short: score 7"
        label, rest = split_label(text.split(": ", 1)[1])
    if not label:
        return None
    pieces = chain((_ARTICLE.sub("", rest),), (piece for piece, _ in _without_remark(rest)))
    rating = next(filter(None, (parse_rating(piece, label) for piece in pieces)), None)
    rating = rating or parse_rating(_END.split(rest)[0], "rating")
    is_letter = rating is not None and rating.scale == "letter" and len(rating.raw) == 1
    if rating is None or (is_letter and label.lower() in ("rating", "rated")):
        return None  # "Rating: A" is the age rating of a film board
    between = text[len(label) : len(text) - len(rest)].strip()  # "The final score was 3/5" tells of a match
    is_told = bool(between) or is_label(label) or len(_other_words(label)) <= _OUTLET_WORDS
    is_figure_alone = parse_number(rating.raw) is not None and rating.best != _SCHOOL_BEST
    return PrintedRating(rating, "text", label_rank(label), is_told and not is_figure_alone)


def _label_after(text: str, *, is_classed: bool) -> PrintedRating | None:
    """A rating before its label: "4/5 Our rating", in a box of its own "82% Overall"."""
    found = _LABEL_AFTER.fullmatch(text)
    rating = parse_rating(found["rest"], found["label"]) if found else None
    if found is None or rating is None or _STARS.fullmatch(found["label"]):  # "4 stars"
        return None
    is_figure_alone = parse_number(found["rest"]) is not None
    if (is_figure_alone or rating.scale == "letter") and not is_classed:
        return None
    return PrintedRating(rating, "text", label_rank(found["label"]), not is_figure_alone)


def _bare(text: str, *, is_classed: bool) -> PrintedRating | None:
    """A rating without a label."""
    rating = parse_rating(_ARTICLE.sub("", text), "")
    if rating is None:
        return _remarked(text)
    if rating.raw[0] in FULL + EMPTY:
        return PrintedRating(rating, "glyphs")
    is_doubtful = rating.scale in ("letter", "percent") or (
        rating.scale == "designation" and not _SURE_DESIGNATION.search(rating.raw)
    )
    if is_doubtful and not is_classed:
        return None
    sure = is_classed or (rating.scale == "stars" and rating.best is not None)
    return PrintedRating(rating, "text", sure=sure)


def _remarked(text: str) -> PrintedRating | None:
    """A rating before a remark, or stars after one: "4 out of 5 – a gem", "★★★★☆ Cert 15", "Review ★★★★☆"."""
    rating = _beside_remark(text) or _before_dash(text)
    return PrintedRating(rating, "text", IF_NEAR_HEADLINE, sure=False, words=text) if rating else None


def _beside_remark(text: str) -> Rating | None:
    """The rating beside a remark of a few words."""
    for words, after in _without_remark(text):
        rating = parse_rating(words)
        # "3 of 4 voters are against it" is none
        is_apart = after and (after["signs"] or after["mark"] or after["bracket"] or "/" in words)
        is_of_stars = rating and rating.scale == "stars" and rating.best
        if rating and (is_of_stars or (is_apart and after and not after["more"])):
            return rating
    return None


def _before_dash(text: str) -> Rating | None:
    """The rating with its best that begins a text, before a dash or a colon: "4.5/5 – a gem that ..."."""
    remarked = _REMARKED.match(text)
    rating = parse_rating(remarked["rest"], "") if remarked else None
    return rating if rating and rating.best in _USUAL_BESTS else None


def _without_remark(text: str) -> Iterator[tuple[str, re.Match[str] | None]]:
    """A text without a remark before it; without one behind it, with the match of the whole."""
    signed = with_number_signs(text)
    if before := _REMARK_BEFORE.match(signed):
        yield text[before.end() :], None
    if after := _REMARK_AFTER.fullmatch(signed):
        yield text[: after.end("rest")], after


def _score(text: str, names: str) -> PrintedRating | None:
    """A bare figure in a box classed as a score; its best is unknown."""
    rating = parse_rating(text.split(maxsplit=1)[0], "score") if _SCORE.fullmatch(text) else None
    rank = VERDICT if SUM_BOX.search(names) else 0 if _OWN_SCORE.search(names) else IF_NEAR_HEADLINE
    return PrintedRating(rating, "class", rank, sure=False) if rating else None


def rating_in_sentence(text: str) -> PrintedRating | None:
    """The rating that a sentence gives ("I give it four out of five"); "7 out of 10 people" is none."""
    match = _GIVEN.search(with_number_signs(text))
    rating = parse_rating(text[slice(*match.span("rest"))]) if match else None
    sure = match is None or not _PAST.search(match[0])  # "we gave it four stars" may be another page's
    return PrintedRating(rating, "text", LABELLED, sure) if rating else None


def rating_in_last_words(sentence: str) -> PrintedRating | None:
    """The rating that a text's last sentence ends with, whoever gives it: "Orchard gets 4 out of 5."

    Elsewhere such a sentence may tell of anybody. "A solid 8/10", "it's a 4 out of 5" and "3/5 from me" need
    no verb of giving; "a steady 4/4" is a time of music. A grade is the only letter: "I give it a B+".
    """
    sentence = sentence[-LONGEST_RATING:]
    if names_other_raters(sentence):
        return None
    if (graded := _GOT_GRADE.search(sentence)) and len(_LETTER.findall(sentence)) == 1:
        rating = parse_rating(graded["rest"], "grade")
        return PrintedRating(rating, "text", sure=False) if rating else None
    found = _GOT.search(with_number_signs(sentence))
    rating = parse_rating(sentence[slice(*found.span("rest"))]) if found else None
    if found is None or rating is None or rating.value is None:
        return None
    is_noun = found["is"] or (found["first"] is not None and len(sentence) < LONGEST_RATING)
    is_told = found["gets"] and (found["from"] or rating.best)
    is_said = (rating.best or 0) >= FULL_ROW and (found["from"] or is_noun)
    return PrintedRating(rating, "text", AT_END if is_told else 0, sure=False) if is_told or is_said else None


def rating_in_clause(sentence: str) -> PrintedRating | None:
    """The rating that is a clause of a text's last words.

    "So: 4 and a half out of 5 rubber ducks, and a bath": whole numbers may be of dentists. "Four stars, only
    because ...", where it begins the sentence and no name follows, nor another number. "5/5 – a film ...".
    """
    if names_other_raters(sentence):
        return None
    if rating := _before_dash(sentence):
        return PrintedRating(rating, "text", AT_END, sure=False)
    first, *others = _CLAUSE_ENDS.split(sentence)
    clauses = [clause for clause in (first, *others) if len(clause) <= LABEL_CHARS]
    for words in (part for clause in clauses for part in (clause, clause.partition(" ")[2])):
        rating = parse_rating(words, "")
        if rating and rating.best and rating.value and rating.value % 1:
            return PrintedRating(rating, "text", AT_END)
    stars = parse_rating(first) if others and len(first) <= LABEL_CHARS else None
    if stars is None or stars.scale != "stars" or not _REASON.match(with_number_signs(others[0])):
        return None
    return PrintedRating(stars, "text", AT_END, sure=False)
