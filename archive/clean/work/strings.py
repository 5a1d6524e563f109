"""What a page names, and where: its headline in every form, its labels, and what may be a work's name."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from archive.clean.dom.box_sorts import is_in_menu
from archive.clean.metadata.nodes import types, value_text
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page, cached_per_page, title_tag_text
from archive.clean.vocabulary import fold_name, names_of_words
from archive.clean.work.declared import is_work
from archive.urls import path_parts

LONGEST = 130  # characters of a name

_TAG_PATH = re.compile(r"/(?:tags?|categor(?:y|ies|ia|ie)|kategorie|topics?|tema|genres?|label)/")

# The opening mark comes first and is looked back at, so that a text is scanned for marks alone.
_QUOTED = re.compile(
    r"[‘“„«\"「『《〈‹'_*”»’](?:"
    r"(?<![_*'”»’])(?P<pair>[^‘’“”„«»\"「」『』《》〈〉‹›\n]{1,90})[’”“»\"」』》〉›]"
    r"|(?<=[”»’])(?<!\w[”»’])(?P<turned>[^\s‘’“”„«»\"][^‘“”„«»\"\n]{0,89}?)(?:”|’|(?<!\s)«)(?!\w)"
    r"|(?<=')(?<!\w')(?P<plain>[^'\n]{2,70})'(?!\w)"
    r"|(?<=‘)(?P<single>[^‘“”\n]{2,70}?)’(?!\w)"
    r"|(?<=[_*])(?<![\w*][_*])(?P<starred>[^_*\n]{2,70})[_*](?![\w*])"
    r")"
)

_DATA = re.compile(r"[\s•*·-]*([^:：|]{2,28})\s*[:：|]\s*(\S.*)")

_TITLED = re.compile(r"[《『〈]([^《》『』〈〉\n]{1,60})[》』〉]")  # these marks are for titles

_CRUMBS = re.compile(
    r"bread-?crumb|kicker|eyebrow|surtit|overline|over-?title|pre-?title|antetitul|cintillo|dachzeile"
    r"|occhiello|chapeu|rubric|rubrik|ressort|vignette|spitzmarke"
    r"|(?<![^ _-])(?:crumbs?|path(?:way)?|section-(?:name|label)|category-(?:name|label))(?![^ _-])"
)

_LABELLED = re.compile(rf"{_CRUMBS.pattern}|post-tags|tag-links|cat-links")

_MOST, _MOST_QUOTED = 80, 120  # strings of one sort

_DEEPEST = 6  # nodes within nodes of JSON-LD

# By the property that leads to a node, or to a text.
_DECLARED_AS = {
    "itemReviewed": "ld_item", "about": "ld_about", "mainEntity": "ld_about", "mentions": "ld_mention",
    "keywords": "tag", "articleSection": "crumb",
}  # fmt: skip

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6", "caption", "p", "div", "strong", "legend"))

_NOT_THE_SUBJECT = frozenset(("author", "publisher", "isPartOf"))


@dataclass(slots=True)
class PageStrings:
    """The strings of one page.

    Attributes:
        headline: the title of the article, or "".
        shown, shared: of `<title>`, and of `og:title` or `twitter:title`.
        path: the last two parts of the URL's path.
        named: by their sort, in the order of the page: `crumb`, `tag`, `em` (italics), `quote` (in
            quotation marks in the text), `data` (after a label such as "Title:"), `image` (the text that an
            image has instead), and `ld_item`, `ld_about`, `ld_mention`, `ld_typed` (declared).
    """

    headline: str
    shown: str
    shared: str
    description: str
    path: str
    named: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def read_strings(page: Page, text: str, headline: str | None) -> PageStrings:
    """All strings of a page.

    Args:
        text: the clean text.
    """
    metas = meta_tags(page)
    shared, described = (
        next(iter(metas.get(f"og:{name}", []) + metas.get(other, [])), "")
        for name, other in (("title", "twitter:title"), ("description", "description"))
    )
    strings = PageStrings(
        headline or "", title_tag_text(page), shared, described, " ".join(path_parts(page.url)[-2:])
    )
    named = strings.named
    for element in page.tagged("em", "i", "cite"):
        _add(named["em"], element)
    _read_labels(page, strings)
    named["quote"] = quoted(text)[:_MOST_QUOTED]
    named["titled"] = [found[1] for found in _TITLED.finditer(f"{headline}\n{text}")]
    named["box"] = list(_above_data(page))
    for sort, value in dict.fromkeys(islice(_data(page), _MOST)):  # a row is read by its cells and as a line
        named[sort].append(value)
    named["image"] = [text for image, text in page.attributed("alt")[:_MOST] if image.tag == "img"]
    for graph in page.graphs:
        for place, name in _declared(graph.nodes, ""):
            named[place] += name.split(",")[:_MOST] if place == "tag" else [name]
    return strings


def quoted(text: str) -> list[str]:
    """What a text has in quotation marks, or between asterisks or underscores."""
    return [str(found[found.lastgroup or 0]) for found in _QUOTED.finditer(text)]


def _add(strings: list[str], element: HtmlElement) -> None:
    if len(strings) < _MOST:
        text = " ".join((element.text_content() if len(element) else element.text or "").split())
        if 1 < len(text) <= LONGEST:
            strings.append(text)


def _data(page: Page) -> Iterator[tuple[str, str]]:
    """What stands after a label, in a list or a table of data or in a line of its own, with its sort.

    `data` after a label for a title, `datum` after one for something else that works have.
    """
    for label in page.tagged("dt", "th"):
        value = label.getnext()
        if value is not None and value.tag in ("dd", "td") and (sort := _sort(label.text_content()[:28])):
            yield sort, value.text_content()
    for block in page.blocks:
        if len(block.text) < LONGEST and (found := _DATA.match(block.text)) and (sort := _sort(found[1])):
            yield sort, found[2]


def _sort(label: str) -> str | None:
    folded = fold_name(label)
    if "title" in (named := names_of_words("data").get(folded, ())):
        return "data"
    return "datum" if named or folded in names_of_words("media_data") else None


def _above_data(page: Page) -> Iterator[str]:
    """The headings right above lists and tables of data: they name what the data are of."""
    for data in page.tagged("dl", "table", "ul"):
        above = data.getprevious()
        if above is None or above.tag not in _HEADINGS:
            continue
        labels = islice(data.iter("dt", "th", "b", "strong", "span"), 6)
        if any(_sort(label.text_content().rstrip(" :：")[:28]) for label in labels):
            yield above.text_content()


def _read_labels(page: Page, strings: PageStrings) -> None:
    """Read tags and bread crumbs.

    Links to tags in a menu or a widget name all tags of the site; they count only if the page has no others.
    """
    metas, crumbs, tags = meta_tags(page), strings.named["crumb"], strings.named["tag"]
    links = _tag_links(page)
    for link in [link for link in links if not is_in_menu(link)] or links:
        _add(tags, link)
    for element, names in page.classed(_is_label):
        labels = crumbs if _CRUMBS.search(names.lower()) else tags
        for inner in element.iter("a", "span", "li") if len(element) else (element,):
            _add(labels, inner)
    for keywords in metas.get("keywords", []) + metas.get("news_keywords", []):
        tags += keywords.split(",")[:30]
    tags += metas.get("article:tag", [])
    crumbs += metas.get("article:section", [])


def label_elements(page: Page) -> Iterator[HtmlElement]:
    """The elements that hold a page's bread crumbs and tags."""
    yield from _tag_links(page)
    yield from (element for element, _ in page.classed(_is_label))


@lru_cache(maxsize=10_000)
def _is_label(names: str) -> bool:
    return _LABELLED.search(names.lower()) is not None


@cached_per_page
def _tag_links(page: Page) -> list[HtmlElement]:
    related = (link for link, relation in page.attributed("rel") if _names_tag(relation.lower()))
    return list(dict.fromkeys((*related, *(link for link, href in page.links if _leads_to_tag(href)))))


def _names_tag(relation: str) -> bool:
    return "tag" in relation.split() or "category" in relation


@lru_cache(maxsize=20_000)  # the pages of an outlet repeat their links
def _leads_to_tag(href: str) -> bool:
    return _TAG_PATH.search(href.lower()) is not None


def _declared(value: Any, key: str, depth: int = 0) -> Iterator[tuple[str, str]]:
    """What a value of structured data names, and what those within it do: the sort and the name.

    Args:
        key: of the property that it is the value of.
    """
    if depth > _DEEPEST:
        return
    if isinstance(value, list | tuple):
        for item in value:
            yield from _declared(item, key, depth + 1)
    elif isinstance(value, str) and key in _DECLARED_AS:
        yield _DECLARED_AS[key], value
    elif isinstance(value, dict):
        name = value_text(value) or value_text(value.get("headline"))
        place = _DECLARED_AS.get(key) or (
            "ld_typed" if key not in _NOT_THE_SUBJECT and is_work(value) else None
        )
        if name and place:
            yield place, name
        if name and "ListItem" in types(value):
            yield "crumb", name
        for inner, item in value.items():
            if isinstance(item, dict | list) or inner in _DECLARED_AS:
                yield from _declared(item, inner, depth + 1)
