"""Write a tree as conditions and parameters in SQL, on the table `coverage` and its full-text index."""

from __future__ import annotations

import re
from dataclasses import dataclass

from archive.query.language.fts import expression
from archive.query.language.nodes import (
    And,
    InColumns,
    Name,
    Node,
    Not,
    Or,
    Period,
    Range,
    Term,
    Test,
    Word,
    is_text,
    wanted_text,
)
from archive.query.language.tokens import has_words
from archive.query.selection import Selection, like

_MATCHES = "id in (select rowid from coverage_fts where coverage_fts match ?)"

# Each outlet is found by one step into the index, not by reading all rows.
_OUTLET = """outlet in (
    with recursive names (name) as (
        select min(outlet) from coverage
        union all
        select (select min(outlet) from coverage where outlet > name) from names where name is not null)
    select name from names where fold(name) like ? escape '\\')"""

_HAS = {
    "title": "title is not null",
    "author": "authors is not null",
    "date": "published is not null",
    "work": "work_title is not null",
    "medium": "work_medium is not null",
    "kind": "kind is not null",
    "rating": "rating_raw is not null",
    "score": "rating_score is not null",
    "text": "text is not null",
    "spoilers": "spoilers is not null",
    "lang": "language is not null",
    "copy": "duplicate_of is not null",
}
# Few pieces say that they have none: who asks for none wants those that do not warn.
_SPOILERS = {"yes": "spoilers = 1", "no": "spoilers is not 1", "unknown": "spoilers is null"}
_TEXT = {"none": "text is null", "any": "text is not null"}
_FIXED = {"has": _HAS, "spoilers": _SPOILERS, "text": _TEXT}
_COLUMNS = {"kind": "kind", "medium": "work_medium", "status": "status"}

# Ids of registries: IMDb, Wikidata, MusicBrainz, ISBN.
_REGISTRY_ID = re.compile(r"tt\d{5,}|Q\d{2,}|[0-9a-f]{8}-[0-9a-f-]{27}|[\d-]{9,17}[\dX]", re.IGNORECASE)

Clause = tuple[str, list[object]]


@dataclass(frozen=True, slots=True)
class Conditions:
    """A query in SQL.

    Attributes:
        expression: for MATCH; None if the full-text index is not asked.
        condition: on `coverage`, which must hold besides; `true` if nothing else is asked.
        parameters: of the condition.
        ranking: a MATCH expression that ranks and marks what the query's words are found in; it equals
            `expression` where both are. None without words.
    """

    expression: str | None
    condition: str
    parameters: tuple[object, ...]
    ranking: str | None


def conditions(node: Node | None) -> Conditions:
    """The conditions of a query; those of None take every article."""
    if node is None:
        return Conditions(None, "true", (), None)
    words = list(wanted_text(node))  # names alone are not ranked: the newest of an author come first
    node = _names_as_text(node)
    parts = node.nodes if isinstance(node, And) else (node,)
    texts = [part for part in parts if is_text(part)]
    if texts:
        texts += [part for part in parts if isinstance(part, Not) and is_text(part.node)]
    rest = [part for part in parts if part not in texts]
    clauses = [clause(part) for part in rest]
    match = expression(_group(texts)) if texts else None
    return Conditions(
        match,
        " and ".join(sql for sql, _ in clauses) or "true",
        tuple(parameter for _, parameters in clauses for parameter in parameters),
        (match or expression(Or(tuple(words)))) if words else None,
    )


def _group(nodes: list[Node]) -> Node:
    return nodes[0] if len(nodes) == 1 else And(tuple(nodes))


def clause(node: Node) -> Clause:
    """A node as one condition on `coverage`, with its parameters."""
    if is_text(node):
        return _MATCHES, [expression(node)]
    match node:
        case Test():
            return _test(node)
        case Not(part):
            sql, parameters = clause(part)
            return f"({sql}) is not true", parameters  # also true where a fact is not known
        case And(nodes) | Or(nodes):
            clauses = [clause(part) for part in nodes]
            operator = " and " if isinstance(node, And) else " or "
            joined = operator.join(sql for sql, _ in clauses)
            return f"({joined})", [parameter for _, parameters in clauses for parameter in parameters]
    return "false", []


def _names_as_text(node: Node) -> Node:
    """The tree with names of which any part may be given as searches of their columns."""
    match node:
        case Test("author" | "work" as field, Name(text, exact=False, prefix=prefix)) if has_words(text):
            column = "authors" if field == "author" else "work_title"
            search = InColumns((column,), Term(text, quoted=True, prefix=prefix))
            if field == "work" and _REGISTRY_ID.fullmatch(text):
                return Or((search, Test("work", Name(text, exact=True))))
            return search
        case Not(part):
            return Not(_names_as_text(part))
        case And(nodes):
            return And(tuple(map(_names_as_text, nodes)))
        case Or(nodes):
            return Or(tuple(map(_names_as_text, nodes)))
    return node


def _test(test: Test) -> Clause:
    match test.value:
        case Name(text, _, prefix):
            return _name(test.field, text + "*" * prefix)
        case Range():
            return _range("id" if test.field == "id" else "rating_score", test.value)
        case Period(_, since, until):
            sql, parameters = Selection(since=since, until=until).where()
            return sql, parameters
        case Word(text) if test.field == "lang":
            return Selection(languages=(text,)).where()
        case Word(text) if test.field in _COLUMNS:
            return f"{_COLUMNS[test.field]} = ?", [text]
        case Word(text):
            return _FIXED[test.field][text], []


def _name(field: str, pattern: str) -> Clause:
    if field == "outlet":
        return _OUTLET, [like("-".join(pattern.split()))]
    return (Selection(authors=(pattern,)) if field == "author" else Selection(works=(pattern,))).where()


def _range(column: str, value: Range) -> Clause:
    clauses: list[str] = []
    parameters: list[object] = []
    if value.low is not None:
        clauses.append(f"{column} {'>' if value.above else '>='} ?")
        parameters.append(value.low)
    if value.high is not None:
        clauses.append(f"{column} {'<' if value.below else '<='} ?")
        parameters.append(value.high)
    return " and ".join(clauses), parameters
