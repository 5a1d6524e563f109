"""What stands beside the article on all of an outlet's pages: menus, promos, the footer.

Every reader looks at all of a page, and of most pages the greater part is the same on all. A page says which
of its elements hold something that was read, and which stand beside these. An element is cut where the pages
before had nothing in its place that was read; whatever stands in a new place stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from lxml.html import HtmlElement

from archive.clean.dom.tags import BLOCK_TAGS
from archive.clean.page.page import Page
from archive.clean.template.block_places import element_name
from archive.places import PagePlaces, Source

_AROUND = 3  # elements around an element that name its place

_BODY = "body"  # by its tag alone: sites write the page's number in its class

# An inline element belongs to the line around it, and stays.
_CUT = BLOCK_TAGS | {"script", "style", "noscript", "iframe", "template", "object", "ins"}


@dataclass(frozen=True, slots=True)
class Beside:
    """What a page says of its elements; see `PagePlaces`."""

    used: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    holders: Mapping[Source, tuple[str, ...]] = field(default_factory=dict)


def find_beside(page: Page, needed: Collection[HtmlElement], sources: Mapping[Source, HtmlElement]) -> Beside:
    """The places of the elements that hold what was read of a page, and of those that stand beside them.

    Args:
        page: the page.
        needed: the innermost elements that hold it; nothing is known where there are none.
        sources: the elements that give a fact, perhaps by chance: a card of another article names its author.
    """
    body = page.tree.find("body") if page.tree is not None and needed else None
    holders = _around_any(needed)
    entered = holders | _around_any(sources.values())
    used: dict[str, None] = {}
    beside: dict[str, None] = {}
    places: dict[HtmlElement, str] = {}  # of the elements that hold nothing but perhaps a fact
    stack = [] if body is None else [(body, _BODY)]
    while stack:
        outer, names = stack.pop()
        for element, place in _within(outer, names):
            if element in needed or element in holders:
                used[place] = None
            else:
                places[element] = place
                if element.tag in _CUT:
                    beside[place] = None
            if element in entered and element not in needed:
                stack.append((element, _nearest(place)))
    around = {
        source: tuple(places[one] for one in (element, *element.iterancestors()) if one in places)
        for source, element in sources.items()
    }
    return Beside(tuple(used), tuple(beside), {source: found for source, found in around.items() if found})


def _around_any(elements: Iterable[HtmlElement]) -> set[HtmlElement]:
    """The elements around any of some; around one that is known all are."""
    holders: set[HtmlElement] = set()
    for element in elements:
        holders.update(takewhile(lambda holder: holder not in holders, element.iterancestors()))
    return holders


def _within(outer: HtmlElement, around: str) -> Iterator[tuple[HtmlElement, str]]:
    """The elements right in another, each with its place.

    Args:
        around: the names of the other and of those around it.
    """
    for element in outer:
        tag = element.tag
        if isinstance(tag, str):
            yield element, f"{element_name(tag, element.get('class'), element.get('id'))} < {around}"


def _nearest(place: str) -> str:
    """The part of an element's place that is in the places of those right in it."""
    return " < ".join(place.split(" < ", _AROUND)[:_AROUND])


def common_beside(
    pages: Sequence[PagePlaces], sources: Collection[Source]
) -> tuple[frozenset[str], frozenset[str]]:
    """The places that are cut from an outlet's next page, and those of the elements around them.

    They stand beside the article on half of the pages or more, and on none hold what was read of it.

    Args:
        pages: the outlet's last ones.
        sources: that the next page's facts are read from.
    """
    if not all(page.used for page in pages):
        return frozenset(), frozenset()
    used = frozenset(
        place
        for page in pages
        for places in (page.used, *(page.holders.get(source, ()) for source in sources))
        for place in places
    )
    counts = Counter(place for page in pages for place in page.beside)
    beside = frozenset(
        place for place, count in counts.items() if 2 * count >= len(pages) and place not in used
    )
    return beside, frozenset(_around(beside, used))


def _around(beside: frozenset[str], used: Iterable[str]) -> Iterator[str]:
    """The places in which, at any depth, one of `beside` may stand."""
    inner: dict[str, set[str]] = {}
    for place in used:
        inner.setdefault(_nearest(place), set()).add(place)
    found: set[str] = set()
    wanted = list(beside)
    while wanted:
        for place in inner.get(wanted.pop().partition(" < ")[2], set()) - found:
            found.add(place)
            wanted.append(place)
    yield from found


def cut_beside(tree: HtmlElement, beside: frozenset[str], around: frozenset[str]) -> None:
    """Remove what stands beside the article from a tree.

    Args:
        tree: of a page; changed.
        beside, around: as `common_beside` gives them.
    """
    body = tree.find("body")
    stack = [] if body is None else [(body, _BODY)]
    while stack:
        outer, names = stack.pop()
        cut = []
        for element, place in _within(outer, names):
            if place in beside:
                cut.append(element)
            elif place in around:
                stack.append((element, _nearest(place)))
        for element in cut:
            if (element.tail or "").strip():
                element.drop_tree()
            else:
                outer.remove(element)
