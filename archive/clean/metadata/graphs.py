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

_FORMATS: dict[str, Callable[[Elements, str], tuple[Node, ...]]] = {
    "json-ld": json_ld, "microdata": microdata, "microformats": microformats,
}  # fmt: skip
# Of those in the attributes of visible elements: the attribute, and what it has where a work is reviewed.
_MARKS_OF_REVIEW = {
    "microdata": ("itemprop", ("ratingValue", "reviewRating", "itemReviewed")),
    "microformats": ("class", ("hreview", "h-review")),
}
VISIBLE_FORMATS = tuple(_MARKS_OF_REVIEW)


def read_graphs(
    elements: Elements, url: str, guard: Guard, formats: Container[str] = (*_FORMATS,)
) -> tuple[Graph, ...]:
    """The graphs of a page that are not empty, JSON-LD first. One whose reader fails is left out.

    Args:
        elements: of the parsed page; plain text has none, and no graphs.
        url: its URL, against which relative URLs resolve.
        guard: calls the readers of the formats.
        formats: those that are read.
    """
    graphs = [
        Graph(name, guard.read(name, partial(reader, elements, url), ()))
        for name, reader in _FORMATS.items()
        if name in formats
    ]
    return tuple(graph for graph in graphs if graph.nodes)


def formats_of_reviews(elements: Elements) -> set[str]:
    """Those of `VISIBLE_FORMATS` that hold a review."""
    return {
        name
        for name, (attribute, marks) in _MARKS_OF_REVIEW.items()
        if any(mark in value for _, value in elements.attributed(attribute) for mark in marks)
    }
