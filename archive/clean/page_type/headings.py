"""What a page's headings are of: of its own article, or of other pages, which it only announces."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box
from archive.clean.page.page import Page, cached_per_page
from archive.folding import squeeze
from archive.urls import join_url

# Without links; a shorter text is a label. Words are for scripts that say more in fewer characters.
_PASSAGE_CHARS, _PASSAGE_WORDS = 60, 20
_ARTICLE = frozenset(("article",))


@cached_per_page
def own_paths(page: Page) -> frozenset[str]:
    """The paths at which a page itself stands: those of its address and of the canonical one."""
    canonical = next((link.get("href") for link, rel in page.attributed("rel") if rel == "canonical"), None)
    return frozenset((_path(page.url), _path(join_url(page.base_url, canonical or ""))))


def is_item_of_another(page: Page, item: HtmlElement) -> bool:
    """Whether an item of microdata gives another page of the site as its own: a teaser does."""
    links = (inner for inner in item.iter("a", "link") if inner.get("itemprop") == "url")
    link = next((one for one in links if _item_around(one) is item), None)
    return _leads_elsewhere(page, link)


def _item_around(element: HtmlElement) -> HtmlElement | None:
    """The item of microdata that an element is a property of."""
    return next((box for box in element.iterancestors() if box.get("itemscope") is not None), None)


def words_in_links(block: Block) -> int:
    """How many of a block's words stand in links."""
    return block.words * block.linked // len(block.text) if block.linked else 0


def read_passages(page: Page, blocks: Iterable[Block]) -> Iterator[tuple[Block, int, bool]]:
    """Each long text without links, with its words and whether it stands under a heading of another page.

    An `<article>` that begins with such a heading is of the other page, whatever headings of no higher rank
    follow in it.
    """
    is_teased = False
    teaser, rank = None, ""  # such an article, and the tag of its heading
    begun: set[Box] = set()  # articles of which a heading or a long text was seen
    for block in blocks:
        words = block.words - words_in_links(block)
        is_passage = len(block.text) - block.linked > _PASSAGE_CHARS or words > _PASSAGE_WORDS
        article = block.box.nearest(_ARTICLE) if block.is_heading or is_passage else None
        if block.is_heading and _links_elsewhere(page, block):
            is_teased = True
            if article not in begun:
                teaser, rank = article, block.box.tag
        elif block.is_heading:
            is_teased = article is not None and article is teaser and block.box.tag >= rank
        if article:
            begun.add(article)
        if is_passage:
            yield block, words, is_teased


def count_passages(page: Page, blocks: Iterable[Block]) -> tuple[int, int]:
    """The words in long texts without links, and how many of them stand under headings of other pages."""
    passages = teased = 0
    for _, words, is_teased in read_passages(page, blocks):
        passages += words
        teased += words * is_teased
    return passages, teased


def heads_article(page: Page, blocks: Iterable[Block], headline: str) -> bool:
    """Whether the headline stands as a heading in an `<article>`, and leads to no other page."""
    name = squeeze(headline)
    return bool(name) and any(
        block.is_heading
        and squeeze(block.text) == name
        and block.box.nearest(_ARTICLE) is not None
        and not _links_elsewhere(page, block)
        for block in blocks
    )


def _links_elsewhere(page: Page, heading: Block) -> bool:
    """Whether a heading links to another page, and not to the front page as the name of the site does."""
    element = heading.box.element
    link = element.find(".//a[@href]") if len(element) else None
    if link is None and (outer := element.getparent()) is not None and outer.tag == "a":
        link = outer
    if link is None and (article := heading.box.nearest(_ARTICLE)):
        link = _link_over(article)
    return _leads_elsewhere(page, link)


def _leads_elsewhere(page: Page, link: HtmlElement | None) -> bool:
    """Whether a link leads to a page other than this one and the front page."""
    path = _path(join_url(page.base_url, link.get("href") or "")) if link is not None else ""
    return bool(path) and path not in own_paths(page)


def _link_over(article: Box) -> HtmlElement | None:
    """The one link without words in an `<article>` itself, which lies over all of a teaser."""
    links = [child for child in article.element.iterchildren("a") if child.get("href")]
    return links[0] if len(links) == 1 and not len(links[0]) and not (links[0].text or "").strip() else None


def _path(address: str) -> str:
    return re.sub(r"^(?:https?:)?//[^/]*|[?#].*", "", address.strip()).strip("/").lower()
