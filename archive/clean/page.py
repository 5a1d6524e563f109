"""A capture decoded and parsed once, for every reader of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lxml.html import HtmlElement

from archive.model import Hint, Medium


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed capture. Readers never change the tree; one that must cut works on a copy.

    Attributes:
        url: the address that answered.
        captured_at: aware UTC; relative dates count from here.
        tree: the raw tree, or None where the capture is plain text.
        lines: the non-empty stripped lines of a plain-text capture; () for HTML.
        nodes: the JSON-LD nodes, `@graph` and lists flattened, outermost first; () where there are none.
        headers: response headers, names in lower case.
        hint: what the source said of the page.
        medium: what the outlet said that it covers.
    """

    url: str
    captured_at: datetime
    tree: HtmlElement | None
    lines: tuple[str, ...] = ()
    nodes: tuple[dict[str, Any], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    hint: Hint | None = None
    medium: Medium | None = None
