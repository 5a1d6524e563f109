"""Read a rating from the markup of one element: its label, stars drawn with classes, a score box."""

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

_READERS_SCORE = re.compile(
    r"\b(?:users?|readers?|community|audience|viewers?|leser)['’]?s?[- ]?"
    r"(?:score|rating|grade|wertung|note)\b",
    re.I,
)

_LABEL_WORDS = 2  # more words beside an inline element make it a part of a sentence

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

_BOXES_AROUND = 4  # boxes around a figure whose classes may say what it is

_HIGHEST_BEST = 20  # apart from 100: a higher figure without its best is out of 100

LABEL_ATTRIBUTES = ("aria-label", "title", "alt")


def rating_in(element: HtmlElement) -> Rating | None:
    """The rating in an element that is known to hold the critic's: in its text, in a label, as stars."""
    printed = rating_from_words(spaced_words(element), trusted=True, classed=True)
    labelled = (element, *select(LABELS, element))
    labels = (rating for inner in labelled for rating in ratings_in_attributes(inner))
    printed = printed or next(labels, None)
    printed = printed or next(filter(None, map(rating_from_icons, element.iter("*"))), None)
    return printed.rating if printed else None


def select(path: etree.XPath, element: HtmlElement) -> list[Any]:
    """The elements that an XPath selects from an element."""
    return cast("list[Any]", path(element))


def spaced_words(element: HtmlElement) -> str:
    """The text of an element, with a space between the texts of its parts."""
    return " ".join(" ".join(element.itertext()).split())


def is_short(element: HtmlElement, most: int) -> bool:
    """Whether the text of an element, blanks at its ends apart, has at most so many characters.

    Reads no further than that: an element may hold the whole page.
    """
    length = solid = 0
    for text in element.itertext():
        shown = text if length else text.lstrip()
        if shown and not shown.isspace():
            solid = length + len(shown.rstrip())
            if solid > most:
                return False
        length += len(shown)
    return True


def is_in_verdict(element: HtmlElement) -> bool:
    """Whether an element is in a box classed as the summary of a review."""
    return any(
        _REVIEW_BOX.search(box.get("class") or "") for box in islice(element.iterancestors(), _BOXES_AROUND)
    )


def is_star_box(element: HtmlElement) -> bool:
    """Whether the class or component name of a box says that it shows stars."""
    attributes = (element.get(name) or "" for name in ("class", "data-component", "data-testid"))
    return any(_STAR.search(name) for attribute in attributes for name in attribute.split())


def as_stars(rating: Rating) -> Rating:
    """The rating in stars if it is in points out of four or five, else unchanged."""
    starry = rating.scale == "points" and rating.best in (4.0, 5.0)
    return replace(rating, scale="stars") if starry else rating


def ratings_in_attributes(element: HtmlElement) -> Iterator[PrintedRating]:
    """The ratings in an element's labels (`aria-label="Rated 4.5 out of 5"`), in stars if classed so."""
    starry = _STARRY.search(element.get("class") or "") is not None
    for name in LABEL_ATTRIBUTES:
        for printed in ratings_in_label(element.get(name)):
            yield replace(printed, rating=replace(printed.rating, scale="stars")) if starry else printed


def ratings_in_label(value: str | None) -> Iterator[PrintedRating]:
    """The rating in the text of a label attribute; none without its best or a unit."""
    if value and len(value) <= LONGEST_RATING and may_hold_rating(value) and not names_other_raters(value):
        labelled = LABELLED_RATING.match(value)
        rating = parse_rating(labelled["rest"] if labelled else value)
        if rating and rating.value is not None and (rating.best is not None or rating.scale == "stars"):
            yield PrintedRating(rating, "aria")


def rating_from_score_box(element: HtmlElement, near: set[HtmlElement]) -> PrintedRating | None:
    """A bare figure in a box classed as the critic's score, or as a score near the headline or in a verdict.

    Its best is unknown, except that a figure above `_HIGHEST_BEST` is out of 100.

    Args:
        near: the elements near the headline.
    """
    boxes = islice(element.iterancestors(), _BOXES_AROUND)
    within = any(_VERDICT_BOX.search(box.get("class") or "") for box in boxes)
    wanted = _HEAD_SCORE_CLASS if element in near or within else _OWN_SCORE_CLASS
    if not any(wanted.search(name) for name in (element.get("class") or "").split()):
        return None
    words = spaced_words(element)
    value = parse_number(words) if re.fullmatch(r"\d{1,2}(?:[.,]\d)?", words) else None
    rating = make_rating(words, value, 100.0 if value and value > _HIGHEST_BEST else None, None)
    return PrintedRating(rating, "class") if rating else None


def rating_from_drawing(element: HtmlElement) -> PrintedRating | None:
    """Stars drawn as a `width` style, a `<meter>`, `data-rating` with `data-max`, or a picture of stars."""
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
    outer = (element, element.getparent())
    classes = " ".join(around.get("class") or "" for around in outer if around is not None)
    if width is None or not _STARRY.search(classes):
        return None
    value = round(float(width["percent"]) / 100 * _FULL_ROW * 2) / 2
    rating = (
        make_rating(f"{width['percent']}%", value, float(_FULL_ROW), None, "stars")
        if 0 < value <= _FULL_ROW
        else None
    )
    return PrintedRating(rating, "class") if rating else None


def _icon_names(icon: HtmlElement) -> list[str]:
    """The names of an icon: its classes, the name of its picture and of the SVG symbol that it uses."""
    used = next((use.get("href") or use.get("xlink:href") or "" for use in icon.iter("use")), "")
    picture = (icon.get("src") or "").rsplit("/", 1)[-1].rsplit(".", 1)[0]
    inner = icon[0].get("class") or "" if len(icon) == 1 and icon[0].tag in _ICON_TAGS else ""
    return [
        *(icon.get("class") or "").split(),
        *inner.split(),
        *filter(None, (picture, used.rsplit("#", 1)[-1])),
    ]


def rating_from_icons(element: HtmlElement) -> PrintedRating | None:
    """Stars drawn as a row of icons: `<i class="fa-star"></i><i class="fa-star-half"></i>`."""
    if not _FEWEST_ICONS <= len(element) <= _MOST_ICONS:
        return None
    icons = [_icon_names(child) for child in element if child.tag in _ICON_TAGS]
    if len(icons) != len(element) or not all(any(map(_STAR.search, icon)) for icon in icons):
        return None
    filled = [any(map(_FILLED.search, icon)) for icon in icons]
    some_filled = any(filled) and not all(filled)  # then every other icon is empty, whatever its name
    halves = [any(map(_HALF.search, icon)) for icon in icons]
    blank = [
        any(map(_EMPTY.search, icon)) or (some_filled and not on)
        for icon, on in zip(icons, filled, strict=True)
    ]
    half = sum(halves)
    empty = sum(off and not partly for off, partly in zip(blank, halves, strict=True))
    full = len(icons) - half - empty
    best = float(len(icons)) if empty or len(icons) >= _FULL_ROW else None
    rating = make_rating("★" * full + "½" * half + "☆" * empty, full + half / 2, best, None, "stars")
    # A row without a full star is for readers to click on.
    return PrintedRating(rating, "class") if rating and rating.value else None


def readers_score_is_separate(shared: HtmlElement, own: HtmlElement) -> bool:
    """Whether a box shows the readers' score in another element than the critic's.

    Args:
        shared: the box, whose text names readers.
        own: the element in it that may be the critic's score.
    """
    if not any(RATING_CLASS.search(name) for name in (own.get("class") or "").split()):
        return False
    others = [part for part in shared.iterchildren(etree.Element) if names_other_raters(spaced_words(part))]
    return (
        bool(others)
        and own not in others
        and all(_READERS_SCORE.search(spaced_words(part)) for part in others)
    )


def lines_between_breaks(block: HtmlElement) -> list[str]:
    """The lines of a block, separated by `<br>`."""
    parts = [block.text or ""]
    for child in block:
        words = child.text_content() if isinstance(child.tag, str) else ""  # a comment has none
        parts += ["\n" if child.tag == "br" else words, child.tail or ""]
    return [" ".join(line.split()) for line in "".join(parts).split("\n")]


def is_within_words(box: HtmlElement) -> bool:
    """Whether an element is inline and part of a sentence."""
    parent = box.getparent()
    if box.tag not in _INLINE or parent is None:
        return False
    before, after = box.getprevious(), box.getnext()
    if before is not None and before.tag == "br" and not (before.tail or box.tail or "").strip():
        return after is not None and after.tag != "br"  # a line of its own
    around = (parent.text, *(child.tail for child in parent))
    return any(text and len(text.split()) > _LABEL_WORDS for text in around)
