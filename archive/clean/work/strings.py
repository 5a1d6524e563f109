"""What a page names, and where: its headline in every form, and each string that may be a work's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from lxml.html import HtmlElement

from archive.clean.dom.box_sorts import is_in_menu
from archive.clean.metadata.nodes import types, value_text
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page, cached_per_page, title_tag_text
from archive.clean.work.name_text import fold_name
from archive.urls import path_parts

LONGEST = 130  # characters of a name

# Registries, shops and services that have a page for each work.
_REGISTRY = re.compile(
    r"imdb\.com/title|themoviedb|rottentomatoes\.com/(?:m|tv)|metacritic\.com/(?:movie|game|music|tv)|"
    r"goodreads\.com/book|letterboxd\.com/film|wikipedia\.org/wiki|discogs|bandcamp\.com/album|"
    r"open\.spotify\.com/album|music\.apple|itunes\.apple|store\.steampowered|amazon\.[a-z.]+/|filmaffinity|"
    r"allocine|moviepilot|kinopoisk|douban|musicbrainz|filmweb|sensacine|boardgamegeek|itch\.io|amzn\.to|"
    r"bookshop\.org|isbn"
)

_TAG_PATH = re.compile(r"/(?:tags?|categor(?:y|ies|ia|ie)|kategorie|topics?|tema|genres?|label)/")

# The opening mark comes first and is looked back at, so that a text is scanned for marks alone.
_QUOTED = re.compile(
    r"[‘“„«\"「『《〈‹'_*](?:"
    r"(?<![_*'])(?P<pair>[^‘’“”„«»\"「」『』《》〈〉‹›\n]{1,90})[’”“»\"」』》〉›]"
    r"|(?<=')(?<!\w')(?P<plain>[^'\n]{2,70})'(?!\w)"
    r"|(?<=‘)(?P<single>[^‘“”\n]{2,70}?)’(?!\w)"
    r"|(?<=[_*])(?<![\w*][_*])(?P<starred>[^_*\n]{2,70})[_*](?![\w*])"
    r")"
)

_DATA = re.compile(r"^[\s•*·-]*([^:：|]{2,28})\s*[:：|]\s*(.{2,100})$")

_COLONS = frozenset(":：|")

_DATA_LINE = 140  # characters

_CRUMB_CLASSES = ("breadcrumb", "kicker", "eyebrow")

_TAG_CLASSES = ("post-tags", "tag-links", "cat-links")

_LABELLED = re.compile("|".join((*_CRUMB_CLASSES, *_TAG_CLASSES)))

_MOST_LABELS = 80

_DEEPEST = 6  # nodes within nodes of JSON-LD

_WORK_TYPES = re.compile(
    r"(?:Movie|Film|TVSeries|TVSeason|TVEpisode|Episode|Book|Audiobook|MusicAlbum|MusicRecording|MusicRelease|"
    r"VideoGame|Game|Play|TheaterEvent|CreativeWork|CreativeWorkSeries|CreativeWorkSeason|PodcastSeries|"
    r"PodcastEpisode|Product|Thing|ComicStory|ComicIssue|VisualArtwork|Event)$"
)

_NAMED_BY_TEXT = frozenset(("about", "mentions", "itemReviewed", "keywords"))

_NOT_THE_SUBJECT = frozenset(("author", "publisher", "isPartOf"))


@dataclass(slots=True)
class PageStrings:
    """The strings of one page, each list in the order of the page.

    Attributes:
        headline: the title of the article, or "".
        shown: of `<title>`.
        shared: of `og:title` or `twitter:title`.
        path: the last two parts of the URL's path, folded.
        data: label and value of lists of data.
        declared: place and name in structured data: `item`, `about`, `mention`, `typed`.
        quotes: what the text has in quotation marks.
    """

    headline: str
    shown: str
    shared: str
    description: str
    path: str
    headings: list[str] = field(default_factory=list)
    headline_italics: list[str] = field(default_factory=list)
    italics: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    bold: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    crumbs: list[str] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    data: list[tuple[str, str]] = field(default_factory=list)
    declared: list[tuple[str, str]] = field(default_factory=list)
    quotes: list[str] = field(default_factory=list)

    def headlines(self) -> Iterator[tuple[str, str]]:
        """The headline in each of its forms: (which, text)."""
        yield "headline", self.headline
        yield "shared", self.shared
        yield "shown", self.shown


def read_strings(page: Page, text: str, headline: str | None) -> PageStrings:
    """All strings of a page.

    Args:
        text: the clean text.
    """
    metas = meta_tags(page)
    strings = PageStrings(
        headline or "",
        title_tag_text(page),
        next(iter(metas.get("og:title", []) + metas.get("twitter:title", [])), ""),
        next(iter(metas.get("og:description", []) + metas.get("description", [])), ""),
        fold_name(" ".join(path_parts(page.url)[-2:])),
    )
    _read_elements(page, strings)
    for keywords in metas.get("keywords", []) + metas.get("news_keywords", []):
        strings.tags += keywords.split(",")[:30]
    strings.tags += metas.get("article:tag", [])
    strings.crumbs += metas.get("article:section", [])
    for block in page.blocks:
        line = block.text
        if len(line) < _DATA_LINE and not _COLONS.isdisjoint(line) and (found := _DATA.match(line)):
            strings.data.append((found[1], found[2]))
    strings.quotes = quoted(text)
    for graph in page.graphs:
        for node in graph.nodes:
            _read_node(node, "", strings, 0)
    return strings


def quoted(text: str) -> list[str]:
    """What a text has in quotation marks, or between asterisks or underscores."""
    return [str(found[found.lastgroup or 0]) for found in _QUOTED.finditer(text)]


def _read_elements(page: Page, strings: PageStrings) -> None:
    headline = fold_name(strings.headline)
    for element in page.tagged(*_READERS):
        _READERS[element.tag](element, strings, headline)
    for link, href in page.links:
        if _leads_to_registry(href):
            _add(strings.links, _text(link))
    strings.tags += _tags(page)
    for element, names in page.classed(_find_label):
        label = _find_label(names)
        _read_labels(element, strings.crumbs if label in _CRUMB_CLASSES else strings.tags)


@lru_cache(maxsize=10_000)
def _find_label(names: str) -> str | None:
    """The name of bread crumbs or tags in a class attribute."""
    found = _LABELLED.search(names.lower())
    return found[0] if found else None


def _text(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def _add(strings: list[str], text: str, longest: int = LONGEST) -> None:
    if 1 < len(text) <= longest:
        strings.append(text)


def _read_italics(element: HtmlElement, strings: PageStrings, _: str) -> None:
    _add(strings.cited if element.tag == "cite" else strings.italics, _text(element))


def _read_bold(element: HtmlElement, strings: PageStrings, _: str) -> None:
    _add(strings.bold, _text(element))


@lru_cache(maxsize=20_000)  # the pages of an outlet repeat their links
def _leads_to_registry(href: str) -> bool:
    return "//" in href and _REGISTRY.search(href.lower()) is not None


@lru_cache(maxsize=20_000)
def _leads_to_tag(href: str) -> bool:
    return _TAG_PATH.search(href.lower()) is not None


def _tags(page: Page) -> list[str]:
    """The texts of the links to tags and categories.

    Those in a menu or a widget name all tags of the site; they count only if the page has no others.
    """
    own: list[str] = []
    others: list[str] = []
    named = _tag_links(page)
    for link in page.tagged("a") if named else ():
        if link in named:
            _add(others if is_in_menu(link) else own, _text(link))
    return own or others


def label_elements(page: Page) -> Iterator[HtmlElement]:
    """The elements that hold a page's bread crumbs and tags."""
    yield from _tag_links(page)
    yield from (element for element, _ in page.classed(_find_label))


@cached_per_page
def _tag_links(page: Page) -> set[HtmlElement]:
    named = {link for link, relation in page.attributed("rel") if _names_tag(relation.lower())}
    named.update(link for link, href in page.links if _leads_to_tag(href))
    return named


def _names_tag(relation: str) -> bool:
    return "tag" in relation.split() or "category" in relation


def _read_image(element: HtmlElement, strings: PageStrings, _: str) -> None:
    _add(strings.images, " ".join((element.get("alt") or "").split()))


def _read_heading(element: HtmlElement, strings: PageStrings, headline: str) -> None:
    text = _text(element)
    if element.tag != "h1":
        _add(strings.headings, text, 140)
        return
    if fold_name(text) == headline:
        strings.headline_italics += [_text(inner) for inner in element.iter("em", "i", "cite")]


def _read_data(element: HtmlElement, strings: PageStrings, _: str) -> None:
    following = element.getnext()
    if following is not None and following.tag in ("dd", "td"):
        strings.data.append((_text(element), _text(following)))


def _read_labels(element: HtmlElement, labels: list[str]) -> None:
    if len(labels) > _MOST_LABELS:
        return
    for inner in element.iter("a", "span", "li"):
        _add(labels, _text(inner), 80)
    if not len(element):
        _add(labels, _text(element), 60)


_READERS: dict[str, Callable[[HtmlElement, PageStrings, str], None]] = {
    **dict.fromkeys(("em", "i", "cite"), _read_italics),
    **dict.fromkeys(("b", "strong", "u"), _read_bold),
    **dict.fromkeys(("h1", "h2", "h3", "h4"), _read_heading),
    **dict.fromkeys(("dt", "th"), _read_data),
    "img": _read_image,
}


def _read_node(node: Any, key: str, strings: PageStrings, depth: int) -> None:
    """The names in a node of structured data, and in those within it."""
    if depth > _DEEPEST:
        return
    if isinstance(node, list):
        for item in node:
            _read_node(item, key, strings, depth + 1)
    elif isinstance(node, dict):
        _read_name(node, key, strings)
        for inner, value in node.items():
            if isinstance(value, dict | list):
                _read_node(value, inner, strings, depth + 1)
            elif inner in _NAMED_BY_TEXT and isinstance(value, str):
                _declare(value, inner, strings)


def _read_name(node: dict[str, Any], key: str, strings: PageStrings) -> None:
    name = value_text(node) or value_text(node.get("headline"))
    if name is None or len(name) > LONGEST:
        return
    if key in _NAMED_BY_TEXT or key == "mainEntity":
        _declare(name, key, strings)
    elif key not in _NOT_THE_SUBJECT:
        kinds = types(node)
        if any(map(_WORK_TYPES.match, kinds)) and not any("Article" in kind for kind in kinds):
            strings.declared.append(("typed", name))


def _declare(name: str, key: str, strings: PageStrings) -> None:
    if key == "keywords":
        strings.tags += name.split(",")[:30]
    elif key == "itemReviewed":
        strings.declared.append(("item", name))
    else:
        strings.declared.append(("mention" if key == "mentions" else "about", name))
