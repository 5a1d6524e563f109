"""Pages with furniture put into them that real pages have seldom, so that the judge learns its structure.

Of a thousand real pages a handful have a second article below the first, a promo of prose between two
paragraphs, a consent panel longer than the article, or a free paragraph above cards of other posts. Each
function here puts one of these into the tree of a real page: prose of another page, in elements without a
telling name. What it puts there is not the author's text. One does the opposite: it parts the text itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

import numpy as np
from lxml.html import HtmlElement

from archive.clean.dom.blocks import PROSE_WORDS, Block
from tests.training.furniture import (
    LENDERS,
    WRAPPERS,
    Lender,
    add_heading,
    add_link,
    add_prose,
    cards_of,
    element_of,
    plain_box,
    plain_name,
    put_after,
    some_words,
)
from tests.training.pages import TrainingPage, parsed, training_page
from tests.training.text_place import Place, find_place, strip

_FEW = 3  # blocks of the text; a page with fewer is left as it is

_BARE = 0.35  # of the pages lose their other furniture first, as a small site has little

_OWN = "data-own"  # marks what is put in and is the author's all the same


def composed(page: TrainingPage, lenders: Sequence[Lender], number: int) -> TrainingPage | None:
    """A page with one sort of furniture more, made of other hosts' prose; None where its text is short.

    Args:
        number: chooses the sort, in turn.
    """
    random = Random(f"{page.truth['url']} {number}")
    chosen = [random.choice(lenders) for _ in range(LENDERS)]
    prose = [lender for lender in chosen if lender.host != page.host]
    if page.content is None or page.content.sum() < _FEW or not prose:
        return None
    fresh = parsed(page.truth, page.html)
    place = find_place(fresh.blocks, page.content, page.head)
    if place is None:
        return None
    if random.random() < _BARE:
        strip(place)
    SORTS[number % len(SORTS)](random, place, prose)
    root = place.core.getroottree().getroot()
    made = training_page(page.source, page.truth, root, page.head)
    made.content |= np.array([block.box.element.get(_OWN) is not None for block in made.blocks])
    return made


def _put_below(random: Random, place: Place, new: HtmlElement) -> None:
    """Put an element below the text: in the element around it, or after one of those around."""
    around = [place.core, place.whole, *place.whole.iterancestors()]
    outer = [one for one in dict.fromkeys(around) if one.tag not in ("body", "html")]
    if random.random() < 0.2:
        place.core.append(new)
    else:
        put_after(random.choice(outer[:4]), new)


def _second_articles(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """Other articles below the first: each in the elements of the first, or in others."""
    twin = random.random() < 0.6
    last = place.whole
    inside = place.core if place.core is not place.whole else None
    for lender in lenders[: random.choice((1, 1, 2, 3))]:
        box = element_of(last.tag, name=place.whole.get("class")) if twin else plain_box(random)
        add_heading(random, box, lender.title, linked=0.5)
        if random.random() < 0.6:
            box.append(element_of("div", some_words(random, lenders, 2, 5), plain_name(random)))
        inner = box
        if twin and inside is not None:
            inner = element_of(inside.tag, name=inside.get("class"))
            box.append(inner)
        add_prose(inner, lender.some(random, 1, 14))
        if twin:
            put_after(last, box)
            last = box
        else:
            _put_below(random, place, box)


def _excerpts(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """A box of other pieces below the text, each a heading and some paragraphs."""
    _put_below(random, place, cards_of(random, lenders, 4))


def _bio(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """A few sentences of a bio, a note or a legend below the text."""
    box = plain_box(random)
    if random.random() < 0.6:
        add_heading(random, box, some_words(random, lenders, 2, 4), linked=0.3)
    add_prose(box, lenders[0].some(random, 1, 3, 400))
    _put_below(random, place, box)


def _promos(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """Boxes of prose between the paragraphs of the text."""
    inner = _paragraphs(place)
    name, tag = plain_name(random), random.choice(WRAPPERS)
    headed, linked = random.random() < 0.5, random.random() < 0.5
    for block in random.sample(inner, min(len(inner), random.randint(1, 3))):
        box = element_of(tag, name=name)
        if headed:
            add_heading(random, box, some_words(random, lenders, 2, 7), linked=0.3)
        add_prose(box, random.choice(lenders).some(random, 1, 2, 300))
        if linked:
            add_link(box[-1], some_words(random, lenders, 2, 5))
        put_after(block.box.element, box)


def _paragraphs(place: Place) -> list[Block]:
    """Those of the text but the last."""
    return [block for block in place.text[:-1] if block.box.tag == "p" and block.words >= PROSE_WORDS]


def _consent_panel(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """A panel of prose with buttons, before or after all else."""
    box, inner = plain_box(random), plain_box(random)
    add_heading(random, inner, some_words(random, lenders, 3, 6), linked=0.0)
    add_prose(inner, lenders[0].some(random, 1, 3))
    name = plain_name(random)
    for _ in range(random.randint(0, 7)):
        layer = element_of("div", name=name)
        add_heading(random, layer, some_words(random, lenders, 1, 4), linked=0.0)
        add_prose(layer, random.choice(lenders).some(random, 1, 2))
        inner.append(layer)
    buttons = plain_box(random)
    for _ in range(random.randint(1, 3)):
        buttons.append(
            element_of(random.choice(("button", "button", "a")), some_words(random, lenders, 1, 3))
        )
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
    _put_below(random, place, cards_of(random, lenders, 2))
    if random.random() < 0.6:
        offer = plain_box(random)
        add_heading(random, offer, some_words(random, lenders, 3, 7), linked=0.0)
        add_prose(offer, [some_words(random, lenders, 8, 25)])
        add_link(offer, some_words(random, lenders, 2, 4))
        put_after(place.core, offer)


def _sections(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """The text over several elements in a row, maybe with promos between: all of it stays the author's."""
    held = {one for block in place.text for one in (block.box.element, *block.box.element.iterancestors())}
    children = [child for child in place.core if child in held]
    if len(children) < _FEW + 1:
        return
    cuts = [number for number, child in enumerate(children) if number and child.tag in _SUBHEADINGS]
    headed = not cuts and random.random() < 0.6
    if not cuts:
        cuts = random.sample(range(1, len(children)), min(random.randint(1, 4), len(children) - 1))
    tag, name, promoted = random.choice(WRAPPERS), plain_name(random), random.random() < 0.3
    score = random.choice(_SCORES)
    for start, end in pairwise([0, *sorted(cuts), len(children)]):
        box = element_of(tag, name=name)
        children[start].addprevious(box)
        if headed and start:
            _add_own(random, box, lenders, score)
        for child in children[start:end]:
            box.append(child)
        if promoted and end < len(children):
            promo = plain_box(random)
            add_prose(promo, [some_words(random, lenders, 5, 40)])
            put_after(box, promo)


_SUBHEADINGS = ("h2", "h3", "h4")

_SCORES = (None, None, "★★★★☆", "★★½", "7/10", "Score: 8.5")


def _add_own(random: Random, box: HtmlElement, lenders: Sequence[Lender], score: str | None) -> None:
    """Begin a section with a heading, and a score, of the author's own."""
    heading = element_of(random.choice(_SUBHEADINGS), some_words(random, lenders, 2, 6))
    own = [heading, *([element_of(random.choice(("p", "div")), score)] if score else [])]
    for element in own:
        element.set(_OWN, "")
        box.append(element)


def _wrapped_headings(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """Headings of the author's own between the paragraphs, in an element each with a link to themselves."""
    name, sign = plain_name(random), random.choice(("#", "¶", "🔗", "Link to this section", ""))
    paragraphs = _paragraphs(place)
    tag, wrapped = random.choice(_SUBHEADINGS), random.random() < 0.7
    for block in random.sample(paragraphs, min(len(paragraphs), random.randint(1, 5))):
        heading = element_of(tag, some_words(random, lenders, 2, 6))
        heading.set(_OWN, "")
        outer = heading
        if wrapped:
            outer = element_of("div", name=name)
            outer.append(heading)
            if sign:
                add_link(outer, sign)
                outer[-1].set("href", "#section")
        put_after(block.box.element, outer)


def _links_below(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """A label and a list of links below the text: its tags, where to share it, what to read next."""
    box, rows = plain_box(random), element_of(random.choice(("ul", "ul", "p", "div")))
    if random.random() < 0.7:
        box.append(
            element_of(random.choice(("div", "span", "p", "strong")), some_words(random, lenders, 1, 3))
        )
    most = random.choice((2, 2, 8))  # words of each: of a tag, of a headline
    for _ in range(random.randint(2, 7)):
        row = rows
        if rows.tag == "ul":
            row = element_of("li")
            rows.append(row)
        add_link(row, some_words(random, lenders, 1, most))
    box.append(rows)
    _put_below(random, place, box)


def _captions(random: Random, place: Place, lenders: Sequence[Lender]) -> None:
    """Pictures with a line below each, in elements that do not say that it is a caption."""
    inner = _paragraphs(place)
    tag, line = random.choice(("div", "p", "div", "center")), random.choice(("p", "div", "span", "small"))
    name = plain_name(random)
    for block in random.sample(inner, min(len(inner), random.randint(1, 4))):
        box = element_of(tag, name=name)
        picture = element_of("img")
        picture.set("src", "/picture.jpg")
        box.append(picture)
        box.append(element_of(line, some_words(random, lenders, 4, 18)))
        put_after(block.box.element, box)


SORTS: tuple[Callable[[Random, Place, Sequence[Lender]], None], ...] = (
    _second_articles,
    _promos,
    _consent_panel,
    _cards_below_a_teaser,
    _bio,
    _captions,
    _excerpts,
    _sections,
    _wrapped_headings,
    _links_below,
)
