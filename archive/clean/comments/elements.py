"""Read the comments that a page shows, of WordPress, Blogger, Drupal, static blogs, microdata."""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterator, Mapping
from functools import lru_cache
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dates.languages import date_languages
from archive.clean.dates.parse import find_dates, parse_machine
from archive.clean.dom.element_text import element_text
from archive.clean.dom.tags import BLOCK_TAGS, UNREAD_TAGS
from archive.clean.page.page import Page
from archive.clean.patterns import load_patterns
from archive.model import Comment, Moment, Reading

COMMENT_TYPES = frozenset(("Comment", "UserComments"))  # of structured data
_KINDS = {kind: re.compile(pattern) for kind, pattern in load_patterns("comments").items()}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_LONGEST_NAMES = 300  # characters of an attribute; a longer one is style and not a name
_ITEM_TAGS = frozenset(("li", "div", "article", "section", "dd", "tr", "td", "blockquote", "details"))
_UNNAMED_TAGS = ("li", "article")  # of the items of a list of comments that gives them no name

_LONGEST = 20_000  # characters of a comment
_LONGEST_NAME = 80
_LINE = "\0"  # ends one; no text has it
_AROUND_NAMES = " \n:,;·•|–—-"
# What stands in a comment beside its text, and in the element of its author beside the name.
_TAGS_BESIDE_TEXT = frozenset(("form", "button", "nav", "label", "time"))
_BESIDE_TEXT = frozenset(("aside", "author", "date", "meta"))
_BESIDE_NAME = frozenset(("aside", "date"))


@lru_cache(maxsize=20_000)
def _kinds_named(value: str) -> frozenset[str]:
    """What the names in an attribute say that its element is: keys of `_KINDS`."""
    if len(value) > _LONGEST_NAMES:
        return frozenset()
    names = [re.sub("[_-]+", "-", _CAMEL.sub("-", name)).lower() for name in value.split()]
    return frozenset(kind for kind, pattern in _KINDS.items() if any(map(pattern.fullmatch, names)))


def _kinds(element: HtmlElement) -> frozenset[str]:
    """What an element is by its classes and its microdata properties."""
    named = [element.get("class") or "", *(f"itemprop:{name}" for name in properties(element))]
    return _kinds_named(" ".join(named))


def properties(element: HtmlElement) -> frozenset[str]:
    """The element's microdata properties, in lower case."""
    return frozenset((element.get("itemprop") or "").lower().split())


def is_typed_comment(element: HtmlElement) -> bool:
    """Whether microdata call the element a comment."""
    return (element.get("itemtype") or "").rstrip("/").rpartition("/")[2] in COMMENT_TYPES


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
            positions |= dict.fromkeys((item, *_wrappers(item, items, positions)), len(comments))
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
    by_id, by_class = _named(page, "item_by_id", "id"), _named(page, "item", "class")
    found = ({element for element in by_id | by_class if element.tag in _ITEM_TAGS} | typed) - headed
    is_unnamed = not found
    if is_unnamed and lists:
        found = {one for one in page.tagged(*_UNNAMED_TAGS) if not lists.isdisjoint(one.iterancestors())}
    items: dict[HtmlElement, bool] = {}
    for element in page.elements.all if found else ():
        if element in found and elsewhere.isdisjoint(around := list(element.iterancestors())):
            is_listed = "comment" in _kinds(element) and not lists.isdisjoint(around)
            is_certain = is_listed or element in typed or element in by_id
            items[element] = is_certain and not is_unnamed
    return items


def _named(page: Page, kind: str, *attributes: str) -> set[HtmlElement]:
    named = (one for name in attributes for one in page.attributed(name))
    return {element for element, value in named if kind in _kinds_named(value)}


def _parent(item: HtmlElement, positions: Mapping[HtmlElement, int]) -> int | None:
    """The position of the comment that an item replies to: around it, or before a box that it stands in."""
    for box in item.iterancestors():
        if box in positions:
            return positions[box]
        before = box.getprevious()
        if before in positions and (box.tag in ("ol", "ul") or "replies" in _kinds(box)):
            return positions[before]
    return None


def _wrappers(
    item: HtmlElement, items: Container[HtmlElement], positions: Container[HtmlElement]
) -> Iterator[HtmlElement]:
    """The items without a position that hold nothing but a comment and its replies, innermost first.

    One that has several comments side by side is a list.
    """
    for outer in item.iterancestors():
        if outer in items:
            beside = (child for child in item.getparent() if child in items)
            if outer in positions or len([*islice(beside, 2)]) > 1:
                return
            yield outer
            item = outer


def _read_item(
    page: Page, item: HtmlElement, items: Container[HtmlElement], parent: int | None, *, is_certain: bool
) -> Comment | None:
    """The comment of an element, without those inside it; None if it has no text of its own or is none."""
    own = [element for element in _walk(item, items) if element is not item]
    named = [element for element in own if "text" in _kinds(element)]
    texts = set(named).difference(*(element.iterancestors() for element in named))  # the innermost
    own.sort(key=lambda element: not texts.isdisjoint(element.iterancestors()))
    author, published = _author(own, items), _published(page, own)
    if not (is_certain or author or published):
        return None

    def read(element: HtmlElement, *tags: str) -> str:
        without = _TAGS_BESIDE_TEXT.union(tags)
        return lines_of(element, lambda one: one in items or one.tag in without or _BESIDE_TEXT & _kinds(one))

    # Not where there are only links: "3 comments".
    shown = [one for one in named if one in texts] or ([item] if read(item, "a") else [])
    text = "\n".join(filter(None, map(read, shown)))
    source = "microdata" if is_typed_comment(item) else "page"
    return Comment(text, source, parent, author, published) if text else None


def _walk(item: HtmlElement, items: Container[HtmlElement]) -> Iterator[HtmlElement]:
    """A comment's element and those in it, without the comments inside it."""
    walk = etree.iterwalk(item, events=("start",))
    for _, element in walk:
        if element is not item and element in items:
            walk.skip_subtree()
        else:
            yield element


def _author(elements: list[HtmlElement], items: Container[HtmlElement]) -> str | None:
    """The name in the element that is marked most clearly as the author's; None for none."""
    for is_marked in _AUTHOR_MARKS:
        for element in filter(is_marked, elements):
            name = element.get("content") or lines_of(
                element, lambda one: one in items or one.tag == "time" or _BESIDE_NAME & _kinds(one)
            )
            if 0 < len(name := name.partition("\n")[0].strip(_AROUND_NAMES)) <= _LONGEST_NAME:
                return name
    return None


# What marks an element as the author's, the clearest mark first.
_AUTHOR_MARKS: tuple[Callable[[HtmlElement], bool], ...] = (
    lambda element: "name" in _kinds(element),
    lambda element: "author" in _kinds(element),
    lambda element: "author" in (element.get("rel") or "").split(),
    lambda element: element.tag == "cite",
)


def _published(page: Page, elements: list[HtmlElement]) -> Reading[Moment] | None:
    """The first date in elements marked as dates, else in lines of author and date; None for none.

    Of an element its attributes count before its text.
    """
    marked = [element for element in elements if element.tag == "time" or "date" in _kinds(element)]
    for element in (*marked, *(one for one in elements if "meta" in _kinds(one))):
        source = "time" if element.tag == "time" else "page"
        for name in ("datetime", "content", "title"):
            printed = (element.get(name) or "").strip()
            if moment := parse_machine(printed, page.captured_at):
                return Reading(moment, source, printed)
        for _, raw, moment in find_dates(element_text(element), page.captured_at, date_languages(page)):
            return Reading(moment, source, raw)
    return None


def lines_of(element: HtmlElement, is_left_out: Callable[[HtmlElement], object]) -> str:
    """The text of an element, one line for each paragraph, without the elements that are left out.

    A very long text is cut. Line breaks of the source are no lines of the page.
    """
    parts = [element.text or ""]
    walk = etree.iterwalk(element, events=("start", "end", "comment", "pi"))
    for event, node in walk:
        if node is element:
            continue
        is_break = node.tag in BLOCK_TAGS or node.tag == "br"
        is_skipped = event == "start" and (node.tag in UNREAD_TAGS or is_left_out(node))
        if is_skipped:
            walk.skip_subtree()
        text = " " if is_skipped else node.text if event == "start" else node.tail
        parts += (_LINE if is_break else "", text or "")
    lines = (" ".join(line.split()) for line in "".join(parts).split(_LINE))
    return "\n".join(filter(None, lines))[:_LONGEST]
