"""Read the critic's rating from words: "Our rating: 3.5/4", "★★★½☆", "I give it four out of five"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from archive.clean.rating.number_words import ONE, with_number_signs
from archive.clean.rating.scales import (
    EMPTY,
    FIGURE,
    FULL,
    GLYPHS,
    HALF,
    NUMBER,
    STARS,
    UNIT,
    parse_number,
    parse_rating,
)
from archive.clean.vocabulary import UNSPACED, word_set, words_pattern
from archive.model import Rating

LONGEST_RATING = 90  # characters of a run of words that is little but a rating
IF_NEAR_HEADLINE, LABELLED, VERDICT = -1, 2, 3  # ranks of a printed rating
OTHERS = "the words name readers, votes or an aggregator"

LABEL_CHARS = 40
_SCHOOL_BEST = 10
_OUTLET_WORDS = 1  # in a label of the verdict; more make it that of a part: "our lab brightness score"
_IS = r"(?:is|es|ist|est|è|é|är|er|lautet)"

NOUN = re.compile(words_pattern("rating", "label"), re.I)
_UNSPACED_NOUNS = tuple(filter(UNSPACED.search, word_set("rating", "label")))
_WORDS = re.compile(r"[^\W\d_]+")
_SUMS_UP = re.compile(words_pattern("rating", "verdict"), re.I)  # whose the rating is, or that it sums up
_BETWEEN = words_pattern("rating", "between")
_SMALL_WORDS = re.compile(_BETWEEN, re.I)
_OF_BOARDS = re.compile(words_pattern("rating", "of_board"), re.I)
_SURE_DESIGNATION = re.compile(words_pattern("rating", "sure_designation"), re.I)  # even without a label

# Names of boxes that hold a rating, a bare score, and the sum of several.
_BOX = words_pattern("rating", "box")
_OWN_SCORE = r"(?:^|[-_\s])(?:review|critics?|editors?|our|final|overall)[-_]*(?:score|rating|grade|total)"
_OWN_SCORE_CLASS = re.compile(_OWN_SCORE, re.I)
_RATING_CLASS = re.compile(rf"{_BOX}|{_OWN_SCORE}", re.I)
RATING_STEMS = frozenset(("total", *(word.rstrip("*")[:4] for word in word_set("rating", "box"))))
_RATING_STEM = re.compile("|".join(RATING_STEMS))
SUM_CLASS = re.compile(r"(?:^|[-_\s])(?:final|overall|total)(?:$|[-_\s])", re.I)
_SCORE = re.compile(r"\d{1,2}(?:[.,]\d|\s?%)?(?:\s+[^\W\d_]+){0,2}")  # "8.2 Great", "75 %"

_LABELLED = re.compile(
    rf"(?P<label>[^\d:：=|*{FULL}{EMPTY}]{{2,{LABEL_CHARS}}}?)"
    rf"(?:(?:\s{_IS})?(?:\s*[:：=|]+|\s*[–—-]+(?=[\s\d])|\s+[–—])\s*(?=\S)|"
    rf"(?:\s{_IS})?\s+(?:an? )?(?={NUMBER})|"
    rf"\s*(?=[\d*{FULL}{EMPTY}]))",
    re.I,
)
_LABEL_ALONE = re.compile(
    rf"(?:{_BETWEEN}\s+)?(?:{_SUMS_UP.pattern}\s+){{0,2}}{NOUN.pattern}"
    rf"(?:\s+(?:{_BETWEEN}\s+)?{_SUMS_UP.pattern}){{0,2}}",
    re.I,
)
_LABEL_AFTER = re.compile(rf"(?P<rest>\S.{{0,20}}?)\s+(?P<label>{_LABEL_ALONE.pattern})", re.I)
_STARS = re.compile(STARS, re.I)
_REMARK = r"[^\W\d_]+(?:[ ;’'][^\W\d_]+){0,2}"
_A = rf"(?:{words_pattern('rating', 'article')}|{ONE})\s(?:[^\W\d_]+\s)?"  # "a solid"
_ARTICLE = re.compile(rf"^{_A}(?=\d)", re.I)
_REMARK_BEFORE = re.compile(
    rf"{_REMARK}(?:\s*[–—.!,:(-]\s*(?:{_A})?(?={FIGURE})|[.!:]?\s*(?={GLYPHS}))|"
    r"[^\W\d_]+\s(?=\d[\d.,]*/\d)",
    re.I,
)
_REMARKED = re.compile(
    rf"(?P<rest>{GLYPHS}|{FIGURE})(?:(?P<mark>\s*[–—:,.-])\s+(?:{UNIT}|[^\W\d_]{{1,2}}(?=\s))"
    rf"(?:\s[^\W\d_]+){{0,9}}|\s+{UNIT}(?:\s[^\W\d_]+){{0,2}}|\s(?P<bracket>\([^()\d]{{2,30}}\))|"
    rf"(?<=[{FULL}{HALF}{EMPTY}])\s(?P<more>[^\W\d_].{{2,40}}))[.!]?",
    re.I,
)
_AFTER_RATING = re.compile(
    r"\s*(?:[|•·;\]]|,(?!\d))\s*|\s(?=\w+=)|\s[–—-]\s|\s\((?!\s*(?:out\s+)?of)|(?<=[.!])\s|[.!]$"
)
_OTHER_RATERS = re.compile(
    rf"{words_pattern('rating', 'other_raters')}|"
    rf"\b\d[\d.,]*[KkMm]?\s*(?:(?<=\s)\w+ )?{words_pattern('rating', 'counted_raters')}(?!\s*[:：])",
    re.I,
)


@dataclass(frozen=True, slots=True)
class PrintedRating:
    """A rating printed somewhere on a page.

    Attributes:
        rating: None for words that name other raters.
        source: `aria`, `glyphs`, `class` or `text`.
        rank: how certain it is that this is the critic's verdict on the whole work: 3 labelled as that,
            2 labelled as a rating or given in a sentence, 1 near the headline or at the end, 0 elsewhere,
            -1 what is a rating near the headline only.
        sure: whether it reads as a rating wherever it stands; else only on a review.
        why_not: why it is not the critic's; None where it may be.
        words: as printed, of other raters and where a remark follows the rating.
    """

    rating: Rating | None
    source: str
    rank: int = 0
    sure: bool = True
    why_not: str | None = None
    words: str = ""


def names_rating(text: str) -> bool:
    """Whether a text has a word that labels ratings."""
    lower = text.lower()
    if any(map(_is_noun, _WORDS.findall(lower))):
        return True
    return not lower.isascii() and any(noun in lower for noun in _UNSPACED_NOUNS)


@lru_cache(maxsize=20_000)
def _is_noun(word: str) -> bool:
    return NOUN.fullmatch(word) is not None


@lru_cache(maxsize=5_000)
def names_other_raters(text: str) -> bool:
    """Whether a text is about readers' ratings or an aggregator's."""
    return _OTHER_RATERS.search(text) is not None


def rating_from_words(text: str, names: str = "") -> PrintedRating | None:
    """The rating in a short run of words, with or without a label; None for none.

    Args:
        names: the classes of the elements around. In a box classed as a rating "7/10", "82%" and "B+" surely
            are ratings, and in one classed as a score "8.2" is, too.
    """
    if len(text) > LONGEST_RATING or names_other_raters(text):
        return None
    return _labelled(text) or _label_after(text, names) or _bare(text, names) or _score(text, names)


def is_rating_class(names: str) -> bool:
    """Whether classes are of a box that holds a rating. Few are: the pattern without marks is tried first."""
    return _RATING_STEM.search(names.lower()) is not None and _RATING_CLASS.search(names) is not None


def may_be_score(text: str) -> bool:
    """Whether a text may be the score of a box that is classed as one: it begins with a figure."""
    return text[0].isdigit() and _SCORE.match(text) is not None and len(text) <= LABEL_CHARS


def split_label(text: str) -> tuple[str, str]:
    """The label of a rating and the rest ("Our rating", "3/4"); an empty label where there is none."""
    if before := _LABELLED.match(with_number_signs(text)):
        label, rest = text[: before.end("label")], text[before.end() :]
    else:
        noun = _LABEL_ALONE.match(text)
        label, rest = (noun[0], text[noun.end() :]) if noun else ("", text)
    is_rating = len(label) <= LABEL_CHARS and NOUN.search(label) and not _OF_BOARDS.search(label)
    return (label.strip(), rest.strip()) if is_rating else ("", text)


def is_label(text: str) -> bool:
    """Whether a whole text is the label of a rating."""
    return len(text) <= LABEL_CHARS and _LABEL_ALONE.fullmatch(text.strip(" :")) is not None


def label_rank(words: str) -> int:
    """The rank that a label gives a rating: 3 of a verdict, 2 of a rating, 0 of something else."""
    if not NOUN.search(words):
        return 0
    others = _other_words(_SMALL_WORDS.sub("", words))
    return VERDICT if _SUMS_UP.search(words) and len(others) <= _OUTLET_WORDS else LABELLED


def _other_words(label: str) -> list[str]:
    """The words of a label but those that every label of a rating may have."""
    return _SUMS_UP.sub("", NOUN.sub("", label)).split()


def _labelled(text: str) -> PrintedRating | None:
    """A rating after a label: "Our rating: 3.5/4"."""
    label, rest = split_label(text)
    if not label and ": " in text:  # "In short: score 7"
        label, rest = split_label(text.split(": ", 1)[1])
    rating = parse_rating(_ARTICLE.sub("", rest), label) if label else None
    signed = with_number_signs(rest) if label and rating is None else ""
    if remark := _REMARK_BEFORE.match(signed):  # "Verdict: Great (8/10)"
        rating = parse_rating(rest[remark.end() :], label)
    if rating is None and (remarked := _REMARKED.fullmatch(signed)):  # "Verdict: 8/10 – Great"
        rating = parse_rating(rest[: remarked.end("rest")], label)
    rating = rating or (parse_rating(_AFTER_RATING.split(rest)[0], "rating") if label else None)
    is_letter = rating is not None and rating.scale == "letter" and len(rating.raw) == 1
    if rating is None or (is_letter and label.lower() in ("rating", "rated")):
        return None  # "Rating: A" is the age rating of a film board
    between = text[len(label) : len(text) - len(rest)].strip()  # "The final score was 3/5" tells of a match
    is_told = bool(between) or is_label(label) or len(_other_words(label)) <= _OUTLET_WORDS
    is_figure_alone = parse_number(rating.raw) is not None and rating.best != _SCHOOL_BEST
    return PrintedRating(rating, "text", label_rank(label), is_told and not is_figure_alone)


def _label_after(text: str, names: str) -> PrintedRating | None:
    """A rating before its label: "4/5 Our rating", in a box of its own "82% Overall"."""
    found = _LABEL_AFTER.fullmatch(text)
    rating = parse_rating(found["rest"], found["label"]) if found else None
    if found is None or rating is None or _STARS.fullmatch(found["label"]):  # "4 stars"
        return None
    is_figure_alone = parse_number(found["rest"]) is not None
    if (is_figure_alone or rating.scale == "letter") and not is_rating_class(names):
        return None
    return PrintedRating(rating, "text", label_rank(found["label"]), not is_figure_alone)


def _bare(text: str, names: str) -> PrintedRating | None:
    """A rating without a label."""
    rating = parse_rating(_ARTICLE.sub("", text), "")
    if rating is None:
        return _remarked(text)
    if rating.raw[0] in FULL + EMPTY:
        return PrintedRating(rating, "glyphs")
    classed = is_rating_class(names)
    if rating.scale == "designation" and not classed and not _SURE_DESIGNATION.search(rating.raw):
        return None
    if rating.scale in ("letter", "percent") and not classed:
        return None
    sure = classed or (rating.scale == "stars" and rating.best is not None)
    return PrintedRating(rating, "text", sure=sure)


def _remarked(text: str) -> PrintedRating | None:
    """A rating before a remark, or stars after one: "4 out of 5 – a gem", "★★★★☆ Cert 15", "Review ★★★★☆"."""
    signed = with_number_signs(text)
    if remarked := _REMARKED.fullmatch(signed):
        # "3 of 4 voters are against it" is none
        is_apart = remarked["signs"] or remarked["mark"] or remarked["bracket"] or ("/" in remarked["rest"])
        rating = parse_rating(text[: remarked.end("rest")]) if is_apart else None
    else:
        remark = _REMARK_BEFORE.match(signed)
        rating = parse_rating(text[remark.end() :]) if remark else None
    needs_best = not remarked or remarked["more"]
    if rating is None or (needs_best and (rating.best is None or rating.scale != "stars")):
        return None
    return PrintedRating(rating, "text", IF_NEAR_HEADLINE, sure=False, words=text)


def _score(text: str, names: str) -> PrintedRating | None:
    """A bare figure in a box classed as a score; its best is unknown."""
    is_score = _SCORE.fullmatch(text) and is_rating_class(names)
    rating = parse_rating(text.split(maxsplit=1)[0], "score") if is_score else None
    rank = VERDICT if SUM_CLASS.search(names) else 0 if _OWN_SCORE_CLASS.search(names) else IF_NEAR_HEADLINE
    return PrintedRating(rating, "class", rank, sure=False) if rating else None
