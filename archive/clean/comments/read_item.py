"""Read one comment from its element: text, author and date, without the replies in it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from operator import itemgetter

from lxml.html import HtmlElement

from archive.clean.comments.lines import lines_of
from archive.clean.comments.names import (
    ASIDE,
    AUTHOR,
    AUTHOR_PROPERTIES,
    DATE,
    DATE_PROPERTIES,
    META,
    TEXT,
    TEXT_PROPERTIES,
    has_name,
    names,
    properties,
)
from archive.clean.dates.languages import date_languages
from archive.clean.dates.machine import parse_machine
from archive.clean.dates.parse import find_dates
from archive.clean.dom.element_text import element_text
from archive.clean.page.page import Page
from archive.model import Comment, Moment, Reading

_LONGEST_NAME = 80  # characters
_AROUND_NAMES = " \n:,;·•|–—-"
_LEFT_OUT_TAGS = frozenset(("form", "button", "nav", "label", "time"))


@dataclass(frozen=True, slots=True)
class Item:
    """An element that may be a comment.

    Attributes:
        outer: the innermost other item around it; None for none.
        typed: microdata call it a comment.
        certain: it is a comment even where neither author nor date is marked.
    """

    element: HtmlElement
    outer: HtmlElement | None
    typed: bool
    certain: bool


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
    if texts:
        text = "\n".join(filter(None, (_text(element, items) for element in texts)))
    elif _text(item.element, items, links=False):
        text = _text(item.element, items)
    else:  # nothing, or only links such as "3 comments"
        return None
    source = "microdata" if item.typed else "page"
    return Comment(text, source, None, author, published) if text else None


def _own_elements(
    root: HtmlElement, items: Collection[HtmlElement]
) -> tuple[list[HtmlElement], list[HtmlElement], list[HtmlElement]]:
    """The innermost elements named for a comment's text; its elements outside of these; those inside.

    All in document order, and without the comments inside this one.
    """
    stack: list[tuple[HtmlElement, HtmlElement | None]] = [(child, None) for child in reversed(root)]
    placed: list[tuple[HtmlElement, HtmlElement | None]] = []  # with the innermost text around each
    texts: list[HtmlElement] = []
    outer_texts: set[HtmlElement] = set()
    while stack:
        element, around = stack.pop()
        if not isinstance(element.tag, str) or element in items:
            continue
        placed.append((element, around))
        if properties(element) & TEXT_PROPERTIES or has_name(element, TEXT):
            texts.append(element)
            if around is not None:
                outer_texts.add(around)
            around = element
        stack += [(child, around) for child in reversed(element)]
    outside = [element for element, around in placed if around is None or around in outer_texts]
    inside = [element for element, around in placed if around is not None and around not in outer_texts]
    return [element for element in texts if element not in outer_texts], outside, inside


def _text(element: HtmlElement, items: Collection[HtmlElement], *, links: bool = True) -> str:
    """The lines of an element without author, date, buttons and further comments."""

    def is_left_out(child: HtmlElement) -> bool:
        return (
            child in items
            or child.tag in _LEFT_OUT_TAGS
            or (child.tag == "a" and not links)
            or bool(properties(child) & (AUTHOR_PROPERTIES | DATE_PROPERTIES))
            or any(has_name(child, pattern) for pattern in (ASIDE, AUTHOR, DATE, META))
        )

    return lines_of(element, is_left_out)


def _author(elements: list[HtmlElement], items: Collection[HtmlElement]) -> str | None:
    """The name in the element that is marked most clearly as the author's; None for none."""
    ranked = sorted(
        (rank, position)
        for position, element in enumerate(elements)
        if (rank := _author_rank(element)) is not None
    )
    for _, position in ranked:
        element = elements[position]
        printed = element.get("content") or lines_of(element, lambda child: _is_beside_name(child, items))
        name = printed.partition("\n")[0].strip(_AROUND_NAMES)
        if 0 < len(name) <= _LONGEST_NAME:
            return name
    return None


def _author_rank(element: HtmlElement) -> int | None:
    """How clearly an element is marked as the author's, 0 for the clearest; None for not at all."""
    marks = (
        properties(element) & AUTHOR_PROPERTIES,
        {"fn", "p-author"} & set(names(element)),
        has_name(element, AUTHOR),
        "author" in (element.get("rel") or "").split(),
        element.tag == "cite",
    )
    return next((rank for rank, mark in enumerate(marks) if mark), None)


def _is_beside_name(element: HtmlElement, items: Collection[HtmlElement]) -> bool:
    return element in items or element.tag == "time" or has_name(element, DATE) or has_name(element, ASIDE)


def _published(page: Page, elements: list[HtmlElement]) -> Reading[Moment] | None:
    """The first date in elements marked as dates, else in lines of author and date; None for none."""
    marked = [element for element in elements if _is_date(element)]
    lines = [element for element in elements if has_name(element, META)]
    return next((date for element in (*marked, *lines) if (date := _date(page, element))), None)


def _is_date(element: HtmlElement) -> bool:
    return element.tag == "time" or bool(properties(element) & DATE_PROPERTIES) or has_name(element, DATE)


def _date(page: Page, element: HtmlElement) -> Reading[Moment] | None:
    """The date in an element's attributes, else the first in its text; None for none."""
    source = "time" if element.tag == "time" else "page"
    for name in ("datetime", "content", "title"):
        printed = (element.get(name) or "").strip()
        if moment := parse_machine(printed, page.captured_at):
            return Reading(moment, source, printed)
    shown = find_dates(element_text(element), page.captured_at, date_languages(page))
    first = min(shown, key=itemgetter(0), default=None)
    return Reading(first[2], source, first[1]) if first else None
