"""Read comments from JSON-LD: nodes of type Comment, and the `comment` property of the article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from archive.clean.comments.lines import lines_of
from archive.clean.dates.machine import parse_machine
from archive.clean.metadata.nodes import Node, types, value_text, values
from archive.clean.page.page import Page
from archive.model import Comment, Reading

_TEXTS = ("text", "commentText", "articleBody", "description")
_COMMENT_TYPES = frozenset(("Comment", "UserComments"))


def comments_from_nodes(page: Page, most: int) -> list[Comment]:
    """The comments that the page's JSON-LD describes, replies after what they reply to; [] for none."""
    comments: list[Comment] = []
    positions: dict[str, int] = {}  # of the comments, by id
    of_articles = [comment for article in page.articles for comment in _comments(article, page)]
    alone = [node for node in page.nodes if types(node) & _COMMENT_TYPES]
    stack: list[tuple[Node, int | None]] = [(node, None) for node in reversed(of_articles + alone)]
    described: set[int] = set()
    while stack and len(comments) < most:
        node, parent = stack.pop()
        if id(node) in described:  # nodes may refer to each other in a circle
            continue
        described.add(id(node))
        if text := next(filter(None, (_plain(node.get(key)) for key in _TEXTS)), ""):
            above = node.get("parentItem")
            above = above.get("@id") if isinstance(above, dict) else above
            parent = positions.get(str(above)) if parent is None else parent
            author = next(_texts(node, "author", "creator"), None)
            dates = _texts(node, "dateCreated", "datePublished", "commentTime")
            moments = ((parse_machine(printed, page.captured_at), printed) for printed in dates)
            published = next((Reading(moment, "json-ld", raw) for moment, raw in moments if moment), None)
            comments.append(Comment(text, "json-ld", parent, author, published))
            parent = positions[str(node.get("@id"))] = len(comments) - 1
        stack += [(reply, parent) for reply in reversed(_comments(node, page))]
    return comments


def _comments(node: Node, page: Page) -> list[Node]:
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
