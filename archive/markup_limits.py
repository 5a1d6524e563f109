"""Sources of HTML that libxml2 would read only in part or for minutes, made into what it reads. Pure.

It drops all that follows 2,048 nested elements, and compares each attribute of an element with all others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

DEEPEST = 256  # nested elements that keep their tags; of deeper ones the text is kept

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
    if _MAY_BE_LONG.search(source) is None:
        return source
    return _TAG.sub(_cut_attributes, source)


def _cut_attributes(tag: re.Match[str]) -> str:
    if tag.end() - tag.start() < _LONG_TAG:
        return tag[0]
    first = _FIRST_ATTRIBUTES.match(tag[0])
    return f"{first[0]}>" if first else tag[0]


def with_few_levels(source: str) -> str:
    """The source without the tags of elements that stand deeper than `DEEPEST`."""
    return "".join(_shallow(source))


def _shallow(source: str) -> Iterator[str]:
    open_elements: list[tuple[str, bool]] = []  # names, and whether the tag was kept
    names: Counter[str] = Counter()
    position = 0
    for token in _TOKEN.finditer(source):
        yield source[position : token.start()]
        position = token.end()
        name = (token["name"] or "").lower()
        kept = True
        if name and name not in _NOT_NESTED:
            if not token["end"]:
                kept = len(open_elements) < DEEPEST
                open_elements.append((name, kept))
                names[name] += 1
            elif names[name]:
                inner = ""
                while inner != name:
                    inner, kept = open_elements.pop()
                    names[inner] -= 1
        yield token[0] if kept else " "
    yield source[position:]
