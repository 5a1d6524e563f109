"""Microformats (h-entry, h-review and the older hentry, hreview) as mf2py reads them, as JSON-LD nodes."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.ownership import foreign_container
from archive.clean.metadata.nodes import Node

_ROOTS = frozenset(("h-entry", "hentry", "h-review", "hreview"))

# The classes whose values are read here, in both generations. mf2py takes 200-500 ms for a whole page.
_OF_ENTRY = _ROOTS | frozenset((
    "h-card", "vcard", "fn", "p-name", "entry-title", "p-author", "author", "dt-published", "published",
    "dt-updated", "updated",
))  # fmt: skip

_OF_REVIEW = _OF_ENTRY | frozenset((
    "summary", "reviewer", "p-reviewer", "dtreviewed", "dt-reviewed", "rating", "p-rating", "value",
    "value-title", "best", "p-best", "worst", "p-worst", "item", "p-item", "h-item", "h-product",
    "u-url", "url",
))  # fmt: skip

_TITLES = frozenset(("p-name", "entry-title", "summary"))

_SHORT = 300  # characters of an element that is copied whole

_MOST_ROOTS = 5

_MARKED = etree.XPath("descendant-or-self::*[@class]")


def says_microformats(html: str) -> bool:
    """Whether a page may hold an entry or a review. Fast."""
    return any(name in html for name in _ROOTS)


def microformats(tree: HtmlElement, url: str) -> tuple[Node, ...]:
    """The page's own entry and its reviews; () where none is its own, or where it holds several entries."""
    import mf2py  # noqa: PLC0415  # brings requests and Beautiful Soup along

    nodes: list[Node] = []
    for root in list(_own_roots(tree))[:_MOST_ROOTS]:
        marked = _skeleton(root)
        if len(marked) == 0:  # many themes name the post and nothing in it
            continue
        skeleton = etree.tostring(marked, encoding="unicode", method="html")
        try:
            found = mf2py.parse(f"<body>{skeleton}</body>", url=url, html_parser="lxml")["items"]
        except (ValueError, RecursionError, TypeError, AttributeError, KeyError, IndexError):
            continue
        nodes.extend(node for item in found if (node := _node(item, root)))
    return tuple(nodes)


def _own_roots(tree: HtmlElement) -> Iterator[HtmlElement]:
    roots = [one for one in _classed(tree, _ROOTS) if foreign_container(one) is None]
    entries = [one for one in roots if set(_classes(one)) & {"h-entry", "hentry"}]
    headed = [one for one in entries if one.find(".//h1") is not None]
    own = headed or (entries if len(entries) == 1 else [])
    yield from own[:1]
    yield from (one for one in roots if one not in entries)


def _classes(element: HtmlElement) -> list[str]:
    return (element.get("class") or "").split()


def _classed(element: HtmlElement, names: frozenset[str]) -> Iterator[HtmlElement]:
    for one in cast("list[HtmlElement]", _MARKED(element)):
        if not names.isdisjoint(_classes(one)):
            yield one


def _skeleton(root: HtmlElement) -> HtmlElement:
    """A root with nothing in it but what the microformats mark, short elements whole."""
    read = _OF_REVIEW if set(_classes(root)) & {"h-review", "hreview"} else _OF_ENTRY
    whole: set[HtmlElement] = set()
    shells = {root: _shell(root)}
    for one in _classed(root, read):
        outer = (
            next(up for up in one.iterancestors() if up in shells or up in whole) if one is not root else root
        )
        if one is root or outer in whole or foreign_container(one):
            continue
        if len(one.text_content()) <= _SHORT:
            whole.add(one)
            copy = deepcopy(one)
            copy.tail = None
        else:
            copy = shells[one] = _shell(one)
        shells[outer].append(copy)
    return shells[root]


def _shell(element: HtmlElement) -> HtmlElement:
    return cast("HtmlElement", etree.Element(element.tag, dict(element.attrib)))


def _node(item: dict[str, Any], root: HtmlElement) -> Node | None:
    """An item's node; None for another kind, and for an entry with the titles or dates of several."""
    kinds, said = item.get("type", ()), item.get("properties", {})
    node: Node = {
        "author": [_card(one) for key in ("author", "reviewer") for one in said.get(key, ())],
        "datePublished": [*said.get("published", ()), *said.get("reviewed", ())],
        "dateModified": list(said.get("updated", ())),
    }
    if any(True for _ in _classed(root, _TITLES)):  # else mf2py takes all the words for the name
        node["name"] = said.get("name", [])
    if "h-review" in kinds:
        return _review(node, said, root) | {"@type": "Review"}
    alone = len(set(map(str, node.get("name", ())))) <= 1 and len(set(node["datePublished"])) <= 1
    return node | {"@type": "Article"} if "h-entry" in kinds and alone else None


def _review(node: Node, said: dict[str, Any], root: HtmlElement) -> Node:
    value, best, worst = (next(map(_text, said.get(name, ())), None) for name in ("rating", "best", "worst"))
    if value is not None:
        box = next(_classed(root, frozenset(("rating", "p-rating"))), None)
        node["reviewRating"] = {
            "ratingValue": value,
            "bestRating": best,
            "worstRating": worst,
            "@printed": box.text_content() if box is not None else None,
        }
    node["itemReviewed"] = [_item(one) for one in said.get("item", ())]
    return node


def _item(item: Any) -> Node:
    said = item.get("properties", {}) if isinstance(item, dict) else {}
    return {"name": _text(item), "url": [one for one in said.get("url", ()) if isinstance(one, str)]}


def _card(card: Any) -> Any:
    said = card.get("properties", {}) if isinstance(card, dict) else {}
    name = next(iter(said.get("name", ())), None) or _text(card)
    is_firm = name is not None and name in [_text(one) for one in said.get("org", ())]
    return {"@type": "Organization" if is_firm else "Person", "name": name}


def _text(value: Any) -> str | None:
    if isinstance(value, dict):
        value = next(iter(value.get("properties", {}).get("name", ())), None) or value.get("value")
    return " ".join(value.split()) or None if isinstance(value, str) else None
