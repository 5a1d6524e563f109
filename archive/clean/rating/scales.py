"""Parse a printed rating by one table of the forms in which critics print them. Pure.

The score comes from `archive.scores`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from archive.clean.vocabulary import words_in_order, words_pattern
from archive.model import Rating
from archive.scores.scoring import with_score

BESTS = (4, 5, 6, 10, 20, 100)  # the best marks that critics use; "24/7" and "9/11" are no ratings
_RARE_BESTS = (3, 7, 8, 12, 15)  # of stars, or after a label
_HIGHEST_BEST = 20  # apart from 100: a higher figure without its best is out of 100
_FULL_ROW = 5  # stars; a row of four may be four out of five

NUMBER_WORDS = {word: number for words in words_in_order("numbers") for number, word in enumerate(words)}

FULL, HALF, EMPTY = "★⭐🌟●♥❤", "½⯨⯪✬◐", "☆✩⚝○♡"

_FRACTIONS = {
    "½": 0.5, "1/2": 0.5, "¼": 0.25, "1/4": 0.25, "¾": 0.75, "3/4": 0.75,
    "+": 0.25, "-": -0.25, "−": -0.25, "–": -0.25,
}  # fmt: skip

_PUNCTUATION = " .!,;:|–—"
_PLAIN = str.maketrans("（）／⁄：＋－％", "()//:+-%", "\u00ad\ufe0e\ufe0f\u200b\u200d")

_WORD = "|".join(sorted(NUMBER_WORDS, key=len, reverse=True))
_AND_A_HALF = r"[ -](?:and[ -]a[ -]half|(?:et|y|e)[ -](?:demie?|media|mezz[ao]|meia))"

NUMBER = (
    r"(?:\d{1,3}(?:[.,]\d{1,2})?(?:\s?[½¼¾]|\s[13]/[24](?!\d))?|[½¼¾]"
    rf"|(?<!\w)(?:{_WORD})(?:{_AND_A_HALF})?(?!\w))"
)
_OF_WORDS, STARS, _POINTS = (words_pattern("rating", key) for key in ("of", "stars", "points"))
OF = rf"(?:/|out\s+of(?:\s+a\s+possible)?|{_OF_WORDS}|(?<=\()(?=\d{{1,3}}点満点))"
FIGURE = (
    rf"(?P<value>{NUMBER})\s*(?P<stars>{STARS})?(?:\s*{_POINTS})?\s*,?\s*\(?\s*{OF}\s*"
    rf"(?P<best>\d{{1,3}}(?!\d|[.,]\d)|(?:{_WORD})(?!\w))[\s-]*(?P<stars2>{STARS})?(?:\s*{_POINTS})?\)?"
)
COUNT = rf"(?P<count>{NUMBER})[\s-]*{STARS}"

# Bullets begin the items of lists, so only a row of them is a rating.
GLYPHS = (
    rf"(?P<glyphs>(?![●○](?!(?:\s*[●◐○]){{3}}))(?![♥❤♡](?!(?:\s*[♥❤♡]){{2}}))"
    rf"[{FULL}{EMPTY}](?:\s*[{FULL}{HALF}{EMPTY}]|\s?1/2)*)"
)
_BEST_OF_GLYPHS = rf"\s*[(,]?\s*{OF}\s*(?P<most>\d{{1,3}}|(?:{_WORD})(?!\w))(?:[\s-]*{STARS})?"
_ASTERISKS = r"(?P<asterisks>\*{1,5})\s?(?P<half>½|1/2)?"
_SHOWN_AGAIN = rf"(?:\s*(?:\(?(?:\s*[{FULL}{HALF}{EMPTY}])+\s*\)?|{STARS}))?"  # "4/5 ★★★★"


def make_rating(
    raw: str, value: float | None, best: float | None, worst: float | None, scale: str | None = None
) -> Rating | None:
    """A rating from its figures, with a score where `best` is known; None where they contradict each other.

    Args:
        scale: None for points, that is figures without a unit.
    """
    if value is None or value < (worst or 0):
        return None
    if best is not None and (best <= 0 or value > best):
        return None
    return with_score(Rating(raw, value, best, worst, scale or "points"))


_PARSED_NUMBER = re.compile(
    rf"(?:(?P<figure>\d+(?:\.\d*)?|\.\d+)|(?P<word>{_WORD})(?P<half>{_AND_A_HALF})?)?\s*(?P<part>[½¼¾]|[13]/[24])?"
)


def parse_number(printed: str) -> float | None:
    """The float for "3.5", "3,5", "3½", "3 1/2" or "three and a half"; None for anything else."""
    match = _PARSED_NUMBER.fullmatch(plain_form(printed).lower().replace(",", "."))
    if match is None or not match[0]:
        return None
    value = float(match["figure"]) if match["figure"] else float(NUMBER_WORDS.get(match["word"] or "", 0))
    return value + (0.5 if match["half"] else 0.0) + _FRACTIONS.get(match["part"] or "", 0.0)


def plain_form(printed: str) -> str:
    """A text with white space folded, wide signs as ASCII, and without invisible characters."""
    return " ".join(printed.translate(_PLAIN).split())


def _glyphs(match: re.Match[str], raw: str, _: bool) -> Rating | None:
    glyphs = re.sub(r"\s?1/2", "½", match["glyphs"])
    full, half, empty = (sum(map(glyphs.count, kind)) for kind in (FULL, HALF, EMPTY))
    figure = parse_number(match["value"] or "")
    if figure == full + 0.5 and not half and empty == 1:
        half, empty = 1, 0  # the half star is printed as an outline
    if half > 1 or figure not in (None, full + half / 2):
        return None  # the stars and the figures contradict each other
    best = parse_number(match["best"] or match["most"] or "")
    shown = full + half + empty
    if best is None and (empty or shown >= _FULL_ROW):
        best = float(shown)
    return make_rating(raw, full + half / 2, best, None, "stars")


def _asterisks(match: re.Match[str], raw: str, _: bool) -> Rating | None:
    most = match["most"] or ""
    best = float(len(most)) if most.startswith("*") else parse_number(most)
    return make_rating(raw, len(match["asterisks"]) + (0.5 if match["half"] else 0.0), best, None, "stars")


def _figures(match: re.Match[str], raw: str, labelled: bool) -> Rating | None:
    groups, best = match.groupdict(), parse_number(match["best"])
    scale = "stars" if groups.get("stars") or groups.get("stars2") else None
    usual = best in BESTS or (best in _RARE_BESTS and (labelled or scale is not None))
    return make_rating(raw, parse_number(match["value"]), best, None, scale) if usual else None


def _count(match: re.Match[str], raw: str, _: bool, *, best: float | None, scale: str) -> Rating | None:
    return make_rating(raw, parse_number(match["count"]), best, None, scale)


def _words(_: re.Match[str], raw: str, __: bool, *, scale: str) -> Rating | None:
    return with_score(Rating(raw, scale=scale))


def _german_mark(match: re.Match[str], raw: str, _: bool) -> Rating | None:
    mark = parse_number(match["value"])
    return with_score(Rating(raw, mark, 1.0, 6.0, "marks")) if mark and mark <= 6 else None


def _school_mark(match: re.Match[str], raw: str, _: bool) -> Rating | None:
    value = (parse_number(match["value"]) or 0.0) + _FRACTIONS.get(match["part"] or "", 0.0)
    return make_rating(raw, value, 10.0, None) if value > 5 else None  # up to five it may be out of five


def _figure_alone(match: re.Match[str], raw: str, _: bool) -> Rating | None:
    value = parse_number(match["value"])
    return make_rating(raw, value, 100.0 if value and value > _HIGHEST_BEST else None, None) if value else None


class _Form(NamedTuple):
    """One form of a rating.

    Attributes:
        pattern: of the whole text, apart from punctuation.
        read: makes the rating of a match, its text as printed and whether it stands after a label.
        label: after which alone it is a rating; None where it needs no label.
    """

    pattern: re.Pattern[str]
    read: Callable[[re.Match[str], str, bool], Rating | None]
    label: re.Pattern[str] | None = None


def _form(
    pattern: str,
    read: Callable[[re.Match[str], str, bool], Rating | None],
    label: str | None = None,
    flags: re.RegexFlag = re.I,
) -> _Form:
    whole = re.compile(rf"{pattern}[\s.!,;:|–—()\[\]]*", flags)
    return _Form(whole, read, None if label is None else re.compile(label, re.I))


_OF_TEN = words_pattern("rating", "of_ten")
_GERMAN = r"(?P<value>[1-6](?:[.,]\d{1,2})?)\s?\((?:sehr gut|gut|befriedigend|ausreichend|mangelhaft|ungenügend)\)"

# The first that fits counts. Asterisks also separate sections and mark footnotes, so they need a best or a label.
_FORMS = (
    _form(rf"{_ASTERISKS}\s*(?:/|\(?\s*out of)\s*(?P<most>\*{{4,5}}|[456](?!\d))", _asterisks),
    _form(rf"{GLYPHS}(?:\s*[(,–-]?\s*星?{FIGURE}\s*\)?|{_BEST_OF_GLYPHS})?{_SHOWN_AGAIN}", _glyphs),
    _form(FIGURE + _SHOWN_AGAIN, _figures),
    _form(rf"(?P<best>\d{{1,3}})点満点(?:中|で)?[、,]?\s*(?P<value>{NUMBER})点", _figures),
    _form(r"(?P<count>\d{1,3}(?:[.,]\d)?)\s?%", partial(_count, best=100.0, scale="percent")),
    _form(COUNT + _SHOWN_AGAIN, partial(_count, best=None, scale="stars")),
    _form(words_pattern("rating", "designation"), partial(_words, scale="designation")),
    _form(r"[A-DF]\s?(?:[+\-−–]|plus\b|minus\b)?", partial(_words, scale="letter"), None, re.NOFLAG),
    _form(_GERMAN, _german_mark, ""),
    _form(
        r"(?P<value>\d{1,2}(?:[.,]\d{1,2})?)\s?(?P<part>½|[+\-−–])?",
        _school_mark,
        rf"^{_OF_TEN}(?: final[ei]?| complessivo)?$",
    ),
    _form(rf"{_ASTERISKS}(?:\s*out of\s*(?P<most>[456]|{_WORD}))?", _asterisks, ""),
    _form(r"(?P<value>\d{1,2}(?:[.,]\d{1,2})?)", _figure_alone, words_pattern("rating", "of_figure")),
)


def parse_rating(printed: str, label: str | None = None) -> Rating | None:
    """Parse a string that is only a rating: "3.5/4", "B+", "★★★½☆", "82 %", "4 stars"; else None.

    Args:
        label: what stands before it, after which more is a rating: "7 von 8", "***1/2", after "Score" also
            "7.5", after "Voto" the school mark "7+"; None for nothing.
    """
    raw = " ".join(printed.split()).strip(_PUNCTUATION).removeprefix("-")
    if raw[:1] + raw[-1:] in ("()", "[]"):
        raw = raw[1:-1].strip()
    plain = plain_form(raw)
    for form in _FORMS:
        is_asked = form.label is None or (label is not None and form.label.search(label))
        if is_asked and (match := form.pattern.fullmatch(plain)):
            if rating := form.read(match, raw, label is not None):
                return rating
            if form.label is None:
                return None
    return None
