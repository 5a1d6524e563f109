"""Which elements of a page hold what was read of it, or what a reader may want of the outlet's next page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.dom.box_sorts import is_in_menu
from archive.clean.metadata.graphs import VISIBLE_FORMATS
from archive.clean.page.page import Page
from archive.clean.rating.printed import ratings_on
from archive.clean.template.sources import ELEMENT_KINDS, elements_in
from archive.clean.work.named_page import label_elements
from archive.model import Article
from archive.places import Source

_DECLARED = ("json-ld", *VISIBLE_FORMATS)

_DATA = ("dl", "table", "meta")  # of a work, and of microdata


def needed_elements(
    page: Page, keep: Sequence[bool], sources: Iterable[Source], article: Article
) -> frozenset[HtmlElement]:
    """The innermost elements that hold it; none where what shows that a page is cut off may stand anywhere.

    Args:
        page: the page.
        keep: for each of its blocks whether it is the author's.
        sources: that give its title, authors and dates.
        article: as the whole road read it.
    """
    if article.status != "complete":
        return frozenset()
    return frozenset((
        *_of_text(page, keep),
        *_of_facts(page, sources),
        *_of_work(page),
        *_of_rating(page, article),
    ))  # fmt: skip


def _of_text(page: Page, keep: Sequence[bool]) -> Iterator[HtmlElement]:
    for block, is_kept in zip(page.blocks, keep, strict=True):
        if is_kept or "ISBN" in block.text or block.in_caption:
            yield block.box.element


def _of_facts(page: Page, sources: Iterable[Source]) -> Iterator[HtmlElement]:
    for kind, _, place in (source.partition("|") for source in sources):
        if kind in ELEMENT_KINDS:
            yield from islice(elements_in(page, place), 1)
    yield from (link for link in page.tagged("a") if "license" in (link.get("rel") or "").lower())


def _of_work(page: Page) -> Iterator[HtmlElement]:
    """The headline, labels and lists of data: they tell kind and work."""
    labels = (*label_elements(page), *page.tagged(*_DATA))
    yield from page.tagged("h1")[:1]
    yield from (element for element in labels if not is_in_menu(element))


def _of_rating(page: Page, article: Article) -> Iterator[HtmlElement]:
    rating = article.review.rating
    if rating is not None and rating.source not in _DECLARED:
        yield from (element for element, _ in ratings_on(page))
