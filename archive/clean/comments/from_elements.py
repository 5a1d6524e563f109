"""Find the elements of a page that are comments: of WordPress, Blogger, Drupal, static blogs, microdata."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml.html import HtmlElement

from archive.clean.comments.names import (
    REPLIES,
    has_comment_id,
    has_name,
    is_comment_list,
    is_named_comment,
    is_typed_comment,
    names,
    shows_other_pages,
)
from archive.clean.comments.read_item import Item, read_item
from archive.clean.page.page import Page
from archive.model import Comment

_UNNAMED_TAGS = ("li", "article")  # of the items of a list of comments that gives them no name
_REPLY_LEVELS = 3  # how many elements may stand between a reply and the box of replies


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an element stands.

    Attributes:
        in_list: in an element that is named for a page's comments.
        elsewhere: in a box that shows comments of other pages.
        item: the innermost element around it that may be a comment; None for none.
    """

    in_list: bool = False
    elsewhere: bool = False
    item: HtmlElement | None = None


def comments_from_elements(page: Page, most: int) -> list[Comment]:
    """The comments that the page shows, in document order, at most `most`; [] for none or plain text."""
    if page.tree is None:
        return []
    items = _items(page, named=True) or _items(page, named=False)
    comments: list[Comment] = []
    positions: dict[HtmlElement, int] = {}  # of the comments, by element
    for element, item in items.items():
        if len(comments) >= most:
            break
        comment = read_item(page, item, items)
        if comment is None:
            continue
        parent = _parent(element, items, positions)
        _fill_wrapper(element, items, positions, len(comments))
        positions[element] = len(comments)
        comments.append(Comment(comment.text, comment.source, parent, comment.author, comment.published))
    return comments


def _items(page: Page, *, named: bool) -> dict[HtmlElement, Item]:
    """The elements that may be comments, in document order.

    Args:
        named: those that are named as comments; otherwise the unnamed items of lists of comments.
    """
    headed = {outer for element in page.elements if element.tag == "h1" for outer in element.iterancestors()}
    places: dict[HtmlElement, _Place] = {}
    items: dict[HtmlElement, Item] = {}
    for element in page.elements:
        if not isinstance(element.tag, str):
            continue
        place = places.get(element.getparent(), _Place())
        if not place.elsewhere and element not in headed:
            if item := _item(element, place, named=named):
                items[element] = item
            place = _inside(element, place, is_item=item is not None)
        places[element] = place
    return items


def _item(element: HtmlElement, place: _Place, *, named: bool) -> Item | None:
    if not named:
        unnamed = place.in_list and element.tag in _UNNAMED_TAGS
        return Item(element, place.item, typed=False, certain=False) if unnamed else None
    typed = is_typed_comment(element)
    if not typed and not is_named_comment(element):
        return None
    certain = typed or has_comment_id(element) or (place.in_list and "comment" in names(element))
    return Item(element, place.item, typed=typed, certain=certain)


def _inside(element: HtmlElement, place: _Place, *, is_item: bool) -> _Place:
    """The place of an element's children."""
    if not len(element):
        return place
    in_list = place.in_list or is_comment_list(element)
    elsewhere = shows_other_pages(element)
    item = element if is_item else place.item
    if (in_list, elsewhere, item) == (place.in_list, place.elsewhere, place.item):
        return place
    return _Place(in_list, elsewhere, item)


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
    outer = items[element].outer
    box = element.getparent()
    for _ in range(_REPLY_LEVELS):
        if box is None or box is outer:
            break
        before = box.getprevious()
        if before in positions and (box.tag in ("ol", "ul") or has_name(box, REPLIES)):
            return positions[before]
        box = box.getparent()
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
