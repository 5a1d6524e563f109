"""Ratings that are drawn or labelled: icons, widths, pictures, labels, bare figures in boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.page.page import Page, class_sort
from archive.clean.rating.hints import may_hold_rating
from archive.clean.rating.scales import make_rating, parse_number, parse_rating
from archive.clean.rating.wording import (
    LONGEST_RATING,
    OTHERS,
    RATING_STEMS,
    SUM_CLASS,
    VERDICT,
    PrintedRating,
    is_label,
    is_rating_class,
    label_rank,
    names_other_raters,
    rating_from_words,
    split_label,
)
from archive.clean.vocabulary import alternatives, words_pattern
from archive.model import Rating

_LABEL_ATTRIBUTES = ("aria-label", "title", "alt")
_LABEL_SIGN = re.compile(r"[0-9★☆⭐٠-٩]|[Ss]t(?:[ae]r|el|j)|toile|estrel|out of")

STARRY = re.compile(r"star(?!t)|stern|[ée]toile|estrella|estrela|stell[ae]|sterren(?:$|[-_ ])", re.I)

# Names of icons.
_STAR = re.compile(r"(?:^|[-_])stars?(?:$|[-_])", re.I)
_HALF = re.compile(r"half", re.I)
_FILLED = re.compile(rf"(?:^|[-_])(?:{alternatives('rating', 'full_icon')})(?:$|[-_])|^[★♥●*]$", re.I)
_EMPTY = re.compile(rf"(?:^|[-_])(?:{alternatives('rating', 'empty_icon')})(?:$|[-_])|^[☆♡○-]$", re.I)
_SIGNS = frozenset("★☆♥♡●○*-")  # what pictures of stars have as their text

_STARS_FILE = re.compile(
    r"(?:^|[/_-])(?:(?:stars?|rating)[-_]?(?P<after>[0-5](?:[-_.]?5)?)|(?P<before>[0-5](?:[.,_-]5)?)[-_]?stars?)"
    r"[\w-]*\.\w{3,4}(?:$|\?)",
    re.I,
)
_PALE = r"(?:#[c-e]|[a-z]*gr[ae]y|silver)"
_FADED = re.compile(rf"opacity:\s*0?\.|(?:^|[\s;])color:\s*{_PALE}|^{_PALE}", re.I)
_HIDDEN = re.compile(
    r"(?:^|\s)(?:hidden|invisible|d-none|is-hidden|w-condition-invisible)(?:\s|$)|display:\s*none"
)
_WIDTH = re.compile(r"width:\s*(?P<percent>\d{1,3}(?:\.\d+)?)%")

_VERDICT_BOX = re.compile(
    rf"{words_pattern('rating', 'verdict_box')}|"
    r"(?:^|[\s_-])(?:verdict|(?:review|score|critics?)[-_]?(?:box|summary|verdict|score|rating|meta|info))(?![^\W_])",
    re.I,
)

_FEWEST_ICONS, _FULL_ROW, _MOST_ICONS, _MOST_BESIDE = 3, 5, 10, 2
_LONGEST_LIGATURE = 15  # characters of a name that an icon has as its text
_MOST_STATES = 3  # of an icon: full, half, empty
_BOXES_AROUND = 4  # boxes around a figure whose classes may say what it is
_MOST_TEXTS = 60  # of an element that are read
_LONGEST_BOX = 300  # characters around a drawing that are searched for words of other raters

Found = tuple[HtmlElement, PrintedRating]


def drawn_ratings(page: Page) -> Iterator[Found]:
    """Each drawn or labelled rating of a page with its element, whoever's it is.

    What is drawn as a width or a picture is a rating only on a review.
    """
    labels = [label for name in _LABEL_ATTRIBUTES for label in page.attributed(name)]
    titles = [(title, title.text or "") for title in page.tagged("title") if title.getparent().tag == "svg"]
    labelled = [found for element, label in (*labels, *titles) if (found := _in_label(element, label))]
    yield from labelled
    told = {box for box, label in labelled if label.rating and label.rating.best is not None}
    starry = [box for box, _ in page.classed(_may_be_starry)]
    pictures = [one for one in page.tagged("img", "use") if "star" in (to := _picture(one)) or "rating" in to]
    pictures += [picture for picture, text in page.attributed("alt") if text in _SIGNS]
    around = [box for icon in (*starry, *pictures) for box in (icon, *islice(icon.iterancestors(), 2))]
    for row in dict.fromkeys(around):
        if told.isdisjoint((row, row.getparent())) and (stars := stars_in(row)) and not _is_of_others(row):
            yield row, _ranked_beside(row, stars)
    measured = [inner for box in starry for inner in (box, *box)]
    for element in dict.fromkeys((*measured, *page.tagged("meter"), *pictures)):
        if element not in told and (drawn := _in_drawing(element)) and not _is_of_others(element):
            yield element, _ranked_beside(element, drawn)


def _is_of_others(row: HtmlElement) -> bool:
    """Whether the few words around a row of icons name other raters: "Rate this", "4.2 (61 votes)"."""
    words = (spaced_words(box) for box in (row, *islice(row.iterancestors(), 2)))
    return any(len(near) <= LONGEST_RATING and names_other_raters(near) for near in words)


@class_sort("star", "material-", *RATING_STEMS)
def _may_be_starry(names: str) -> bool:
    """Whether classes may be of stars, or of a box that holds some: a fast test."""
    lower = names.lower()
    return "star" in lower or "material-" in lower or is_rating_class(lower)


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


@lru_cache(maxsize=20_000)  # the pages of an outlet have most labels in common
def _may_be_label(label: str) -> bool:
    """Whether a label may hold a rating: a fast test."""
    return _LABEL_SIGN.search(label) is not None and may_hold_rating(label)


def _in_label(element: HtmlElement, label: str) -> Found | None:
    """The rating in a label: `aria-label="Rated 4.5 out of 5"`, `<svg><title>`."""
    if len(label) > LONGEST_RATING or not _may_be_label(label):
        return None
    shown = element
    for tag in ("title", "svg"):
        shown = shown.getparent() if shown.tag == tag else shown
    if names_other_raters(label):
        return shown, PrintedRating(None, "aria", why_not=OTHERS, words=label)
    before, rest = split_label(label)
    rating = parse_rating(rest, before)
    if rating is None and before:  # "Three stars out of five", of which "stars" may be a label
        rating = parse_rating(label)
    if rating is None or rating.value is None:
        return None
    if rating.best is None and rating.scale != "stars" and not before:
        return None
    starry = STARRY.search(element.get("class") or "") is not None
    rating = replace(rating, scale="stars") if starry else rating
    rank = _rank_before(shown)
    is_average = rating.best == _FULL_ROW and (rating.value or 0) * 4 % 1 > 0  # "4.33 out of 5"
    return shown, PrintedRating(rating, "aria", rank, sure=rank == 0 and not is_average)


def _ranked_beside(element: HtmlElement, drawn: PrintedRating) -> PrintedRating:
    """A drawing with the rank that words beside it give it ("Overall"), or names of the boxes around it."""
    boxes = (element, *islice(element.iterancestors(), 2))
    if any(SUM_CLASS.search(box.get("class") or "") for box in boxes):
        return replace(drawn, rank=VERDICT)
    near = (spaced_words(box) for box in boxes if len(box) <= _MOST_ICONS + _MOST_BESIDE)
    words = next(filter(None, near), "")
    if rank := label_rank(words) if len(words) <= LONGEST_RATING else 0:
        return replace(drawn, rank=rank)
    rank = _rank_before(element)
    return replace(drawn, rank=rank, sure=drawn.sure and not rank)


def _rank_before(element: HtmlElement) -> int:
    """The rank that a label before an element gives it: `<dt>Our verdict</dt><dd><i></i></dd>`."""
    before = element.getprevious()
    if before is None and (outer := element.getparent()) is not None and outer.tag not in ("body", "article"):
        before = outer.getprevious()
    label = "" if before is None or not isinstance(before.tag, str) else spaced_words(before)
    return label_rank(label) if is_label(label) else 0


def _picture(element: HtmlElement) -> str:
    """The address of a picture, or of the symbol that an SVG uses."""
    return element.get("src") or element.get("href") or element.get("xlink:href") or ""


def _icon_names(icon: HtmlElement) -> list[str]:
    """The names of an icon: its classes, its picture, the symbol or ligature that draws it, its fill."""
    names: list[str] = []
    for part in [icon, *icon][:_FEWEST_ICONS]:
        names += (part.get("class") or "").split()
        if picture := _picture(part):
            names.append(picture.rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(".", 1)[0])
        if part.get("fill") == "none":
            names.append("fill-none")
    words, sign = (icon.text or "").strip(), icon.get("alt") or ""
    told = (sign if sign in _SIGNS else "", "inactive" if is_faded(icon) else "")
    return [*names, *told, words if words.isascii() and len(words) < _LONGEST_LIGATURE else ""]


@lru_cache(maxsize=5_000)
def _told_by(name: str) -> frozenset[str]:
    """What the name of an icon tells: `star`, `half`, `filled`, `empty`."""
    signs = (("half", _HALF), ("filled", _FILLED), ("empty", _EMPTY))
    is_star = name in _SIGNS or _STAR.search(name)
    return frozenset((*(told for told, sign in signs if sign.search(name)), *(("star",) if is_star else ())))


def is_faded(icon: HtmlElement) -> bool:
    """Whether an icon or a glyph is paler than the others by its style, or empty by its class."""
    style, names = icon.get("style") or icon.get("color") or "", (icon.get("class") or "").split()
    return _FADED.search(style) is not None or any("empty" in _told_by(name) for name in names)


def _shown(row: HtmlElement) -> list[HtmlElement]:
    """The elements of a row but those that are hidden; all where all are, as until a script has run."""
    icons = [child for child in row if isinstance(child.tag, str)]
    looks = ((icon, f"{icon.get('class') or ''} {icon.get('style') or ''}") for icon in icons)
    return [icon for icon, look in looks if not _HIDDEN.search(look)] or icons


def stars_in(row: HtmlElement) -> PrintedRating | None:
    """Stars drawn as a row of icons: `<i class="fa-star"></i><i class="fa-star-half"></i>`."""
    if not _FEWEST_ICONS <= len(row) <= _MOST_ICONS + _MOST_BESIDE or row.tag == "picture":
        return None
    named = [_icon_names(icon) for icon in _shown(row)]
    told = [frozenset[str]().union(*map(_told_by, names)) for names in named]
    icons = [tells for tells in told if "star" in tells]
    if not icons and len(set(map(tuple, named))) <= _MOST_STATES and _is_box_of_icons(row):
        is_told = any("filled" in tells or "empty" in tells for tells in told)
        icons = told if is_told and len(told) > _FEWEST_ICONS else []
    if not _FEWEST_ICONS <= len(icons) <= _MOST_ICONS or len(named) - len(icons) > _MOST_BESIDE:
        return None
    filled = ["filled" in tells for tells in icons]
    some_filled = any(filled) and not all(filled)  # then every other icon is empty, whatever its name
    signs = [
        "½" if "half" in tells
        else "☆" if "empty" in tells or (some_filled and "filled" not in tells)
        else "★"
        for tells in icons
    ]  # fmt: skip
    raw = "".join(sorted(signs, key="★½☆".index))
    full, half, empty = map(raw.count, "★½☆")
    best = float(len(raw)) if empty or len(raw) >= _FULL_ROW else None
    rating = make_rating(raw, full + half / 2, best, None, "stars")
    # A row without a full star is for readers to click on; so may be one of stars that are all alike.
    sure = any(filled) or half + empty > 0
    return PrintedRating(rating, "class", sure=sure) if rating and rating.value else None


def _is_box_of_icons(row: HtmlElement) -> bool:
    """Whether a row without words may be of icons by its name, or by what its pictures or letters are."""
    words = set(spaced_words(row).replace(" ", ""))
    if words:
        return words <= _SIGNS
    outer = row.getparent()
    names = f"{row.get('class') or ''} {'' if outer is None else outer.get('class') or ''}"
    return is_rating_class(names) or all(icon.get("alt") in _SIGNS for icon in row)


def _in_drawing(element: HtmlElement) -> PrintedRating | None:
    """Stars drawn as a `width` style, a `<meter>`, or a picture named for its stars."""
    rating, outer = None, next(element.iterancestors(), element)
    if element.tag == "img" and (named := _STARS_FILE.search(_picture(element))):
        figure = re.sub(r"(?<=\d)[-_,.]?5", ".5", named["after"] or named["before"])
        rating, outer = make_rating(named[0].strip("/"), parse_number(figure), None, None, "stars"), element
    elif element.tag == "meter":
        value, most = (element.get(name) or "" for name in ("value", "max"))
        rating = make_rating(f"{value}/{most}", parse_number(value), parse_number(most), None)
    elif (width := _WIDTH.search(element.get("style") or "")) and STARRY.search(
        f"{element.get('class')} {outer.get('class')}"
    ):
        shown = round(float(width["percent"]) / 100 * _FULL_ROW * 2) / 2
        rating = make_rating(f"{width['percent']}%", shown, float(_FULL_ROW), None, "stars")
    if rating is None or not rating.value or names_other_raters(spaced_words(outer)[:_LONGEST_BOX]):
        return None
    return PrintedRating(rating, "class", sure=False)
