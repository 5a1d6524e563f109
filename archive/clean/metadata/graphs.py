"""What a page says of itself for machines, in one shape: a graph of nodes from each format it uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.clean.metadata.json_ld import json_ld
from archive.clean.metadata.microdata import microdata
from archive.clean.metadata.microformats import microformats, says_microformats
from archive.clean.metadata.nodes import Node


@dataclass(frozen=True, slots=True)
class Graph:
    """The nodes of one format, named as JSON-LD names them.

    Attributes:
        source: `json-ld`, `microdata` or `microformats`.
        nodes: outermost first. `@whose` in one says in which box of others' things it stands.
    """

    source: str
    nodes: tuple[Node, ...]


def read_graphs(tree: HtmlElement | None, html: str, url: str) -> tuple[Graph, ...]:
    """The graphs of a page that hold anything, JSON-LD first; a format it has no sign of costs nothing."""
    return tuple(graph for graph in _graphs(tree, html, url) if graph.nodes) if tree is not None else ()


def _graphs(tree: HtmlElement, html: str, url: str) -> Iterator[Graph]:
    yield Graph("json-ld", json_ld(tree))
    if "itemprop" in html:
        yield Graph("microdata", microdata(tree, url))
    if says_microformats(html):
        yield Graph("microformats", microformats(tree, url))


def json_ld_nodes(graphs: Sequence[Graph]) -> tuple[Node, ...]:
    """The JSON-LD nodes among a page's graphs."""
    return next((graph.nodes for graph in graphs if graph.source == "json-ld"), ())
