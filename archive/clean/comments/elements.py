"""Find the elements of a page that are comments: of WordPress, Blogger, Drupal, static blogs, microdata."""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.comments.names import ITEM_TAGS, has_comment_id, is_typed_comment, kinds, kinds_named
from archive.clean.comments.read_item import Item, read_item
from archive.clean.page.page import Page
from archive.model import Comment

_UNNAMED_TAGS = ("li", "article")  # of the items of a list of comments that gives them no name
_REPLY_LEVELS = 3  # how many elements may stand between a reply and the box of replies


def comments_from_elements(page: Page, most: int) -> list[Comment]:
    """The comments that the page shows, in document order, at most `most`; [] for none or plain text."""
    items = _items(page)
    comments: list[Comment] = []
    positions: dict[HtmlElement, int] = {}  # of the comments, by element
    for element, item in items.items():
        if len(comments) >= most:
            break
        if comment := read_item(page, item, items):
            parent = _parent(element, items, positions)
            _fill_wrapper(element, items, positions, len(comments))
            positions[element] = len(comments)
            comments.append(replace(comment, parent=parent))
    return comments


def _items(page: Page) -> dict[HtmlElement, Item]:
    """The elements that may be comments, in document order: those named so, else the items of named lists."""
    headed = {outer for heading in page.tagged("h1") for outer in heading.iterancestors()}
    elsewhere = _named(page, "elsewhere", "class", "id") - headed
    lists = _named(page, "list", "class", "id", "data-testid") - headed
    found = _named(page, "item", "class") | _named(page, "item by id", "id")
    found = {element for element in found if element.tag in ITEM_TAGS}
    found |= {element for element, _ in page.attributed("itemtype") if is_typed_comment(element)}
    if items := _placed(page, found - headed, lists, elsewhere):
        return items
    unnamed = set(page.tagged(*_UNNAMED_TAGS)) - headed if lists else set()
    items = _placed(page, unnamed, lists, elsewhere)
    return {element: replace(item, certain=False) for element, item in items.items() if item.in_list}


def _named(page: Page, kind: str, *attributes: str) -> set[HtmlElement]:
    return {
        element
        for name in attributes
        for element, value in page.attributed(name)
        if kind in kinds_named(value)
    }


def _placed(
    page: Page, found: Set[HtmlElement], lists: Set[HtmlElement], elsewhere: Set[HtmlElement]
) -> dict[HtmlElement, Item]:
    """The elements that are not in a box that shows comments of other pages, each with what is around it."""
    items: dict[HtmlElement, Item] = {}
    for element in page.elements.all if found else ():
        if element in found:
            around = list(element.iterancestors())
            if elsewhere.isdisjoint(around):
                outer = next((box for box in around if box in items), None)
                typed, in_list = is_typed_comment(element), not lists.isdisjoint(around)
                certain = typed or has_comment_id(element) or (in_list and "comment" in kinds(element))
                items[element] = Item(element, outer, typed=typed, certain=certain, in_list=in_list)
    return items


def _around(element: HtmlElement, items: dict[HtmlElement, Item]) -> Iterator[HtmlElement]:
    """The items around an item, innermost first."""
    outer = items[element].outer
    while outer is not None:
        yield outer
        outer = items[outer].outer


def _parent(
    element: HtmlElement, items: dict[HtmlElement, Item], positions: dict[HtmlElement, int]
) -> int | None:
    """The position of the comment that an item replies to: around it, or before the box that it stands in."""
    for box in islice(element.iterancestors(), _REPLY_LEVELS):
        if box is items[element].outer:
            break
        before = box.getprevious()
        if before in positions and (box.tag in ("ol", "ul") or "replies" in kinds(box)):
            return positions[before]
    return next((positions[item] for item in _around(element, items) if item in positions), None)


def _fill_wrapper(
    element: HtmlElement, items: dict[HtmlElement, Item], positions: dict[HtmlElement, int], position: int
) -> None:
    """Give the items around a comment that have no text of their own its position.

    WordPress puts each comment into an element of the same name, with its replies beside it. An element with
    several comments side by side is a list.
    """
    for outer in _around(element, items):
        siblings = (child for child in element.getparent() if child in items)
        if outer in positions or len(list(islice(siblings, 2))) > 1:
            return
        positions[outer] = position
        element = outer
