"""Sources of HTML that libxml2 would read only in part or for minutes, made into what it reads. Pure.

It drops all that follows 2,048 nested elements, and compares each attribute of an element with all others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

DEEPEST = 100  # nested elements that stay as they are

_MOST_BELOW = 50  # elements, each of another name, that stay nested below these

MOST_ATTRIBUTES = 1000  # of one element

_LONG_TAG = 15_000  # characters; a shorter tag has few attributes

# Scripts, styles and comments, which may show tags, and tags. Possessive: nothing is read twice.
_TOKEN = re.compile(
    r"<!--(?:.*?-->|.*)|<(?P<raw>script|style|textarea)\b.*?(?:</(?P=raw)\s*>|\Z)"
    r"""|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""",
    re.I | re.S,
)

_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")

_MAY_BE_LONG = re.compile(rf"<[a-zA-Z][^<]{{{_LONG_TAG}}}")

_RAW = re.compile(r"<(?:script|style|textarea)\b", re.I)

_FIRST_ATTRIBUTES = re.compile(
    r"""<[a-zA-Z][^\s/>]*+(?:[\s/]++[^\s=>"'/]++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"']++))?+)"""
    rf"{{{MOST_ATTRIBUTES}}}"
)

# Elements without content, and those that the next of their kind ends.
_NOT_NESTED = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "html", "head", "body", "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot",
    "option", "optgroup",
))  # fmt: skip


def with_few_attributes(source: str) -> str:
    """The source with no more than `MOST_ATTRIBUTES` attributes in a tag."""
    if all(_has_few(source, start) for start in _long_stretches(source)):
        return source
    return _TAG.sub(_cut_attributes, source)


def _long_stretches(source: str) -> Iterator[int]:
    """Where a tag may begin that is long: at a `<` that no other follows for long.

    The source is looked at in pieces of half that length, one of which then has no `<` at all.
    """
    step = _LONG_TAG // 2
    place = 0
    while place + step <= len(source):
        if source.find("<", place, place + step) < 0:
            start, end = source.rfind("<", 0, place), source.find("<", place)
            place = len(source) if end < 0 else end
            if start >= 0 and _MAY_BE_LONG.match(source, start):
                yield start
        else:
            place += step


def _has_few(source: str, start: int) -> bool:
    """Whether what looks like a long tag is a short one before a long script, or has few attributes."""
    tag = _TAG.match(source, start)
    if tag is None:
        return False
    if tag.end() - start < _LONG_TAG:
        return _RAW.match(tag[0]) is not None
    return _FIRST_ATTRIBUTES.match(tag[0]) is None


def _cut_attributes(tag: re.Match[str]) -> str:
    if tag.end() - tag.start() < _LONG_TAG:
        return tag[0]
    first = _FIRST_ATTRIBUTES.match(tag[0])
    return f"{first[0]}>" if first else tag[0]


def with_few_levels(source: str) -> str:
    """The source with elements that stand deeper than `DEEPEST` side by side.

    Browsers do likewise. Below that level an element ends where the next of its name begins.
    """
    return "".join(_Levels().rewrite(source))


@dataclass(slots=True, eq=False)
class _Open:
    """An element that is open by its tags. `is_written`: its tag is in the result, and no end tag so far."""

    name: str
    is_written: bool = True


class _Levels:
    """Follows which elements are open in a source, and which of them below `DEEPEST`."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._below: list[_Open] = []  # those of the open ones that are written and stand below `DEEPEST`
        self._names: Counter[str] = Counter()  # of the open ones

    def rewrite(self, source: str) -> Iterator[str]:
        """The pieces of the rewritten source."""
        position = 0
        for token in _TOKEN.finditer(source):
            yield source[position : token.start()]
            position = token.end()
            name = (token["name"] or "").lower()
            if not name or name in _NOT_NESTED:
                yield token[0]
            else:
                yield from self._end(name, token[0]) if token["end"] else self._start(name, token[0])
        yield source[position:]

    def _start(self, name: str, tag: str) -> Iterator[str]:
        element = _Open(name)
        if len(self._open) >= DEEPEST:
            same = next((place for place, outer in enumerate(self._below) if outer.name == name), None)
            if same is not None:
                yield from map(_ended, reversed(self._below[same:]))
                del self._below[same:]
            element.is_written = len(self._below) < _MOST_BELOW
            if element.is_written:
                self._below.append(element)
        self._open.append(element)
        self._names[name] += 1
        yield tag if element.is_written else " "

    def _end(self, name: str, tag: str) -> Iterator[str]:
        if not self._names[name]:
            yield tag
            return
        while True:
            element = self._open.pop()
            self._names[element.name] -= 1
            is_below = bool(self._below) and self._below[-1] is element
            if is_below:
                self._below.pop()
            if element.name == name:
                yield tag if element.is_written else " "
                return
            if is_below:
                yield _ended(element)


def _ended(element: _Open) -> str:
    element.is_written = False
    return f"</{element.name}>"
