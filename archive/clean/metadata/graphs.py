"""Read a page's structured data: one graph of nodes for each format that it uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from functools import partial
from typing import TypeAlias

from lxml.html import HtmlElement

from archive.clean.guard import Guard
from archive.clean.metadata.json_ld import json_ld
from archive.clean.metadata.microdata import microdata
from archive.clean.metadata.microformats import microformats
from archive.clean.metadata.nodes import Graph, Node

_Reader: TypeAlias = Callable[[HtmlElement, str], tuple[Node, ...]]
_Finder: TypeAlias = Callable[[str], object]


def _finder_of(*marks: str) -> _Finder:
    """What tells whether a source has one of some strings, which are found faster than most patterns."""
    return lambda html: any(mark in html for mark in marks)


# The formats that stand in the attributes of visible elements, each with its reader, what finds in the source
# of every page that it uses it, and what finds that a work is reviewed in it.
_VISIBLE: dict[str, tuple[_Reader, _Finder, _Finder]] = {
    "microdata": (
        microdata, _finder_of("itemprop"), _finder_of("ratingValue", "reviewRating", "itemReviewed")
    ),
    "microformats": (
        microformats, re.compile("h-?(?:entry|review)").search, re.compile("h-?review").search
    ),
}  # fmt: skip

VISIBLE_FORMATS = tuple(_VISIBLE)


def read_graphs(
    tree: HtmlElement | None,
    html: str,
    url: str,
    guard: Guard,
    formats: Container[str] = VISIBLE_FORMATS,
) -> tuple[Graph, ...]:
    """The graphs of a page that are not empty, JSON-LD first. One whose reader fails is left out.

    Args:
        tree: the parsed page; None for plain text, which has no graphs.
        html: its source.
        url: its URL, against which relative URLs resolve.
        guard: calls the readers of the formats.
        formats: those of `VISIBLE_FORMATS` that are read; the others only where they hold a review.
    """
    if tree is None:
        return ()
    graphs = [Graph("json-ld", guard.read("JSON-LD", lambda: json_ld(tree), ()))]
    for name, (reader, is_used, reviews_work) in _VISIBLE.items():
        if (is_used if name in formats else reviews_work)(html):
            graphs.append(Graph(name, guard.read(name, partial(reader, tree, url), ())))
    return tuple(graph for graph in graphs if graph.nodes)
