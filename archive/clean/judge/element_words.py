"""The words that name an element: its tag, and its class, id, role, itemprop and test ids in pieces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml.html import HtmlElement

NameScore = tuple[float, float, float]  # the mean, least and greatest log-odds of an element's words

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

_DIGITS = re.compile(r"\d+")

_NOT_LETTERS = re.compile(r"[^a-z0-9]+")

_PREFIXES = ("", "", "r:", "ip:", "")  # of class, id, role, itemprop, test id

_LONGEST = 300  # characters of an attribute; a longer one is style and not a name

_MOST = 12  # names in an attribute


def element_words(element: HtmlElement, tag: str) -> tuple[str, ...]:
    """The words that name an element, each once.

    Names in camelCase or with hyphens also give their pieces, and every run of digits is 0, so that
    `postBody`, `post-body` and `post-17` have words in common. Roles and item properties keep a prefix.
    """
    attributes = element.attrib
    if not attributes:
        return _words(tag, ())
    get = attributes.get
    test_id = get("data-testid") or get("data-component") or get("data-module") or get("aria-label")
    return _words(tag, (get("class"), get("id"), get("role"), get("itemprop"), test_id))


@lru_cache(maxsize=20_000)
def _words(tag: str, values: tuple[str | None, ...]) -> tuple[str, ...]:
    words = {f"<{tag}>": None}
    for prefix, value in zip(_PREFIXES, values, strict=False):
        if value and len(value) < _LONGEST:
            words.update((prefix + word, None) for word in _pieces(value))
    return tuple(words)


def _pieces(value: str) -> Iterator[str]:
    for name in value.split()[:_MOST]:
        folded = _DIGITS.sub("0", _CAMEL.sub("-", name).lower())
        yield folded
        pieces = [piece for piece in _NOT_LETTERS.split(folded) if len(piece) > 1]
        if len(pieces) > 1:
            yield from pieces
