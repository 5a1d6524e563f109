"""A capture decoded and parsed once, for every reader of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urljoin

from lxml.html import HtmlElement

from archive.clean.metadata.graphs import Graph, json_ld_nodes
from archive.clean.metadata.nodes import Node
from archive.clean.script_data.article_body import ScriptBody
from archive.model import Hint, Medium

P = ParamSpec("P")
T = TypeVar("T")

_SITE_AFTER = re.compile(r"\s+[|•·»–—-]\s+(?!.*\s[|•·»–—-]\s)")


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
        kept: what `archive.clean.page.page` keeps of it.
    """

    url: str
    captured_at: datetime
    tree: HtmlElement | None
    lines: tuple[str, ...] = ()
    graphs: tuple[Graph, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    hint: Hint | None = None
    medium: Medium | None = None
    told: ScriptBody | None = None
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
        return json_ld_nodes(self.graphs)

    @property
    def marked(self) -> tuple[Graph, ...]:
        """The graphs of what is marked up where a reader sees it: microdata, microformats."""
        return tuple(graph for graph in self.graphs if graph.source != "json-ld")


def title_tag_headline(page: Page) -> str:
    """What the page's `<title>` says before the name of its site."""
    return _SITE_AFTER.split(title_tag_text(page))[0]


def title_tag_text(page: Page) -> str:
    """What the page's `<title>` says, white space folded; "" where it has none."""
    return " ".join((page.tree.findtext(".//title") or "").split()) if page.tree is not None else ""


def cached_per_page(reader: Callable[Concatenate[Page, P], T]) -> Callable[Concatenate[Page, P], T]:
    """Let the page keep what `reader` answers for it and the further arguments, positional and hashable.

    The answer is shared: nobody may change it. It is gone with the page, and a copy of the page starts anew.
    """

    @wraps(reader)
    def kept(page: Page, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (reader, args, tuple(kwargs.items()))
        if key not in page.kept:
            page.kept[key] = reader(page, *args, **kwargs)
        return cast("T", page.kept[key])

    return cast("Callable[Concatenate[Page, P], T]", kept)
