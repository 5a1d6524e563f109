"""Read the comments that a page shows, of WordPress, Blogger, Drupal, static blogs, microdata."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.comments.names import ITEM_TAGS, is_typed_comment, kinds, kinds_named
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
# What marks an element as the author's, the clearest mark first.
_AUTHOR_MARKS: tuple[Callable[[HtmlElement], bool], ...] = (
    lambda element: "name" in kinds(element),
    lambda element: "author" in kinds(element),
    lambda element: "author" in (element.get("rel") or "").split(),
    lambda element: element.tag == "cite",
)


def comments_from_elements(page: Page, most: int) -> list[Comment]:
    """The comments that the page shows, in document order, at most `most`; [] for none or plain text."""
    items = _items(page)
    comments: list[Comment] = []
    positions: dict[HtmlElement, int] = {}  # of the comments, by element
    for item, is_certain in items.items():
        if len(comments) >= most:
            break
        parent = _parent(item, positions)
        if comment := _read_item(page, item, items, parent, is_certain=is_certain):
            for element in (item, *_wrappers(item, items)):
                positions.setdefault(element, len(comments))
            comments.append(comment)
    return comments


def _items(page: Page) -> dict[HtmlElement, bool]:
    """The elements that may be comments, in document order: those named so, else the items of named lists.

    Each with whether it is a comment even where neither author nor date is marked.
    """
    headed = {outer for heading in page.tagged("h1") for outer in heading.iterancestors()}
    lists = _named(page, "list", "class", "id", "data-testid") - headed
    elsewhere = _named(page, "elsewhere", "class", "id") - headed
    typed = {element for element, _ in page.attributed("itemtype") if is_typed_comment(element)}
    by_id = {element for element in _named(page, "item_by_id", "id") if element.tag in ITEM_TAGS}
    by_class = {element for element in _named(page, "item", "class") if element.tag in ITEM_TAGS}
    found = (by_class | by_id | typed) - headed
    is_unnamed = not found
    if is_unnamed and lists:
        found = {one for one in page.tagged(*_UNNAMED_TAGS) if not lists.isdisjoint(one.iterancestors())}
    marked = set() if is_unnamed else typed | by_id
    items: dict[HtmlElement, bool] = {}
    for element in page.elements.all if found else ():
        if element in found and elsewhere.isdisjoint(around := list(element.iterancestors())):
            is_listed = not is_unnamed and "comment" in kinds(element) and not lists.isdisjoint(around)
            items[element] = element in marked or is_listed
    return items


def _named(page: Page, kind: str, *attributes: str) -> set[HtmlElement]:
    named = (one for name in attributes for one in page.attributed(name))
    return {element for element, value in named if kind in kinds_named(value)}


def _parent(item: HtmlElement, positions: Mapping[HtmlElement, int]) -> int | None:
    """The position of the comment that an item replies to: around it, or before the box that it stands in."""
    for level, box in enumerate(item.iterancestors()):
        if box in positions:
            return positions[box]
        before = box.getprevious() if level < _REPLY_LEVELS else None
        if before in positions and (box.tag in ("ol", "ul") or "replies" in kinds(box)):
            return positions[before]
    return None


def _wrappers(item: HtmlElement, items: Container[HtmlElement]) -> Iterator[HtmlElement]:
    """The items that hold nothing but a comment and its replies, which WordPress puts beside it.

    An element with several comments side by side is a list.
    """
    inner = item
    for outer in item.iterancestors():
        if outer in items:
            siblings = (child for child in inner.getparent() if child in items)
            if len(list(islice(siblings, 2))) > 1:
                return
            yield outer
            inner = outer


def _read_item(
    page: Page, item: HtmlElement, items: Container[HtmlElement], parent: int | None, *, is_certain: bool
) -> Comment | None:
    """The comment of an element; None if it has no text of its own or is no comment.

    Args:
        items: the elements of all comments; those inside this one are not read.
    """
    own = list(_own_elements(item, items))
    named = [element for element in own if "text" in kinds(element)]
    outer = {box for element in named for box in element.iterancestors()}
    texts = [element for element in named if element not in outer]  # the innermost
    own.sort(key=lambda element: not set(texts).isdisjoint(element.iterancestors()))
    author, published = _author(own, items), _published(page, own)
    if not (is_certain or author or published):
        return None
    if not texts and _text(item, items, _LEFT_OUT_TAGS | {"a"}):  # not only links: "3 comments"
        texts = [item]
    text = "\n".join(filter(None, (_text(element, items, _LEFT_OUT_TAGS) for element in texts)))
    source = "microdata" if is_typed_comment(item) else "page"
    return Comment(text, source, parent, author, published) if text else None


def _own_elements(item: HtmlElement, items: Container[HtmlElement]) -> Iterator[HtmlElement]:
    """The elements in a comment, without the comments inside it."""
    walk = etree.iterwalk(item, events=("start",))
    for _, element in walk:
        if element is item:
            continue
        if element in items:
            walk.skip_subtree()
        else:
            yield element


def _text(element: HtmlElement, items: Container[HtmlElement], tags: Container[str]) -> str:
    """The lines of an element without some tags, author, date, buttons and further comments."""
    return lines_of(
        element,
        lambda inner: inner in items or inner.tag in tags or not _BESIDE_TEXT.isdisjoint(kinds(inner)),
    )


def _author(elements: list[HtmlElement], items: Container[HtmlElement]) -> str | None:
    """The name in the element that is marked most clearly as the author's; None for none."""

    def is_beside(inner: HtmlElement) -> bool:
        return inner in items or inner.tag == "time" or not _BESIDE_NAME.isdisjoint(kinds(inner))

    for is_marked in _AUTHOR_MARKS:
        for element in filter(is_marked, elements):
            name = (element.get("content") or lines_of(element, is_beside)).partition("\n")[0]
            if 0 < len(name := name.strip(_AROUND_NAMES)) <= _LONGEST_NAME:
                return name
    return None


def _published(page: Page, elements: list[HtmlElement]) -> Reading[Moment] | None:
    """The first date in elements marked as dates, else in lines of author and date; None for none.

    Of an element its attributes count before its text.
    """
    marked = [element for element in elements if element.tag == "time" or "date" in kinds(element)]
    for element in (*marked, *(one for one in elements if "meta" in kinds(one))):
        source = "time" if element.tag == "time" else "page"
        for name in ("datetime", "content", "title"):
            printed = (element.get(name) or "").strip()
            if moment := parse_machine(printed, page.captured_at):
                return Reading(moment, source, printed)
        for _, raw, moment in find_dates(element_text(element), page.captured_at, date_languages(page)):
            return Reading(moment, source, raw)
    return None


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
