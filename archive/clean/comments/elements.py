"""Read the comments that a page shows, of WordPress, Blogger, Drupal, static blogs, microdata."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.comments.names import ITEM_TAGS, has_comment_id, is_typed_comment, kinds, kinds_named
from archive.clean.dates.languages import date_languages
from archive.clean.dates.parse import find_dates, parse_machine
from archive.clean.dom.element_text import element_text
from archive.clean.dom.tags import BLOCK_TAGS, UNREAD_TAGS
from archive.clean.page.page import Page
from archive.model import Comment, Moment, Reading

_LONGEST = 20_000  # characters of a comment
_LONGEST_NAME = 80
_AROUND_NAMES = " \n:,;·•|–—-"
_UNNAMED_TAGS = ("li", "article")  # of the items of a list of comments that gives them no name
_REPLY_LEVELS = 3  # how many elements may stand between a reply and the box of replies
_LEFT_OUT_TAGS = frozenset(("form", "button", "nav", "label", "time"))
_BESIDE_TEXT = frozenset(("aside", "author", "date", "meta"))
_BESIDE_NAME = frozenset(("aside", "date"))


@dataclass(frozen=True, slots=True)
class _Item:
    """An element that may be a comment.

    Attributes:
        outer: the innermost other item around it; None for none.
        is_certain: it is a comment even where neither author nor date is marked.
    """

    element: HtmlElement
    outer: HtmlElement | None
    is_certain: bool


_Items = dict[HtmlElement, _Item]
_Positions = dict[HtmlElement, int]  # of the comments, by element


def comments_from_elements(page: Page, most: int) -> list[Comment]:
    """The comments that the page shows, in document order, at most `most`; [] for none or plain text."""
    items = _items(page)
    comments: list[Comment] = []
    positions: _Positions = {}
    for element, item in items.items():
        if len(comments) >= most:
            break
        if comment := _read_item(page, item, items):
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
            items[element] = _Item(element, outer, not unnamed and (is_plain or is_marked))
    return items


def _named(page: Page, kind: str, *attributes: str) -> set[HtmlElement]:
    named = (one for name in attributes for one in page.attributed(name))
    return {element for element, value in named if kind in kinds_named(value)}


def _around(item: _Item, items: _Items) -> Iterator[HtmlElement]:
    """The items around an item, innermost first."""
    while item.outer is not None:
        yield item.outer
        item = items[item.outer]


def _parent(item: _Item, items: _Items, positions: _Positions) -> int | None:
    """The position of the comment that an item replies to: around it, or before the box that it stands in."""
    for box in islice(item.element.iterancestors(), _REPLY_LEVELS):
        if box is item.outer:
            break
        before = box.getprevious()
        if before in positions and (box.tag in ("ol", "ul") or "replies" in kinds(box)):
            return positions[before]
    return next((positions[outer] for outer in _around(item, items) if outer in positions), None)


def _fill_wrapper(item: _Item, items: _Items, positions: _Positions, position: int) -> None:
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


def _read_item(page: Page, item: _Item, items: Collection[HtmlElement]) -> Comment | None:
    """The comment of an element, without its parent; None if it has no text of its own or is no comment.

    Args:
        items: the elements of all comments; those inside this one are not read.
    """
    texts, beside = _own_elements(item.element, items)
    author, published = _author(beside, items), _published(page, beside)
    if not (item.is_certain or author or published):
        return None
    if not texts and _text(item.element, items, _LEFT_OUT_TAGS | {"a"}):  # not only links: "3 comments"
        texts = [item.element]
    text = "\n".join(filter(None, (_text(element, items, _LEFT_OUT_TAGS) for element in texts)))
    source = "microdata" if is_typed_comment(item.element) else "page"
    return Comment(text, source, None, author, published) if text else None


def _own_elements(
    root: HtmlElement, items: Collection[HtmlElement]
) -> tuple[list[HtmlElement], list[HtmlElement]]:
    """The innermost elements named for a comment's text, and its elements, those outside of its text first.

    All in document order, and without the comments inside this one.
    """
    stack: list[tuple[HtmlElement, HtmlElement | None]] = [(child, None) for child in reversed(root)]
    around: dict[HtmlElement, HtmlElement | None] = {}  # the innermost text around each element
    texts: dict[HtmlElement, None] = {}
    while stack:
        element, text = stack.pop()
        if not isinstance(element.tag, str) or element in items:
            continue
        around[element] = text
        if "text" in kinds(element):
            texts.pop(text, None)  # which holds this one
            texts[element], text = None, element
        stack += [(child, text) for child in reversed(element)]
    return list(texts), sorted(around, key=lambda element: around[element] in texts)


def _text(element: HtmlElement, items: Collection[HtmlElement], tags: Collection[str]) -> str:
    """The lines of an element without some tags, author, date, buttons and further comments."""
    return lines_of(
        element,
        lambda inner: inner in items or inner.tag in tags or not _BESIDE_TEXT.isdisjoint(kinds(inner)),
    )


def _author(elements: Iterable[HtmlElement], items: Collection[HtmlElement]) -> str | None:
    """The name in the element that is marked most clearly as the author's; None for none."""

    def is_beside(inner: HtmlElement) -> bool:
        return inner in items or inner.tag == "time" or not _BESIDE_NAME.isdisjoint(kinds(inner))

    ranked = [(rank, element) for element in elements if (rank := _author_rank(element)) is not None]
    for _, element in sorted(ranked, key=lambda one: one[0]):
        name = (element.get("content") or lines_of(element, is_beside)).partition("\n")[0]
        if 0 < len(name := name.strip(_AROUND_NAMES)) <= _LONGEST_NAME:
            return name
    return None


def _author_rank(element: HtmlElement) -> int | None:
    """How clearly an element is marked as the author's, 0 for the clearest; None for not at all."""
    named, relations = kinds(element), (element.get("rel") or "").split()
    marks = ("name" in named, "author" in named, "author" in relations, element.tag == "cite")
    return next((rank for rank, mark in enumerate(marks) if mark), None)


def _published(page: Page, elements: list[HtmlElement]) -> Reading[Moment] | None:
    """The first date in elements marked as dates, else in lines of author and date; None for none."""
    marked = [element for element in elements if element.tag == "time" or "date" in kinds(element)]
    lines = [element for element in elements if "meta" in kinds(element)]
    return next((date for element in (*marked, *lines) if (date := _date(page, element))), None)


def _date(page: Page, element: HtmlElement) -> Reading[Moment] | None:
    """The date in an element's attributes, else the first in its text; None for none."""
    source = "time" if element.tag == "time" else "page"
    for name in ("datetime", "content", "title"):
        printed = (element.get(name) or "").strip()
        if moment := parse_machine(printed, page.captured_at):
            return Reading(moment, source, printed)
    shown = find_dates(element_text(element), page.captured_at, date_languages(page))
    return next((Reading(moment, source, raw) for _, raw, moment in shown), None)


def lines_of(element: HtmlElement, is_left_out: Callable[[HtmlElement], bool]) -> str:
    """The text of an element, one line for each paragraph, without the elements that are left out.

    A very long text is cut.
    """
    parts, length = [_folded(element.text)], 0
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if node is element:
            continue
        parts.append("\n" if node.tag in BLOCK_TAGS or node.tag == "br" else "")
        if event != "start":
            parts.append(_folded(node.tail))
        elif node.tag in UNREAD_TAGS or is_left_out(node):
            parts.append(" ")
            walk.skip_subtree()
        else:
            parts.append(_folded(node.text))
        length += len(parts[-1])
        if length > _LONGEST:
            break
    lines = (" ".join(line.split()) for line in "".join(parts).split("\n"))
    return "\n".join(filter(None, lines))[:_LONGEST]


def _folded(text: str | None) -> str:
    """A text without line breaks: those of the source are no lines of the page."""
    return text.replace("\n", " ").replace("\r", " ") if text else ""
