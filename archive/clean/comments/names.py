"""What an element is to a comment by class, id or microdata: the item, its author, date, text, buttons."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

from archive.clean.patterns import load_patterns

COMMENT_TYPES = frozenset(("Comment", "UserComments"))  # of structured data
ITEM_TAGS = frozenset(("li", "div", "article", "section", "dd", "tr", "td", "blockquote", "details"))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST = 300  # characters of an attribute; a longer one is style and not a name
_KINDS = {kind: re.compile(pattern) for kind, pattern in load_patterns("comments").items()}


@lru_cache(maxsize=20_000)
def kinds_named(value: str) -> frozenset[str]:
    """What the names in an attribute say that its element is: keys of `_KINDS`."""
    if len(value) > _LONGEST:
        return frozenset()
    names = [re.sub("[_-]+", "-", _CAMEL.sub("-", name)).lower() for name in value.split()]
    return frozenset(kind for kind, pattern in _KINDS.items() if any(map(pattern.fullmatch, names)))


def kinds(element: HtmlElement) -> frozenset[str]:
    """What an element is by its classes and its microdata properties."""
    named = [element.get("class") or "", *(f"itemprop:{name}" for name in properties(element))]
    return kinds_named(" ".join(named))


def properties(element: HtmlElement) -> frozenset[str]:
    """The element's microdata properties, in lower case."""
    return frozenset((element.get("itemprop") or "").lower().split())


def is_typed_comment(element: HtmlElement) -> bool:
    """Whether microdata call the element a comment."""
    return (element.get("itemtype") or "").rstrip("/").rpartition("/")[2] in COMMENT_TYPES


def has_comment_id(element: HtmlElement) -> bool:
    """Whether the element's id is that of one comment."""
    return element.tag in ITEM_TAGS and "item_by_id" in kinds_named(element.get("id") or "")
