"""Names that no label calls the author's: under a portrait, beside the date, above a role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from archive.clean.authors.claims import WEAK_PLACE, Claim, make_claim
from archive.clean.authors.names import is_role, person_name
from archive.clean.page.near_headline import ShownLine

# How many lines after the headline such a name may stand, and how many before it: further up are menus.
_CLOSE, _ABOVE = 8, 2

_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bago\b|\d\s*(?:日|時間|分)前")

_LONGEST_DATE = 60

_PARTED = re.compile(r"\s+[•|·]\s+")


def unlabelled_claims(tree: HtmlElement, lines: list[tuple[int, ShownLine]]) -> Iterator[Claim]:
    """Names near the headline that their place tells.

    Args:
        tree: the page's tree.
        lines: the lines round the headline with their distance from it, those after it first.
    """
    portraits = {" ".join((image.get("alt") or "").split()) for image in tree.iter("img")}
    seen: set[int] = set()
    pieces: list[tuple[str, int]] = []
    for distance, line in lines:
        if distance <= (_ABOVE if distance in seen else _CLOSE):
            pieces += [(part, distance) for piece in line.pieces for part in _PARTED.split(piece)]
        seen.add(distance)
    for i, (piece, distance) in enumerate(pieces):
        if name := person_name(piece):
            beside = [other for other, d in pieces[max(i - 2, 0) : i + 3] if abs(d - distance) <= 1]
            is_told = piece in portraits or any(map(_is_date, beside)) or any(map(is_role, beside[-1:]))
            if is_told and not is_common_phrase(name, tree):
                yield make_claim([name], "byline", WEAK_PLACE)


def _is_date(text: str) -> bool:
    return len(text) <= _LONGEST_DATE and _DATE.search(text) is not None


def is_common_phrase(name: str, tree: HtmlElement) -> bool:
    """Whether the page has all the words of a name in lower case too: "Film Reviews" is a section, nobody."""
    text = tree.text_content()
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 2]
    return all(re.search(rf"\s{word.lower()}[\s,.;:!?]", text) for word in words)
