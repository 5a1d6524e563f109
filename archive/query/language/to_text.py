"""Write a tree as a query. Reading that again gives the same tree."""

from __future__ import annotations

import re

from archive.query.language.nodes import (
    And,
    InColumns,
    Name,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Period,
    Range,
    Term,
    Test,
    Word,
)

_BARE = re.compile(r"\w+")
_OPERATORS = frozenset(("AND", "OR", "NOT", "NEAR"))


def to_text(node: Node | None) -> str:
    """A query in its own language; "" for every article, `""` for none."""
    match node:
        case None:
            return ""
        case Nothing():
            return '""'
        case Term():
            return _term(node)
        case Near(parts, distance):
            return f"NEAR({' '.join(map(_term, parts))}, {distance})"
        case InColumns(columns, part):
            return f"{_columns(columns)}{_grouped(part)}"
        case Test():
            return _test(node)
        case Not(part):
            return f"-{_grouped(part)}"
        case And(nodes):
            return " ".join(f"({to_text(part)})" if isinstance(part, Or) else to_text(part) for part in nodes)
        case Or(nodes):
            return " OR ".join(
                f"({to_text(part)})" if isinstance(part, Or) else to_text(part) for part in nodes
            )


def _grouped(node: Node) -> str:
    text = to_text(node)
    return f"({text})" if isinstance(node, And | Or) else text


def _term(term: Term) -> str:
    bare = not term.quoted and term.text not in _OPERATORS and '"' not in term.text
    text = term.text if bare else quoted(term.text)
    return f"{'^' if term.first else ''}{text}{'*' if term.prefix else ''}"


def _columns(columns: tuple[str, ...]) -> str:
    return f"{columns[0]}:" if len(columns) == 1 else f"{{{' '.join(columns)}}}:"


def _test(test: Test) -> str:
    match test.value:
        case Name(text, exact, prefix):
            bare = _BARE.fullmatch(text) and text not in _OPERATORS
            shown = f"{'=' if exact else ''}{text if bare else quoted(text)}{'*' if prefix else ''}"
        case Word(text):
            shown = text
        case Range():
            shown = _range(test.value)
        case Period(typed):
            comparison = re.match("[<>]=?|", typed)
            assert comparison
            text = typed[comparison.end() :]
            shown = comparison.group() + (quoted(text) if " " in text else text)
    return f"{test.field}:{shown}"


def _range(value: Range) -> str:
    if value.high is None:
        return f"{'>' if value.above else '>='}{_number(value.low)}"
    if value.low is None:
        return f"{'<' if value.below else '<='}{_number(value.high)}"
    if value.low == value.high:
        return _number(value.low)
    return f"{_number(value.low)}-{_number(value.high)}"


def _number(number: float | None) -> str:
    assert number is not None
    return f"{number:.9f}".rstrip("0").rstrip(".")


def quoted(text: str) -> str:
    """A text in quotation marks. Those in it are left out, since no search looks at them."""
    return f'"{" ".join(text.replace(chr(34), " ").split())}"'
