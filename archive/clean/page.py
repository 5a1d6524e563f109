"""A capture decoded and parsed once, for every reader of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction

from archive.clean.decode import decode
from archive.clean.embedded import Graph, read_graphs
from archive.clean.state import Told, shows_little, tell
from archive.clean.structured import Node
from archive.model import Capture, Hint, Medium

_SITE_AFTER = re.compile(r"\s+[|•·»–—-]\s+(?!.*\s[|•·»–—-]\s)")
_HEAD = frozenset(("title", "base", "link", "meta", "style", "script", "noscript", "template"))
_HTML_START = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I | re.S)
_ANY_MARKUP = re.compile(r"<(?:html|head|body|title|meta|article|div|p|h1)\b[^<>]*>", re.I)
_BINARY = re.compile(
    rb"%PDF-|\x89PNG|GIF8|\xff\xd8\xff|PK\x03\x04|\x1f\x8b|RIFF|\x00\x00\x00.ftyp|ID3|OggS", re.S
)
_TEXTUAL = re.compile(r"\s*(?:text/|application/(?:xhtml\+xml|xml|octet-stream)\b|application/.*\+xml)", re.I)

# lxml.html asks Python for the class of each element, each time it is met; this is told once.
_CLASSES = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed capture. Readers never change the tree; one that must cut works on a copy.

    Attributes:
        url: the address that answered.
        captured_at: aware UTC; relative dates count from here.
        tree: the raw tree, or None where the capture is plain text.
        lines: the non-empty stripped lines of a plain-text capture; () for HTML.
        graphs: what the page says for machines, a graph a format; () where it says nothing.
        headers: response headers, names in lower case.
        hint: what the source said of the page.
        medium: what the outlet said that it covers.
        told: the body that the tree lacked and was given from the page's state; None where it needed none.
        kept: what `archive.clean.once` keeps of it.
    """

    url: str
    captured_at: datetime
    tree: HtmlElement | None
    lines: tuple[str, ...] = ()
    graphs: tuple[Graph, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    hint: Hint | None = None
    medium: Medium | None = None
    told: Told | None = None
    kept: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def base(self) -> str:
        """What the page's relative addresses count from."""
        named = None if self.tree is None else self.tree.find("head/base")
        try:
            return urljoin(self.url, (named.get("href") or "").strip()) if named is not None else self.url
        except ValueError:
            return self.url

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The JSON-LD nodes, `@graph` and lists flattened, outermost first; () where there are none."""
        return nodes_of(self.graphs)

    @property
    def marked(self) -> tuple[Graph, ...]:
        """The graphs of what is marked up where a reader sees it: microdata, microformats."""
        return tuple(graph for graph in self.graphs if graph.source != "json-ld")


def nodes_of(graphs: Sequence[Graph]) -> tuple[Node, ...]:
    """The JSON-LD nodes among a page's graphs."""
    return next((graph.nodes for graph in graphs if graph.source == "json-ld"), ())


def is_bare(page: Page) -> bool:
    """Whether the page shows (nearly) no prose, and its state held none for it either."""
    return page.tree is not None and page.told is None and shows_little(page.tree)


def read_page(capture: Capture, replace: Sequence[tuple[str, str]] = ()) -> Page:
    """Decode and parse a capture. Never raises: a capture that holds no page gives a Page with an empty tree.

    `replace` holds strings of the source and what to put in their place before it is parsed.

    A capture is plain text where its Content-Type is `text/plain` and it does not begin as an HTML document,
    or where it has no Content-Type and holds no markup.
    """
    tree: HtmlElement | None
    lines: tuple[str, ...] = ()
    text = ""
    if _is_binary(capture):
        tree = _parse("")
    else:
        text = decode(capture.body, capture.content_type)
        for found, other in replace:
            text = text.replace(found, other)
        if _is_plain(text, capture.content_type):
            tree = None
            lines = tuple(line for raw in text.splitlines() if (line := " ".join(raw.split())))
        else:
            tree = _parse(text)
    graphs = read_graphs(tree, text, capture.url)
    return Page(
        url=capture.url,
        captured_at=capture.captured_at,
        tree=tree,
        lines=lines,
        graphs=graphs,
        headers=capture.headers,
        hint=capture.hint,
        medium=capture.medium,
        told=None if tree is None else tell(tree, text, nodes_of(graphs), capture.url),
    )


def _is_binary(capture: Capture) -> bool:
    if capture.content_type and not _TEXTUAL.match(capture.content_type):
        return not _HTML_START.match(decode(capture.body[:1024]))
    return _BINARY.match(capture.body) is not None


def _is_plain(text: str, content_type: str | None) -> bool:
    """Servers label HTML as text/plain and files have no label at all, so the first tag counts too."""
    if not content_type:
        return bool(text.strip()) and not _ANY_MARKUP.search(text)
    return content_type.strip().lower().startswith("text/plain") and not _HTML_START.match(text)


def _parse(text: str) -> HtmlElement:
    """The tree of a document. As bytes, since lxml refuses text that carries an encoding declaration."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = lxml_html.document_fromstring("<html><body></body></html>")
    _empty_head(tree)
    return tree


def _empty_head(tree: HtmlElement) -> None:
    """HTML 5 lets a page leave `<body>` out; libxml2, which knows no `<article>`, keeps that in the head."""
    head, body = tree.find("head"), tree.find("body")
    strays = (
        [] if head is None else [node for node in head if isinstance(node.tag, str) and node.tag not in _HEAD]
    )
    if strays:
        (etree.SubElement(tree, "body") if body is None else body)[:0] = strays


def shown_headline(page: Page) -> str:
    """What the page's `<title>` says before the name of its site."""
    return _SITE_AFTER.split(shown_title(page))[0]


def shown_title(page: Page) -> str:
    """What the page's `<title>` says, white space folded; "" where it has none."""
    return " ".join((page.tree.findtext(".//title") or "").split()) if page.tree is not None else ""
