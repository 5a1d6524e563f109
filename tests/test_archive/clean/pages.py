"""Pages of our own for the readers' tests."""
# ruff: noqa: E501 - markup is easier to read in long lines

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.model import Capture, Medium

URL = "https://outlet.example/2026/03/the-long-tide/"
SENTENCE = (
    "The film opens on a harbour at dusk and never quite leaves it, which is both its charm and its trouble, "
    "for the camera would rather wait for a gull than follow anyone indoors."
)
PARAGRAPHS = f"<p>{SENTENCE}</p>\n" * 3


def html_page(html: str, url: str = URL, medium: Medium | None = None) -> Page:
    """A capture of some HTML, as read."""
    return read_page(
        Capture(
            url=url,
            captured_at=datetime(2026, 3, 15, 12, tzinfo=UTC),
            body=html.encode(),
            content_type="text/html; charset=utf-8",
            medium=medium,
        )
    )


def text_page(text: str, url: str = URL) -> Page:
    """A capture of plain text, as read."""
    return read_page(
        Capture(
            url=url,
            captured_at=datetime(2026, 3, 15, 12, tzinfo=UTC),
            body=text.encode(),
            content_type="text/plain; charset=utf-8",
        )
    )


def article(
    top: str = "",
    middle: str = "",
    end: str = "",
    *,
    title: str = "The Long Tide review",
    after: str = "",
    head: str = "",
) -> str:
    """An article with markup of a test's choice under its headline, between its paragraphs, at its end, after it."""
    return (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>"
        f"<header><nav><a href='/'>Home</a> <a href='/film/'>Film</a></nav></header>"
        f"<main><article><h1>{title}</h1>{top}{PARAGRAPHS}{middle}{PARAGRAPHS}{end}</article></main>{after}"
        f"<footer><p>© 2026 Outlet</p></footer></body></html>"
    )


def json_ld(*nodes: dict[str, Any]) -> str:
    """A script element with these nodes."""
    graph = {"@context": "https://schema.org", "@graph": list(nodes)} if len(nodes) > 1 else nodes[0]
    return f'<script type="application/ld+json">{json.dumps(graph)}</script>'
