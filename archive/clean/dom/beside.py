"""What stands beside the article: comments, other articles, menus, widgets, cards, footers.

One notion for all readers, by the tags and names of boxes. Each asks for the sorts that matter to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeAlias

from lxml.html import HtmlElement

from archive.clean.patterns import phrases

BoxSort: TypeAlias = Literal[
    "crumbs", "foreign", "readers", "menu", "form", "widget", "footer", "card", "aside", "sidebar", "quote"
]
Sorts: TypeAlias = frozenset[BoxSort]

MENUS: Sorts = frozenset(("menu", "form", "footer"))
LISTS: Sorts = frozenset(("menu", "widget", "footer", "sidebar"))  # of what else is on the site

# What is never the article's, even if the page has no other, and what usually is not.
FOREIGN: Sorts = MENUS | {"foreign", "quote"}
OUTSIDE: Sorts = FOREIGN | {"widget", "card", "aside"}
UNDESCRIBED: Sorts = frozenset(("foreign", "readers", "widget", "aside", "menu"))  # in structured data

_NAMED: tuple[BoxSort, ...] = ("crumbs", "foreign", "readers", "menu", "form", "widget", "footer", "card")
_NAMES = [(sort, phrases("boxes", sort, re.NOFLAG)) for sort in _NAMED]
_HARMLESS = phrases("boxes", "harmless", re.NOFLAG)
_TAGS: dict[str, Sorts] = {
    "nav": frozenset(("menu",)), "form": frozenset(("form",)), "footer": frozenset(("footer",)),
    "aside": frozenset(("aside",)), "sidebar": frozenset(("aside", "sidebar")),
    "blockquote": frozenset(("quote",)),
}  # fmt: skip
_NONE: Sorts = frozenset()
_UTILITY_SIGNS = frozenset("[]:")
_LONGEST = 1000  # characters of an attribute that are looked at


class Surroundings:
    """What the elements of a page stand in.

    A box that holds the headline is the article's own, whatever its name: many a menu is never closed.
    """

    def __init__(self, headlines: Iterable[HtmlElement]) -> None:
        own = dict.fromkeys(box for one in headlines for box in (one, *one.iterancestors()))
        self._known: dict[HtmlElement, Sorts] = dict.fromkeys(own, _NONE)

    def sorts(self, element: HtmlElement) -> Sorts:
        """The sorts of an element and of the boxes around it."""
        path, box = [], element
        while box is not None and box not in self._known:
            path.append(box)
            box = box.getparent()
        sorts = _NONE if box is None else self._known[box]
        for inner in reversed(path):
            sorts = self._known[inner] = sorts | box_sorts(inner)
        return sorts


def box_sorts(box: HtmlElement) -> Sorts:
    """What a box is. A footer in an article is the article's own; an `<aside>` in none is the site's."""
    tag = box.tag
    if tag in ("footer", "aside"):
        in_article = next(box.iterancestors("article", "main"), None) is not None
        tag = {("footer", True): "", ("aside", False): "sidebar"}.get((tag, in_article), tag)
    elif tag in ("body", "html"):
        return _NONE
    return _sorts(tag, (box.get("class") or "")[:_LONGEST], (box.get("id") or "")[:_LONGEST])


@lru_cache(maxsize=50_000)  # a page repeats few names often, and the pages of an outlet the same ones
def _sorts(tag: str, classes: str, name: str) -> Sorts:
    names = f"{classes} {name}".lower()
    if not _UTILITY_SIGNS.isdisjoint(names):
        names = " ".join(each for each in names.split() if _UTILITY_SIGNS.isdisjoint(each))
    names = _HARMLESS.sub("", names)
    named = frozenset(sort for sort, pattern in _NAMES if pattern.search(names)) if len(names) > 1 else _NONE
    sorts = named | _TAGS.get(tag, _NONE)
    return sorts - {"menu"} if "crumbs" in sorts else sorts  # these lead to this page only
