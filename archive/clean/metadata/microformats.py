"""Read microformats (h-entry, h-review and the older hentry, hreview) into JSON-LD-like nodes.

Only the properties that are facts of an article are read, each from the classes of both generations.
"""

from __future__ import annotations

from collections.abc import Iterator, KeysView
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.beside import UNDESCRIBED
from archive.clean.dom.elements import Elements
from archive.clean.metadata.nodes import Node

_REVIEWS = dict.fromkeys(("h-review", "hreview"))
_ROOTS = dict.fromkeys(("h-entry", "hentry", *_REVIEWS))
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
_RATING = ("ratingValue", "bestRating", "worstRating")
_VALUES = dict.fromkeys(("fn", "p-name", "value", "value-title"))  # in a property's element, what it gives
_VALUE_ATTRIBUTES = {"data": "value", "time": "datetime", "img": "alt"}
_MOST_ROOTS, _MOST_MARKED = 5, 1000
_LONGEST = 300  # characters; a longer value is a text that is marked by mistake
_WITH_CLASS = etree.XPath("descendant-or-self::*[@class]")


def microformats(elements: Elements, _: str = "") -> tuple[Node, ...]:
    """The nodes of the page's own entry and of its reviews; () for none.

    Of several entries the own one is the one that contains the h1; without it, none is read.
    """
    maybe = [one for one, names in elements.attributed("class") if "entry" in names or "review" in names]
    marked = _marked([one for one in maybe if one is not elements.tree], _ROOTS.keys())
    roots = [(root, name) for root, name in marked if not elements.around(root.getparent()) & UNDESCRIBED]
    entries = [root for root, name in roots if name not in _REVIEWS]
    own = [root for root in entries if root.find(".//h1") is not None] or entries * (len(entries) == 1)
    reviews = [root for root, name in roots if name in _REVIEWS]
    read = [_node(root, elements) for root in [*own[:1], *reviews][:_MOST_ROOTS]]
    return tuple(filter(None, read))


def _marked(elements: object, names: KeysView[str]) -> Iterator[tuple[HtmlElement, str]]:
    """Those of some elements that have one of these classes, each with the first of them."""
    for element in cast("list[HtmlElement]", elements):
        classes = (element.get("class") or "").split()
        if not names.isdisjoint(classes):
            yield element, next(name for name in names if name in classes)


def _node(root: HtmlElement, elements: Elements) -> Node | None:
    """The node of a root; None for one without properties, and for an entry with several titles or dates."""
    values: dict[str, list[str]] = {}
    items: list[Node] = []
    things: set[HtmlElement] = set()
    for element, mark in islice(_marked(_WITH_CLASS(root), _PROPERTIES.keys()), _MOST_MARKED):
        is_in_thing = not things.isdisjoint(element.iterancestors())
        if element is root or is_in_thing or elements.around(element.getparent()) & UNDESCRIBED:
            continue
        name, value = _PROPERTIES[mark], _value(element)
        if name in _THINGS:
            things.add(element)
        if value and len(value) <= _LONGEST:
            values.setdefault(name, []).append(value)
        if name == "itemReviewed":
            items.append({"name": value, "url": element.get("href")})
    node: Node = {name: values[name] for name in ("name", "datePublished", "dateModified") if name in values}
    node["author"] = [{"@type": "Person", "name": name} for name in values.get("author", ())]
    if next(_marked([root], _REVIEWS.keys()), None) is None:
        is_single = all(len(set(node.get(name, ()))) <= 1 for name in ("name", "datePublished"))
        return node | {"@type": "Article"} if values and is_single else None
    if rating := {name: values[name][0] for name in _RATING if name in values}:
        node["reviewRating"] = rating
    return node | {"@type": "Review", "itemReviewed": items}


def _value(element: HtmlElement) -> str | None:
    """What an element gives a property: in an attribute, else its text; None for nothing."""
    inner, name = next(_marked(_WITH_CLASS(element), _VALUES.keys()), (element, ""))
    in_title = inner.tag == "abbr" or name == "value-title"
    attribute = "title" if in_title else _VALUE_ATTRIBUTES.get(inner.tag)
    printed = (attribute and inner.get(attribute)) or inner.text_content()
    return " ".join(printed.split()) or None
