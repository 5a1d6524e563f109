"""Find the elements of a page that are comments: of WordPress, Blogger, Drupal, static blogs, microdata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.comments.names import ITEM_TAGS, has_comment_id, is_typed_comment, kinds, kinds_named
from archive.clean.comments.read_item import Item, read_item
from archive.clean.page.page import Page
from archive.model import Comment

_UNNAMED_TAGS = ("li", "article")  # of the items of a list of comments that gives them no name
_REPLY_LEVELS = 3  # how many elements may stand between a reply and the box of replies

_Items = dict[HtmlElement, Item]
_Positions = dict[HtmlElement, int]  # of the comments, by element


def comments_from_elements(page: Page, most: int) -> list[Comment]:
    """The comments that the page shows, in document order, at most `most`; [] for none or plain text."""
    items = _items(page)
    comments: list[Comment] = []
    positions: _Positions = {}
    for element, item in items.items():
        if len(comments) >= most:
            break
        if comment := read_item(page, item, items):
            parent = _parent(item, items, positions)
            _fill_wrapper(item, items, positions, len(comments))
            positions[element] = len(comments)
            comments.append(replace(comment, parent=parent))
    return comments


def _items(page: Page) -> _Items:
    """The elements that may be comments, in document order: those named so, else the items of named lists."""
    headed = {outer for heading in page.tagged("h1") for outer in heading.iterancestors()}
    lists = _named(page, "list", "class", "id", "data-testid") - headed
    elsewhere = _named(page, "elsewhere", "class", "id") - headed
    named = _named(page, "item", "class") | _named(page, "item_by_id", "id")
    typed = {element for element, _ in page.attributed("itemtype") if is_typed_comment(element)}
    found = ({element for element in named if element.tag in ITEM_TAGS} | typed) - headed
    unnamed = not found
    if unnamed and lists:
        listed = page.tagged(*_UNNAMED_TAGS)
        found = {element for element in listed if not lists.isdisjoint(element.iterancestors())} - headed
    items: _Items = {}
    for element in page.elements.all if found else ():
        if element in found and elsewhere.isdisjoint(around := list(element.iterancestors())):
            outer = next((box for box in around if box in items), None)
            is_plain = "comment" in kinds(element) and not lists.isdisjoint(around)
            is_marked = is_typed_comment(element) or has_comment_id(element)
            items[element] = Item(element, outer, not unnamed and (is_plain or is_marked))
    return items


def _named(page: Page, kind: str, *attributes: str) -> set[HtmlElement]:
    named = (one for name in attributes for one in page.attributed(name))
    return {element for element, value in named if kind in kinds_named(value)}


def _around(item: Item, items: _Items) -> Iterator[HtmlElement]:
    """The items around an item, innermost first."""
    while item.outer is not None:
        yield item.outer
        item = items[item.outer]


def _parent(item: Item, items: _Items, positions: _Positions) -> int | None:
    """The position of the comment that an item replies to: around it, or before the box that it stands in."""
    for box in islice(item.element.iterancestors(), _REPLY_LEVELS):
        if box is item.outer:
            break
        before = box.getprevious()
        if before in positions and (box.tag in ("ol", "ul") or "replies" in kinds(box)):
            return positions[before]
    return next((positions[outer] for outer in _around(item, items) if outer in positions), None)


def _fill_wrapper(item: Item, items: _Items, positions: _Positions, position: int) -> None:
    """Give the items around a comment that have no text of their own its position.

    WordPress puts each comment into an element of the same name, with its replies beside it. An element with
    several comments side by side is a list.
    """
    inner = item.element
    for outer in _around(item, items):
        siblings = (child for child in inner.getparent() if child in items)
        if outer in positions or len(list(islice(siblings, 2))) > 1:
            return
        positions[outer] = position
        inner = outer
