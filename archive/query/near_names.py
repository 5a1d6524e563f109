"""Names that a command or a query asks for and the archive does not have, with the closest that it has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.db.store import Store
from archive.errors import nearest
from archive.query.language.fields import NAMES
from archive.query.language.fts import expression
from archive.query.language.nodes import And, Name, Node, Term, tests
from archive.query.language.query import Query
from archive.query.language.sql import clause, conditions
from archive.query.selection import Selection, fold, register_fold

_SOURCES = {
    "outlet": "select distinct outlet from coverage",
    "work": "select distinct work_title from coverage",
    "author": "select name from authors",
}
_LONG_WORD = re.compile(r"\w{5,}")  # of a name; one of its short words says too little
_ALIKE = 0.8  # how alike the words of a query and a name must be to be taken for it


def unknown_outlets(store: Store, outlets: Iterable[str]) -> list[str]:
    """A sentence for each of these outlets that no article and no other page is of."""
    sql = "select 1 from captures where outlet = ? limit 1"
    return [
        _unknown(store, "outlet", name)
        for name in outlets
        if not _matches_any(store, *Selection(outlets=(name,)).where())
        and not store.db.execute(sql, (name,)).fetchone()
    ]


def unknown_names(store: Store, selection: Selection, query: Query | None = None) -> list[str]:
    """A sentence for each outlet, work and author in a search that no article has, naming the closest.

    The outlets of the selection are for `unknown_outlets`.
    Words of the query that no article has make a question if they are nearly the name of one of these.
    """
    register_fold(store.db.conn)
    named: list[tuple[str, str, tuple[str, list[object]]]] = [
        *(("work", name, Selection(works=(name,)).where()) for name in selection.works),
        *(("author", name, Selection(authors=(name,)).where()) for name in selection.authors),
    ]
    node = query.node if query else None
    for test in tests(node) if node else ():
        if test.field in NAMES and isinstance(test.value, Name):
            asked = conditions(test)
            has_words = asked.expression is not None
            sql = clause(test) if not has_words else _words(str(asked.expression))
            named.append((test.field, test.value.text, sql))
    sentences = [_unknown(store, noun, name) for noun, name, sql in named if not _matches_any(store, *sql)]
    return [*sentences, *_suggestions(store, node)]


def _words(match: str) -> tuple[str, list[object]]:
    return "id in (select rowid from coverage_fts where coverage_fts match ?)", [match]


def _matches_any(store: Store, condition: str, parameters: list[object]) -> bool:
    return bool(store.db.execute(f"select 1 from coverage where {condition} limit 1", parameters).fetchone())


def _unknown(store: Store, noun: str, name: str) -> str:
    close = _nearest(store, noun, name)
    return f"There is no {noun} {name}" + (f"; the nearest is {close}." if close else ".")


def _nearest(store: Store, noun: str, name: str, cutoff: float = 0.6) -> str | None:
    """The name that is spelled most like this one, or that has a word which is; None without any."""
    wanted = fold(name) or ""
    rows = store.db.execute(_SOURCES[noun])
    names: dict[str, str] = {key: row[0] for row in rows if (key := fold(row[0]))}
    if close := nearest(wanted, names, cutoff=cutoff):
        return names[close]
    words = {word: name for key, name in names.items() for word in _LONG_WORD.findall(key)}
    close = nearest(wanted, words, cutoff=_ALIKE)
    return words[close] if close else None


def _suggestions(store: Store, node: Node | None) -> Iterator[str]:
    """A question if the words outside fields are found nowhere and are nearly a name."""
    parts = node.nodes if isinstance(node, And) else (node,)
    words = [part for part in parts if isinstance(part, Term)]
    if not words or _matches_any(store, *_words(" AND ".join(map(expression, words)))):
        return
    typed = " ".join(word.text for word in words)
    for noun in ("work", "author", "outlet"):
        close = _nearest(store, noun, typed, _ALIKE)
        if close:
            shown = f'"{close}"' if " " in close else close
            yield f"Did you mean {noun}:{shown}?"
            return
