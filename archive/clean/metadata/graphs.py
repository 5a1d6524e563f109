"""Read a page's structured data: one graph of nodes for each format that it uses."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.html import HtmlElement

from archive.clean.metadata.json_ld import json_ld
from archive.clean.metadata.microdata import microdata
from archive.clean.metadata.microformats import may_have_microformats, microformats
from archive.clean.metadata.nodes import Graph


def read_graphs(tree: HtmlElement | None, html: str, url: str) -> tuple[Graph, ...]:
    """The graphs of a page that are not empty, JSON-LD first.

    A format that `html` cannot contain is not parsed.

    Args:
        tree: the parsed page; None for plain text, which has no graphs.
        html: its source.
        url: its URL, against which relative URLs resolve.
    """
    return tuple(graph for graph in _graphs(tree, html, url) if graph.nodes) if tree is not None else ()


def _graphs(tree: HtmlElement, html: str, url: str) -> Iterator[Graph]:
    yield Graph("json-ld", json_ld(tree))
    if "itemprop" in html:
        yield Graph("microdata", microdata(tree, url))
    if may_have_microformats(html):
        yield Graph("microformats", microformats(tree, url))
