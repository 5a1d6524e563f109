"""A rating in one element's own markup: its label, stars drawn by classes, a figure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.rating.scales import make_rating, parse_number, parse_rating
from archive.clean.rating.wording import (
    LABELLED_RATING,
    LONGEST_RATING,
    PrintedRating,
    may_hold_rating,
    names_other_raters,
    rating_from_words,
)
from archive.model import Rating

_ICON_TAGS = frozenset(("i", "span", "svg", "img", "li", "div", "b"))

_OWN_SCORE_CLASS = re.compile(
    r"(?:^|[-_])(?:review|critics?|editors?|our|final|overall)[-_]*(?:score|rating|grade)", re.I
)

_HEAD_SCORE_CLASS = re.compile(rf"{_OWN_SCORE_CLASS.pattern}|^(?:rating|score)(?:$|[-_])", re.I)

_VERDICT_BOX = re.compile(r"(?:^|[\s_-])(?:verdict|review[-_]?box|score[-_]?box)", re.I)

_REVIEW_BOX = re.compile(
    r"(?:^|[\s_-])(?:review|critics?)[-_]?(?:summary|box|verdict|score|rating|meta|info)\b", re.I
)

_INLINE = frozenset(("span", "b", "strong", "em", "i", "u", "a", "small", "mark", "font"))

RATING_CLASS = re.compile(
    r"(?:^|[-_])(?:ratings?|scores?|grades?|stars?|verdict|wertung|bewertung|note|nota|voto)", re.I
)

_THEIR_FIGURE = re.compile(
    r"\b(?:users?|readers?|community|audience|viewers?|leser)['’]?s?[- ]?"
    r"(?:score|rating|grade|wertung|note)\b",
    re.I,
)

_LABEL_WORDS = 2

_STAR = re.compile(r"(?:^|[-_])stars?(?:$|[-_])", re.I)

_STARRY = re.compile(r"star|stern|[ée]toile|estrella|estrela|stell[ae]|ster(?:ren)?(?:$|[-_ ])", re.I)

_WIDTH = re.compile(r"width:\s*(?P<percent>\d{1,3}(?:\.\d+)?)%")

_STARS_FILE = re.compile(
    r"(?:^|[/_-])(?:(?:stars?|rating)[-_]?(?P<value>\d)(?:[-_.]?(?P<half>5))?|(?P<first>\d)[-_]?stars?)\.\w{3,4}$",
    re.I,
)

_HALF = re.compile(r"half", re.I)

_FILLED = re.compile(
    r"(?:^|[-_])(?:on|full|filled|active|solid|checked|lit|voll|vol|pleine?|llena)(?:$|[-_])", re.I
)

_EMPTY = re.compile(
    r"(?:^|[-_])(?:empty|off|o|outlined?|blank|inactive|unfilled|regular|far|leer|leeg|vide|vacia|gr[ea]y|0)(?:$|[-_])",
    re.I,
)

LABELS = etree.XPath("descendant::*[@aria-label or @title or @alt]")

_FEWEST_ICONS, _FULL_ROW, _MOST_ICONS = 3, 5, 10

_CLIMB = 4  # boxes around a figure that may say what it is

_MOST_OF_FEW = 20  # a figure above it counts up to a hundred

LABELLING = ("aria-label", "title", "alt")


def rating_in(element: HtmlElement) -> Rating | None:
    """What an element says that is known to hold the critic's rating: its words, a label in it, its stars."""
    one = rating_from_words(spaced_words(element), trusted=True, classed=True)
    inner = (element, *select(LABELS, element))
    said = (one for each in inner for one in ratings_in_attributes(each))
    one = one or next(said, None) or next(filter(None, map(rating_from_icons, element.iter("*"))), None)
    return one.rating if one else None


def select(path: etree.XPath, element: HtmlElement) -> list[Any]:
    return cast("list[Any]", path(element))


def spaced_words(element: HtmlElement) -> str:
    """The words of an element, those of its parts set apart."""
    return " ".join(" ".join(element.itertext()).split())


def is_in_verdict(element: HtmlElement) -> bool:
    """Whether an element stands in a box classed as the summing up of a review."""
    return any(_REVIEW_BOX.search(box.get("class") or "") for box in islice(element.iterancestors(), _CLIMB))


def is_star_box(element: HtmlElement) -> bool:
    """Whether a box is named after stars, as a class or as a component."""
    names = (element.get(name) or "" for name in ("class", "data-component", "data-testid"))
    return any(_STAR.search(name) for one in names for name in one.split())


def as_stars(rating: Rating) -> Rating:
    """Figures that count to what stars count to, as stars."""
    starry = rating.scale == "points" and rating.best in (4.0, 5.0)
    return replace(rating, scale="stars") if starry else rating


def ratings_in_attributes(element: HtmlElement) -> Iterator[PrintedRating]:
    """`aria-label="Rated 4.5 out of 5"`; what a box classed as stars counts is stars."""
    starry = _STARRY.search(element.get("class") or "") is not None
    for name in LABELLING:
        for one in ratings_in_label(element.get(name)):
            yield replace(one, rating=replace(one.rating, scale="stars")) if starry else one


def ratings_in_label(value: str | None) -> Iterator[PrintedRating]:
    if value and len(value) <= LONGEST_RATING and may_hold_rating(value) and not names_other_raters(value):
        labelled = LABELLED_RATING.match(value)
        rating = parse_rating(labelled["rest"] if labelled else value)
        if rating and rating.value is not None and (rating.best is not None or rating.scale == "stars"):
            yield PrintedRating(rating, "aria")


def rating_from_score_box(element: HtmlElement, near: set[HtmlElement]) -> PrintedRating | None:
    """A bare figure in a box classed as the critic's score, or as a score in a verdict or under the headline.

    What it counts up to is not said, but where it is more than anybody counts up to except a hundred.
    """
    boxes = islice(element.iterancestors(), _CLIMB)
    within = any(_VERDICT_BOX.search(box.get("class") or "") for box in boxes)
    wanted = _HEAD_SCORE_CLASS if element in near or within else _OWN_SCORE_CLASS
    if not any(wanted.search(name) for name in (element.get("class") or "").split()):
        return None
    words = spaced_words(element)
    value = parse_number(words) if re.fullmatch(r"\d{1,2}(?:[.,]\d)?", words) else None
    rating = make_rating(words, value, 100.0 if value and value > _MOST_OF_FEW else None, None)
    return PrintedRating(rating, "class") if rating else None


def rating_from_drawing(element: HtmlElement) -> PrintedRating | None:
    """Stars filled by a width, a `<meter>`, `data-rating` with its most, a picture of so many stars."""
    if element.tag == "img":
        named = _STARS_FILE.search(element.get("src") or "")
        value = (
            parse_number(f"{named['value'] or named['first']}{'.5' if named['half'] else ''}")
            if named
            else None
        )
        rating = (
            make_rating(named[0].strip("/"), value, None, None, "stars")
            if named and value and value <= _FULL_ROW
            else None
        )
        return PrintedRating(rating, "class") if rating else None
    value, most = (
        element.get("value") or element.get("data-rating"),
        element.get("max") or element.get("data-max"),
    )
    if value and most:
        rating = make_rating(f"{value}/{most}", parse_number(value), parse_number(most), None)
        return PrintedRating(rating, "class") if rating and rating.value else None
    width = _WIDTH.search(element.get("style") or "")
    classes = " ".join(one.get("class") or "" for one in (element, element.getparent()) if one is not None)
    if width is None or not _STARRY.search(classes):
        return None
    value = round(float(width["percent"]) / 100 * _FULL_ROW * 2) / 2
    rating = (
        make_rating(f"{width['percent']}%", value, float(_FULL_ROW), None, "stars")
        if 0 < value <= _FULL_ROW
        else None
    )
    return PrintedRating(rating, "class") if rating else None


def _drawn_by(icon: HtmlElement) -> list[str]:
    """The words of an icon: its classes, the name of its picture, of the symbol that it uses."""
    used = next((one.get("href") or one.get("xlink:href") or "" for one in icon.iter("use")), "")
    picture = (icon.get("src") or "").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    inner = icon[0].get("class") or "" if len(icon) == 1 and icon[0].tag in _ICON_TAGS else ""
    return [
        *(icon.get("class") or "").split(),
        *inner.split(),
        *filter(None, (picture, used.rsplit("#", 1)[-1])),
    ]


def rating_from_icons(element: HtmlElement) -> PrintedRating | None:
    """Stars drawn by classes: `<i class="fa-star"></i><i class="fa-star-half"></i>`."""
    if not _FEWEST_ICONS <= len(element) <= _MOST_ICONS:
        return None
    icons = [_drawn_by(child) for child in element if child.tag in _ICON_TAGS]
    if len(icons) != len(element) or not all(any(map(_STAR.search, icon)) for icon in icons):
        return None
    filled = [any(map(_FILLED.search, icon)) for icon in icons]
    telling = any(filled) and not all(filled)  # then what is not filled is empty, whatever it is called
    halves = [any(map(_HALF.search, icon)) for icon in icons]
    blank = [
        any(map(_EMPTY.search, icon)) or (telling and not on) for icon, on in zip(icons, filled, strict=True)
    ]
    half = sum(halves)
    empty = sum(off and not partly for off, partly in zip(blank, halves, strict=True))
    full = len(icons) - half - empty
    best = float(len(icons)) if empty or len(icons) >= _FULL_ROW else None
    rating = make_rating("★" * full + "½" * half + "☆" * empty, full + half / 2, best, None, "stars")
    # Nothing filled is a row for readers to fill.
    return PrintedRating(rating, "class") if rating and rating.value else None


def readers_score_is_separate(shared: HtmlElement, own: HtmlElement) -> bool:
    """Whether what speaks of readers in a box is their own figure, in an element apart from the critic's."""
    if not any(RATING_CLASS.search(name) for name in (own.get("class") or "").split()):
        return False
    others = [one for one in shared.iterchildren(etree.Element) if names_other_raters(spaced_words(one))]
    return (
        bool(others) and own not in others and all(_THEIR_FIGURE.search(spaced_words(one)) for one in others)
    )


def lines_between_breaks(block: HtmlElement) -> list[str]:
    """The lines of a block that `<br>` parts."""
    parts = [block.text or ""]
    for child in block:
        words = child.text_content() if isinstance(child.tag, str) else ""  # a comment has none
        parts += ["\n" if child.tag == "br" else words, child.tail or ""]
    return [" ".join(line.split()) for line in "".join(parts).split("\n")]


def is_within_words(box: HtmlElement) -> bool:
    """Whether an inline element is a part of a sentence."""
    parent = box.getparent()
    if box.tag not in _INLINE or parent is None:
        return False
    before, after = box.getprevious(), box.getnext()
    if before is not None and before.tag == "br" and not (before.tail or box.tail or "").strip():
        return after is not None and after.tag != "br"  # a line of its own
    around = (parent.text, *(child.tail for child in parent))
    return any(text and len(text.split()) > _LABEL_WORDS for text in around)
