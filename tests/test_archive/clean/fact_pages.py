"""Pages of our own make, as short as the fact that they show."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.model import Capture, Hint

CAPTURED_AT = datetime(2026, 3, 15, 12, tzinfo=UTC)
URL = "https://www.daily-lantern.example/film/the-long-tide-review"
PROSE = (
    "<p>" + "The tide comes in slowly, and the film lets it, for two hours and then some more. " * 6 + "</p>"
)


def page(
    body: str = "",
    *,
    head: str = "",
    ld: Any = None,
    url: str = URL,
    lang: str = "en",
    headers: Mapping[str, str] | None = None,
    hint: Hint | None = None,
    captured_at: datetime = CAPTURED_AT,
) -> Page:
    """An HTML page with `body` and `head` filled in, and `ld` as its JSON-LD."""
    script = f'<script type="application/ld+json">{json.dumps(ld)}</script>' if ld is not None else ""
    text = f'<!DOCTYPE html><html lang="{lang}"><head>{head}{script}</head><body>{body}</body></html>'
    return read_page(
        Capture(url, captured_at, text.encode(), 200, "text/html; charset=utf-8", headers or {}, hint=hint)
    )


def plain(*lines: str, url: str = URL, captured_at: datetime = CAPTURED_AT) -> Page:
    """A page saved as text."""
    return read_page(Capture(url, captured_at, "\n\n".join(lines).encode(), 200, "text/plain"))
