"""Read one comment from its element: text, author and date, without the replies in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from lxml.html import HtmlElement

from archive.clean.comments.lines import lines_of
from archive.clean.comments.names import kinds, kinds_by_property
from archive.clean.dates.languages import date_languages
from archive.clean.dates.machine import parse_machine
from archive.clean.dates.parse import find_dates
from archive.clean.dom.element_text import element_text
from archive.clean.page.page import Page
from archive.model import Comment, Moment, Reading

_LONGEST_NAME = 80  # characters
_AROUND_NAMES = " \n:,;·•|–—-"
_LEFT_OUT_TAGS = frozenset(("form", "button", "nav", "label", "time"))
_BESIDE_TEXT = frozenset(("aside", "author", "date", "meta"))


@dataclass(frozen=True, slots=True)
class Item:
    """An element that may be a comment.

    Attributes:
        outer: the innermost other item around it; None for none.
        typed: microdata call it a comment.
        certain: it is a comment even where neither author nor date is marked.
        in_list: it stands in an element that is named for a page's comments.
    """

    element: HtmlElement
    outer: HtmlElement | None
    typed: bool
    certain: bool
    in_list: bool


def read_item(page: Page, item: Item, items: Collection[HtmlElement]) -> Comment | None:
    """The comment of an element, without its parent; None if it has no text of its own or is no comment.

    Args:
        items: the elements of all comments; those inside this one are not read.
    """
    texts, outside, inside = _own_elements(item.element, items)
    author = _author(outside, items) or _author(inside, items)
    published = _published(page, outside) or _published(page, inside)
    if not (item.certain or author or published):
        return None
    if not texts and _text(item.element, items, links=False):  # not only links such as "3 comments"
        texts = [item.element]
    text = "\n".join(filter(None, (_text(element, items) for element in texts)))
    return Comment(text, "microdata" if item.typed else "page", None, author, published) if text else None


def _own_elements(
    root: HtmlElement, items: Collection[HtmlElement]
) -> tuple[list[HtmlElement], list[HtmlElement], list[HtmlElement]]:
    """The innermost elements named for a comment's text; its elements outside of these; those inside.

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
        if "text" in kinds(element) | kinds_by_property(element):
            texts.pop(text, None)  # which holds this one
            texts[element], text = None, element
        stack += [(child, text) for child in reversed(element)]
    outside = [element for element, text in around.items() if text not in texts]
    inside = [element for element, text in around.items() if text in texts]
    return list(texts), outside, inside


def _text(element: HtmlElement, items: Collection[HtmlElement], *, links: bool = True) -> str:
    """The lines of an element without author, date, buttons and further comments."""
    tags = _LEFT_OUT_TAGS if links else _LEFT_OUT_TAGS | {"a"}

    def is_left_out(child: HtmlElement) -> bool:
        named = kinds(child) | kinds_by_property(child)
        return child in items or child.tag in tags or not named.isdisjoint(_BESIDE_TEXT)

    return lines_of(element, is_left_out)


def _author(elements: Iterable[HtmlElement], items: Collection[HtmlElement]) -> str | None:
    """The name in the element that is marked most clearly as the author's; None for none."""

    def is_beside(child: HtmlElement) -> bool:
        return child in items or child.tag == "time" or not kinds(child).isdisjoint(("date", "aside"))

    ranked = [(rank, element) for element in elements if (rank := _author_rank(element)) is not None]
    for _, element in sorted(ranked, key=lambda one: one[0]):
        name = (
            (element.get("content") or lines_of(element, is_beside)).partition("\n")[0].strip(_AROUND_NAMES)
        )
        if 0 < len(name) <= _LONGEST_NAME:
            return name
    return None


def _author_rank(element: HtmlElement) -> int | None:
    """How clearly an element is marked as the author's, 0 for the clearest; None for not at all."""
    named = kinds(element)
    marks = (
        "author" in kinds_by_property(element),
        "name" in named,
        "author" in named,
        "author" in (element.get("rel") or "").split(),
        element.tag == "cite",
    )
    return next((rank for rank, mark in enumerate(marks) if mark), None)


def _published(page: Page, elements: list[HtmlElement]) -> Reading[Moment] | None:
    """The first date in elements marked as dates, else in lines of author and date; None for none."""
    named = [(element, kinds(element) | kinds_by_property(element)) for element in elements]
    marked = [element for element, own in named if element.tag == "time" or "date" in own]
    lines = [element for element, own in named if "meta" in own]
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
