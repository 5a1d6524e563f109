"""Pages with furniture put into them that real pages have seldom, so that the judge learns its structure.

Of a thousand real pages a handful have a second article below the first, a promo of prose between two
paragraphs, a consent panel longer than the article, or a free paragraph above cards of other posts. Each
function here puts one of these into the tree of a real page: prose of another page, in elements without a
telling name. What it puts there is not the author's text. One does the opposite: it parts the text itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from lxml import html as lxml_html
from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box, read_blocks
from archive.clean.judge.layout import PROSE_WORDS
from archive.clean.text.extractor import extracted_blocks
from tests.training.pages import TrainingPage, labelled

_PROSE = 12  # words of a paragraph that is borrowed

_CORE = 0.8  # share of the text that the element around it holds

_FEW = 3  # blocks of the text; a page with fewer is left as it is

_BARE = 0.35  # of the pages lose their other furniture first, as a small site has little

_HASHED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"

_LENDERS = 7  # pages that lend their prose to one page

_NO_CORE = frozenset(("p", "ul", "ol", "li", "blockquote", "tr", "tbody"))

_HEADINGS = ("h2", "h2", "h3", "h4", "p")

_WRAPPERS = ("div", "div", "div", "section", "aside")


class Lender:
    """A page that lends its prose and its headline.

    Attributes:
        title: its headline.
        prose: its paragraphs.
    """

    def __init__(self, page: TrainingPage) -> None:
        assert page.content is not None
        self.title = page.head.title.strip() or "The week in pictures"
        texts = [
            block.text
            for block, is_content in zip(page.blocks, page.content.tolist(), strict=True)
            if is_content and block.words >= _PROSE and block.is_prose
        ]
        self.prose = texts or [self.title]

    def some(self, random: Random, least: int, most: int, longest: int = 10_000) -> list[str]:
        """Paragraphs in a row, each cut to so many characters."""
        count = random.randint(least, most)
        start = random.randint(0, max(0, len(self.prose) - count))
        return [text[:longest] for text in self.prose[start : start + count]]


def composed(page: TrainingPage, others: Sequence[TrainingPage], number: int) -> TrainingPage | None:
    """A page with one sort of furniture more, made of another host's prose; None where its text is short.

    Args:
        others: pages that lend their prose.
        number: chooses the sort, in turn.
    """
    random = Random(f"{page.truth['url']} {number}")
    lenders = [random.choice(others) for _ in range(_LENDERS)]
    prose = [Lender(one) for one in lenders if one.host != page.host]
    fresh = page.read_again()
    if fresh is None or fresh.content is None or fresh.content.sum() < _FEW or not prose:
        return None
    place = find_place(fresh)
    if place is None:
        return None
    if random.random() < _BARE:
        _strip(place)
    SORTS[number % len(SORTS)](random, place, prose)
    root = place.core.getroottree().getroot()
    fresh.blocks, fresh.boxes = read_blocks(root)
    fresh.extracted = extracted_blocks(root, fresh.blocks)
    return labelled(fresh)


@dataclass(frozen=True, slots=True)
class Place:
    """Where furniture can be put.

    Attributes:
        text: the blocks of the text.
        core: the innermost element that holds most of the text.
        whole: the innermost around that and the title; the core where that is the whole page.
    """

    text: list[Block]
    core: HtmlElement
    whole: HtmlElement


def find_place(page: TrainingPage) -> Place | None:
    """The place of a page's text; None where the whole page is its core."""
    assert page.content is not None
    text = [block for block, is_content in zip(page.blocks, page.content.tolist(), strict=True) if is_content]
    core = _core(text)
    if core is None:
        return None
    titles = [block.box.element for block in page.blocks if page.head.is_title(block.text)]
    around = {core, *core.iterancestors()}
    for title in titles[-1:]:
        whole = next((one for one in title.iterancestors() if one in around), core)
        if whole.tag not in ("body", "html"):
            return Place(text, core, whole)
    return Place(text, core, core)


def _core(text: Sequence[Block]) -> HtmlElement | None:
    held: dict[int, int] = {}
    boxes: dict[int, Box] = {}
    for block in text:
        box: Box | None = block.box
        while box is not None:
            held[box.index] = held.get(box.index, 0) + block.words
            boxes[box.index] = box
            box = box.parent
    enough = [index for index, words in held.items() if words >= _CORE * max(held.values())]
    inner = boxes[max(enough, key=lambda index: boxes[index].depth)]
    while inner.tag in _NO_CORE and inner.parent is not None:
        inner = inner.parent
    return inner.element if inner.tag not in ("body", "html") else None


def _strip(place: Place) -> None:
    """Take away what stands beside the text and its title, but for the first and the last of it."""
    kept = {place.whole, *place.whole.iterancestors()}
    for outer in list(place.whole.iterancestors()):
        if outer.tag != "html":
            for element in [one for one in outer if one not in kept and one.tag != "header"][1:-1]:
                outer.remove(element)


def _element(tag: str, text: str = "", name: str | None = None) -> HtmlElement:
    element: HtmlElement = lxml_html.Element(tag)
    element.text = text
    if name:
        element.set("class", name)
    return element


def _name(random: Random) -> str | None:
    """A class that tells nothing: hashed, or none."""
    if random.random() < 0.3:
        return None
    return "".join(random.choices(_HASHED, k=random.randint(5, 9)))


def _box(random: Random) -> HtmlElement:
    return _element(random.choice(_WRAPPERS), name=_name(random))


def _words(random: Random, lenders: Sequence[Lender], least: int, most: int) -> str:
    """The first words of some paragraph, as a label or a heading."""
    return " ".join(random.choice(random.choice(lenders).prose).split()[: random.randint(least, most)])


def _add_prose(element: HtmlElement, texts: Sequence[str], name: str | None = None) -> None:
    for text in texts:
        element.append(_element("p", text, name))


def _add_heading(
    random: Random, element: HtmlElement, text: str, *, linked: float, tags: Sequence[str] = _HEADINGS
) -> None:
    heading = _element(random.choice(tags))
    if random.random() < linked:
        _add_link(heading, text)
    else:
        heading.text = text
    element.append(heading)


def _add_link(element: HtmlElement, text: str) -> None:
    link = _element("a", text)
    link.set("href", "/other")
    element.append(link)


def _put_after(element: HtmlElement, new: HtmlElement) -> None:
    new.tail, element.tail = element.tail, None
    element.addnext(new)


def _put_below(random: Random, place: Place, new: HtmlElement) -> None:
    """Put an element below the text: in the element around it, or after one of those around."""
    around = [place.core, place.whole, *place.whole.iterancestors()]
    outer = [one for one in dict.fromkeys(around) if one.tag not in ("body", "html")]
    if random.random() < 0.2:
        place.core.append(new)
    else:
        _put_after(random.choice(outer[:4]), new)


def _second_articles(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """Other articles below the first: each in the elements of the first, or in others."""
    twin = random.random() < 0.6
    last = place.whole
    inside = place.core if place.core is not place.whole else None
    for lender in lenders[: random.choice((1, 1, 2, 3))]:
        box = _element(last.tag, name=place.whole.get("class")) if twin else _box(random)
        _add_heading(random, box, lender.title, linked=0.5)
        if random.random() < 0.6:
            box.append(_element("div", _words(random, lenders, 2, 5), _name(random)))
        inner = box
        if twin and inside is not None:
            inner = _element(inside.tag, name=inside.get("class"))
            box.append(inner)
        _add_prose(inner, lender.some(random, 1, 14))
        if twin:
            _put_after(last, box)
            last = box
        else:
            _put_below(random, place, box)


def _excerpts(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """A box of other pieces below the text, each a heading and some paragraphs."""
    _put_below(random, place, _cards(random, lenders, 4))


def _cards(random: Random, lenders: Sequence[Lender], most: int) -> HtmlElement:
    """Some cards of other articles, each with a heading and up to so many paragraphs."""
    river, name, linked = _box(random), _name(random), random.choice((0.0, 1.0, 1.0))
    if random.random() < 0.6:
        _add_heading(random, river, _words(random, lenders, 2, 4), linked=0.0)
    tags = random.choice((("h2",), ("h3",), ("h4",), ("div",)))
    item = random.choice(("div", "div", "article", "li", "section"))
    for lender in lenders[: random.randint(2, _LENDERS)]:
        card = inner = _element(item, name=name)
        if random.random() < 0.3:
            inner = _element("div", name=_name(random))
            card.append(inner)
        _add_heading(random, inner, lender.title, linked=linked, tags=tags)
        _add_prose(inner, lender.some(random, 1, most))
        if random.random() < 0.3:
            inner.append(_element("div", _words(random, lenders, 2, 3)))
        river.append(card)
    return river


def _bio(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """A few sentences of a bio, a note or a legend below the text."""
    box = _box(random)
    if random.random() < 0.6:
        _add_heading(random, box, _words(random, lenders, 2, 4), linked=0.3)
    _add_prose(box, lenders[0].some(random, 1, 3, 400))
    _put_below(random, place, box)


def _promos(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """Boxes of prose between the paragraphs of the text."""
    inner = _paragraphs(place)
    name, tag = _name(random), random.choice(_WRAPPERS)
    headed, linked = random.random() < 0.5, random.random() < 0.5
    for block in random.sample(inner, min(len(inner), random.randint(1, 3))):
        box = _element(tag, name=name)
        if headed:
            _add_heading(random, box, _words(random, lenders, 2, 7), linked=0.3)
        _add_prose(box, random.choice(lenders).some(random, 1, 2, 300))
        if linked:
            _add_link(box[-1], _words(random, lenders, 2, 5))
        _put_after(block.box.element, box)


def _paragraphs(place: Place) -> list[Block]:
    """Those of the text but the last."""
    return [block for block in place.text[:-1] if block.box.tag == "p" and block.words >= PROSE_WORDS]


def _consent_panel(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """A panel of prose with buttons, before or after all else."""
    box, inner = _box(random), _box(random)
    _add_heading(random, inner, _words(random, lenders, 3, 6), linked=0.0)
    _add_prose(inner, lenders[0].some(random, 1, 3))
    name = _name(random)
    for _ in range(random.randint(0, 7)):
        layer = _element("div", name=name)
        _add_heading(random, layer, _words(random, lenders, 1, 4), linked=0.0)
        _add_prose(layer, random.choice(lenders).some(random, 1, 2))
        inner.append(layer)
    buttons = _box(random)
    for _ in range(random.randint(1, 3)):
        buttons.append(_element(random.choice(("button", "button", "a")), _words(random, lenders, 1, 3)))
    inner.append(buttons)
    box.append(inner)
    body = place.core.getroottree().getroot().find("body")
    if body is None:
        _put_below(random, place, box)
    elif random.random() < 0.4:
        body.insert(0, box)
    else:
        body.append(box)


def _cards_below_a_teaser(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """The text ends after a few paragraphs; an offer and cards of other posts follow."""
    for block in place.text[random.randint(1, 4) :]:
        element = block.box.element
        if element is not place.core and not len(element) and (parent := element.getparent()) is not None:
            parent.remove(element)
    _put_below(random, place, _cards(random, lenders, 2))
    if random.random() < 0.6:
        offer = _box(random)
        _add_heading(random, offer, _words(random, lenders, 3, 7), linked=0.0)
        _add_prose(offer, [_words(random, lenders, 8, 25)])
        _add_link(offer, _words(random, lenders, 2, 4))
        _put_after(place.core, offer)


def _sections(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """The text over several elements in a row, maybe with promos between: all of it stays the author's."""
    held = {one for block in place.text for one in (block.box.element, *block.box.element.iterancestors())}
    children = [child for child in place.core if child in held]
    if len(children) < _FEW + 1:
        return
    cuts = [number for number, child in enumerate(children) if number and child.tag in ("h2", "h3", "h4")]
    if not cuts:
        cuts = random.sample(range(1, len(children)), min(random.randint(1, 4), len(children) - 1))
    tag, name, promoted = random.choice(_WRAPPERS), _name(random), random.random() < 0.3
    for start, end in pairwise([0, *sorted(cuts), len(children)]):
        box = _element(tag, name=name)
        children[start].addprevious(box)
        for child in children[start:end]:
            box.append(child)
        if promoted and end < len(children):
            promo = _box(random)
            _add_prose(promo, [_words(random, lenders, 5, 40)])
            _put_after(box, promo)


def _captions(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """Pictures with a line below each, in elements that do not say that it is a caption."""
    inner = _paragraphs(place)
    tag, line = random.choice(("div", "p", "div", "center")), random.choice(("p", "div", "span", "small"))
    name = _name(random)
    for block in random.sample(inner, min(len(inner), random.randint(1, 4))):
        box = _element(tag, name=name)
        picture = _element("img")
        picture.set("src", "/picture.jpg")
        box.append(picture)
        box.append(_element(line, _words(random, lenders, 4, 18)))
        _put_after(block.box.element, box)


SORTS: tuple[Callable[[Random, Place, Sequence[Lender]], None], ...] = (
    _second_articles,
    _promos,
    _consent_panel,
    _cards_below_a_teaser,
    _bio,
    _captions,
    _excerpts,
    _sections,
)
