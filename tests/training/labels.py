"""Which blocks of a page stand in its truth text, in order: what the judge is trained on."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.folding import letters

_WORD = re.compile(r"\w+")
_ANCHOR = 25  # letters; a longer block that stands whole in the truth fixes its place
_WINDOW = 400  # anchors that the chain looks back
_NEAR = 60  # letters between a short block and its neighbours in the truth
_FAR = 200


def label_blocks(texts: Sequence[str], truth: str) -> list[float]:
    """For each block the share of it that stands in the truth, 0-1, a short one only where it is in order."""
    flat = letters(truth)
    keys = [letters(text) for text in texts]
    places = _anchors(keys, flat)
    low, high = _bounds(places, len(flat))
    anchored = [index for index, place in enumerate(places) if place]
    first, last = (anchored[0], anchored[-1]) if anchored else (len(keys), -1)
    words = _WORD.findall(truth.lower())
    grams = set(zip(words, words[1:], words[2:], strict=False))
    reached: dict[int, int] = {}
    shares = []
    for index, (text, key) in enumerate(zip(texts, keys, strict=True)):
        if places[index]:
            shares.append(1.0)
            continue
        start, end = max(low[index], reached.get(low[index], 0)), high[index]
        at = flat.find(key, start, end) if key else -1
        if at >= 0 and _fits(len(key), at - start, end - at - len(key), inner=first < index < last):
            reached[low[index]] = at + len(key)
            shares.append(1.0)
        elif key and (at < 0 or len(key) >= _ANCHOR):
            shares.append(_share(text, key, flat, grams, at))
        else:
            shares.append(0.0)
    return shares


def _anchors(keys: Sequence[str], flat: str) -> list[tuple[int, int] | None]:
    """Where the blocks of the heaviest chain that is in the truth's order stand in it."""
    found = [
        (i, at, len(key)) for i, key in enumerate(keys) if len(key) >= _ANCHOR and (at := flat.find(key)) >= 0
    ]
    best: list[tuple[int, int]] = []  # weight of the chain that ends here, the one before
    for number, (_, at, size) in enumerate(found):
        weight, before = size, -1
        for other in range(max(0, number - _WINDOW), number):
            if found[other][1] + found[other][2] <= at + 2 and best[other][0] + size > weight:
                weight, before = best[other][0] + size, other
        best.append((weight, before))
    places: list[tuple[int, int] | None] = [None] * len(keys)
    number = max(range(len(best)), key=lambda one: best[one][0], default=-1)
    while number >= 0:
        index, at, size = found[number]
        places[index] = (at, at + size)
        number = best[number][1]
    return places


def _bounds(places: Sequence[tuple[int, int] | None], size: int) -> tuple[list[int], list[int]]:
    """Between which places of the truth each block may stand."""
    low, here = [], 0
    for place in places:
        low.append(here)
        here = place[1] if place else here
    high, here = [], size
    for place in reversed(places):
        high.append(here)
        here = place[0] if place else here
    return low, high[::-1]


def _fits(size: int, before: int, after: int, *, inner: bool) -> bool:
    """Whether a block that is found between its bounds is there by order and not by chance."""
    if size < _ANCHOR and not inner and before > _FAR and after > _FAR:
        return False
    return size >= 12 or inner or before <= _NEAR or after <= _NEAR


def _share(text: str, key: str, flat: str, grams: set[tuple[str, str, str]], at: int) -> float:
    """The share of a block's word triples that stand in the truth: for one that is there in pieces."""
    words = _WORD.findall(text.lower())
    if len(words) < 6 or (at < 0 and key in flat and len(key) < 40):
        return 0.0
    triples = list(zip(words, words[1:], words[2:], strict=False))
    return sum(triple in grams for triple in triples) / len(triples)
