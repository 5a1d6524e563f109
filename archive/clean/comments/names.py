"""Which elements hold a comment, its author, its date, its text: by tag, class, id and microdata."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.html import HtmlElement

ITEM_TAGS = frozenset(("li", "div", "article", "section", "dd", "tr", "td", "blockquote", "details"))

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST = 300  # characters of an attribute; a longer one is style and not a name

# One comment: `comment`, `comment-item`, `single-comment`; by id `comment-12`, `li-comment-12`, `c12`.
_ITEM = re.compile(
    r"(?:(?:single|static|js|user|reader|blog|media|u|p|the|list)-{1,2})?"
    r"comment(?:-{1,2}(?:item|entry|single|box|card|node|post|row|wrap|wrapper|container|thread|\d+))?"
)
_ITEM_ID = re.compile(r"(?:[a-z]+-)?comment-?[a-z]*-?\d[\w-]*|c\d{4,}")

# All comments of a page.
_LIST = re.compile(
    r"(?:[a-z]+-{1,2})*(?:comments|commentlist|discussion|responses|respond)"
    r"(?:-{1,2}(?:list|area|section|container|wrapper|wrap|holder|block|box|thread))?"
    r"|(?:[a-z]+-{1,2})*comment-{1,2}(?:list|section|area|thread|threads)"
)

# Boxes that show comments of other pages.
_ELSEWHERE = frozenset(("recent", "latest", "widget", "sidebar", "related", "teaser", "popular"))

AUTHOR = re.compile(
    r"(?:comment(?:er)?-{1,2})?(?:author|user|username|user-name|nickname|name)(?:-{1,2}(?:name|link))?"
    r"|commenter|comment-by|p-author|fn"
)
DATE = re.compile(r"(?:comment-{1,2}|dt-)?(?:date|time|datetime|timestamp|published)|posted-on|date-header")
# A line of author, date and links, where a date may stand unmarked.
META = re.compile(r"(?:comment-{1,2})?(?:meta|metadata|meta-data|header|head|info|byline|footer)")
TEXT = re.compile(
    r"(?:comment-{1,2}|e-)?(?:content|text|message|copy)|comment-{1,2}(?:body|html|p|paragraph)|commenttext"
)
# Boxes of replies.
REPLIES = re.compile(
    r"(?:comment-{1,2})?(?:replies|children|child|thread|subtree|responses)|child-comments|sub-comments"
)
# What a comment shows beside its text: buttons, votes, avatars, forms, further replies.
ASIDE = re.compile(
    r"(?:comment-{1,2})?(?:actions?|avatar|avatar-image-container|votes?|likes?|share|permalink|reply"
    r"|reply-link|edit|edit-link|report|flag|tools|controls|links|respond|form|replies|children"
    r"|awaiting-moderation|says|toggle)|thread-toggle|screen-reader-text|sr-only|visually-hidden"
)
AUTHOR_PROPERTIES = frozenset(("author", "creator"))
DATE_PROPERTIES = frozenset(("datecreated", "datepublished", "commenttime"))
TEXT_PROPERTIES = frozenset(("text", "commenttext", "description"))


def names(element: HtmlElement, *attributes: str) -> Iterator[str]:
    """The names in an element's attributes, as `kebab-case`: of its class unless others are given."""
    for attribute in attributes or ("class",):
        if value := element.get(attribute):
            yield from _folded_names(value)


@lru_cache(maxsize=20_000)
def _folded_names(value: str) -> tuple[str, ...]:
    if len(value) > _LONGEST:
        return ()
    return tuple(_CAMEL.sub("-", name).replace("_", "-").lower() for name in value.split())


def properties(element: HtmlElement) -> frozenset[str]:
    """The element's microdata properties, in lower case."""
    return frozenset((element.get("itemprop") or "").lower().split())


def has_name(element: HtmlElement, pattern: re.Pattern[str]) -> bool:
    """Whether a class of the element matches as a whole."""
    return any(_matches(pattern, name) for name in names(element))


@lru_cache(maxsize=20_000)
def _matches(pattern: re.Pattern[str], name: str) -> bool:
    return pattern.fullmatch(name) is not None


def is_typed_comment(element: HtmlElement) -> bool:
    """Whether microdata call the element a comment."""
    kind = (element.get("itemtype") or "").rstrip("/").rpartition("/")[2]
    return kind in ("Comment", "UserComments")


def is_named_comment(element: HtmlElement) -> bool:
    """Whether its class or id may call the element a comment; see also `is_comment_list`."""
    if element.tag not in ITEM_TAGS:
        return False
    return has_name(element, _ITEM) or has_comment_id(element)


def has_comment_id(element: HtmlElement) -> bool:
    """Whether the element's id is that of one comment."""
    return element.tag in ITEM_TAGS and any(_matches(_ITEM_ID, name) for name in names(element, "id"))


def is_comment_list(element: HtmlElement) -> bool:
    """Whether class, id or role call the element the place of a page's comments."""
    return any(_matches(_LIST, name) for name in names(element, "class", "id", "data-testid"))


def shows_other_pages(element: HtmlElement) -> bool:
    """Whether the element's name says that it shows what stands on other pages."""
    return any(_ELSEWHERE & set(name.split("-")) for name in names(element, "class", "id"))
