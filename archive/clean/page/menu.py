"""Whether an element stands in a menu of the site, whose labels say nothing of the page."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from lxml.html import HtmlElement

_MENU_NAMES = re.compile(r"\bnav\b|navbar|navigation|menu|widget|sidebar")

_CRUMB_NAMES = re.compile(r"breadcrumbs?|\bcrumbs?\b")

# Elementor calls every box a widget.
_HARMLESS_NAMES = re.compile(r"\belementor-\S+")

_DEPTH = 8  # elements between a link and its menu


def is_in_menu(element: HtmlElement) -> bool:
    """Whether an element stands in a menu, a widget, or an aside or footer that is not an article's.

    Bread crumbs are no menu, as they lead to this page only.
    """
    is_beside = False
    for outer in (element, *islice(element.iterancestors(), _DEPTH)):
        if outer.tag in ("article", "main", "body"):
            return is_beside and outer.tag == "body"
        named = _sort_of_box(outer.get("class") or "", outer.get("id") or "")
        if named == "crumbs":
            return False
        if outer.tag == "nav" or named == "menu":
            return True
        is_beside = is_beside or outer.tag in ("aside", "footer")
    return is_beside


@lru_cache(maxsize=20_000)  # a page repeats few names often
def _sort_of_box(classes: str, name: str) -> str | None:
    names = f"{classes} {name}".lower()
    if _CRUMB_NAMES.search(names):
        return "crumbs"
    return "menu" if _MENU_NAMES.search(_HARMLESS_NAMES.sub("", names)) else None
