"""What a page says of the section that it stands in: labels near the headline, bread crumbs, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.kind.vocabulary import ATTRIBUTED, SECTIONS, SLUGS, kind_of_title
from archive.clean.metadata.nodes import articles, values
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.near_headline import is_outside_article, lines_near_headline
from archive.clean.page.page import Page, cached_per_page
from archive.model import Kind, Reading

# Of whose reviews a label may speak, when it is not the critic's.
_OTHERS = frozenset(("customer", "user", "users", "reader", "readers", "client", "product", "guest", "peer"))

_LABELS = etree.XPath(
    "descendant::*[contains(@class, 'breadcrumb')]/descendant::a | descendant::a[@rel='category tag']"
    " | descendant::*[@class[contains(., 'kicker') or contains(., 'eyebrow') or contains(., 'cat-links')"
    " or contains(., 'section-label')]]"
)

# What other languages call the label above the headline; asked of their pages only: every word costs time.
_LABELS_ABROAD = etree.XPath(
    "descendant::*[@class[contains(., 'dachzeile') or contains(., 'rubri') or contains(., 'chapeu')"
    " or contains(., 'surtitre') or contains(., 'cintillo') or contains(., 'antet')"
    " or contains(., 'occhiello')]]"
)

_MENU_PARTS = re.compile(r"\s*(?:[|·•>»/:,–—]|\s-\s|\s&\s|\sand\s)\s*")

_MENU_CHARS, _MOST_ELEMENTS = 150, 700

_PROSE_TAGS = frozenset(("p", "em", "i", "b", "strong", "script", "style", "cite", "br"))

_MENU_NAMES = {
    "film": "film films movie movies cinema kino cine cinéma filme películas",
    "tv": "tv television serien séries",
    "music": "music albums musik musique música musica",
    "game": "games video games spiele jeux vidéo videojuegos giochi jogos",
    "book": "books bücher livres libros libri boeken literature",
    "stage": "theatre theater bühne théâtre teatro",
    "podcast": "podcasts",
    "review": "reviews kritiken critiques críticas reseñas recensioni recensies resenhas レビュー",
}

_MENU_WORDS = {
    word: frozenset(medium for medium, words in _MENU_NAMES.items() if word in words.split())
    for word in " ".join(_MENU_NAMES.values()).split()
}

_TAGS = etree.XPath("descendant::a[@rel='tag']")

_SAID_IN_LABELS = ("interview", "obituary", "recap", "trailer")

_NEAREST_BEFORE, _NEAREST_AFTER = 2, 5  # lines

_LABEL_LINE = 90  # characters

_CMS_CLASS = re.compile(
    r"(?:^|\s)(?:(?:node|post|page|content|article)-type|node|type|category|single|format)-(?P<kind>[a-zà-þ]+)(?=\s|$)"
)

_VAGUE = ("news", "feature", "list", "other")  # what sites call all that they print

_LABEL_CHARS = 40

_EXTENSIONS = frozenset(("html", "htm", "php", "shtml", "aspx"))


def section_labels(page: Page) -> Iterator[str]:
    """What names the section: JSON-LD, meta, bread crumbs, the label above the headline."""
    for node in articles(page.nodes):
        found = [*values(node, "articleSection"), *values(node, "genre")]
        yield from (one.strip() for one in found if isinstance(one, str))
    if page.tree is not None:
        yield from meta_tags(page).get("article:section", [])
        yield from _short_texts(page, _LABELS)
        if not (page.tree.get("lang") or "en").lower().startswith("en"):
            yield from _short_texts(page, _LABELS_ABROAD)


def tags(page: Page) -> Iterator[str]:
    """The links that the page marks as its tags."""
    yield from _short_texts(page, _TAGS)


@cached_per_page
def covers_works(page: Page) -> bool:
    """Whether the page's site writes about works: labels on it name two media, or one and reviews."""
    if page.tree is None:
        return False
    named: set[str] = set()
    for element in islice(page.tree.iter(etree.Element), _MOST_ELEMENTS):
        texts = () if element.tag in _PROSE_TAGS else (element.text, element.tail)
        for text in (one for one in texts if one and len(one) <= _MENU_CHARS):
            for label in _MENU_PARTS.split(text.strip().lower()):
                named.update(_MENU_WORDS.get(label, ()))
    return len(named) > 1


@cached_per_page
def _short_texts(page: Page, path: etree.XPath) -> tuple[str, ...]:
    found = cast("list[HtmlElement]", path(page.tree)) if page.tree is not None else []
    labels = (" ".join(element.text_content().split()) for element in found)
    return tuple(label for label in labels if len(label) <= _LABEL_CHARS)


@cached_per_page
def section_kind(page: Page) -> Reading[Kind] | None:
    """The kind that the page's address or its section's name gives it."""
    return _of_address(page) or _of_label(page) or _of_cms(page)


@cached_per_page
def kind_beside(page: Page, title: str) -> Reading[Kind] | None:
    """The kind that a line or a link beside the headline names, all of it: "Hands-on", "Interview by"."""
    around = lines_near_headline(page, title)
    lines = [*around.before[:_NEAREST_BEFORE], *around.after[:_NEAREST_AFTER]]
    for place, line in enumerate(lines):
        words = line.text
        menu = place < len(around.before[:_NEAREST_BEFORE]) and (len(line.pieces) > 2 or "|" in words)
        if (
            len(words) > _LABEL_LINE
            or menu
            or (line.element is not None and (line.element.tag == "li" or is_outside_article(line.element)))
        ):
            continue
        for kind, pattern in ATTRIBUTED:
            if pattern.match(words):
                return Reading(kind, "section", words)
        named = {SECTIONS.get("-".join(piece.lower().split())) for piece in line.pieces} - {None}
        if len(named) == 1 and (kind_named := named.pop()):
            return Reading(kind_named, "section", words)
    return None


def _of_cms(page: Page) -> Reading[Kind] | None:
    """A page's type or category as its publishing system classes it: "node-type-review"."""
    for element in page.tree.iter("body", "article", "main") if page.tree is not None else ():
        for found in _CMS_CLASS.finditer(element.get("class") or ""):
            kind = SECTIONS.get(found["kind"])
            if kind and kind not in _VAGUE:
                return Reading(kind, "section", found[0].strip())
        if element.tag == "article":
            break
    return None


def _of_address(page: Page) -> Reading[Kind] | None:
    """A kind told by the slug ("the-long-tide-review", "the-making-of-it"), else a section in the path."""
    try:
        path = unquote(urlsplit(page.url).path).lower().rstrip("/")
    except ValueError:
        return None
    *sections, slug = path.split("/") if path else [""]
    words = [word for word in re.split(r"[-_.]", slug) if word not in _EXTENSIONS and not word.isdigit()]
    if told := _of_slug(words):
        return told
    for part in reversed(sections):
        if kind := SECTIONS.get(part):
            return Reading(kind, "url", part)
    return None


def _of_slug(words: list[str]) -> Reading[Kind] | None:
    if len(words) < 2:
        return None
    for word in words[-1:] + words[:1]:
        if kind := SECTIONS.get(word):
            return Reading(kind, "url", word)
    phrase = " ".join(words)
    for told, kind in SLUGS.items():
        if f" {told} " in f" {phrase} ":
            return Reading(kind, "url", told)
    return None


def _of_label(page: Page) -> Reading[Kind] | None:
    for label in section_labels(page):
        words = label.lower().split() or [""]
        kind = SECTIONS.get("-".join(words)) or SECTIONS.get(words[-1])
        if kind and not _OTHERS & set(words):
            return Reading(kind, "section", label)
        if (kind := kind_of_title(label)) in _SAID_IN_LABELS:
            return Reading(kind, "section", label)
    return None
