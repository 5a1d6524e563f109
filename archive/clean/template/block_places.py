"""The place of a block in its template: the names of the elements around it, and what sort of block it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from archive.clean.dom.blocks import Block, Box

_BOXES = 4  # elements that name a place, from the block outwards
_CLASSES = 2  # of an element: the first name what it is, later ones often this page's tags and sections
_SHORT = 8  # words

_DIGITS = re.compile(r"\d+")

_LONGEST_ID = 30

# Their ids are made from their words.
_LEAVES = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "tr", "td", "dt", "dd"))


def places_of(blocks: Sequence[Block]) -> list[str]:
    """The place of each block, the same on all pages of a template.

    It is the sort of block (`prose`, `short`, `links`, `emphasis`) and its path, such as
    `prose p < div.entry-content < article.post-0 < main`.
    """
    paths: dict[Box, str] = {}
    names: dict[Box, str] = {}
    places = []
    for block in blocks:
        path = paths.get(block.box)
        if path is None:
            path = paths[block.box] = _path(block.box, names)
        places.append(f"{_sort(block)} {path}")
    return places


def _path(box: Box, names: dict[Box, str]) -> str:
    """The path of a box.

    Args:
        names: of the boxes that were named so far; further ones are added.
    """
    path: list[str] = []
    outer: Box | None = box
    while outer is not None and len(path) < _BOXES:
        name = names.get(outer)
        if name is None:
            name = names[outer] = _name(outer)
        path.append(name)
        outer = outer.parent
    return " < ".join(path)


def _name(box: Box) -> str:
    return element_name(box.tag, box.classes, box.attributes.get("id"))


@lru_cache(maxsize=20_000)
def element_name(tag: str, classes: str | None, identifier: str | None) -> str:
    """The name of an element: its tag with its first classes, else with its id; every run of digits is 0."""
    names = _DIGITS.sub("0", classes or "").split()[:_CLASSES]
    if names:
        return ".".join((tag, *names))
    if identifier and tag not in _LEAVES and len(identifier) <= _LONGEST_ID:
        return f"{tag}#{_DIGITS.sub('0', identifier)}"
    return tag


def _sort(block: Block) -> str:
    size = len(block.text)
    if 2 * block.linked > size:
        return "links"
    if block.words < _SHORT:
        return "short"
    return "emphasis" if block.bold * 10 > size * 9 else "prose"
