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
    tests,
)

_BARE = re.compile(r"\w[\w'’.+/&-]*")  # means the same without quotation marks
_LAST = re.compile(r"(?:the )?(?:last|past) (week|month|year)", re.IGNORECASE)
_DAYS = {"week": 7, "month": 30, "year": 365}
_DAY = re.compile(r"[\d.:TZ+-]+")
_OPERATORS = frozenset(("AND", "OR", "NOT", "NEAR"))


def to_text(node: Node | None) -> str:
    """A query in its own language; "" for every article, `""` for none."""
    return "" if node is None else _text(node)


def dates_in_words(node: Node | None) -> list[str]:
    """What days "last month" and the like mean in a query, a sentence for each.

    People often mean the days up to today.
    """
    periods = [test.value for test in tests(node) if isinstance(test.value, Period)] if node else []
    return [
        f'"{period.typed}" is {period.since:%Y-%m-%d} to {period.until:%Y-%m-%d};'
        f' "last {_DAYS[match[1].lower()]} days" ends today.'
        for period in periods
        if (match := _LAST.fullmatch(period.typed)) and period.since and period.until
    ]


def _text(node: Node) -> str:
    match node:
        case Term():
            text = _term(node)
        case Near(parts, distance):
            text = f"NEAR({' '.join(map(_term, parts))}, {distance})"
        case InColumns(columns, part):
            text = f"{_columns(columns)}{_grouped(part)}"
        case Test():
            text = _test(node)
        case Not(part):
            text = f"-{_grouped(part)}"
        case And(nodes) | Or(nodes):
            operator = " " if isinstance(node, And) else " OR "
            texts = (f"({_text(part)})" if isinstance(part, Or) else _text(part) for part in nodes)
            text = operator.join(texts)
        case Nothing():
            text = '""'
    return text


def _grouped(node: Node) -> str:
    text = _text(node)
    return f"({text})" if isinstance(node, And | Or | Not) else text


def _term(term: Term) -> str:
    bare = not term.quoted and is_bare(term.text)
    text = term.text if bare else quoted(term.text)
    return f"{'^' if term.first else ''}{text}{'*' if term.prefix else ''}"


def is_bare(text: str) -> bool:
    """Whether a text is one word without quotation marks."""
    return _BARE.fullmatch(text) is not None and text not in _OPERATORS


def _columns(columns: tuple[str, ...]) -> str:
    return f"{columns[0]}:" if len(columns) == 1 else f"{{{' '.join(columns)}}}:"


def _test(test: Test) -> str:
    match test.value:
        case Name(text, exact, prefix):
            shown = text if is_bare(text) else quoted(text)
            shown = f"{'=' if exact else ''}{shown}{'*' if prefix else ''}"
        case Word(text):
            shown = text
        case Range():
            shown = _range(test.value)
        case Period(typed):
            comparison = re.match("[<>]=?|", typed)
            assert comparison
            text = typed[comparison.end() :]
            shown = comparison.group() + (text if _DAY.fullmatch(text) else quoted(text))
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
