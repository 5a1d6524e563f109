"""What stands beside the article on all of an outlet's pages: menus, promos, the footer.

Every reader looks at all of a page, and of most pages the greater part is the same on all. A page says which
of its elements hold something that was read, and which stand beside these. An element is cut where the pages
before had nothing in its place that was read; whatever stands in a new place stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.dom.box_sorts import is_in_menu
from archive.clean.dom.tags import BLOCK_TAGS
from archive.clean.page.page import Page
from archive.clean.page.printed import printed_lines
from archive.clean.rating.drawn import drawn_ratings
from archive.clean.rating.from_blocks import block_ratings
from archive.clean.template.block_places import element_name
from archive.clean.template.sources import ELEMENT_KINDS, elements_in
from archive.clean.text.text import in_caption
from archive.clean.work.strings import label_elements
from archive.model import Article
from archive.places import PagePlaces, Source

_AROUND = 3  # elements around an element that name its place

_BODY: tuple[str, ...] = ("body",)  # outermost, by its tag alone: sites write the page's number in its class

# An inline element belongs to the line around it, and stays.
_CUT = BLOCK_TAGS | {"script", "style", "noscript", "iframe", "template", "object", "ins"}

_OF_WORKS = ("dl", "table", "meta")  # data of a work, and what microdata say


def used_and_beside(
    page: Page, keep: Sequence[bool], sources: Iterable[Source], article: Article
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The places of the elements that hold what was read of a page, and of those that stand beside them.

    Args:
        page: the page.
        keep: for each of its blocks whether it is the author's.
        sources: that give its facts.
        article: as the whole road read it.

    Returns:
        Both empty where what shows that a page is cut off may stand anywhere.
    """
    body = None if page.tree is None else page.tree.find("body")
    if body is None or article.status != "complete":
        return (), ()
    needed = set(_needed(page, keep, sources, article))
    holders = {holder for element in needed for holder in element.iterancestors()}
    used: dict[str, None] = {}
    beside: dict[str, None] = {}
    stack = [(body, _BODY)]
    while stack:
        outer, names = stack.pop()
        for element, place, around in _within(outer, names):
            if element in needed:
                used[place] = None
            elif element in holders:
                used[place] = None
                stack.append((element, around))
            elif element.tag in _CUT:
                beside[place] = None
    return tuple(used), tuple(beside)


def _needed(
    page: Page, keep: Sequence[bool], sources: Iterable[Source], article: Article
) -> Iterator[HtmlElement]:
    """The elements of a page that hold what was read, or what readers of the next page may want."""
    blocks = page.blocks
    for block, is_kept in zip(blocks, keep, strict=True):
        if is_kept or in_caption(block) or "ISBN" in block.text:
            yield block.box.element
    for kind, _, place in (source.partition("|") for source in sources):
        if kind in ELEMENT_KINDS:
            yield from islice(elements_in(page, place), 1)
    yield from page.tagged("h1")[:1]
    title = article.title.value if article.title else None
    beside = [blocks[index].box.element for index in printed_lines(page, title).near]
    wanted = (*beside, *label_elements(page), *page.tagged(*_OF_WORKS))
    yield from (element for element in wanted if not is_in_menu(element))
    yield from (link for link in page.tagged("a") if "license" in (link.get("rel") or "").lower())
    rating = article.review.rating
    if rating is not None and rating.source not in ("json-ld", "microdata", "microformats"):
        yield from (element for element, _ in (*block_ratings(page), *drawn_ratings(page)))


def _within(outer: HtmlElement, names: Sequence[str]) -> Iterator[tuple[HtmlElement, str, tuple[str, ...]]]:
    """The elements right in another, each with its place and the names that its own children's have of it."""
    for element in outer:
        tag = element.tag
        if isinstance(tag, str):
            name = element_name(tag, element.get("class"), element.get("id"))
            yield element, " < ".join((name, *names)), (name, *names[: _AROUND - 1])


def common_beside(pages: Sequence[PagePlaces]) -> tuple[frozenset[str], frozenset[str]]:
    """The places that are cut from an outlet's next page, and those of the elements around them.

    They stand beside the article on half of the pages or more, and on none hold what was read of it.
    """
    if not all(page.used for page in pages):
        return frozenset(), frozenset()
    used = frozenset(place for page in pages for place in page.used)
    counts = Counter(place for page in pages for place in page.beside)
    beside = frozenset(
        place for place, count in counts.items() if 2 * count >= len(pages) and place not in used
    )
    return beside, frozenset(_around(beside, used))


def _around(beside: frozenset[str], used: Iterable[str]) -> Iterator[str]:
    """The places in which, at any depth, one of `beside` may stand."""
    inner: dict[str, set[str]] = {}
    for place in used:
        inner.setdefault(" < ".join(place.split(" < ")[:_AROUND]), set()).add(place)
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
        for element, place, inner in _within(outer, names):
            if place in beside:
                cut.append(element)
            elif place in around:
                stack.append((element, inner))
        for element in cut:
            if (element.tail or "").strip():
                element.drop_tree()
            else:
                outer.remove(element)
