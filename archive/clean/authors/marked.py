"""Elements that are marked or named as the byline: `rel="author"`, microdata, classes, links to a profile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from lxml.html import HtmlElement

from archive.clean.authors.labels import AND, LABEL_WORDS, OTHER_ROLE, PATTERNS, cased, role_part
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import person_name, split_names, without_town
from archive.clean.dom.blocks import Block
from archive.clean.dom.element_text import element_text
from archive.clean.page.page import Page
from archive.clean.page.printed import Printed, spaced_text

_MOST_MARKED = 60  # elements
_LONGEST_NAMES = 300  # characters of a class; a longer one is style
_LONGEST_BYLINE = 140  # characters of a marked element; of a longer one a line inside it
_NOT_MARKED = frozenset(("body", "html", "main", "article", "meta", "link", "script", "form", "img"))
_MARK_STEMS = ("byline", "author", *PATTERNS["mark_words"].split("|"))  # a marked class has one
_MARKS = cased("{marks}")
_AUTHOR_FOLDERS = frozenset(PATTERNS["folders"].split("|"))


def _is_marked_name(names: str) -> bool:
    return len(names) < _LONGEST_NAMES and _MARKS.search(names.lower()) is not None


def _is_author_page(href: str) -> bool:
    folders = href.partition("?")[0].removesuffix("/").rsplit("/", 2)
    return len(folders) > 2 and bool(folders[2]) and folders[1].lower() in _AUTHOR_FOLDERS


def _marks(page: Page) -> Iterator[tuple[HtmlElement, str]]:
    """The elements that are marked as an author's: by `rel` or a property, by their names, by their link."""
    for name in ("rel", "itemprop", "property"):
        yield from ((element, "marked") for element, value in page.attributed(name) if "author" in value)
    yield from ((element, "named") for element, _ in page.classed(_MARK_STEMS, _is_marked_name))
    yield from ((element, "named") for element, name in page.attributed("id") if _is_marked_name(name))
    yield from ((link, "linked") for link, href in page.links if _is_author_page(href))


def marked(page: Page, lines: Printed) -> Iterator[Mention]:
    """Elements that are marked as the byline, named so, or lead to the page of an author.

    Those that follow each other and look the same are one list.
    """
    last, last_look = Mention((), "", ""), ""
    seen: set[tuple[int, str]] = set()
    for element, mark in _marks(page):
        if len(seen) > _MOST_MARKED:
            break
        line, text = _byline_text(lines, element) if element.tag not in _NOT_MARKED else (-1, "")
        if not text or (line, text) in seen:
            continue
        seen.add((line, text))
        if place := _marked_place(lines, line, text, mark):
            found = mention([without_town(text)], place, printed=mark != "marked" and " " in text).at(line)
            look = f"{place} {element.tag} {element.get('class')}"
            if look == last_look and abs(line - last.line) <= 1:
                found = replace(found, names=tuple(dict.fromkeys(last.names + found.names)))
            if found.names:
                last, last_look = found, look
            yield found


def _byline_text(lines: Printed, element: HtmlElement) -> tuple[int, str]:
    """The line and text of a marked element; of a box about the author its first lines that are names.

    What else is below a name is a role, a town, a date or an address.
    """
    inside = [lines.blocks[i] for i in lines.lines_in(element)]
    text = element_text(element) if inside else ""
    is_long = len(text) > _LONGEST_BYLINE
    for k, block in enumerate(inside if is_long or len(inside) > 1 else ()):
        if _begins_with_name(block, whole=is_long):
            return block.index, ", ".join(_listed_from(inside[k:]))
    if not text or is_long:
        return -1, ""
    first = inside[0]
    return first.index, _text_of(first) if len(inside) == 1 and first.text == text else text


def _begins_with_name(block: Block, *, whole: bool) -> bool:
    """Whether a line begins with, or is as a whole, a person's name in full, not a monogram or a nickname."""
    names = (block.text,) if whole else split_names(_text_of(block))
    return bool(names) and person_name(names[0]) is not None


def _listed_from(blocks: Sequence[Block]) -> Iterator[str]:
    """The first of some lines, and those after it that are names, too, and look the same.

    Two paragraphs without a class may be name and town.
    """
    first = blocks[0]
    yield _text_of(first)
    for before, block in pairwise(blocks):
        is_like = block.box.tag == "li" or block.box.classes == first.box.classes is not None
        is_listed = (is_like and block.box.tag == first.box.tag) or before.text.lower() in AND
        if is_listed and person_name(block.text):
            yield block.text
        elif block.text.lower() not in AND:
            return


def _text_of(block: Block) -> str:
    """The text of a line; a mail address in an element of its own is set apart from the name before it."""
    return spaced_text(block) if "@" in block.text else block.text


def _marked_place(lines: Printed, line: int, text: str, mark: str) -> str | None:
    """The kind of place that a marked element is; None where its person did not write the article."""
    block = lines.blocks[line]
    region = lines.region(block.box)
    previous = lines.blocks[line - 1].text if line and line - 1 != lines.head else ""
    before, _, after = block.text.partition(text)
    label = (before.strip() or previous)[-60:]
    if region in ("foreign", "menu") or OTHER_ROLE.search(label):
        return None
    zone = lines.zone(line)
    last = before.split()[-1] if before.strip() else ""
    is_word = last.isalpha() and last.lower() not in LABEL_WORDS and not role_part(last)
    is_of_sentence = is_word and (last.islower() or zone == "text")  # "I met Bo Ray, who"
    if zone == "far" or is_of_sentence or after.endswith(":"):  # "Bo Ray says:"
        return None
    return f"{'outside' if region else zone} {mark}"
