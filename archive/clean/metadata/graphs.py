"""Read a page's structured data: one graph of nodes for each format that it uses."""

from __future__ import annotations

from collections.abc import Callable, Container
from functools import partial

from archive.clean.dom.elements import Elements
from archive.clean.guard import Guard
from archive.clean.metadata.json_ld import json_ld
from archive.clean.metadata.microdata import microdata
from archive.clean.metadata.microformats import microformats
from archive.clean.metadata.nodes import Graph, Node

# The formats, each with its reader; of those in the attributes of visible elements also what the source of
# every page has where a work is reviewed in it.
_FORMATS: dict[str, tuple[Callable[[Elements, str], tuple[Node, ...]], tuple[str, ...]]] = {
    "json-ld": (json_ld, ()),
    "microdata": (microdata, ("ratingValue", "reviewRating", "itemReviewed")),
    "microformats": (microformats, ("hreview", "h-review")),
}
VISIBLE_FORMATS = tuple(_FORMATS)[1:]


def read_graphs(
    elements: Elements, html: str, url: str, guard: Guard, formats: Container[str] = VISIBLE_FORMATS
) -> tuple[Graph, ...]:
    """The graphs of a page that are not empty, JSON-LD first. One whose reader fails is left out.

    Args:
        elements: of the parsed page; plain text has none, and no graphs.
        html: its source.
        url: its URL, against which relative URLs resolve.
        guard: calls the readers of the formats.
        formats: those of `VISIBLE_FORMATS` that are read; the others only where they hold a review.
    """
    graphs = [
        Graph(name, guard.read(name, partial(reader, elements, url), ()))
        for name, (reader, marks_of_review) in _FORMATS.items()
        if name not in VISIBLE_FORMATS or name in formats or any(mark in html for mark in marks_of_review)
    ]
    return tuple(graph for graph in graphs if graph.nodes)
