"""What a page names, and where: its headline, its labels, and what may be the name of its work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from lxml.html import HtmlElement

from archive.clean.dom.beside import LISTS
from archive.clean.metadata.nodes import types, value_text
from archive.clean.page.page import Page, cached_per_page, meta_tags
from archive.clean.page.printed import printed_lines
from archive.clean.vocabulary import fold_name, names_of_words
from archive.clean.work.cuts import core_of
from archive.clean.work.declared import is_work
from archive.clean.work.name_text import LONGEST, PATTERNS, FoldedText, in_small_letters, quoted
from archive.urls import path_parts

_TAG_PATH, _DATA, _TITLED = map(PATTERNS.compiled, ("{tag_path}", "{data}", "{titled}"))
_CRUMBS, _LABELLED = map(PATTERNS.compiled, ("{crumbs}", "{crumbs}|{tags}"))
_LABEL_STEMS = tuple(PATTERNS.filled("{labels}|{label_words}|{tags}").split("|"))  # in lower case
_READ = 12_000  # characters of the text: by then it has told what it is about
_MOST, _MOST_QUOTED = 80, 120  # strings of one sort
_DEEPEST = 6  # nodes within nodes of JSON-LD

# By the property that leads to a node, or to a text.
_DECLARED_AS = {"itemReviewed": "ld_item", "keywords": "tag", "articleSection": "crumb"}
_NOT_THE_SUBJECT = frozenset(("author", "publisher", "isPartOf"))


@dataclass(frozen=True)
class NamedPage:
    """A page with what it names.

    Attributes:
        headline: the title of the article, or "".
        text: the clean text; of a long one its beginning.
        path: the last two parts of the URL's path.
        named: by their sort, in the order of the page: `crumb`, `tag`, `em` (italics), `quote` (in quotation
            marks in the text), `titled` (in the marks of titles), `data` (after a label such as "Title:"),
            and `ld_item`, `ld_typed` (declared).
        rated: whether the page gives a rating.
    """

    headline: str
    text: str
    path: str
    named: Mapping[str, list[str]]
    rated: bool = False

    @cached_property
    def folded(self) -> FoldedText:
        return FoldedText(self.text)

    @cached_property
    def padded(self) -> dict[str, str]:
        """Headline, headline without labels (`core`) and address, folded, with a space at either end."""
        places = {"headline": self.headline, "core": core_of(self.headline), "address": self.path}
        return {place: f" {fold_name(text)} " for place, text in places.items()}


def read_names(page: Page, text: str, headline: str | None, *, rated: bool = False) -> NamedPage:
    """A page with what it names.

    Args:
        text: the clean text.
    """
    text = text[:_READ]
    shown = in_small_letters(headline or "", text)
    named = defaultdict[str, list[str]](list)
    for element in page.tagged("em", "i", "cite"):
        _add(named["em"], element)
    _read_labels(page, named, headline)
    named["quote"] = quoted(text)[:_MOST_QUOTED]
    if any(mark in text or mark in (headline or "") for mark in "《『〈"):
        named["titled"] = _TITLED.findall(f"{headline}\n{text}")
    named["data"] = list(dict.fromkeys(_titles_in_data(page)))[:_MOST]
    declared: list[tuple[str, str]] = []
    for graph in page.graphs:
        _add_declared(declared, graph.nodes, "")
    for place, name in declared:
        named[place] += name.split(",")[:_MOST] if place == "tag" else [name]
    return NamedPage(shown, text, " ".join(path_parts(page.url)[-2:]), named, rated)


def _add(strings: list[str], element: HtmlElement) -> None:
    if len(strings) < _MOST:
        text = " ".join((element.text_content() if len(element) else element.text or "").split())
        if 1 < len(text) <= LONGEST:
            strings.append(text)


def _titles_in_data(page: Page) -> Iterator[str]:
    """What stands after a label for a title, in a list or a table of data or in a line of its own."""
    for label in page.tagged("dt", "th"):
        value = label.getnext()
        if value is not None and value.tag in ("dd", "td") and _is_for_title(label.text_content()[:28]):
            yield value.text_content()
    for block in page.blocks:
        text = block.text
        found = len(text) < LONGEST and (":" in text or "：" in text or "|" in text) and _DATA.match(text)
        if found and _is_for_title(found[1]):
            yield found[2]


@lru_cache(maxsize=10_000)
def _is_for_title(label: str) -> bool:
    return "title" in names_of_words("data").get(fold_name(label), ())


def _read_labels(page: Page, named: Mapping[str, list[str]], headline: str | None) -> None:
    """Read tags and bread crumbs.

    Links to tags in a menu or a widget name all tags of the site; they count only if the page has no others.
    """
    metas, crumbs, tags = meta_tags(page), named["crumb"], named["tag"]
    links, around = _tag_links(page), printed_lines(page, headline).around
    for link in [link for link in links if not around(link) & LISTS] or links:
        _add(tags, link)
    for element, names in page.classed(_LABEL_STEMS, _is_label):
        labels = crumbs if _CRUMBS.search(names) else tags
        for inner in element.iter("a", "span", "li") if len(element) else (element,):
            _add(labels, inner)
    for keywords in metas.get("keywords", []) + metas.get("news_keywords", []):
        tags += keywords.split(",")[:30]
    tags += metas.get("article:tag", [])
    crumbs += metas.get("article:section", [])


def label_elements(page: Page) -> Iterator[HtmlElement]:
    """The elements that hold a page's bread crumbs and tags."""
    yield from _tag_links(page)
    yield from (element for element, _ in page.classed(_LABEL_STEMS, _is_label))


def _is_label(names: str) -> bool:
    return _LABELLED.search(names) is not None


@cached_per_page
def _tag_links(page: Page) -> list[HtmlElement]:
    related = [link for link, relation in page.attributed("rel") if _names_tag(relation)]
    tagged = [link for link, href in page.links if _TAG_PATH.search(href)]
    return list(dict.fromkeys((*related, *tagged)))


@lru_cache(maxsize=1_000)
def _names_tag(relation: str) -> bool:
    lower = relation.lower()
    return "tag" in lower.split() or "category" in lower


def _add_declared(found: list[tuple[str, str]], value: Any, key: str, depth: int = 0) -> None:
    """Add what a value of structured data names, and what those within it do: the sort and the name.

    Args:
        key: of the property that it is the value of.
    """
    if depth > _DEEPEST:
        return
    if isinstance(value, list | tuple):
        for item in value:
            _add_declared(found, item, key, depth + 1)
    elif isinstance(value, str) and key in _DECLARED_AS:
        found.append((_DECLARED_AS[key], value))
    elif isinstance(value, dict):
        if name := value_text(value) or value_text(value.get("headline")):
            if key in _DECLARED_AS:
                found.append((_DECLARED_AS[key], name))
            elif key not in _NOT_THE_SUBJECT and is_work(value):
                found.append(("ld_typed", name))
            if "ListItem" in types(value):
                found.append(("crumb", name))
        for inner, item in value.items():
            if isinstance(item, dict | list) or inner in _DECLARED_AS:
                _add_declared(found, item, inner, depth + 1)
