"""What an element is to a comment by class, id or microdata: the item, its author, date, text, buttons."""

from __future__ import annotations

import re
from functools import lru_cache

from lxml.html import HtmlElement

COMMENT_TYPES = frozenset(("Comment", "UserComments"))  # of structured data

ITEM_TAGS = frozenset(("li", "div", "article", "section", "dd", "tr", "td", "blockquote", "details"))

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST = 300  # characters of an attribute; a longer one is style and not a name

# What names say, as `kebab-case` with single dashes.
_KINDS = {
    # One comment: `comment`, `comment-item`, `single-comment`.
    "item": r"(?:(?:single|static|js|user|reader|blog|media|u|p|the|list)-)?"
    r"comment(?:-(?:item|entry|single|box|card|node|post|row|wrap|wrapper|container|thread|\d+))?",
    "item by id": r"(?:[a-z]+-)?comment-?[a-z]*-?\d[\w-]*|c\d{4,}",  # `comment-12`, `li-comment-12`, `c12345`
    "comment": "comment",
    # All comments of a page.
    "list": r"(?:[a-z]+-)*(?:comments|commentlist|discussion|responses|respond)"
    r"(?:-(?:list|area|section|container|wrapper|wrap|holder|block|box|thread))?"
    r"|(?:[a-z]+-)*comment-(?:list|section|area|thread|threads)",
    # Boxes that show comments of other pages.
    "elsewhere": r"(?:.*-)?(?:recent|latest|widget|sidebar|related|teaser|popular)(?:-.*)?",
    "name": "fn|p-author",
    "author": r"(?:comment(?:er)?-)?(?:author|user|username|user-name|nickname|name)(?:-(?:name|link))?"
    r"|commenter|comment-by|p-author|fn",
    "date": r"(?:comment-|dt-)?(?:date|time|datetime|timestamp|published)|posted-on|date-header",
    # A line of author, date and links, where a date may stand unmarked.
    "meta": r"(?:comment-)?(?:meta|metadata|meta-data|header|head|info|byline|footer)",
    "text": r"(?:comment-|e-)?(?:content|text|message|copy)|comment-(?:body|html|p|paragraph)|commenttext",
    # Boxes of replies.
    "replies": r"(?:comment-)?(?:replies|children|child|thread|subtree|responses)|(?:child|sub)-comments",
    # What a comment shows beside its text: buttons, votes, avatars, forms, further replies.
    "aside": r"(?:comment-)?(?:actions?|avatar|avatar-image-container|votes?|likes?|share|permalink|reply"
    r"|reply-link|edit|edit-link|report|flag|tools|controls|links|respond|form|replies|children"
    r"|awaiting-moderation|says|toggle)|thread-toggle|screen-reader-text|sr-only|visually-hidden",
}
_PATTERNS = {kind: re.compile(pattern) for kind, pattern in _KINDS.items()}

_PROPERTIES = {  # of microdata
    **dict.fromkeys(("author", "creator"), ("name", "author")),
    **dict.fromkeys(("datecreated", "datepublished", "commenttime"), ("date",)),
    **dict.fromkeys(("text", "commenttext", "description"), ("text",)),
}


@lru_cache(maxsize=20_000)
def kinds_named(value: str) -> frozenset[str]:
    """What the names in an attribute say that its element is: keys of `_KINDS`."""
    if len(value) > _LONGEST:
        return frozenset()
    names = [re.sub("[_-]+", "-", _CAMEL.sub("-", name)).lower() for name in value.split()]
    return frozenset(kind for kind, pattern in _PATTERNS.items() if any(map(pattern.fullmatch, names)))


def kinds(element: HtmlElement) -> frozenset[str]:
    """What an element is by its classes and its microdata properties."""
    marked = (kind for name in properties(element) for kind in _PROPERTIES.get(name, ()))
    return kinds_named(element.get("class") or "").union(marked)


def properties(element: HtmlElement) -> frozenset[str]:
    """The element's microdata properties, in lower case."""
    return frozenset((element.get("itemprop") or "").lower().split())


def is_typed_comment(element: HtmlElement) -> bool:
    """Whether microdata call the element a comment."""
    return (element.get("itemtype") or "").rstrip("/").rpartition("/")[2] in COMMENT_TYPES


def has_comment_id(element: HtmlElement) -> bool:
    """Whether the element's id is that of one comment."""
    return element.tag in ITEM_TAGS and "item by id" in kinds_named(element.get("id") or "")
