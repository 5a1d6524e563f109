"""`Page`: a parsed capture, which every reader of the cleaner reads and none changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box
from archive.clean.dom.consent import read_layout
from archive.clean.dom.elements import Elements
from archive.clean.dom.read_blocks import flat_layout
from archive.clean.metadata.nodes import Graph, Node, json_ld_nodes
from archive.clean.script_data.article_body import ScriptBody
from archive.model import Hint, Kind, Medium
from archive.urls import join_url

P = ParamSpec("P")
T = TypeVar("T")

_LONGEST_TITLE = 2000  # characters of `<title>` that are read
_UNREAD: Any = object()
_NONE = Elements(None)


def cached_per_page(reader: Callable[Concatenate[Page, P], T]) -> Callable[Concatenate[Page, P], T]:
    """Cache results that several fields share.

    The cache is on the page, by function and arguments, which must be hashable. Callers share the result and
    must not change it. `dataclasses.replace(page, ...)` starts with an empty cache.
    """

    @wraps(reader)
    def cached(page: Page, /, *args: P.args, **kwargs: P.kwargs) -> T:
        key = (reader, args, *kwargs.items())
        result: T = page.cache.get(key, _UNREAD)
        if result is _UNREAD:
            result = page.cache[key] = reader(page, *args, **kwargs)
        return result

    return cast("Callable[Concatenate[Page, P], T]", cached)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed capture. Readers never change the tree; a reader that removes elements works on a copy.

    Attributes:
        url: the URL that the response came from, after redirects.
        captured_at: aware UTC; relative dates ("2 days ago") count from here.
        tree: the parsed HTML, as served apart from `script_body`; None where the capture is plain text.
        lines: the non-empty stripped lines of a plain-text capture; () for HTML.
        graphs: the structured data, one graph for each format that the page uses; () for none.
        headers: response headers, names in lower case.
        hint: title, authors and date that a feed or sitemap gave for the page; None for none.
        medium: what the outlet or its section is about, by its configuration; None where that is not set.
        kind: the kind of coverage that the outlet's file says it is; None where it does not say.
        left_out: how many elements at the end of a giant page were not read; 0 for other pages.
        script_body: the article body found in the page's scripts and inserted into `tree`; None where the
            HTML has a body of its own or the scripts have none.
        elements: all of the tree's.
        cache: results of functions decorated with `cached_per_page`.
    """

    url: str
    captured_at: datetime
    tree: HtmlElement | None
    lines: tuple[str, ...] = ()
    graphs: tuple[Graph, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    hint: Hint | None = None
    medium: Medium | None = None
    kind: Kind | None = None
    left_out: int = 0
    script_body: ScriptBody | None = None
    elements: Elements = field(default=_NONE, repr=False, compare=False)
    cache: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        if self.elements.tree is not self.tree:
            object.__setattr__(self, "elements", Elements(self.tree))

    @property
    @cached_per_page
    def base_url(self) -> str:
        """The URL against which the page's relative links resolve: `<base href>`, else its own."""
        base = None if self.tree is None else self.tree.find("head/base")
        return (join_url(self.url, base.get("href") or "") if base is not None else "") or self.url

    @property
    def blocks(self) -> list[Block]:
        """The blocks of the page in document order, of plain text its lines. Every reader shares them."""
        return self._layout()[0]

    @property
    def boxes(self) -> list[Box]:
        """The block-level elements of the page in document order."""
        return self._layout()[1]

    def tagged(self, *tags: str) -> list[HtmlElement]:
        """The elements with any of these tags, in document order. Callers do not change the list."""
        return self.elements.tagged(*tags)

    def attributed(self, name: str) -> list[tuple[HtmlElement, str]]:
        """The elements with an attribute, in document order, each with its value; see `Elements`."""
        return self.elements.attributed(name)

    @cached_per_page
    def classed(self, stems: tuple[str, ...], test: Callable[[str], object]) -> list[tuple[HtmlElement, str]]:
        """The elements whose class attribute passes a test, each with it, in document order.

        Args:
            stems: what passes has one of them, in lower case; they are looked for in all at once, as few do.
        """
        classes = self._classes()
        joined = "\n".join([lower for lower, _ in classes])
        held = [stem for stem in stems if stem in joined]
        maybe = {names for stem in held for lower, names in classes if stem in lower}
        passed = {*filter(test, maybe)}
        return [one for one in self.attributed("class") if one[1] in passed] if passed else []

    @property
    @cached_per_page
    def links(self) -> list[tuple[HtmlElement, str]]:
        """The `<a>` that lead somewhere, in document order, each with its address; likewise."""
        return [link for link in self.attributed("href") if link[0].tag == "a"]

    @cached_per_page
    def _classes(self) -> list[tuple[str, str]]:
        """The class attributes of the page, each once, in lower case and as they are."""
        return [(names.lower(), names) for names in {names for _, names in self.attributed("class")}]

    @cached_per_page
    def _layout(self) -> tuple[list[Block], list[Box]]:
        if self.tree is None:
            return flat_layout(self.lines)
        return read_layout(self.tree, self.elements.all)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """The JSON-LD nodes, `@graph` and lists flattened, outermost first; () for none."""
        return json_ld_nodes(self.graphs)

    @property
    def articles(self) -> list[Node]:
        """The JSON-LD nodes that describe the page's article, outermost first."""
        return next((graph.articles for graph in self.graphs if graph.source == "json-ld"), [])

    @property
    def visible_graphs(self) -> tuple[Graph, ...]:
        """The graphs read from attributes of visible elements: microdata and microformats."""
        return tuple(graph for graph in self.graphs if graph.source != "json-ld")


@cached_per_page
def title_tag_text(page: Page) -> str:
    """The text of `<title>`, white space folded; "" for none."""
    shown = next((title.text or "" for title in page.tagged("title")), "")
    return " ".join(shown[:_LONGEST_TITLE].split())


@cached_per_page
def meta_tags(page: Page) -> dict[str, list[str]]:
    """The contents of the page's meta tags, by `property`, `name`, `http-equiv` or `itemprop` in lower case.

    `itemprop` counts only in the head: in the body it describes the microdata item around it, not the page.
    """
    tags: dict[str, list[str]] = {}
    for element in page.tagged("meta"):
        attributes = dict(element.items())
        if content := " ".join(attributes.get("content", "").split()):
            for attribute in ("property", "name", "http-equiv", "itemprop"):
                names = attributes.get(attribute)
                if names and (attribute != "itemprop" or _is_in_head(element)):
                    for key in names.lower().split():
                        tags.setdefault(key, []).append(content)
    return tags


def _is_in_head(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag == "head"


def meta_value(page: Page, *names: str) -> str:
    """The first content of the first of these meta tags that the page has; "" for none."""
    tags = meta_tags(page)
    return next((tags[name][0] for name in names if name in tags), "")
