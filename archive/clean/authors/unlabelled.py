"""Author names without a label: of a portrait, beside the date, or above a role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from archive.clean.authors.claims import WEAK_PLACE, Claim, make_claim
from archive.clean.authors.names import is_role, person_name
from archive.clean.page.near_headline import ShownLine

# How far after the headline such a name may be, and how far before it, where menus are near. In lines.
_LINES_AFTER, _LINES_BEFORE = 8, 2

_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bago\b|\d\s*(?:日|時間|分)前")

_LONGEST_DATE = 60

_SEPARATOR = re.compile(r"\s+[•|·]\s+")


def unlabelled_claims(tree: HtmlElement, lines: list[tuple[int, ShownLine]]) -> Iterator[Claim]:
    """Names near the headline that are an author's by what is next to them.

    Args:
        tree: the page's tree.
        lines: the lines around the headline with their distance from it, those after it first.
    """
    portraits = {" ".join((image.get("alt") or "").split()) for image in tree.iter("img")}
    seen: set[int] = set()
    pieces: list[tuple[str, int]] = []
    for distance, line in lines:
        if distance <= (_LINES_BEFORE if distance in seen else _LINES_AFTER):
            pieces += [(part, distance) for piece in line.pieces for part in _SEPARATOR.split(piece)]
        seen.add(distance)
    for i, (piece, distance) in enumerate(pieces):
        if name := person_name(piece):
            near = [
                other
                for other, other_distance in pieces[max(i - 2, 0) : i + 3]
                if abs(other_distance - distance) <= 1
            ]
            is_author = piece in portraits or any(map(_is_date, near)) or any(map(is_role, near[-1:]))
            if is_author and not is_common_phrase(name, tree):
                yield make_claim([name], "byline", WEAK_PLACE)


def _is_date(text: str) -> bool:
    return len(text) <= _LONGEST_DATE and _DATE.search(text) is not None


def is_common_phrase(name: str, tree: HtmlElement) -> bool:
    """Whether all words of a name are on the page in lower case, too: "Film Reviews" is a section."""
    text = tree.text_content()
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 2]
    return all(re.search(rf"\s{word.lower()}[\s,.;:!?]", text) for word in words)
