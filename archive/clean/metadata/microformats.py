"""Read microformats (h-entry, h-review and the older hentry, hreview) with mf2py into JSON-LD-like nodes.

mf2py takes 200-500 ms for a whole page, so it is given only a skeleton: the elements whose classes are read
here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, cast

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.ownership import foreign_container
from archive.clean.metadata.nodes import Node
from archive.parse_html import xml_text

if TYPE_CHECKING:
    from bs4 import Tag

_ROOTS = frozenset(("h-entry", "hentry", "h-review", "hreview"))

_ANY_ROOT = re.compile(r"h-?(?:entry|review)")

# The classes that are read here, in both generations of the format.
_ENTRY_CLASSES = _ROOTS | frozenset((
    "h-card", "vcard", "fn", "p-name", "entry-title", "p-author", "author", "dt-published", "published",
    "dt-updated", "updated",
))  # fmt: skip

_REVIEW_CLASSES = _ENTRY_CLASSES | frozenset((
    "summary", "reviewer", "p-reviewer", "dtreviewed", "dt-reviewed", "rating", "p-rating", "value",
    "value-title", "best", "p-best", "worst", "p-worst", "item", "p-item", "h-item", "h-product",
    "u-url", "url",
))  # fmt: skip

_TITLES = frozenset(("p-name", "entry-title", "summary"))

_COPIED_WHOLE = 300  # characters; of a longer element only what it marks is copied
_MOST_ROOTS = 5

_XML_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")

_WITH_CLASS = etree.XPath("descendant-or-self::*[@class]")


def may_have_microformats(html: str) -> bool:
    """Whether a page may hold an entry or a review: a fast test of its source."""
    return _ANY_ROOT.search(html) is not None


def microformats(tree: HtmlElement, url: str) -> tuple[Node, ...]:
    """The nodes of the page's own entry and of its reviews; () for none.

    Of several entries the own one is the one that contains the h1; without it, none is read.
    """
    import mf2py  # noqa: PLC0415  # imports requests and Beautiful Soup
    from bs4 import BeautifulSoup, Tag  # noqa: PLC0415

    nodes: list[Node] = []
    for root in list(_own_roots(tree))[:_MOST_ROOTS]:
        skeleton = _skeleton(root)
        if len(skeleton) == 0:  # many themes mark the post and nothing in it
            continue
        html = etree.tostring(skeleton, encoding="unicode", method="html")
        try:
            soup = BeautifulSoup(f"<body>{html}</body>", "lxml", element_classes={Tag: _uncopied_tag()})
            items = mf2py.parse(soup, url=url)["items"]
        except (ValueError, RecursionError, TypeError, AttributeError, KeyError, IndexError):
            continue
        nodes.extend(node for item in items if (node := _node(item, root)))
    return tuple(nodes)


@cache
def _uncopied_tag() -> type[Tag]:
    """The class of elements that mf2py is given.

    For each rule of the older format mf2py copies each element, unless the element has an `original`, in case
    that its HTML is asked for as it was. That takes five sixths of its time, and nothing here asks for it.
    """
    from bs4 import Tag  # noqa: PLC0415

    class UncopiedTag(Tag):
        @property
        def original(self) -> Tag:
            return self

    return UncopiedTag


def _own_roots(tree: HtmlElement) -> Iterator[HtmlElement]:
    roots = [root for root in _with_class(tree, _ROOTS) if foreign_container(root) is None]
    entries = [root for root in roots if _classes(root) & {"h-entry", "hentry"}]
    with_h1 = [root for root in entries if root.find(".//h1") is not None]
    own = with_h1 or (entries if len(entries) == 1 else [])
    yield from own[:1]
    yield from (root for root in roots if root not in entries)


def _classes(element: HtmlElement) -> frozenset[str]:
    return _names_in(element.get("class") or "")


@lru_cache(maxsize=20_000)  # a page repeats few classes often
def _names_in(classes: str) -> frozenset[str]:
    return frozenset(classes.split())


def _with_class(element: HtmlElement, names: frozenset[str]) -> Iterator[HtmlElement]:
    for descendant in cast("list[HtmlElement]", _WITH_CLASS(element)):
        if not names.isdisjoint(_classes(descendant)):
            yield descendant


def _skeleton(root: HtmlElement) -> HtmlElement:
    """A copy of a root without what the microformats do not mark; short elements are copied whole."""
    wanted = _REVIEW_CLASSES if _classes(root) & {"h-review", "hreview"} else _ENTRY_CLASSES
    whole: set[HtmlElement] = set()
    shells = {root: _shell(root)}
    for element in _with_class(root, wanted):
        outer = (
            next(ancestor for ancestor in element.iterancestors() if ancestor in shells or ancestor in whole)
            if element is not root
            else root
        )
        if element is root or outer in whole or foreign_container(element):
            continue
        if len(element.text_content()) <= _COPIED_WHOLE:
            whole.add(element)
            copy = deepcopy(element)
            copy.tail = None
        else:
            copy = shells[element] = _shell(element)
        shells[outer].append(copy)
    return shells[root]


def _shell(element: HtmlElement) -> HtmlElement:
    """A copy of an element without its content, and without names that lxml parses and refuses: "47"."""
    tag = element.tag if _XML_NAME.fullmatch(element.tag) else "span"
    attributes = {name: xml_text(value) for name, value in element.items() if _XML_NAME.fullmatch(name)}
    return cast("HtmlElement", etree.Element(tag, attributes))


def _node(item: dict[str, Any], root: HtmlElement) -> Node | None:
    """The node of an item; None for another type of item, and for an entry with several titles or dates."""
    types, properties = item.get("type", ()), item.get("properties", {})
    node: Node = {
        "author": [_card(card) for key in ("author", "reviewer") for card in properties.get(key, ())],
        "datePublished": [*properties.get("published", ()), *properties.get("reviewed", ())],
        "dateModified": list(properties.get("updated", ())),
    }
    # Without a title, mf2py gives all of the text as the name.
    if any(True for _ in _with_class(root, _TITLES)):
        node["name"] = properties.get("name", [])
    if "h-review" in types:
        return _review(node, properties) | {"@type": "Review"}
    is_single = len(set(map(str, node.get("name", ())))) <= 1 and len(set(node["datePublished"])) <= 1
    return node | {"@type": "Article"} if "h-entry" in types and is_single else None


def _review(node: Node, properties: dict[str, Any]) -> Node:
    value, best, worst = (
        next(map(_text, properties.get(name, ())), None) for name in ("rating", "best", "worst")
    )
    if value is not None:
        node["reviewRating"] = {
            "ratingValue": value,
            "bestRating": best,
            "worstRating": worst,
        }
    node["itemReviewed"] = [_item(item) for item in properties.get("item", ())]
    return node


def _item(item: Any) -> Node:
    properties = item.get("properties", {}) if isinstance(item, dict) else {}
    return {"name": _text(item), "url": [url for url in properties.get("url", ()) if isinstance(url, str)]}


def _card(card: Any) -> Any:
    properties = card.get("properties", {}) if isinstance(card, dict) else {}
    name = next(iter(properties.get("name", ())), None) or _text(card)
    is_organization = name is not None and name in [_text(org) for org in properties.get("org", ())]
    return {"@type": "Organization" if is_organization else "Person", "name": name}


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = next(iter(value.get("properties", {}).get("name", ())), None) or value.get("value")
    return " ".join(value.split()) or None if isinstance(value, str) else None
