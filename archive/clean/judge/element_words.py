"""The words that name an element: its tag, and its class, id, role, itemprop and test ids in pieces."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from archive.clean.dom.tags import HEADINGS

Names = tuple[str, tuple[tuple[str, str], ...]]  # an element's tag, and its attributes that name it
NameScore = tuple[float, float, float]  # the mean, least and greatest log-odds of an element's words
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DIGITS = re.compile(r"\d+")
_NOT_LETTERS = re.compile(r"[^a-z0-9]+")

# The attributes that name an element, with what stands before their words.
_PREFIXES = {
    **dict.fromkeys(("class", "id", "data-testid", "data-component", "data-module", "aria-label"), ""),
    "role": "r:",
    "itemprop": "ip:",
}

_NAMING = frozenset(_PREFIXES) | {"hidden", "aria-hidden"}
_NAMING_HEADINGS = _NAMING - {"id"}  # the id of a heading is a slug of its words
_LONGEST = 300  # characters of an attribute; a longer one is style and not a name
_MOST = 12  # names in an attribute
_HIDES = re.compile(r"display *: *none", re.I)  # at least at first


def element_names(tag: str, attributes: Mapping[str, str]) -> Names:
    """What names an element. Elements with the same names have the same words."""
    if not attributes:
        return tag, ()
    naming = _NAMING_HEADINGS if tag in HEADINGS else _NAMING
    hides = _HIDES.search(attributes.get("style", ""))
    return tag, tuple(
        [pair for pair in attributes.items() if pair[0] in naming or (hides and pair[0] == "style")]
    )


def element_words(names: Names) -> tuple[str, ...]:
    """The words that name an element, each once.

    Names in camelCase or with hyphens also give their pieces, and every run of digits is 0, so that
    `postBody`, `post-body` and `post-17` have words in common. Roles and item properties keep a prefix.
    """
    tag, attributes = names
    words: dict[str, None] = {f"<{tag}>": None}
    for name, value in attributes:
        if name not in _PREFIXES:
            words[f"hidden:{name}"] = None
        elif len(value) < _LONGEST:
            pieces = chain.from_iterable(map(_pieces, value.split()[:_MOST]))
            prefix = _PREFIXES[name]
            words |= dict.fromkeys([prefix + piece for piece in pieces] if prefix else pieces)
    return tuple(words)


@lru_cache(maxsize=50_000)  # pages of all sites have names in common
def _pieces(name: str) -> tuple[str, ...]:
    folded = _DIGITS.sub("0", _CAMEL.sub("-", name).lower())
    pieces = [part for part in _NOT_LETTERS.split(folded) if len(part) > 1]
    return (folded,) if pieces == [folded] else (folded, *pieces)
