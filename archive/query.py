"""What a person types into a search, made safe to give to FTS5."""

from __future__ import annotations

import re
import sqlite3

_PHRASE_OR_WORD = re.compile(r'"([^"]*\w[^"]*)"(\*?)|([^\s"]*\w[^\s"]*)')


def match_expression(db: sqlite3.Connection, query: str) -> str | None:
    """What to give to MATCH for a query: itself where it is valid FTS5, else its words; None when blank.

    Raises:
        sqlite3.OperationalError: the archive could not be read; never for what was typed.
    """
    # NUL ends a query early in FTS5, and what no encoding knows cannot be bound at all.
    query = query.replace("\0", " ").encode(errors="ignore").decode().strip()
    if not query:
        return None
    # A leading `*` is a command to FTS5, not a query.
    return query if not query.startswith("*") and _is_valid(db, query) else _as_words(query)


def _is_valid(db: sqlite3.Connection, expression: str) -> bool:
    try:
        db.execute(
            "select rowid from search_index where search_index match ? limit 1", (expression,)
        ).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:  # locked, damaged, ...: not the query's fault
            raise
        return False
    return True


def _as_words(query: str) -> str:
    """Every word and "quoted phrase" of a query as an FTS5 string; a `*` at the end stays a prefix search.

    `""`, which matches nothing, where there is no word in it.
    """
    strings: dict[str, None] = {}  # each once, in order
    for match in _PHRASE_OR_WORD.finditer(query):
        phrase, star, word = match.groups()
        text = phrase if phrase is not None else word.rstrip("*")
        prefix = star or ("*" if word and word.endswith("*") else "")
        strings[f'"{text}"{prefix}'] = None
    return " ".join(strings) or '""'
