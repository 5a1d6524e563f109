"""Decode and parse a capture into a Page."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.elements import Elements
from archive.clean.guard import Guard
from archive.clean.metadata.graphs import VISIBLE_FORMATS, formats_of_reviews, read_graphs
from archive.clean.metadata.nodes import json_ld_nodes
from archive.clean.page.page import Page
from archive.clean.script_data.article_body import add_script_body, has_little_prose
from archive.html.parse_html import decode, decode_page, may_have_invisible, parse_html, without_invisible
from archive.model import Capture, media_type

_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_ANY_MARKUP = re.compile(r"<(?:html|head|body|title|meta|article|div|p|h1)\b[^<>]*>", re.I)
_BINARY = re.compile(
    rb"%PDF-|\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|\x1f\x8b|RIFF|\x00\x00\x00.ftyp|ID3|OggS", re.S
)
_TEXTUAL = re.compile(r"\s*(?:text/|application/(?:xhtml\+xml|xml|octet-stream)\b|application/.*\+xml)", re.I)


# Of a larger page the beginning is read, in a few seconds. The largest of 1,350 real pages has 9,090.
MOST_ELEMENTS = 60_000
_SHORTEST = 3  # characters of an element's source


@dataclass(frozen=True, slots=True)
class Scope:
    """How much of a page is read.

    Attributes:
        formats: those of the attributes of visible elements; the others are read only for reviews.
        cut: removes from the page's tree what no reader needs; None for nothing.
    """

    formats: Collection[str] = VISIBLE_FORMATS
    cut: Callable[[HtmlElement], None] | None = None


ALL = Scope()
_COUNT = etree.XPath("count(descendant-or-self::*)")


def is_bare(page: Page) -> bool:
    """Whether the page's HTML has (nearly) no prose and its scripts have no article body either."""
    return page.tree is not None and page.script_body is None and has_little_prose(page.tree)


def read_page(
    capture: Capture,
    replace: Sequence[tuple[str, str]] = (),
    guard: Guard | None = None,
    scope: Scope = ALL,
) -> Page:
    """Decode and parse a capture. Never raises: a binary capture gives a Page with an empty tree.

    A capture is plain text where its Content-Type is `text/plain` and it does not begin as an HTML document,
    or where it has no Content-Type and no markup.

    Args:
        guard: calls the readers of structured data and scripts; by default a new one.
        scope: how much of it is read.
        replace: pairs of strings; each first one is replaced by its second in the source before it is parsed.
    """
    is_binary = _is_binary(capture)
    text, source = ("", None) if is_binary else _decoded(capture, replace)
    is_plain = not is_binary and _is_plain(text, capture.content_type)
    tree = None if is_plain else parse_html(text, source)
    left_out = _cut_off(tree) if tree is not None and len(text) > _SHORTEST * MOST_ELEMENTS else 0
    guard = guard or Guard(capture.url)
    elements = Elements(tree)
    graphs = read_graphs(elements, capture.url, guard, {"json-ld", *scope.formats})
    script_body = None
    if tree is not None:
        add = partial(add_script_body, tree, text, json_ld_nodes(graphs), capture.url)
        script_body = guard.read("body in scripts", add, None)
        if scope.cut is not None:
            scope.cut(tree)
        elements = elements if script_body is None and scope.cut is None else Elements(tree)
    if others := {*VISIBLE_FORMATS} - {*scope.formats}:
        graphs += read_graphs(elements, capture.url, guard, others & formats_of_reviews(elements))
    return Page(
        url=capture.url,
        captured_at=capture.captured_at,
        tree=tree,
        lines=tuple(filter(None, (" ".join(line.split()) for line in text.splitlines()))) if is_plain else (),
        graphs=graphs,
        headers=capture.headers,
        hint=capture.hint,
        medium=capture.medium,
        kind=capture.kind,
        left_out=left_out,
        script_body=script_body,
        elements=elements,
    )


def _decoded(capture: Capture, replace: Sequence[tuple[str, str]]) -> tuple[str, bytes | None]:
    """The source of a page, without characters that are not seen; and in UTF-8 where it came so."""
    text, is_utf8 = decode_page(capture.body, capture.content_type)
    source = text
    if may_have_invisible(capture.body, text):
        source = without_invisible(text)
    for old, new in replace:
        source = source.replace(old, new)
    return source, capture.body if is_utf8 and source is text else None


def _cut_off(tree: HtmlElement) -> int:
    """Remove the elements of a tree after the first `MOST_ELEMENTS`. Returns how many these are."""
    count = int(cast("float", _COUNT(tree)))
    if count <= MOST_ELEMENTS:
        return 0
    first = next(islice(tree.iter(etree.Element), MOST_ELEMENTS, None))
    around = first.getparent()
    around[around.index(first) :] = []
    while around is not None and around.getparent() is not None:
        outer = around.getparent()
        around.tail = None
        del outer[outer.index(around) + 1 :]
        around = outer
    return count - int(cast("float", _COUNT(tree)))


def _is_binary(capture: Capture) -> bool:
    if capture.content_type and not _TEXTUAL.match(capture.content_type):
        return not _HTML_START.match(decode(capture.body[:1024]))
    return _BINARY.match(capture.body) is not None


def _is_plain(text: str, content_type: str | None) -> bool:
    """Whether a capture is plain text.

    The first tag counts too: servers serve HTML as text/plain, files have no type.
    """
    if not content_type:
        return bool(text.strip()) and not _ANY_MARKUP.search(text)
    return media_type(content_type) == "text/plain" and not _HTML_START.match(text)
