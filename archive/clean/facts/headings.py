"""The headings of a page that may be its headline, and the links that name its site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.element_text import element_text
from archive.clean.dom.tags import FRAME
from archive.clean.page.page import Page, cached_per_page, title_tag_text
from archive.clean.page.site_names import SEPARATOR, is_site_name, slug_of
from archive.folding import fold, squeeze
from archive.urls import join_url

_HEADING_STEMS = ("title", "head", "p-name")
_HEADING_CLASS = re.compile(
    r"(?:^|[\s_-])(?:entry|post|article|story|page)[\s_-]*(?:title|headline|heading)|^headline$|(?:^|\s)p-name(?=$|\s)",
    re.I,
)
_HEADLINE_PROPERTIES = frozenset(("headline", "schema:headline", "dc:title", "dcterms:title"))
_HOME_LINKS = 30  # links of a page that are looked at for the site's name
_HOME = ("", "/index.html", "index.html", "../index.html")
_LONGEST_NAME, _SHORT_NAME = 50, 3  # characters of a site's name, which is longer than the latter
_FEWEST_IN_SLUG = 5  # characters of a heading that is looked for in an address
_MOST_BOLD = 0.8  # of the characters of a line
_PROSE = 150  # characters of a line of prose
_PARTS = 2  # of a `<title>` that has the name of the site or a section, too
_RANKS = ("h2", "h3")
_MOST_LABELS = 3  # pieces of text before or after the headline in its element
_LONGEST_TITLE = 300  # characters
_PERMALINK = re.compile(r"\s*[¶🔗🔖]+$|\s+[#§]$")  # the sign of a link to the heading itself


@cached_per_page
def candidates(page: Page) -> list[tuple[str, HtmlElement]]:
    """The elements that may show the headline, as (text, element): h1s, then those marked as the title."""
    marked = {element for element, _ in page.classed(_HEADING_STEMS, _is_heading_class)}
    for name in ("itemprop", "property"):
        marked.update(element for element, value in page.attributed(name) if value in _HEADLINE_PROPERTIES)
    tagged = page.tagged("h2", "h3", "h4", "div", "p", "span") if marked else ()
    found: dict[str, HtmlElement] = {}
    for element in (*page.tagged("h1"), *(element for element in tagged if element in marked)):
        text = _PERMALINK.sub("", element_text(element))
        if text and len(text) <= _LONGEST_TITLE:
            found.setdefault(text, element)
    return list(found.items())


def _is_heading_class(classes: str) -> bool:
    return _HEADING_CLASS.search(classes.lower()) is not None


def without_label(text: str, element: HtmlElement, titles: set[str]) -> str:
    """A heading without the section or byline in elements of its own, where the rest is a declared title."""
    pieces = [piece for part in element.itertext() if (piece := " ".join(part.split()))]
    cuts = range(1, min(len(pieces), _MOST_LABELS + 1))
    rests = (" ".join(rest) for cut in cuts for rest in (pieces[cut:], pieces[:-cut]))
    return next((rest for rest in rests if fold(rest) in titles), text)


def lower_headings(page: Page, site: frozenset[str]) -> Iterator[str]:
    """The h2s and h3s that `<title>` begins or ends with, or that the end of the address contains."""
    whole = fold(title_tag_text(page))
    slug = squeeze(slug_of(page))
    for heading in page.tagged(*_RANKS):
        text = _PERMALINK.sub("", element_text(heading))
        folded = fold(text)
        in_title = folded and (whole.endswith(folded) or whole.startswith(folded))
        in_slug = len(folded) >= _FEWEST_IN_SLUG and squeeze(text) in slug
        if (in_title or in_slug) and not is_site_name(text, site):
            yield text


def title_parts(page: Page, site: frozenset[str]) -> list[str]:
    """The parts of `<title>` between separators, but the site's name."""
    return [part for part in SEPARATOR.split(title_tag_text(page)) if part and not is_site_name(part, site)]


def line_like_title(page: Page, site: frozenset[str]) -> list[str]:
    """The last line above the prose that is set apart and begins like the first or last part of `<title>`."""
    parts = title_parts(page, site)
    ends = tuple(folded for part in (parts[:1] + parts[-1:]) if len(folded := fold(part)) >= _FEWEST_IN_SLUG)
    above = takewhile(lambda block: len(block.text) < _PROSE, page.blocks if len(parts) >= _PARTS else ())
    own = (block.text for block in above if block.linked * 2 < len(block.text) and _is_set(block))
    return [text for text in own if fold(text).startswith(ends)][-1:]


def heading_above_prose(page: Page, site: frozenset[str]) -> list[str]:
    """Where the site's name takes the h1: the last h2, or else h3, between the frame and the prose."""
    is_named = any(is_site_name(text, site) for text, _ in candidates(page))
    if not is_named and not any(_leads_up(page, heading) for heading in page.tagged("h1")):
        return []
    above = takewhile(lambda block: not block.is_prose, page.blocks)
    found = [block for block in above if block.is_heading and not _is_in_frame(block.box)]
    texts = [(block.box.tag, _PERMALINK.sub("", block.text)) for block in found if block.box.tag in _RANKS]
    own = [(tag, text) for tag, text in texts if not is_site_name(text, site)]
    rank = min(own, default=("", ""))[0]
    return [text for tag, text in own if tag == rank][-1:]


def _is_in_frame(box: Box) -> bool:
    """Whether a box stands in the page's header or beside the article, and not in an `<article>` there."""
    around = box.nearest(FRAME | {"article"})
    return around is not None and around.tag != "article"


def _is_set(block: Block) -> bool:
    """Whether a line is set like a headline: in emphasis, in its own font, in the middle."""
    element = block.box.element
    is_centered = block.box.tag == "center" or element.get("align") == "center"
    return is_centered or block.bold > _MOST_BOLD * len(block.text) or element.find(".//font") is not None


def home_names(page: Page) -> Iterator[str]:
    """The squeezed texts that name the site: of the first short links to the front page, and of h1s likewise.

    An h1 that leads to a folder above the page names the site, too: it may be one of several on its host.
    """
    host = urlsplit(page.url).netloc.lower().removeprefix("www.")
    own = {*_HOME, *(f"{start}{host}" for start in ("http://", "https://", "http://www.", "https://www."))}
    hrefs = ((link, (link.get("href") or "-").strip().rstrip("/")) for link in page.tagged("a")[:_HOME_LINKS])
    links = (link for link, href in hrefs if href in own or link.get("rel") == "home")
    for element in (*links, *(heading for heading in page.tagged("h1") if _leads_up(page, heading))):
        name = squeeze((element_text(element) or element.xpath("string(.//img/@alt)"))[:_LONGEST_NAME])
        if len(name) > _SHORT_NAME:
            yield name


def _leads_up(page: Page, heading: HtmlElement) -> bool:
    """Whether the link of a heading leads to a folder above the page."""
    link = heading.find(".//a[@href]")
    if link is None:
        return False
    target, own = urlsplit(join_url(page.base_url, link.get("href") or "")), urlsplit(page.url)
    folder = target.path.removesuffix("index.html") or "/"
    is_above = folder.endswith("/") and own.path.startswith(folder) and own.path != target.path
    return is_above and target.netloc == own.netloc and not target.query
