"""What a box of a page is by its tag and names: comments, other articles, a menu, a widget, a card, a footer.

One list for all readers. Each asks for the sorts that matter to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from functools import lru_cache
from itertools import islice
from typing import Literal, TypeAlias

from lxml.html import HtmlElement

from archive.clean.patterns import phrases

BoxSort: TypeAlias = Literal[
    "foreign", "menu", "form", "widget", "card", "footer", "aside", "quote", "crumbs"
]

MENUS: frozenset[BoxSort] = frozenset(("menu", "form", "footer"))

# What is never the article's, even if the page has no other, and what usually is not.
FOREIGN: frozenset[BoxSort] = MENUS | {"foreign", "quote"}
OUTSIDE: frozenset[BoxSort] = FOREIGN | {"widget", "card", "aside"}
_STRANGE: frozenset[BoxSort] = frozenset(("foreign", "widget"))  # of what holds structured data
_READERS = re.compile(r"(?<![a-z])(?:users?|readers?)(?![a-z])", re.I)  # likewise
_LONGEST = 1000  # characters of an attribute that are looked at
_LEVELS = 8  # boxes that are looked at: an element and those around it

_NAMED: tuple[BoxSort, ...] = ("crumbs", "foreign", "menu", "form", "widget", "footer", "card")
_NAMES = [(sort, phrases("boxes", sort, re.NOFLAG)) for sort in _NAMED]
_HARMLESS = phrases("boxes", "harmless", re.NOFLAG)
_UTILITY_SIGNS = frozenset("[]:")

_TAGS: dict[str, BoxSort] = {
    "nav": "menu", "form": "form", "footer": "footer", "aside": "aside", "blockquote": "quote",
}  # fmt: skip


def box_sorts(box: HtmlElement) -> frozenset[BoxSort]:
    """What a box is; a footer in an article is the article's own."""
    tag = box.tag
    if tag == "footer" and next(box.iterancestors("article", "main"), None) is not None:
        tag = ""
    return _sorts(tag, (box.get("class") or "")[:_LONGEST], (box.get("id") or "")[:_LONGEST])


@lru_cache(maxsize=50_000)  # a page repeats few names often, and the pages of an outlet the same ones
def _sorts(tag: str, classes: str, name: str) -> frozenset[BoxSort]:
    names = f"{classes} {name}".lower()
    if not _UTILITY_SIGNS.isdisjoint(names):
        names = " ".join(each for each in names.split() if _UTILITY_SIGNS.isdisjoint(each))
    names = _HARMLESS.sub("", names)
    sorts = {sort for sort, pattern in _NAMES if pattern.search(names)} if len(names) > 1 else set()
    return frozenset(sorts | {_TAGS[tag]} if tag in _TAGS else sorts)


def sorts_around(element: HtmlElement) -> Iterator[tuple[HtmlElement, frozenset[BoxSort]]]:
    """An element and the nearest boxes around it, up to the body, each with what it is."""
    for box in (element, *islice(element.iterancestors(), _LEVELS - 1)):
        if box.tag in ("body", "html"):
            return
        yield box, box_sorts(box)


def is_outside_article(element: HtmlElement, sorts: Set[BoxSort] = OUTSIDE) -> bool:
    """Whether an element stands in a box of some sorts; a menu that holds the headline was never closed."""
    return any(
        not own.isdisjoint(sorts) and not (own & sorts == {"menu"} and _holds_headline(box))
        for box, own in sorts_around(element)
    )


def is_in_menu(element: HtmlElement) -> bool:
    """Whether an element stands in a menu or a widget, or beside the article.

    Bread crumbs are no menu, as they lead to this page only.
    """
    is_beside = False
    for box, sorts in sorts_around(element):
        if "crumbs" in sorts or box.tag in ("article", "main"):
            return False
        if not sorts.isdisjoint(("menu", "widget")):
            return True
        # Of a footer by its names alone that is not sure: posts have such boxes, too, with their labels.
        is_beside = is_beside or box.tag == "aside" or (box.tag == "footer" and "footer" in sorts)
    return is_beside


def foreign_container(element: HtmlElement) -> str | None:
    """The container around an element that is not the article's, as `in <aside>`; None for none.

    A container that has the headline in it is the article's own.
    """
    for box in element.iterancestors():
        if box.tag in ("aside", "nav"):
            return f"in <{box.tag}>"
        if box.tag in ("body", "html"):
            return None
        names = " ".join(f"{box.get('class') or ''} {box.get('id') or ''}".split())
        is_strange = not _STRANGE.isdisjoint(box_sorts(box)) or _READERS.search(names)
        if is_strange and box.find(".//h1") is None:
            return f"in <{box.tag} {names}>"
    return None


def _holds_headline(box: HtmlElement) -> bool:
    return box.find(".//article//h1") is not None
