"""Which elements of a page hold what was read of it, or what a reader may want of the outlet's next page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from archive.clean.dom.beside import LISTS
from archive.clean.metadata.graphs import VISIBLE_FORMATS
from archive.clean.page.page import Page
from archive.clean.page.printed import headline_element, printed_lines
from archive.clean.rating.printed import ratings_on
from archive.clean.template.sources import ELEMENT_KINDS, elements_in
from archive.clean.work.named_page import label_elements
from archive.model import Article
from archive.places import Source

_DECLARED = ("json-ld", *VISIBLE_FORMATS)

_DATA = ("dl", "table", "meta")  # of a work, and of microdata


def needed_elements(page: Page, keep: Sequence[bool], article: Article) -> frozenset[HtmlElement]:
    """The innermost elements that hold it; none where what shows that a page is cut off may stand anywhere.

    Args:
        page: the page.
        keep: for each of its blocks whether it is the author's.
        article: as the whole road read it.
    """
    if article.status != "complete":
        return frozenset()
    return frozenset((
        *_of_text(page, keep),
        *_of_licence(page),
        *_of_work(page, article.title.value if article.title else None),
        *_of_rating(page, article),
    ))  # fmt: skip


def source_elements(page: Page, sources: Iterable[Source]) -> dict[Source, HtmlElement]:
    """The elements among the sources of facts. Many give one by chance: a template is read from few."""
    places = {source: source.partition("|")[2] for source in sources if source.startswith(ELEMENT_KINDS)}
    found = {source: next(elements_in(page, place), None) for source, place in places.items()}
    return {source: element for source, element in found.items() if element is not None}


def _of_text(page: Page, keep: Sequence[bool]) -> Iterator[HtmlElement]:
    for block, is_kept in zip(page.blocks, keep, strict=True):
        if is_kept or "ISBN" in block.text or block.in_caption:
            yield block.box.element


def _of_licence(page: Page) -> Iterator[HtmlElement]:
    yield from (link for link in page.tagged("a") if "license" in (link.get("rel") or "").lower())


def _of_work(page: Page, title: str | None) -> Iterator[HtmlElement]:
    """The headline, labels and lists of data: they tell kind and work."""
    around = printed_lines(page, title).around
    labels = (*label_elements(page), *page.tagged(*_DATA))
    headline = headline_element(page)
    yield from (*page.tagged("h1")[:1], *([] if headline is None else [headline]))
    yield from (element for element in labels if not around(element) & LISTS)


def _of_rating(page: Page, article: Article) -> Iterator[HtmlElement]:
    rating = article.review.rating
    if rating is not None and rating.source not in _DECLARED:
        yield from (found.element for found in ratings_on(page) if found.element is not None)
