"""Whether an element stands in a menu of the site, whose labels say nothing of the page."""

from __future__ import annotations

import re
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
        names = f"{outer.get('class') or ''} {outer.get('id') or ''}".lower()
        if _CRUMB_NAMES.search(names):
            return False
        if outer.tag == "nav" or _MENU_NAMES.search(_HARMLESS_NAMES.sub("", names)):
            return True
        is_beside = is_beside or outer.tag in ("aside", "footer")
    return is_beside
