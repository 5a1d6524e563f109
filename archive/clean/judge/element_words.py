"""The words that name an element: its tag, and its class, id, role, itemprop and test ids in pieces."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain

from lxml.html import HtmlElement

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

_HIDING = frozenset(("hidden", "aria-hidden"))

_LONGEST = 300  # characters of an attribute; a longer one is style and not a name

_MOST = 12  # names in an attribute


def element_names(element: HtmlElement, tag: str) -> Names:
    """What names an element. Elements with the same names have the same words."""
    attributes = element.items()
    if attributes and tag in HEADINGS:  # the id of a heading is a slug of its words
        attributes = [pair for pair in attributes if pair[0] != "id"]
    return tag, tuple([pair for pair in attributes if pair[0] in _PREFIXES or _hides(*pair)])


def _hides(name: str, value: str) -> bool:
    """Whether an attribute keeps an element from being shown, at least at first."""
    return name in _HIDING or (name == "style" and "display:none" in value.replace(" ", "").lower())


@lru_cache(maxsize=20_000)
def element_words(names: Names) -> tuple[str, ...]:
    """The words that name an element, each once.

    Names in camelCase or with hyphens also give their pieces, and every run of digits is 0, so that
    `postBody`, `post-body` and `post-17` have words in common. Roles and item properties keep a prefix.

    Args:
        names: of `element_names`.
    """
    tag, attributes = names
    words = {f"<{tag}>": None}
    for name, value in attributes:
        if name not in _PREFIXES:
            words[f"hidden:{name}"] = None
        elif len(value) < _LONGEST:
            prefix = _PREFIXES[name]
            for word in chain.from_iterable(map(_pieces, value.split()[:_MOST])):
                words[prefix + word] = None
    return tuple(words)


@lru_cache(maxsize=50_000)  # pages of all sites have names in common
def _pieces(name: str) -> tuple[str, ...]:
    folded = _DIGITS.sub("0", _CAMEL.sub("-", name).lower())
    pieces = tuple(piece for piece in _NOT_LETTERS.split(folded) if len(piece) > 1)
    return (folded,) if pieces == (folded,) else (folded, *pieces)
