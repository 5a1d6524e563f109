"""Read a page's structured data: one graph of nodes for each format that it uses."""

from __future__ import annotations

from collections.abc import Container, Iterator

from lxml.html import HtmlElement

from archive.clean.guard import Guard
from archive.clean.metadata.json_ld import json_ld
from archive.clean.metadata.microdata import microdata
from archive.clean.metadata.microformats import may_have_microformats, microformats
from archive.clean.metadata.nodes import Graph

VISIBLE_FORMATS = ("microdata", "microformats")  # that stand in the attributes of visible elements

# What a page has that reviews something in one of them.
_REVIEWS = {
    "microdata": ("ratingValue", "reviewRating", "itemReviewed"),
    "microformats": ("hreview", "h-review"),
}


def read_graphs(
    tree: HtmlElement | None,
    html: str,
    url: str,
    guard: Guard,
    formats: Container[str] = VISIBLE_FORMATS,
) -> tuple[Graph, ...]:
    """The graphs of a page that are not empty, JSON-LD first.

    A format that `html` cannot contain is not parsed. One whose reader fails is left out.

    Args:
        tree: the parsed page; None for plain text, which has no graphs.
        html: its source.
        url: its URL, against which relative URLs resolve.
        guard: calls the readers of the formats.
        formats: those of `VISIBLE_FORMATS` that are read; the others only where they hold a review.
    """
    return (
        tuple(graph for graph in _graphs(tree, html, url, guard, formats) if graph.nodes)
        if tree is not None
        else ()
    )


def _graphs(tree: HtmlElement, html: str, url: str, guard: Guard, formats: Container[str]) -> Iterator[Graph]:
    yield Graph("json-ld", guard.read("JSON-LD", lambda: json_ld(tree), ()))
    if "itemprop" in html and _is_wanted("microdata", html, formats):
        yield Graph("microdata", guard.read("microdata", lambda: microdata(tree, url), ()))
    if may_have_microformats(html) and _is_wanted("microformats", html, formats):
        yield Graph("microformats", guard.read("microformats", lambda: microformats(tree), ()))


def _is_wanted(name: str, html: str, formats: Container[str]) -> bool:
    return name in formats or any(word in html for word in _REVIEWS[name])
