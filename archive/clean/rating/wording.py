"""Read the critic's rating from words: "Our rating: 3.5/4", "★★★½☆", "I give it four out of five".

Long because the words of a dozen languages stand beside the patterns that they are part of.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain

from archive.clean.rating.scales import (
    COUNT,
    EMPTY,
    FIGURE,
    FULL,
    GLYPHS,
    NUMBER,
    OF,
    STARS,
    parse_bare_rating,
    parse_rating,
    parse_school_mark,
)
from archive.model import Rating

LONGEST_RATING = 90  # characters of a run of words that is little but a rating
IF_NEAR_HEADLINE, LABELLED, VERDICT = -1, 2, 3  # ranks of a printed rating

# What makes a label that of the verdict: whose the rating is, or that it sums up.
_SUMS_UP = re.compile(
    r"(?<!\w)(?:overall|final[ei]?|total|episode|season|gesamt\w*|endnote|our|my|unsere?|meine?|notre|ma|mon|"
    r"nuestr[ao]|mi|noss[ao]|minha|la nostra|il nostro|il mio|onze|ons|mijn|vår|mitt|min|vores|moja|мо[йя]|"
    r"(?:critic|reviewer|editor)['’]?s['’]?|complessivo|globale?)(?!\w)|総合|我的|내\s|puanım",
    re.I,
)

_NOUN = re.compile(
    r"(?<!\w)(?:rating|rated|score|grade|verdict|overall|stars|\w*wertung|schulnote|fazit|\w*note|urteil|"
    r"notation|nota|cotação|puntuaci[óo]n|puntaje|pontuaç[ãa]o|calificaci[óo]n|valoraci[óo]n|voto|valutazione|"
    r"avaliaç[ãa]o|\w*cijfer|\w*oordeel|giudizio|verdetto|veredicto?|beoordeling|waardering|betyg|karakter|terningkast|"
    r"vurdering|ocena|оценка|рейтинг|hodnocení|arvosana|puan\w*)(?!\w)|"
    r"評価|採点|評点|点数|満足度|おすすめ度|スコア|评分|評分|평점|별점|점수",
    re.I,
)

# Labels after which a figure alone is a rating.
_FIGURE_LABEL = re.compile(r"score|overall|verdict|total|wertung|punt|pont|評点|スコア", re.I)

_OF_BOARDS = re.compile(r"(?<!\w)(?:mpaa|age|content|film board|esrb|pegi|fsk|note that)(?!\w)", re.I)

_LABEL_CHARS = 40
_OUTLET_WORDS = 1  # in a label of the verdict; more make it that of a part: "our lab brightness score"
_IS = r"(?:is|es|ist|est|è|é|är|er|lautet)"

_LABELLED = re.compile(
    rf"(?P<label>[^\d:：=|*{FULL}{EMPTY}]{{2,{_LABEL_CHARS}}}?)"
    rf"(?:(?:\s{_IS})?(?:\s*[:：=|]+|\s*[–—-]+(?=[\s\d])|\s+[–—])\s*(?=\S)|"
    rf"(?:\s{_IS})?\s+(?:an? )?(?={NUMBER})|"
    rf"\s*(?=[\d*{FULL}{EMPTY}]))",
    re.I,
)

_LABEL_ALONE = re.compile(rf"(?:(?:{_SUMS_UP.pattern})\s+){{0,2}}(?:{_NOUN.pattern})", re.I)

_FIGURE_AND_NOUN = re.compile(rf"(?P<figure>{FIGURE})\s+[^\W\d_]+[.!]?$", re.I)  # "4 out of 5 teacups"

_AFTER_RATING = re.compile(r"\s*[|•·;,\]]\s*|\s(?=\w+=)|\s[–—-]\s|\s\((?!\s*(?:out\s+)?of)|(?<=[.!])\s|[.!]$")

_GIVEN_IN_SENTENCE = re.compile(
    r"(?<!\w)(?:(?:I|we|I['’](?:d|ll|m|ve)|we['’](?:d|re|ve))\s+(?:(?:would|will|am|are|can|have|only|happily|"
    r"going|to|must|had|do)\s+){0,3}(?:giv(?:e|ing|en)|gave|rat(?:e|ed|ing)|award(?:ed|ing)?|scored?|say)|"
    r"(?:it|this) (?:gets|earns|receives)|(?:ver)?gebe|geben|bekommt|erhält|donne(?:rai|rais)?|mets|attribue|"
    r"doy|daría|pongo|dou|daria|darei|geef|ger|giver|gir|daję|wystawiam|став(?:лю|им)|veriyorum)(?!\w)"
    rf"[^.!?★☆]{{0,60}}?\s(?:an? |at |une? |einen? |um |het een |en )?(?P<rest>{GLYPHS}|{FIGURE}|{COUNT})"
    r"(?=\s*(?:[.,;!?)–—\"”»]|$|(?:and|for|because|und|et|y|e|en)(?!\w)))",
    re.I,
)

_PAST = re.compile(r"(?:gave|given)(?!\w)", re.I)

# Words of ratings that are readers' or an aggregator's.
_OTHER_RATERS = re.compile(
    r"\b(?:users?|readers?|viewers?|audience|average|votes?|voted|community|aggregate|rate this|"
    r"your rating|metacritic|metascore|tomatometer|rotten tomatoes|imdb|tmdb|opencritic|letterboxd|goodreads|"
    r"filmweb|filmaffinity|allocin[ée]|kinopoisk|кинопоиск|leser(?:n|s|"
    r"wertung)?|stimmen|durchschnitt\w*|avis|votos|voti|moyenne|media utenti|stemmen|голос\w*|głos\w*|"
    r"\d[\d.,]*\s+(?:\w+ )?(?:ratings?|reviews?)(?!\s*[:：]))\b|豆瓣|네티즌",
    re.I,
)

# What each rating in a long text has one of, in lower case: a figure with its best, a sign, counted stars.
_OF_BEST = re.compile(rf"[\d点점½](?:\s?[/／⁄]\s?|\s(?:{OF})\s)(?:[4-8]|1[025]|20|100|\*)(?!\d|[/.,-]\d)")

_SIGNS_OR_STARS = (
    *FULL, *EMPTY, "**", "out of", "star", "stern", "estrel", "stelle", "toile", "stjer", "stjär", "зв",
    "gwiazd",
)  # fmt: skip

_COUNTED = re.compile(rf"[{FULL}{EMPTY}]|\*\*|out of|{NUMBER}[\s-]*{STARS}")

_FIGURE_AT_END = re.compile(r"[\d½点점分][%+\-−–)\].!]{0,2}$")

_REMARK_AT_END = re.compile(r"\s*[(（][^()（）\d]{1,20}[)）]$|（\d{1,3}点満点）$")  # "2,3 (gut)"

_GRADE_AT_END = re.compile(r"(?:^|\W)[A-DF]\s?(?:[+\-−–]|plus|minus)?\W?$")

_GRADE_AFTER_LABEL = re.compile(r"[:：]\s?[a-df][+\-−–]?(?=[\s.|]|$)")  # in lower case

_ENDS = frozenset("0123456789½点점分%+-−–)）]ABCDF")  # of figures and grades

_DESIGNATED = (
    "thumbs", "recommend", "must", "critic", "editor", "best new", "essential", "avoid", "fresh", "rotten",
    "skip it", "stream it",
)  # fmt: skip

_DESIGNATION_CHARS, _GRADE_CHARS, _BARE_FIGURE_CHARS = 40, 9, 4

# Designations that are a rating even without a label.
_SURE_DESIGNATION = re.compile(r"thumbs|highly|pick|must[- ]|best new", re.I)

_GLYPHS = re.compile(GLYPHS)


@dataclass(frozen=True, slots=True)
class PrintedRating:
    """A rating printed somewhere on a page.

    Attributes:
        source: `aria`, `glyphs`, `class` or `text`.
        sure: whether it reads as a rating wherever it stands; else only on a review.
        rank: how certain it is that this is the critic's verdict on the whole work: 3 labelled as that,
            2 labelled as a rating or given in a sentence, 1 near the headline or at the end, 0 elsewhere,
            -1 what is a rating near the headline only.
    """

    rating: Rating
    source: str
    rank: int = 0
    sure: bool = True


def texts_with_hint(texts: Sequence[str]) -> list[int]:
    """The positions of the texts that may hold a rating: `may_hold_rating` for a whole page, faster."""
    lower = [text.lower() for text in texts]
    starts = list(accumulate((len(text) + 1 for text in lower), initial=0))
    page = "\n".join(lower)
    matches = chain(_OF_BEST.finditer(page), _GRADE_AFTER_LABEL.finditer(page))
    signed = {bisect_right(starts, match.start()) - 1 for match in matches}
    signed.update(*(_places_of(sign, page, starts) for sign in _SIGNS_OR_STARS))
    named = {place for word in _DESIGNATED for place in _places_of(word, page, starts)}
    ended = (
        place
        for place, text in enumerate(texts)
        if len(text) <= LONGEST_RATING and (text[-1] in _ENDS or (text[-1] in ".!" and text[-2:-1] in _ENDS))
    )
    found = {place for place in signed if may_hold_rating(texts[place])}
    found.update(place for place in named if len(texts[place]) <= _DESIGNATION_CHARS)
    found.update(
        place
        for place in ended
        if _is_labelled_or_grade(texts[place], lower[place]) or _is_figure_at_label(texts, place)
    )
    return sorted(found)


def _places_of(sign: str, page: str, starts: Sequence[int]) -> Iterator[int]:
    """The positions of the texts that a sign stands in; `starts` are those of the texts in the page."""
    at = page.find(sign)
    while at >= 0:
        place = bisect_right(starts, at) - 1
        yield place
        at = page.find(sign, starts[place + 1])


def _is_figure_at_label(texts: Sequence[str], place: int) -> bool:
    """Whether a text is a bare figure beside a label: "82%", "Kiosk rating"."""
    if len(texts[place]) > _BARE_FIGURE_CHARS:
        return False
    beside = (*texts[max(0, place - 1) : place], *texts[place + 1 : place + 2])
    return any(len(text) <= _LABEL_CHARS and _NOUN.search(text) for text in beside)


def may_hold_rating(text: str) -> bool:
    """Whether a text may hold a rating: a fast test."""
    lower = text.lower()
    if (
        "点満点" in text
        or _OF_BEST.search(lower)
        or (any(sign in lower for sign in _SIGNS_OR_STARS) and _COUNTED.search(lower))
    ):
        return True
    if len(text) > LONGEST_RATING:
        return False
    return _is_labelled_or_grade(text, lower) or _is_designation(text, lower)


def _is_labelled_or_grade(text: str, lower: str) -> bool:
    """Whether a short text without a sign or a best mark may be a labelled figure or a grade."""
    end = _REMARK_AT_END.sub("", text)[-_GRADE_CHARS:]
    if end.rstrip(".!")[-1:] in _ENDS and (
        (_FIGURE_AT_END.search(end) and _NOUN.search(lower)) or _GRADE_AT_END.search(end)
    ):
        return True
    return ("%" in text or _GRADE_AFTER_LABEL.search(lower) is not None) and _NOUN.search(lower) is not None


def _is_designation(text: str, lower: str) -> bool:
    """Whether a short text may be words that stand for a rating: "Critic's Pick"."""
    return len(text) <= _DESIGNATION_CHARS and any(word in lower for word in _DESIGNATED)


def names_other_raters(text: str) -> bool:
    """Whether a text is about readers' ratings or an aggregator's."""
    return _OTHER_RATERS.search(text) is not None


def rating_from_words(text: str, *, classed: bool = False) -> PrintedRating | None:
    """The rating in a short run of words, with or without a label; None for none.

    Args:
        classed: the place is classed as a rating, so that "7/10", "82%" and "B+" surely are ratings, too.
    """
    if len(text) > LONGEST_RATING or names_other_raters(text):
        return None
    return _labelled(text) or _bare(text, classed=classed)


def split_label(text: str) -> tuple[str, str]:
    """The label of a rating and the rest ("Our rating", "3/4"); an empty label where there is none."""
    if before := _LABELLED.match(text):
        label, rest = before["label"], text[before.end() :]
    else:
        noun = _LABEL_ALONE.match(text)
        label, rest = (noun[0], text[noun.end() :]) if noun else ("", text)
    is_label = len(label) <= _LABEL_CHARS and _NOUN.search(label) and not _OF_BOARDS.search(label)
    return (label.strip(), rest.strip()) if is_label else ("", text)


def is_label(text: str) -> bool:
    """Whether a whole text is the label of a rating."""
    return len(text) <= _LABEL_CHARS and _LABEL_ALONE.fullmatch(text.strip(" :")) is not None


def label_rank(words: str) -> int:
    """The rank that a label gives a rating: 3 of a verdict, 2 of a rating, 0 of something else."""
    if not _NOUN.search(words):
        return 0
    return VERDICT if _SUMS_UP.search(words) and len(_other_words(words)) <= _OUTLET_WORDS else LABELLED


def _other_words(label: str) -> list[str]:
    """The words of a label but those that every label of a rating may have."""
    return _SUMS_UP.sub("", _NOUN.sub("", label)).split()


def _labelled(text: str) -> PrintedRating | None:
    """A rating after a label ("Our rating: 3.5/4"), or before that ("82% Gazette rating")."""
    label, rest = split_label(text)
    if not label:
        return None
    rating = _first_rating(rest) or parse_school_mark(label, rest)
    between = text[len(label) : len(text) - len(rest)].strip()  # "The final score was 3/5" tells of a match
    sure = rating is not None and (bool(between) or len(_other_words(label)) <= _OUTLET_WORDS)
    rating = rating or parse_bare_rating(rest, with_figure=_FIGURE_LABEL.search(label) is not None)
    if rating is None or (rating.scale == "letter" and len(rating.raw) == 1 and label.lower() == "rating"):
        return None  # "Rating: A" is the age rating of a film board
    return PrintedRating(rating, "text", label_rank(label), sure)


def _first_rating(rest: str) -> Rating | None:
    """The rating that a text begins with, alone or before a separator."""
    for part in (rest, _AFTER_RATING.split(rest)[0]):
        if rating := parse_rating(part, any_best=True):
            return rating
    counted = _FIGURE_AND_NOUN.match(rest)
    return parse_rating(counted["figure"]) if counted else None


def _bare(text: str, *, classed: bool) -> PrintedRating | None:
    """A rating without a label."""
    counted = _FIGURE_AND_NOUN.match(text)  # "4 van de 5 ballen"
    rating = parse_rating(text) or (parse_rating(counted["figure"]) if counted else None)
    if rating is None:
        return None
    if _GLYPHS.match(rating.raw):
        return PrintedRating(rating, "glyphs")
    if rating.scale == "designation" and not classed and not _SURE_DESIGNATION.search(rating.raw):
        return None
    if rating.scale in ("letter", "percent") and not classed:
        return None
    sure = classed or (rating.scale == "stars" and rating.best is not None)
    return PrintedRating(rating, "text", sure=sure)


def rating_in_sentence(text: str) -> PrintedRating | None:
    """The rating that a sentence gives ("I give it four out of five"); "7 out of 10 people" is none."""
    match = _GIVEN_IN_SENTENCE.search(text)
    rating = parse_rating(match["rest"]) if match else None
    sure = match is None or not _PAST.search(match[0])  # "we gave it four stars" may be another page's
    return PrintedRating(rating, "text", LABELLED, sure) if rating else None
