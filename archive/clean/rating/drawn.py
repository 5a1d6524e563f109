"""Ratings that are drawn or labelled: icons, widths, pictures, labels."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.page.page import Page, cached_per_page
from archive.clean.rating.hints import texts_with_hint
from archive.clean.rating.scales import make_rating, parse_number, parse_rating
from archive.clean.rating.wording import (
    LONGEST_RATING,
    OTHERS,
    SUM_CLASS,
    VERDICT,
    PrintedRating,
    is_rating_class,
    label_rank,
    names_other_raters,
    rating_from_words,
    split_label,
)
from archive.clean.vocabulary import alternatives, word_set
from archive.model import Rating

_LABEL_ATTRIBUTES = ("aria-label", "title", "alt")
_BOX_WORDS = ("star", "material", "total", *(word.rstrip("*") for word in word_set("rating", "box")))
_STEM_CHARS = 4
_BOX_STEMS = frozenset(word[:_STEM_CHARS] for word in _BOX_WORDS)
_CLICKED = frozenset(("a", "button", "input"))

STARRY = re.compile(r"star(?!t)|stern|[ée]toile|estrella|estrela|stell[ae]|sterren(?:$|[-_ ])", re.I)

# Names of icons.
_STAR = re.compile(r"(?<![^\W_])stars?(?![^\W_])", re.I)
_HALF = re.compile(r"half", re.I)
_FILLED, _EMPTY = (
    re.compile(rf"(?<![^\W_])(?:{alternatives('rating', key)})(?![^\W_])".replace(".*", r"\w*"), re.I)
    for key in ("full_icon", "empty_icon")
)

_STARS_FILE = re.compile(
    r"(?:^|[/_-])(?:(?:stars?|rating)[-_]?(?P<after>[0-5](?:[-_.]?5)?)|(?P<before>[0-5](?:[.,_-]5)?)[-_]?stars?)"
    r"[\w-]*\.\w{3,4}(?:$|\?)",
    re.I,
)
_WIDTH = re.compile(r"width:\s*(?P<percent>\d{1,3}(?:\.\d+)?)%")

_VERDICT_BOX = re.compile(
    r"(?:^|[\s_-])(?:verdict|(?:review|score|critics?)[-_]?(?:box|summary|verdict|score|rating|meta|info))(?![^\W_])",
    re.I,
)

_FEWEST_ICONS, _FULL_ROW, _MOST_ICONS, _MOST_BESIDE = 3, 5, 10, 2
_MOST_STATES = 3  # of an icon: full, half, empty
_LONGEST_LIGATURE = 15  # characters of a word that a font draws as an icon
_BOXES_AROUND = 4  # boxes around a figure whose classes may say what it is
_MOST_TEXTS = 60  # of an element that are read

Found = tuple[HtmlElement, PrintedRating]


def drawn_ratings(page: Page) -> Iterator[Found]:
    """Each drawn or labelled rating of a page with its element, whoever's it is.

    What is drawn as a width or a picture is a rating only on a review.
    """
    labelled = [*_labelled(page)]
    yield from labelled
    told = {box for box, label in labelled if label.rating and label.rating.best is not None}
    pictures = [picture for picture in page.tagged("img", "use") if "star" in _picture(picture).lower()]
    for row in dict.fromkeys(
        box for icon in (*rating_boxes(page), *pictures) for box in (icon, *islice(icon.iterancestors(), 2))
    ):
        stars = stars_in(row) if told.isdisjoint((row, row.getparent())) else None
        if (drawn := stars or _in_drawing(row)) and not _is_of_others(row):
            yield row, _ranked_beside(row, drawn)


@cached_per_page
def rating_boxes(page: Page) -> list[HtmlElement]:
    """The elements whose classes may be of a rating, or of stars."""
    words = [
        word
        for word in page.class_words
        if word[:_STEM_CHARS] in _BOX_STEMS and word.startswith(_BOX_WORDS) and not word.startswith("start")
    ]
    found = page.classed(lambda names: any(map(names.lower().__contains__, words))) if words else []
    return [box for box, _ in found]


def _labelled(page: Page) -> Iterator[Found]:
    """The ratings in labels: `aria-label="Rated 4.5 out of 5"`, `<svg><title>`."""
    labels = [
        label
        for name in _LABEL_ATTRIBUTES
        for label in page.attributed(name)
        if label[0].tag not in _CLICKED  # to vote: a link or a button for each mark
    ]
    labels += [(title, title.text or "") for title in page.tagged("title") if title.getparent().tag == "svg"]
    for place in texts_with_hint([label.replace("\n", " ") for _, label in labels]):
        if found := _in_label(*labels[place]):
            yield found


def rating_in(element: HtmlElement) -> Rating | None:
    """The rating in an element that is known to hold the critic's: in its text, in a label, as stars."""
    words = rating_from_words(spaced_words(element), "rating")
    inner = list(element.iter("*")) if words is None else []
    labels = (_in_label(box, box.get(name) or "") for box in inner for name in _LABEL_ATTRIBUTES)
    drawn = (words, *(found[1] for found in labels if found), *map(stars_in, inner))
    return next((found.rating for found in drawn if found and found.rating), None)


def spaced_words(element: HtmlElement) -> str:
    """The text of an element, of a large one its beginning, with a space between the texts of its parts."""
    return " ".join(" ".join(islice(element.itertext(), _MOST_TEXTS)).split())


def is_in_verdict(element: HtmlElement) -> bool:
    """Whether an element is in a box classed as the summary of a review."""
    boxes = (element, *islice(element.iterancestors(), _BOXES_AROUND))
    names = (box.get("class") for box in boxes if box.tag not in ("body", "html"))
    return _VERDICT_BOX.search(" ".join(filter(None, names))) is not None


def _in_label(element: HtmlElement, label: str) -> Found | None:
    """The rating in a label of an element."""
    if len(label) > LONGEST_RATING:
        return None
    shown = element
    for tag in ("title", "svg"):
        shown = shown.getparent() if shown.tag == tag else shown
    if names_other_raters(label):
        return shown, PrintedRating(None, "aria", why_not=OTHERS, words=label)
    before, rest = split_label(label)
    rating = parse_rating(rest, before)
    if rating is None or rating.value is None or (rating.best is None and rating.scale != "stars"):
        return None
    starry = STARRY.search(element.get("class") or "") is not None
    is_average = rating.best == _FULL_ROW and rating.value * 4 % 1 > 0  # "4.33 out of 5"
    rating = replace(rating, scale="stars") if starry else rating
    return shown, PrintedRating(rating, "aria", sure=not is_average)


def _is_of_others(row: HtmlElement) -> bool:
    """Whether the few words around a row of icons name other raters: "Rate this", "4.2 (61 votes)"."""
    words = (spaced_words(box) for box in (row, *islice(row.iterancestors(), 2)))
    return any(len(near) <= LONGEST_RATING and names_other_raters(near) for near in words)


def _ranked_beside(element: HtmlElement, drawn: PrintedRating) -> PrintedRating:
    """A drawing with the rank that words beside it give it ("Overall"), or names of the boxes around it."""
    boxes = (element, *islice(element.iterancestors(), 2))
    if any(SUM_CLASS.search(box.get("class") or "") for box in boxes):
        return replace(drawn, rank=VERDICT)
    near = (spaced_words(box) for box in boxes if len(box) <= _MOST_ICONS + _MOST_BESIDE)
    words = next(filter(None, near), "")
    return replace(drawn, rank=label_rank(words)) if len(words) <= LONGEST_RATING else drawn


def _picture(element: HtmlElement) -> str:
    """The address of a picture, or of the symbol that an SVG uses."""
    return element.get("src") or element.get("href") or element.get("xlink:href") or ""


def _icon_names(icon: HtmlElement) -> str:
    """The names of an icon: its classes, its picture, the symbol or ligature that draws it."""
    parts = [icon, *icon][:_FEWEST_ICONS]
    pictures = [_picture(part).rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(".", 1)[0] for part in parts]
    classes = [part.get("class") or "" for part in parts]
    words = (icon.text or "").strip()
    return " ".join((*classes, *pictures, words if len(words) < _LONGEST_LIGATURE else ""))


def stars_in(row: HtmlElement) -> PrintedRating | None:
    """Stars drawn as a row of icons: `<i class="fa-star"></i><i class="fa-star-half"></i>`."""
    if not _FEWEST_ICONS <= len(row) <= _MOST_ICONS + _MOST_BESIDE or row.tag == "picture":
        return None
    named = [_icon_names(child) for child in row if isinstance(child.tag, str)]
    icons = list(filter(_STAR.search, named))
    if not icons and _is_box_of_icons(row, named):
        icons = named
    if not _FEWEST_ICONS <= len(icons) <= _MOST_ICONS or len(named) - len(icons) > _MOST_BESIDE:
        return None
    filled = sum(map(bool, map(_FILLED.search, icons)))
    some_filled = 0 < filled < len(icons)  # then every other icon is empty, whatever its name
    signs = [
        "½" if _HALF.search(names)
        else "☆" if _EMPTY.search(names) or (some_filled and not _FILLED.search(names))
        else "★"
        for names in icons
    ]  # fmt: skip
    raw = "".join(sorted(signs, key="★½☆".index))
    full, half, empty = map(raw.count, "★½☆")
    best = float(len(raw)) if empty or len(raw) >= _FULL_ROW else None
    rating = make_rating(raw, full + half / 2, best, None, "stars")
    # A row without a full star is for readers to click on; so may be one of stars that are all alike.
    sure = filled + half + empty > 0
    return PrintedRating(rating, "class", sure=sure) if rating and rating.value else None


def _is_box_of_icons(row: HtmlElement, named: Sequence[str]) -> bool:
    """Whether a box of ratings has no words and icons that are full or empty, whatever they show."""
    told = any(_FILLED.search(names) or _EMPTY.search(names) for names in named)
    is_row = len(named) > _FEWEST_ICONS and len(set(named)) <= _MOST_STATES
    return told and is_row and is_rating_class(row.get("class") or "") and not spaced_words(row)


def _in_drawing(box: HtmlElement) -> PrintedRating | None:
    """Stars drawn as the width of an element in a starry box, or as a picture named for them."""
    rating = None
    if box.tag == "img" and (named := _STARS_FILE.search(_picture(box))):
        figure = re.sub(r"(?<=\d)[-_,.]?5", ".5", named["after"] or named["before"])
        rating = make_rating(named[0].strip("/"), parse_number(figure), None, None, "stars")
    elif (
        len(box)
        and STARRY.search(box.get("class") or "")
        and (width := _WIDTH.search(box[0].get("style") or ""))
    ):
        shown = round(float(width["percent"]) / 100 * _FULL_ROW * 2) / 2
        rating = make_rating(f"{width['percent']}%", shown, float(_FULL_ROW), None, "stars")
    return PrintedRating(rating, "class", sure=False) if rating and rating.value else None
