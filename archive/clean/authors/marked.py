"""Elements that are marked or named as the byline: `rel="author"`, microdata, classes, links to a profile."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from lxml.html import HtmlElement

from archive.clean.authors.labels import LABEL_WORDS, OTHER_ROLE, role_part
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import AND, person_name, split_names, without_town
from archive.clean.dom.blocks import Block
from archive.clean.dom.element_text import element_text
from archive.clean.page.page import Page, class_sort
from archive.clean.page.printed import Printed, spaced_text

_MOST_MARKED = 60  # elements
_LONGEST_NAMES = 300  # characters of a class; a longer one is style
_LONGEST_BYLINE = 140  # characters of a marked element; of a longer one a line inside it
_NOT_MARKED = frozenset(("body", "html", "main", "article", "meta", "link", "script", "form", "img"))
# What a name of a byline has anywhere in it, and what is a word of it.
_MARKS_ANYWHERE = ("byline", "author")
_MARK_WORDS = (
    "by-line", "by-lines", "writer", "writers", "contributor", "contributors", "posted-by", "autor",
    "autoren", "autores", "autorin", "autore", "autora", "auteur", "auteure", "auteurs", "auteures", "firma",
    "assinatura", "verfasser", "podpis", "imza", "skribent", "muhabir", "kolumnist", "redaktor",
)  # fmt: skip
_MARKS = re.compile(
    rf"byline|author(?:s|name|link)?(?=$|[\s_-])|(?:^|[\s_-])(?:{'|'.join(_MARK_WORDS)})(?=$|[\s_-])"
)
# The folders of a site where its authors have their pages.
_AUTHOR_FOLDERS = frozenset((
    "author", "authors", "contributor", "contributors", "profile", "profiles", "people", "staff", "writer",
    "writers", "by", "autor", "autores", "autoren", "autori", "autore", "auteur", "auteurs", "redaktion",
    "redactie", "redazione", "redacteur", "redacteurs", "firma", "firmas", "journaliste", "journalistes",
    "colunista", "colunistas",
))  # fmt: skip


@class_sort(*_MARKS_ANYWHERE, *_MARK_WORDS)
def _is_marked_name(names: str) -> bool:
    return len(names) < _LONGEST_NAMES and _MARKS.search(names.lower()) is not None


def _is_author_page(href: str) -> bool:
    folders = href.partition("?")[0].removesuffix("/").rsplit("/", 2)
    return len(folders) > 2 and bool(folders[2]) and folders[1].lower() in _AUTHOR_FOLDERS


def _marks(page: Page) -> Iterator[tuple[HtmlElement, str]]:
    """The elements that are marked as an author's: by `rel` or a property, by their names, by their link."""
    for name in ("rel", "itemprop", "property"):
        yield from ((element, "marked") for element, value in page.attributed(name) if "author" in value)
    yield from ((element, "named") for element, _ in page.classed(_is_marked_name))
    ids = page.attributed("id")
    if _MARKS.search(" ".join([name for _, name in ids]).lower()):  # of few pages
        yield from ((element, "named") for element, name in ids if _is_marked_name(name))
    yield from ((link, "linked") for link, href in page.links if _is_author_page(href))


def marked(page: Page, lines: Printed) -> Iterator[Mention]:
    """Elements that are marked as the byline, named so, or lead to the page of an author.

    Those that follow each other and look the same are one list.
    """
    last, last_look = Mention((), "", ""), ""
    elements: set[HtmlElement] = set()
    seen: set[tuple[int, str]] = set()
    for element, mark in _marks(page):
        if len(seen) > _MOST_MARKED:
            break
        if element in elements or element.tag in _NOT_MARKED:
            continue
        elements.add(element)
        line, text = _byline_text(lines, element)
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
    """The line and text of a marked element; of a box about the author a line that is only a name."""
    inside = lines.lines_in(element)
    text = element_text(element) if inside else ""
    if len(text) > _LONGEST_BYLINE:
        return next(((i, name) for i in inside[:4] if (name := person_name(lines.blocks[i].text))), (-1, ""))
    if not text:
        return -1, ""
    first = lines.blocks[inside[0]]
    if len(inside) > 1:
        return _first_names([lines.blocks[i] for i in inside]) or (inside[0], text)
    return inside[0], _text_of(first) if first.text == text else text


def _begins_with_name(line: str) -> bool:
    """Whether the first name that a line gives is a person's in full, and not a monogram or a nickname."""
    names = split_names(line)
    return bool(names) and person_name(names[0]) is not None


def _first_names(blocks: Sequence[Block]) -> tuple[int, str] | None:
    """The first of several lines that names somebody, with the next ones that look the same and do so, too.

    What else is below a name is a role, a town, a date or an address.
    """
    named = next((i for i, block in enumerate(blocks) if _begins_with_name(_text_of(block))), None)
    if named is None:
        return None
    first, names = blocks[named], [_text_of(blocks[named])]
    for before, block in pairwise(blocks[named:]):
        is_listed = _is_like(block, first) or before.text.lower() in AND
        if is_listed and person_name(block.text):
            names.append(block.text)
        elif block.text.lower() not in AND:
            break
    return first.index, ", ".join(names)


def _is_like(block: Block, first: Block) -> bool:
    """Whether a line is of a list with another one: two paragraphs without a class may be name and town."""
    if block.box.tag != first.box.tag:
        return False
    return block.box.tag == "li" or (block.box.classes == first.box.classes is not None)


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
