"""Read comments from JSON-LD: nodes of type Comment, and the `comment` property of the article."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from archive.clean.comments.lines import lines_of
from archive.clean.dates.machine import parse_machine
from archive.clean.metadata.nodes import Node, articles, types, value_text, values
from archive.clean.page.page import Page
from archive.model import Comment, Moment, Reading

_COMMENT_TYPES = frozenset(("Comment", "UserComments"))
_TEXTS = ("text", "commentText", "articleBody", "description")
_AUTHORS = ("author", "creator")
_DATES = ("dateCreated", "datePublished", "commentTime")


def comments_from_nodes(page: Page, most: int) -> list[Comment]:
    """The comments that the page's JSON-LD describes, replies after what they reply to; [] for none."""
    comments: list[Comment] = []
    positions: dict[str, int] = {}  # of the comments, by id
    top = [(node, None) for node in _comment_nodes(page)]
    stack: list[tuple[Node, int | None]] = list(reversed(top))
    described: set[int] = set()
    while stack and len(comments) < most:
        node, parent = stack.pop()
        if id(node) in described:  # nodes may refer to each other in a circle
            continue
        described.add(id(node))
        text = next((text for key in _TEXTS if (text := _plain(node.get(key)))), "")
        position = parent
        if text:
            position = len(comments)
            if parent is None:
                parent = positions.get(_parent_id(node))
            positions[str(node.get("@id"))] = position
            author = next((name for key in _AUTHORS if (name := value_text(node.get(key)))), None)
            comments.append(Comment(text, "json-ld", parent, author, _published(node, page)))
        stack += [(reply, position) for reply in reversed(_comments(node, page))]
    return comments


def _comment_nodes(page: Page) -> Iterator[Node]:
    for article in articles(page.nodes):
        yield from _comments(article, page)
    yield from (node for node in page.nodes if types(node) & _COMMENT_TYPES)


def _comments(node: Node, page: Page) -> list[Node]:
    """The values of a node's `comment` property that are nodes."""
    items = [*values(node, "comment", page.nodes), *values(node, "comments", page.nodes)]
    return [item for item in items if isinstance(item, dict)]


def _parent_id(node: Node) -> str:
    parent = node.get("parentItem")
    return str(parent.get("@id") if isinstance(parent, dict) else parent) if parent else ""


def _published(node: Node, page: Page) -> Reading[Moment] | None:
    for key in _DATES:
        printed = value_text(node.get(key))
        moment = parse_machine(printed, page.captured_at) if printed else None
        if printed and moment:
            return Reading(moment, "json-ld", printed)
    return None


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
