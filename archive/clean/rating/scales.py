"""Parse a printed rating by one table of the forms in which critics print them. Pure.

The score comes from `archive.scores`.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from archive.clean.rating.grammar import (
    EMPTY,
    FULL,
    HALF,
    HAN,
    PATTERNS,
    PICTURES,
    SIGN,
    number_of,
    with_number_signs,
)
from archive.model import Rating
from archive.scores.scoring import with_score

BESTS = (4, 5, 6, 10, 20, 100)  # the best marks that critics use; "24/7" and "9/11" are no ratings
_RARE_BESTS = (3, 7, 8, 12, 15, 40)  # of stars, or after a label
_HIGHEST_BEST = 20  # apart from 100: a higher figure without its best is out of 100
_OUT_OF_FIVE = 5.0  # up to this a school mark may be out of five
FULL_ROW = 5  # stars; a row of four may be four out of five
_MOST_SIGNS = 10

_FRACTIONS = {
    "½": 0.5, "1/2": 0.5, "¼": 0.25, "1/4": 0.25, "¾": 0.75, "3/4": 0.75,
    "+": 0.25, "-": -0.25, "−": -0.25, "–": -0.25,
}  # fmt: skip

_PUNCTUATION = " .!,;:|–—。！、；："
_PLAIN = str.maketrans(
    "（）／⁄：＋－％、，٫٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "()//:+-%,,.01234567890123456789",
    "\u00ad\ufe0e\ufe0f\u200b\u200d",
)

# Signs other than stars, and a star before a figure: "🍿🍿🍿/5", "👍 8/10", "★ 4/5".
_SYMBOLS = rf"{PICTURES}\u2b50~"
_PICTURES = re.compile(rf"(?![{FULL}{HALF}{EMPTY}])[{_SYMBOLS}]|[{FULL}](?=\s?\d)")
_OF_DATES = frozenset("📅📆🗓⏰⏱⏲⌛⏳🕐🕑🕒🕓🕔🕕🕖🕗🕘🕙🕚🕛")
_DECORATION = re.compile(rf"^[{_SYMBOLS}\s]+|[{_SYMBOLS}\s]+$")


class _Form(NamedTuple):
    """One form of a rating, as `patterns.toml` describes it."""

    pattern: re.Pattern[str]
    scale: str | None
    best: float | None
    label: re.Pattern[str] | None


_FORMS = [
    _Form(
        re.compile(rf"(?i:{form['pattern']})[\s.!,;:|–—()\[\]]*"),
        form.get("scale"),
        float(form["best"]) if "best" in form else None,
        re.compile(form["label"], re.I) if "label" in form else None,
    )
    for form in PATTERNS["forms"]
]


@lru_cache(maxsize=5_000)
def parse_rating(printed: str, label: str | None = None) -> Rating | None:
    """Parse a string that is only a rating: "3.5/4", "B+", "★★★½☆", "82 %", "4 stars"; else None.

    Args:
        label: what stands before it, after which more is a rating: "7 von 8", "***1/2", after "Score" also
            "7.5", after "Voto" the school mark "7+"; "" for a line of its own; None for any other string.
    """
    raw = " ".join(printed.split()).strip(_PUNCTUATION).removeprefix("-")
    if raw[:1] + raw[-1:] in ("()", "[]", "（）"):
        raw = raw[1:-1].strip()
    plain = plain_form(raw)
    return _by_form(raw, plain, label) or _with_pictures(raw, plain, label)


def _with_pictures(raw: str, plain: str, label: str | None) -> Rating | None:
    """The rating in a text with other signs than stars: "🍿🍿🍿/5" counts them, "👍 8/10" is decorated."""
    signs = set(_PICTURES.findall(plain))
    if not signs or signs & _OF_DATES:
        return None
    sign = signs.pop()
    rating = _by_form(raw, plain.replace(sign, "★"), label) if not signs and plain.count(sign) > 1 else None
    if rating and (label or rating.best):
        return replace(rating, raw=raw)
    bare = _DECORATION.sub("", plain)
    rating = _by_form(bare, bare, label) if bare != plain and re.search(r"\d", bare) else None
    if rating is None or rating.best is None or rating.value is None:
        return None
    is_average = rating.best == FULL_ROW and rating.value * 2 % 1  # "⭐ 4.6/5" is of readers
    return None if is_average else rating


def _by_form(raw: str, plain: str, label: str | None) -> Rating | None:
    """The rating by the first form that fits a text.

    Args:
        plain: the same, its signs made plain.
    """
    signed = with_number_signs(plain)
    for form in _FORMS:
        is_asked = form.label is None or (label is not None and form.label.search(label))
        if is_asked and (match := form.pattern.fullmatch(plain if form.scale == "designation" else signed)):
            groups = match.groupdict("")
            part = plain[slice(*match.span("raw"))] if "raw" in groups else None
            rating = _read(form, groups, part or raw, any_best=bool(label) and part is None)
            if rating or form.label is None:
                return rating
    return None


def _read(form: _Form, groups: dict[str, str], raw: str, *, any_best: bool) -> Rating | None:
    """The rating of a text that has a form; None where it contradicts itself or is unusual."""
    if form.scale in ("letter", "designation"):
        return with_score(Rating(raw, scale=form.scale))
    value = parse_number(groups.get("value", "") or groups.get("again", ""))
    if value is not None and groups.get("half"):
        value += 0.5
    most = groups.get("best") or groups.get("most", "")
    best = form.best or (float(len(most)) if most[:1] in {*FULL, "*"} else parse_number(most))
    scale = form.scale or ("stars" if groups.get("stars") or groups.get("stars2") else "points")
    if signs := groups.get("signs"):
        value, shown = _counted(signs, value)
        best = shown if best is None else best
    is_half = (value or 0.0) * 2 % 1 == 0  # "4.8/12" is an average of twelve votes
    usual = best in BESTS or (best in _RARE_BESTS and is_half and (any_best or scale == "stars"))
    if form.scale is None and not usual:
        return None
    if form.scale == "marks":  # from six down to one
        return with_score(Rating(raw, value, best, 6.0, "marks")) if value and 1 <= value <= 6 else None
    if form.scale == "school":
        value = (value or 0.0) + _FRACTIONS.get(groups["part"], 0.0)
        return make_rating(raw, value, best, None) if value > _OUT_OF_FIVE else None
    if value is not None and (part := groups.get("part")):  # with its best beside it half a point: "8+/10"
        value += 0.5 if part == "+" else _FRACTIONS[part]
    if form.scale == "figure":
        return make_rating(raw, value or None, 100.0 if (value or 0) > _HIGHEST_BEST else None, None)
    return make_rating(raw, value, best, None, scale)


def _counted(signs: str, figure: float | None) -> tuple[float | None, float | None]:
    """The value and the best that signs show; no value where a figure beside them contradicts that."""
    signs = re.sub(r"\s?(?:1/2|[.,]5)", "½", signs)
    full, half, empty = (sum(map(signs.count, kind)) for kind in (FULL + "*", HALF, EMPTY))
    shown = full + half + empty
    best = float(shown) if empty or (shown >= FULL_ROW and "*" not in signs) else None
    value = full + half / 2
    if (not value and figure is None) or shown > _MOST_SIGNS:  # for readers to click on; several ratings
        return None, best
    if empty and not half and figure == full + 0.5:  # the half star is printed as an outline
        value, best = figure, best if shown >= FULL_ROW or empty > 1 else None
    return (value if half < 2 and figure in (None, value) else None), best


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
    rf"(?:(?:(?P<figure>\d+(?:\.\d*)?|\.\d+)|(?P<word>{SIGN}|[{HAN}]))(?P<half>{PATTERNS['and_a_half']})?)?"
    rf"\s*(?P<part>[½¼¾]|[13]/[24])?"
)


def parse_number(printed: str) -> float | None:
    """The float for "3.5", "3,5", "3½", "3 1/2" or "three and a half"; None for anything else."""
    match = _PARSED_NUMBER.fullmatch(with_number_signs(plain_form(printed)).lower().replace(",", "."))
    if match is None or not match[0]:
        return None
    value = float(match["figure"] or (number_of(match["word"]) if match["word"] else 0))
    return value + (0.5 if match["half"] else 0.0) + _FRACTIONS.get(match["part"] or "", 0.0)


def plain_form(printed: str) -> str:
    """A text with white space folded, wide signs as ASCII, and without invisible characters."""
    return " ".join(printed.translate(_PLAIN).split())
