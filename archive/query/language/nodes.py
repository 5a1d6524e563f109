"""The tree that a query is read into. Frozen, so that two queries can be compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand next to each other in a title, a text, a name or a work's title.

    Attributes:
        text: one word or several, without quotation marks.
        quoted: was typed as a phrase.
        prefix: the last word may go on.
        first: stands at the beginning.
    """

    text: str
    quoted: bool = False
    prefix: bool = False
    first: bool = False


@dataclass(frozen=True, slots=True)
class Near:
    """Terms with at most `distance` words between them."""

    terms: tuple[Term, ...]
    distance: int = 10


@dataclass(frozen=True, slots=True)
class InColumns:
    """A node that must match within these columns of the index."""

    columns: tuple[str, ...]
    node: Node


@dataclass(frozen=True, slots=True)
class Name:
    """A value of `author:`, `work:` or `outlet:`.

    Attributes:
        text: the name or a part of it.
        exact: it is the whole name.
        prefix: the name may go on.
    """

    text: str
    exact: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Word:
    """A value out of a list of words, such as `review` or `yes`; or a language."""

    text: str


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`; None is without a limit.

    Attributes:
        above, below: the limit itself does not count.
    """

    low: float | None = None
    high: float | None = None
    above: bool = False
    below: bool = False


@dataclass(frozen=True, slots=True)
class Period:
    """A time of publication, as typed and as understood: from `since` to `until`, both inclusive, in UTC."""

    typed: str
    since: datetime | None = None
    until: datetime | None = None


Value = Name | Word | Range | Period


@dataclass(frozen=True, slots=True)
class Test:
    """A condition on a fact of the article, such as `kind:review`."""

    field: str
    value: Value


@dataclass(frozen=True, slots=True)
class Not:
    """What the node does not match."""

    node: Node


@dataclass(frozen=True, slots=True)
class And:
    """What all of at least two nodes match."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """What any of at least two nodes matches."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Nothing:
    """What was typed has no letter and no digit, and matches nothing."""


Node = Term | Near | InColumns | Test | Not | And | Or | Nothing


def is_text(node: Node) -> bool:
    """Whether the full-text index alone can answer a node."""
    match node:
        case Term() | Near() | InColumns():
            return True
        case Or(nodes):
            return all(map(is_text, nodes))
        case And(nodes):
            parts = [part.node if isinstance(part, Not) else part for part in nodes]
            return all(map(is_text, parts)) and any(map(is_text, nodes))
    return False


def wanted_text(node: Node) -> Iterator[Node]:
    """The text nodes of a tree that are not negated."""
    match node:
        case Term() | Near() | InColumns():
            yield node
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from wanted_text(part)


def terms(node: Node) -> Iterator[Term]:
    """The terms of a tree that are not negated."""
    match node:
        case Term():
            yield node
        case Near(parts):
            yield from parts
        case InColumns(_, part):
            yield from terms(part)
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from terms(part)


def tests(node: Node) -> Iterator[Test]:
    """The conditions of a tree that are not negated."""
    match node:
        case Test():
            yield node
        case And(nodes) | Or(nodes):
            for part in nodes:
                yield from tests(part)
