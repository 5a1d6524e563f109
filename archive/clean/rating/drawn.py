"""Ratings that are drawn or labelled: icons, widths, pictures, labels, bare figures in boxes."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.page.page import Page
from archive.clean.rating.scales import make_rating, parse_number, parse_rating
from archive.clean.rating.wording import (
    IF_NEAR_HEADLINE,
    LONGEST_RATING,
    VERDICT,
    PrintedRating,
    label_rank,
    may_hold_rating,
    names_other_raters,
    rating_from_words,
    split_label,
)
from archive.model import Rating

LABEL_ATTRIBUTES = ("aria-label", "title", "alt")

RATING_CLASS = re.compile(
    r"(?:^|[-_\s])(?:ratings?|scores?|grades?|stars?|verdict|wertung|bewertung|note|nota|voto)", re.I
)

STARRY = re.compile(r"star|stern|[ée]toile|estrella|estrela|stell[ae]|ster(?:ren)?(?:$|[-_ ])", re.I)

# What the classes of ratings contain.
_MARKS = re.compile(
    "Star|star|sterne|sterren|toile|estrel|stell|Rating|rating|Score|score|Grade|grade|-total|material-|voto|"
    "nota|cijfer|betyg|ocena"
)

_LABEL_SIGN = re.compile(r"[\d★☆⭐]|star|out of", re.I)

_STARS_IN = re.compile("star|rating")  # the address of a picture

_STAR = re.compile(r"(?:^|[-_])stars?(?:$|[-_])", re.I)

_STARS_FILE = re.compile(
    r"(?:^|[/_-])(?:(?:stars?|rating)[-_]?(?P<value>[0-5])(?:[-_.]?(?P<half>5))?|"
    r"(?P<first>[0-5])(?P<point>[.,_-]5)?[-_]?stars?)[\w-]*\.\w{3,4}(?:$|\?)",
    re.I,
)

_HALF = re.compile(r"half", re.I)

_FILLED = re.compile(
    r"(?:^|[-_])(?:on|full|fill|filled|active|solid|checked|lit|voll|vol|pleine?|llena)(?:$|[-_])", re.I
)

_EMPTY = re.compile(
    r"(?:^|[-_])(?:empty|off|o|outlined?|border|blank|inactive|unfilled|regular|far|leer|leeg|vide|vacia|gr[ea]y|"
    r"0|none)(?:$|[-_])",
    re.I,
)

_WIDTH = re.compile(r"width:\s*(?P<percent>\d{1,3}(?:\.\d+)?)%")

_FIGURE = re.compile(r"(?P<figure>\d{1,2}(?:[.,]\d)?)(?:\s+[^\W\d_]+){0,2}")

_OWN_SCORE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:review|critics?|editors?|our|final|overall)[-_]*(?:score|rating|grade|total)", re.I
)

_HEAD_SCORE_CLASS = re.compile(
    rf"{_OWN_SCORE_CLASS.pattern}|(?:^|\s)(?:rating|score|voto|nota|cijfer|betyg|ocena)(?:$|[-_\s])", re.I
)

_SUM_CLASS = re.compile(r"(?:^|[-_\s])(?:final|overall|total)(?:$|[-_\s])", re.I)

_VERDICT_BOX = re.compile(
    r"(?:^|[\s_-])(?:verdict|(?:review|score|critics?)[-_]?(?:box|summary|verdict|score|rating|meta|info))(?![^\W_])",
    re.I,
)

_FEWEST_ICONS, _FULL_ROW, _MOST_ICONS, _MOST_BESIDE = 3, 5, 10, 2
_BOXES_AROUND = 4  # boxes around a figure whose classes may say what it is
_HIGHEST_BEST = 20  # apart from 100: a higher figure without its best is out of 100
_MOST_TEXTS = 60  # of an element that are read
_LONGEST_BOX = 300  # characters around a drawing that are searched for words of other raters


def rating_in(element: HtmlElement) -> Rating | None:
    """The rating in an element that is known to hold the critic's: in its text, in a label, as stars."""
    printed = rating_from_words(spaced_words(element), classed=True)
    if printed is None:
        inner = list(element.iter("*"))
        labels = {label for box in inner for name in LABEL_ATTRIBUTES if (label := box.get(name))}
        drawn = (*_in_labels(inner, labels), *((box, _in_icons(box)) for box in inner))
        printed = next((rating for _, rating in drawn if rating), None)
    return printed.rating if printed else None


def drawn_ratings(page: Page) -> Iterator[tuple[HtmlElement, PrintedRating]]:
    """Each drawn or labelled rating of a page with its element, whoever's it is.

    One look at the attributes finds the few elements that are then read closely. What is drawn as a width or
    stands as a bare figure in a box is a rating only on a review.
    """
    assert page.tree is not None
    labels = set(_labels(page))
    telling = set(filter(_is_telling, labels))
    labelled = dict(_in_labels(page.elements, telling)) if telling else {}
    yield from labelled.items()
    marked = [box for box, _ in page.classed(_has_mark)]
    pictures = [picture for picture in page.tagged("img", "use") if _STARS_IN.search(_picture(picture))]
    around = [box for icon in (*marked, *pictures) for box in (icon, *islice(icon.iterancestors(), 2))]
    told = {box for box, label in labelled.items() if label.rating.best is not None}
    for row in dict.fromkeys(around):
        if told.isdisjoint((row, row.getparent())) and (stars := _in_icons(row)):
            yield row, replace(stars, rank=_rank_beside(row))
    measured = (inner for box in marked for inner in (box, *box))
    rated = (
        (element for element, _ in page.attributed("data-rating")) if any(map(str.isdigit, labels)) else ()
    )
    for element in dict.fromkeys((*measured, *rated, *page.tagged("meter"), *pictures)):
        if drawn := _in_drawing(element):
            yield element, replace(drawn, rank=_rank_beside(element), sure=False)
    yield from ((element, score) for element in marked if (score := _in_score_box(element)))


@lru_cache(maxsize=20_000)  # the pages of an outlet repeat their classes
def _has_mark(names: str) -> bool:
    return _MARKS.search(names) is not None


def spaced_words(element: HtmlElement) -> str:
    """The text of an element, of a large one its beginning, with a space between the texts of its parts."""
    return " ".join(" ".join(islice(element.itertext(), _MOST_TEXTS)).split())


def is_in_verdict(element: HtmlElement) -> bool:
    """Whether an element is in a box classed as the summary of a review."""
    return _VERDICT_BOX.search(_classes_around(element)) is not None


def labels_of_others(page: Page) -> Iterator[str]:
    """The labels that read as a rating by readers or an aggregator."""
    return (
        label
        for label in _labels(page)
        if len(label) <= LONGEST_RATING and may_hold_rating(label) and names_other_raters(label)
    )


def _labels(page: Page) -> Iterator[str]:
    """The labels of elements and of drawings, and the best figures that stand beside ratings."""
    for name in (*LABEL_ATTRIBUTES, "data-max"):
        yield from (label for _, label in page.attributed(name))
    for title in page.tagged("title"):
        outer = title.getparent()
        if outer is not None and outer.tag == "svg":
            yield from filter(None, (title.text, *(inner.tail for inner in title)))


def _is_telling(label: str) -> bool:
    """Whether a label may be of the critic's rating."""
    short = len(label) <= LONGEST_RATING and _LABEL_SIGN.search(label) is not None
    return short and may_hold_rating(label) and not names_other_raters(label)


def _in_labels(
    elements: Iterable[HtmlElement], telling: Container[str]
) -> Iterator[tuple[HtmlElement, PrintedRating]]:
    """The ratings in labels (`aria-label="Rated 4.5 out of 5"`, `<svg><title>`)."""
    for element in elements:
        shown = element.getparent() if element.tag == "title" else element
        shown = shown.getparent() if shown.tag == "svg" else shown
        titles = [element.text] if element.tag == "title" else []
        for label in (*map(element.get, LABEL_ATTRIBUTES), *titles):
            rating = parse_rating(split_label(label)[1]) if label in telling else None
            if rating and rating.value is not None and (rating.best is not None or rating.scale == "stars"):
                starry = STARRY.search(element.get("class") or "") is not None
                yield shown, PrintedRating(replace(rating, scale="stars") if starry else rating, "aria")


def _classes_around(element: HtmlElement) -> str:
    boxes = (element, *islice(element.iterancestors(), _BOXES_AROUND))
    return " ".join(filter(None, (box.get("class") for box in boxes if box.tag not in ("body", "html"))))


def _rank_beside(element: HtmlElement) -> int:
    """The rank that the words beside a drawing give it ("Overall"), or the names of the boxes around it."""
    boxes = (element, *islice(element.iterancestors(), 2))
    if any(_SUM_CLASS.search(box.get("class") or "") for box in boxes):
        return VERDICT
    words = next(
        filter(None, (spaced_words(box) for box in boxes if len(box) <= _MOST_ICONS + _MOST_BESIDE)), ""
    )
    return label_rank(words) if len(words) <= LONGEST_RATING else 0


def _picture(element: HtmlElement) -> str:
    """The address of a picture, or of the symbol that an SVG uses."""
    return element.get("src") or element.get("href") or element.get("xlink:href") or ""


def _icon_names(icon: HtmlElement) -> list[str]:
    """The names of an icon: its classes, its picture, the symbol or ligature that draws it, its fill."""
    parts = [icon, *icon][:_FEWEST_ICONS]
    pictures = (_picture(part).rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(".", 1)[0] for part in parts)
    words = (icon.text or "").strip()
    fills = (f"fill-{fill}" for part in parts if (fill := part.get("fill")) == "none")
    names = (name for part in parts for name in (part.get("class") or "").split())
    return [*names, *pictures, *fills, words if words.isascii() and len(words) < 15 else ""]


def _in_icons(row: HtmlElement) -> PrintedRating | None:
    """Stars drawn as a row of icons: `<i class="fa-star"></i><i class="fa-star-half"></i>`."""
    if not _FEWEST_ICONS <= len(row) <= _MOST_ICONS + _MOST_BESIDE:
        return None
    named = [_icon_names(child) for child in row if isinstance(child.tag, str)]
    icons = [names for names in named if any(map(_STAR.search, names))]
    if not icons and STARRY.search(row.get("class") or "") and not spaced_words(row):
        told = any(_FILLED.search(name) or _EMPTY.search(name) for names in named for name in names)
        icons = named if told else []
    if not _FEWEST_ICONS <= len(icons) <= _MOST_ICONS or len(named) - len(icons) > _MOST_BESIDE:
        return None
    halves = [any(map(_HALF.search, names)) for names in icons]
    filled = [any(map(_FILLED.search, names)) for names in icons]
    some_filled = any(filled) and not all(filled)  # then every other icon is empty, whatever its name
    empty = sum(
        not partly and (any(map(_EMPTY.search, names)) or (some_filled and not on))
        for names, on, partly in zip(icons, filled, halves, strict=True)
    )
    half = sum(halves)
    full = len(icons) - half - empty
    best = float(len(icons)) if empty or len(icons) >= _FULL_ROW else None
    rating = make_rating("★" * full + "½" * half + "☆" * empty, full + half / 2, best, None, "stars")
    # A row without a full star is for readers to click on; so may be one of stars that are all alike.
    sure = any(filled) or half + empty > 0
    return PrintedRating(rating, "class", sure=sure) if rating and rating.value else None


def _in_drawing(element: HtmlElement) -> PrintedRating | None:
    """Stars drawn as a `width` style, a `<meter>`, `data-rating` with `data-max`, or a picture of stars."""
    value, most = (element.get(f"{name}") or element.get(f"data-{name}") for name in ("value", "max"))
    value = value or element.get("data-rating")
    width = _WIDTH.search(element.get("style") or "")
    named = _STARS_FILE.search(_picture(element)) if element.tag == "img" else None
    outer = element if element.tag in ("meter", "img") else next(element.iterancestors(), element)
    rating = None
    if named:
        half = ".5" if named["half"] or named["point"] else ""
        shown = parse_number(f"{named['value'] or named['first']}{half}")
        rating = make_rating(named[0].strip("/"), shown, None, None, "stars")
    elif value and most:
        rating = make_rating(f"{value}/{most}", parse_number(value), parse_number(most), None)
    elif width and STARRY.search(f"{element.get('class')} {outer.get('class')}"):
        shown = round(float(width["percent"]) / 100 * _FULL_ROW * 2) / 2
        rating = make_rating(f"{width['percent']}%", shown, float(_FULL_ROW), None, "stars")
    if rating is None or not rating.value or names_other_raters(spaced_words(outer)[:_LONGEST_BOX]):
        return None
    return PrintedRating(rating, "class")


def _in_score_box(element: HtmlElement) -> PrintedRating | None:
    """A bare figure in a box classed as the critic's score, or as a score in a verdict; its best is unknown.

    Only that a figure above `_HIGHEST_BEST` is out of 100.
    """
    words = spaced_words(element) if len(element) <= _FEWEST_ICONS else ""
    figure = _FIGURE.fullmatch(words)
    names = element.get("class") or ""
    if figure is None or not _HEAD_SCORE_CLASS.search(names):
        return None
    is_own = _OWN_SCORE_CLASS.search(names) or is_in_verdict(element)
    rank = VERDICT if _SUM_CLASS.search(names) else 0 if is_own else IF_NEAR_HEADLINE
    value = parse_number(figure["figure"])
    rating = make_rating(figure["figure"], value, 100.0 if value and value > _HIGHEST_BEST else None, None)
    return PrintedRating(rating, "class", rank, sure=False) if rating else None
