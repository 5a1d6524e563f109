"""Ratings that are drawn or labelled: icons, widths, pictures, labels, bare figures in boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import islice, takewhile

from lxml.html import HtmlElement

from archive.clean.page.page import Page
from archive.clean.rating import wording
from archive.clean.rating.grammar import PATTERNS, compiled
from archive.clean.rating.hints import may_hold_rating
from archive.clean.rating.scales import FULL_ROW, make_rating, parse_number, parse_rating
from archive.clean.rating.wording import PrintedRating
from archive.model import Rating

_LABEL_ATTRIBUTES = ("aria-label", "title", "alt")
_LABEL_SIGN = re.compile(r"[0-9★☆⭐٠-٩]|[Ss]t(?:[ae]r|el|j)|toile|estrel|out of")

_STAR_STEMS = ("star", "material-")
STARRY, _VERDICT_BOX = compiled("{starry}"), compiled("{verdict_box}")
_STARS_FILE, _WIDTH = compiled("{stars_file}"), re.compile(PATTERNS["width"])
_FIGURE_FILE = re.compile(
    r"(?:^|/)(?P<after>10|\d(?:[-_.,]?(?:5|half))?)(?P<before>)\.(?:png|svg|gif|jpe?g|webp)(?:$|\?)"
)
_VARIABLE = re.compile(r"--(?:rating|score|stars?)\s*:\s*(?P<figure>\d{1,2}(?:\.\d+)?)\s*(?:;|$)")
_DATA, _DATA_MOST = ("data-rating", "data-score", "data-stars"), ("data-max", "data-best", "data-total")
_FADED, _HIDDEN = compiled("{faded}"), re.compile(PATTERNS["hidden"])
_ICONS = {told: compiled(pattern) for told, pattern in PATTERNS["icons"].items()}
_SIGNS = frozenset("★☆♥♡●○*-")  # what pictures of stars have as their text

_FEWEST_ICONS, _MOST_ICONS, _MOST_BESIDE = 3, 10, 2
_LONGEST_LIGATURE = 15  # characters of a name that an icon has as its text
_BOXES_AROUND = 4  # boxes around a figure whose classes may say what it is
_MOST_TEXTS = 60  # of an element that are read
_MOST_BESIDE_IT = 40  # elements in a box around a drawing; a larger one holds more than a rating


def drawn_ratings(page: Page) -> Iterator[PrintedRating]:
    """Each drawn or labelled rating of a page, whoever's it is.

    What is drawn as a width or a picture is a rating only on a review.
    """
    labels = [label for name in _LABEL_ATTRIBUTES for label in page.attributed(name)]
    svgs = ((title.getparent(), title.text or "") for title in page.tagged("title"))
    labels += ((svg.getparent(), label) for svg, label in svgs if svg.tag == "svg")
    labelled = [found for element, label in labels if (found := _in_label(element, label))]
    rows_with_marks = {_row_of(label) for label in labelled if label.rating.value}
    # In a row in which each star has a label the pale ones say "0 of 5 stars".
    labelled = [one for one in labelled if one.rating.value != 0 or _row_of(one) not in rows_with_marks]
    yield from labelled
    told = {label.element for label in labelled if label.rating.best is not None}
    starry = [box for box, _ in page.classed((*_STAR_STEMS, *wording.RATING_STEMS), _is_starry)]
    pictures = [one for one in page.tagged("img", "use") if "star" in (to := _picture(one)) or "rating" in to]
    pictures += [picture for picture, text in page.attributed("alt") if text in _SIGNS]
    rows = [box for icon in (*starry, *pictures) for box in (icon, *islice(icon.iterancestors(), 2))]
    measured = [inner for box in starry for inner in (box, *box)] + page.tagged("meter") + pictures
    drawn = [(row, stars_in(row)) for row in dict.fromkeys(rows)]
    drawn += [(element, _in_drawing(element)) for element in dict.fromkeys(measured)]
    for element, rating in drawn:
        if rating and told.isdisjoint((element, element.getparent(), *islice(element, _MOST_ICONS))):
            yield from _placed(element, rating)


def _row_of(label: PrintedRating) -> HtmlElement | None:
    return None if label.element is None else label.element.getparent()


def _is_starry(names: str) -> bool:
    """Whether classes may be of stars, or of a box that holds some."""
    return any(map(names.lower().__contains__, _STAR_STEMS)) or wording.is_rating_class(names)


def rating_in(element: HtmlElement) -> Rating | None:
    """The rating in an element that is known to hold the critic's: in its text, in a label, as stars."""
    words = wording.rating_from_words(spaced_words(element), "rating")
    inner = list(element.iter("*")) if words is None else []
    labels = (_in_label(box, box.get(name) or "") for box in inner for name in _LABEL_ATTRIBUTES)
    found = filter(None, (words, *labels, *map(stars_in, inner)))
    return next((one.rating for one in found if one.why_not is None), None)


def spaced_words(element: HtmlElement) -> str:
    """The text of an element, of a large one its beginning, with a space between the texts of its parts."""
    return " ".join(" ".join(islice(element.itertext(), _MOST_TEXTS)).split())


def is_in_verdict(element: HtmlElement) -> bool:
    """Whether an element is in a box classed as the summary of a review."""
    boxes = (element, *islice(element.iterancestors(), _BOXES_AROUND))
    names = (box.get("class") for box in boxes if box.tag not in ("body", "html"))
    return _VERDICT_BOX.search(" ".join(filter(None, names))) is not None


@lru_cache(maxsize=20_000)  # the pages of an outlet have most labels in common
def _labelled(label: str) -> PrintedRating | None:
    """The rating in a label: `aria-label="Rated 4.5 out of 5"`, `<svg><title>`."""
    if len(label) > wording.LONGEST_RATING or not (_LABEL_SIGN.search(label) and may_hold_rating(label)):
        return None
    if wording.names_other_raters(label):
        return PrintedRating(Rating(label), "aria", why_not=wording.OTHERS)
    found = wording.rating_from_words(label, "rating")
    if found is None or found.rating.value is None:
        return None
    rating = found.rating
    if rating.best is None and rating.scale != "stars" and found.rank < wording.LABELLED:
        return None
    is_average = rating.best == FULL_ROW and found.rating.value * 4 % 1 > 0  # "4.33 out of 5"
    return PrintedRating(rating, "aria", sure=not is_average)


def _in_label(element: HtmlElement, label: str) -> PrintedRating | None:
    """The rating in the label of an element."""
    found = _labelled(label)
    if found is None:
        return None
    starry = STARRY.search(element.get("class") or "") is not None
    rating = replace(found.rating, scale="stars") if starry else found.rating
    shown = element.getparent() if element.tag == "svg" else element
    return replace(found, rating=rating, rank=_rank_before(shown), element=shown)


def _placed(element: HtmlElement, drawn: PrintedRating) -> Iterator[PrintedRating]:
    """A drawing in its place, ranked by words in or before it, or by the names of the boxes around it.

    None where few words around it name other raters: "Rate this", "4.2 (61 votes)". A rating of these that
    has a label of its own after the drawing is another.
    """
    around = takewhile(lambda box: len(box) <= _MOST_BESIDE_IT, islice(element.iterancestors(), 2))
    boxes = (element, *around)
    near = [(box, words) for box in boxes if len(words := spaced_words(box)) <= wording.LONGEST_RATING]
    of_others = [words for _, words in near if wording.names_other_raters(words)]
    if of_others:
        beside = filter(_is_labelled_of_others, islice(element.itersiblings(), _MOST_BESIDE))
        labelled = " ".join(map(spaced_words, beside))
        if any(wording.names_other_raters(words.removesuffix(labelled)) for words in of_others):
            return
    if any(wording.SUM_BOX.search(box.get("class") or "") for box in boxes):
        rank = wording.VERDICT
    else:
        label = next((words for box, words in near if words and len(box) <= _MOST_ICONS + _MOST_BESIDE), "")
        rank = wording.label_rank(label) or _rank_before(element)
    yield replace(drawn, rank=rank, element=element)


def _is_labelled_of_others(box: HtmlElement) -> bool:
    """Whether an element is a rating by others, with their name before it: "Readers: 4.2"."""
    label, colon, _ = spaced_words(box).partition(":") if isinstance(box.tag, str) else ("", "", "")
    return bool(colon) and len(label) <= wording.LABEL_CHARS and wording.names_other_raters(label)


def _rank_before(element: HtmlElement) -> int:
    """The rank that a label before an element gives it: `<dt>Our verdict</dt><dd><i></i></dd>`."""
    before = element.getprevious()
    if before is None and (outer := element.getparent()) is not None and outer.tag not in ("body", "article"):
        before = outer.getprevious()
    label = "" if before is None or not isinstance(before.tag, str) else spaced_words(before)
    return wording.label_rank(label) if wording.is_label(label) else 0


def _picture(element: HtmlElement) -> str:
    """The address of a picture, or of the symbol that an SVG uses."""
    return element.get("src") or element.get("href") or element.get("xlink:href") or ""


def _names_of(icon: HtmlElement) -> Iterator[str]:
    """The names of an icon: its classes, its picture, the symbol or ligature that draws it, its fill."""
    for part in [icon, *icon][:_FEWEST_ICONS]:
        yield from (part.get("class") or "").split()
        yield _picture(part).rsplit("/", 1)[-1].rsplit("#", 1)[-1].rsplit(".", 1)[0]
        yield "fill-none" if part.get("fill") == "none" else ""
    words, sign = (icon.text or "").strip(), icon.get("alt") or ""
    yield sign if sign in _SIGNS else ""
    yield words if words.isascii() and len(words) < _LONGEST_LIGATURE else ""


@lru_cache(maxsize=5_000)
def _told_by(name: str) -> frozenset[str]:
    """What the name of an icon tells: some of `_ICONS`."""
    return frozenset(told for told, sign in _ICONS.items() if sign.search(name))


def is_faded(icon: HtmlElement) -> bool:
    """Whether an icon or a glyph is paler than the others by its style, or empty by its class."""
    style, names = icon.get("style") or icon.get("color") or "", (icon.get("class") or "").split()
    return _FADED.search(style) is not None or any("empty" in _told_by(name) for name in names)


def stars_in(row: HtmlElement) -> PrintedRating | None:
    """Stars drawn as a row of icons: `<i class="fa-star"></i><i class="fa-star-half"></i>`."""
    children = [*islice(row.iterchildren("*"), _MOST_ICONS + _MOST_BESIDE + 1)]
    if not _FEWEST_ICONS <= len(children) <= _MOST_ICONS + _MOST_BESIDE:
        return None
    looks = [(icon, f"{icon.get('class') or ''} {icon.get('style') or ''}") for icon in children]
    # All may be hidden until a script has run.
    shown = [icon for icon, look in looks if not _HIDDEN.search(look)] or children
    told = [
        frozenset(("empty",) if is_faded(icon) else ()).union(*map(_told_by, _names_of(icon)))
        for icon in shown
    ]
    icons = [tells for tells in told if "star" in tells]
    if not icons and any(told) and len(told) > _FEWEST_ICONS and _is_box_of_icons(row):
        icons = told
    if not _FEWEST_ICONS <= len(icons) <= _MOST_ICONS or len(shown) - len(icons) > _MOST_BESIDE:
        return None
    filled = ["filled" in tells for tells in icons]
    some_filled = any(filled) and not all(filled)  # then every other icon is empty, whatever its name
    half = sum("half" in tells for tells in icons)
    others = (tells for tells in icons if "half" not in tells)
    empty = sum("empty" in tells or (some_filled and "filled" not in tells) for tells in others)
    full = len(icons) - half - empty
    best = float(len(icons)) if empty or len(icons) >= FULL_ROW else None
    raw = "★" * full + "½" * half + "☆" * empty
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
    return wording.is_rating_class(names) or all(icon.get("alt") in _SIGNS for icon in row)


def _in_drawing(element: HtmlElement) -> PrintedRating | None:
    """What is drawn as a `width`, a `<meter>` or a picture named for it, or by a script from a figure."""
    rating = _in_picture(element) if element.tag == "img" else _in_meter(element) or _in_figures(element)
    return PrintedRating(rating, "class", sure=False) if rating and rating.value else None


def _in_picture(image: HtmlElement) -> Rating | None:
    """The figure in the name of a picture: "4stars.gif"; in a box classed as a rating "4.png", too."""
    outer = image.getparent()
    named = _STARS_FILE.search(_picture(image))
    if named is None and outer is not None and wording.is_rating_class(outer.get("class") or ""):
        named = _FIGURE_FILE.search(_picture(image))
    if named is None:
        return None
    figure = re.sub(r"(?<=\d)[-_,.]?(?:5|half)$", ".5", named["after"] or named["before"])
    scale = "stars" if named.re is _STARS_FILE else None
    return make_rating(named[0].strip("/"), parse_number(figure), None, None, scale)


def _in_meter(meter: HtmlElement) -> Rating | None:
    """The rating of a `<meter>`, or of the `<progress>` of a rating's box: as printed, else as drawn."""
    if meter.tag not in ("meter", "progress"):
        return None
    value, most = (meter.get(name) or "" for name in ("value", "max"))
    printed = parse_rating(spaced_words(meter))
    return printed or make_rating(f"{value}/{most}", parse_number(value), parse_number(most), None)


def _in_figures(element: HtmlElement) -> Rating | None:
    """The figure in the style or the data of stars: `width: 80%`, `--rating: 3.5`, `data-rating="3.5"`."""
    outer = next(element.iterancestors(), element)
    starry = STARRY.search(f"{element.get('class')} {outer.get('class')}") is not None
    style = element.get("style") or ""
    if (width := _WIDTH.search(style)) and starry:
        shown = round(float(width["percent"]) / 100 * FULL_ROW * 2) / 2
        return make_rating(f"{width['percent']}%", shown, float(FULL_ROW), None, "stars")
    told = _VARIABLE.search(style)
    figure = told["figure"] if told else next(filter(None, map(element.get, _DATA)), "")
    most = next(filter(None, map(element.get, _DATA_MOST)), "")
    value = parse_number(figure) if figure and _is_starry(element.get("class") or "") else None
    return make_rating(figure, value, parse_number(most), None, "stars" if starry else None)
