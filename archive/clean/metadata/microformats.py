"""Read microformats (h-entry, h-review and the older hentry, hreview) into JSON-LD-like nodes.

Only the properties that are facts of an article are read, each from the classes of both generations.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.ownership import foreign_container
from archive.clean.metadata.nodes import Node

_ANY_ROOT = re.compile(r"h-?(?:entry|review)")

_ENTRIES = ("h-entry", "hentry")
_REVIEWS = ("h-review", "hreview")

# The property that each class marks; of several classes the first counts.
_PROPERTIES = {
    "p-name": "name", "entry-title": "name", "summary": "name",
    "p-author": "author", "author": "author", "p-reviewer": "author", "reviewer": "author",
    "dt-published": "datePublished", "published": "datePublished",
    "dt-reviewed": "datePublished", "dtreviewed": "datePublished",
    "dt-updated": "dateModified", "updated": "dateModified",
    "p-rating": "ratingValue", "rating": "ratingValue",
    "p-best": "bestRating", "best": "bestRating", "p-worst": "worstRating", "worst": "worstRating",
    "p-item": "itemReviewed", "item": "itemReviewed", "h-item": "itemReviewed",
    "vcard": "card", "h-card": "card",
}  # fmt: skip

_THINGS = frozenset(("author", "itemReviewed", "card"))  # what is marked in them is theirs
_VALUES = ("fn", "p-name", "value", "value-title")  # in the element of a property, what it gives
_MOST_ROOTS, _MOST_MARKED = 5, 1000

_WITH_CLASS = etree.XPath("descendant-or-self::*[@class]")


def may_have_microformats(html: str) -> bool:
    """Whether a page may hold an entry or a review: a fast test of its source."""
    return _ANY_ROOT.search(html) is not None


def microformats(tree: HtmlElement) -> tuple[Node, ...]:
    """The nodes of the page's own entry and of its reviews; () for none.

    Of several entries the own one is the one that contains the h1; without it, none is read.
    """
    roots = [root for root, _ in _marked(tree, (*_ENTRIES, *_REVIEWS)) if foreign_container(root) is None]
    entries = [root for root in roots if not _classes(root).isdisjoint(_ENTRIES)]
    own = [root for root in entries if root.find(".//h1") is not None] or entries * (len(entries) == 1)
    reviews = [root for root in roots if root not in entries]
    return tuple(filter(None, map(_node, [*own[:1], *reviews][:_MOST_ROOTS])))


def _marked(element: HtmlElement, names: Iterable[str]) -> Iterator[tuple[HtmlElement, str]]:
    """The elements in an element, and itself, that have one of these classes, each with the first of them."""
    for inner in cast("list[HtmlElement]", _WITH_CLASS(element)):
        classes = _classes(inner)
        if not classes.isdisjoint(names):
            yield inner, next(name for name in names if name in classes)


@lru_cache(maxsize=20_000)  # a page repeats few classes often
def _names_in(classes: str) -> frozenset[str]:
    return frozenset(classes.split())


def _classes(element: HtmlElement) -> frozenset[str]:
    return _names_in(element.get("class") or "")


def _node(root: HtmlElement) -> Node | None:
    """The node of a root; None for one without properties, and for an entry with several titles or dates."""
    properties: dict[str, list[HtmlElement]] = {}
    things: set[HtmlElement] = set()
    for element, name in islice(_marked(root, _PROPERTIES), _MOST_MARKED):
        if element is root or foreign_container(element) or not things.isdisjoint(element.iterancestors()):
            continue
        properties.setdefault(_PROPERTIES[name], []).append(element)
        if _PROPERTIES[name] in _THINGS:
            things.add(element)
    values = {name: list(filter(None, map(_value, elements))) for name, elements in properties.items()}
    node: Node = {name: values[name] for name in ("name", "datePublished", "dateModified") if name in values}
    node["author"] = [{"@type": "Person", "name": name} for name in values.get("author", ())]
    if _classes(root).isdisjoint(_REVIEWS):
        is_single = all(len(set(node.get(name, ()))) <= 1 for name in ("name", "datePublished"))
        return node | {"@type": "Article"} if values and is_single else None
    rating = {
        name: values[name][0] for name in ("ratingValue", "bestRating", "worstRating") if values.get(name)
    }
    items = [{"name": _value(item), "url": item.get("href")} for item in properties.get("itemReviewed", ())]
    return node | {"@type": "Review", "itemReviewed": items} | ({"reviewRating": rating} if rating else {})


def _value(element: HtmlElement) -> str | None:
    """What an element gives a property: in an attribute, else its text; None for nothing."""
    inner, _ = next(_marked(element, _VALUES), (element, ""))
    in_title = inner.tag == "abbr" or "value-title" in _classes(inner)
    attribute = "title" if in_title else {"data": "value", "time": "datetime", "img": "alt"}.get(inner.tag)
    printed = (attribute and inner.get(attribute)) or inner.text_content()
    return " ".join(printed.split()) or None
