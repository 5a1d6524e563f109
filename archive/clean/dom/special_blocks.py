"""Elements to look at twice: tables, code and prose, captions, dialogs, menus, permalinks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from lxml.html import HtmlElement

from archive.clean.dom.tags import CELLS, HEADINGS
from archive.clean.patterns import ends_sentence

# A table that contains one of these is a page layout, not data.
_LAYOUT = ("table", "ul", "ol", "dl", "form", "blockquote", "pre", *sorted(HEADINGS))
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
_PRE_LINE_CHARS = 40  # a line of prose has at least so many on average
_PROSE_CHARS = 120  # a paragraph in a menu with fewer is a label
_CELL_CHARS = 500  # with a longer cell, a table is a page layout
_CAPTION_TAGS = frozenset(("figcaption", "caption"))

_CAPTION = re.compile(
    r"(?:^|[-_\s])(?:caption|(?:photo|image|img|media|figure|picture)[-_]*credits?)(?:$|[-_\s])", re.I
)

_DIALOG_ROLES = frozenset(("dialog", "alertdialog", "tooltip"))
_CODE = re.compile(r"code|highlight|lang|source|syntax|terminal", re.I)


def is_prose_text(pre: HtmlElement, text: str) -> bool:
    """Whether preformatted text is paragraphs of prose, as plain-text sites have it, and not code."""
    if pre.find(".//code") is not None or _CODE.search(pre.get("class", "")):
        return False
    lines = text.splitlines()
    ended = sum(ends_sentence(paragraph.rstrip()) for paragraph in BLANK_LINE.split(text))
    return ended >= 2 and sum(map(len, lines)) >= _PRE_LINE_CHARS * sum(1 for line in lines if line.strip())


def holds_data(table: HtmlElement) -> bool:
    """Whether a table holds data, in rows of several cells, and is not used to lay out the page."""
    if next(table.iterdescendants(*_LAYOUT), None) is not None:
        return False
    cells = list(table.iterdescendants(*CELLS))
    if max((sum(map(len, cell.itertext())) for cell in cells), default=0) > _CELL_CHARS:
        return False
    return any(len(row) > 1 for row in table.iterdescendants("tr"))


@lru_cache(maxsize=20_000)
def is_caption(tag: str, classes: str | None) -> bool:
    """Whether an element is the caption of a figure or a table, or a credit."""
    if tag in _CAPTION_TAGS or classes is None:
        return tag in _CAPTION_TAGS
    lower = classes.lower()
    return ("caption" in lower or "credit" in lower) and _CAPTION.search(classes) is not None


def is_dialog_or_menu(element: HtmlElement, attributes: Mapping[str, str]) -> bool:
    """Whether an element opens over the page, as what asks for consent does, or is a `<nav>` of links alone.

    Some sites never close theirs before the article.
    """
    is_modal = attributes.get("role") in _DIALOG_ROLES or attributes.get("aria-modal") == "true"
    if is_modal or element.tag != "nav":
        return is_modal or element.tag == "dialog"
    if next(element.iter("h1", "article", "main"), None) is not None:
        return False
    return not any(len(paragraph.text_content()) >= _PROSE_CHARS for paragraph in element.iter("p"))


def is_permalink(link: HtmlElement, around: HtmlElement) -> bool:
    """Whether a link only leads to a heading: a sign (`#`, `¶`, an emoji), or words for screen readers.

    Args:
        link: an `<a>`.
        around: the innermost block-level element around it.
    """
    headed = around.tag in HEADINGS
    if headed and not _letters(link):
        return link.find(".//img") is None
    _, sign, target = link.get("href", "").rpartition("#")
    if not sign or not target:
        return False
    if not headed:
        beside = (link.getprevious(), link.getnext())
        return any(one is not None and one.tag in HEADINGS and _has_id(one, target) for one in beside)
    outer = around.getparent()
    named = _has_id(around, target) or (outer is not None and outer.get("id") == target)
    return named and _letters(around) > _letters(link)


def _has_id(heading: HtmlElement, name: str) -> bool:
    """Whether a heading or an element in it has a name."""
    return heading.get("id") == name or any(name in (e.get("id"), e.get("name")) for e in heading)


def _letters(element: HtmlElement) -> int:
    return sum(map(str.isalnum, "".join(element.itertext())))
