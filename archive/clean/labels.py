"""What a page says of the section that it stands in: labels near the headline, bread crumbs, its address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.kinds import SECTIONS
from archive.clean.once import once
from archive.clean.page import Page
from archive.clean.structured import articles, metas, values
from archive.model import Kind, Reading

# Of whose reviews a label may speak, when it is not the critic's.
_OTHERS = frozenset(("customer", "user", "users", "reader", "readers", "client", "product", "guest", "peer"))
_LABELS = etree.XPath(
    "descendant::*[contains(@class, 'breadcrumb')]/descendant::a | descendant::a[@rel='category tag']"
    " | descendant::*[@class[contains(., 'kicker') or contains(., 'eyebrow')]]"
)
# What other languages call the label above the headline; asked of their pages only: every word costs time.
_LABELS_ABROAD = etree.XPath(
    "descendant::*[@class[contains(., 'dachzeile') or contains(., 'rubri') or contains(., 'chapeu')"
    " or contains(., 'surtitre') or contains(., 'cintillo') or contains(., 'antet')"
    " or contains(., 'occhiello')]]"
)
_TAGS = etree.XPath("descendant::a[@rel='tag']")
_LABEL_CHARS = 40
_EXTENSIONS = frozenset(("html", "htm", "php", "shtml", "aspx"))


def section_labels(page: Page) -> Iterator[str]:
    """What names the section: JSON-LD, meta, bread crumbs, the label above the headline."""
    for node in articles(page.nodes):
        found = [*values(node, "articleSection"), *values(node, "genre")]
        yield from (one.strip() for one in found if isinstance(one, str))
    if page.tree is not None:
        yield from metas(page).get("article:section", [])
        yield from _short_texts(page, _LABELS)
        if not (page.tree.get("lang") or "en").lower().startswith("en"):
            yield from _short_texts(page, _LABELS_ABROAD)


def tags(page: Page) -> Iterator[str]:
    """The links that the page marks as its tags."""
    yield from _short_texts(page, _TAGS)


@once
def _short_texts(page: Page, path: etree.XPath) -> tuple[str, ...]:
    found = cast("list[HtmlElement]", path(page.tree)) if page.tree is not None else []
    labels = (" ".join(element.text_content().split()) for element in found)
    return tuple(label for label in labels if len(label) <= _LABEL_CHARS)


@once
def section_kind(page: Page) -> Reading[Kind] | None:
    """The kind that the page's address or its section's name gives it."""
    return _of_address(page) or _of_label(page)


def _of_address(page: Page) -> Reading[Kind] | None:
    """A section in the path, or a kind as the first or last word of the slug ("the-long-tide-review")."""
    try:
        path = unquote(urlsplit(page.url).path).lower().rstrip("/")
    except ValueError:
        return None
    *sections, slug = path.split("/") if path else [""]
    for part in reversed(sections):
        if kind := SECTIONS.get(part):
            return Reading(kind, "url", part)
    words = [word for word in re.split(r"[-_.]", slug) if word not in _EXTENSIONS and not word.isdigit()]
    for word in (words[-1:] + words[:1]) if len(words) > 1 else ():
        if kind := SECTIONS.get(word):
            return Reading(kind, "url", word)
    return None


def _of_label(page: Page) -> Reading[Kind] | None:
    for label in section_labels(page):
        words = label.lower().split() or [""]
        kind = SECTIONS.get("-".join(words)) or SECTIONS.get(words[-1])
        if kind and not _OTHERS & set(words):
            return Reading(kind, "section", label)
    return None
