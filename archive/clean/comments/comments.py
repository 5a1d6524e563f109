"""Read the readers' comments of a page, from its elements or its JSON-LD."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from archive.clean.comments.elements import COMMENT_TYPES, comments_from_elements, lines_of
from archive.clean.dates.dates import parse_date
from archive.clean.metadata.nodes import Node, types, value_text, values
from archive.clean.page.page import Page
from archive.model import Comment

MOST = 2000  # comments of a page
_TEXTS = ("text", "commentText", "articleBody", "description")
_DATES = ("dateCreated", "datePublished", "commentTime")


def read_comments(page: Page) -> tuple[Comment, ...]:
    """The comments in page order, at most `MOST`; () for none.

    A page often shows more of them than it describes, or the reverse: the longer list is taken.
    """
    shown, described = comments_from_elements(page, MOST), _comments_from_nodes(page)
    return tuple(described if len(described) > len(shown) else shown)


def _comments_from_nodes(page: Page) -> list[Comment]:
    """The nodes of type Comment, and those in the `comment` of the article or of what they reply to."""
    comments: list[Comment] = []
    positions: dict[str, int] = {}  # of the comments, by id
    of_articles = [comment for article in page.articles for comment in _replies(article, page)]
    alone = [node for node in page.nodes if types(node) & COMMENT_TYPES]
    stack: list[tuple[Node, int | None]] = [(node, None) for node in reversed(of_articles + alone)]
    described: set[int] = set()
    while stack and len(comments) < MOST:
        node, parent = stack.pop()
        if id(node) in described:  # nodes may refer to each other in a circle
            continue
        described.add(id(node))
        if text := next(filter(None, (_plain(node.get(key)) for key in _TEXTS)), ""):
            above = node.get("parentItem")
            above = above.get("@id") if isinstance(above, dict) else above
            parent = positions.get(str(above)) if parent is None else parent
            author = next(_texts(node, "author", "creator"), None)
            dates = (date for raw in _texts(node, *_DATES) for date in parse_date(page, raw, "json-ld"))
            comments.append(Comment(text, "json-ld", parent, author, next(dates, None)))
            parent = positions[str(node.get("@id"))] = len(comments) - 1
        stack += [(reply, parent) for reply in reversed(_replies(node, page))]
    return comments


def _replies(node: Node, page: Page) -> list[Node]:
    """The values of a node's `comment` property that are nodes."""
    items = [*values(node, "comment", page.nodes), *values(node, "comments", page.nodes)]
    return [item for item in items if isinstance(item, dict)]


def _texts(node: Node, *keys: str) -> Iterator[str]:
    return filter(None, (value_text(node.get(key)) for key in keys))


def _plain(value: Any) -> str:
    """The lines of a text, which may be HTML; "" for what is no text."""
    if not isinstance(value, str) or not value.strip():
        return ""
    if "<" not in value and "&" not in value:
        return "\n".join(line for raw in value.splitlines() if (line := " ".join(raw.split())))
    try:
        return lines_of(lxml_html.fragment_fromstring(value, create_parent="div"), lambda _: False)
    except (etree.LxmlError, ValueError):
        return ""
