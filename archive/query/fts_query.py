"""What a person types into a search, made safe to give to FTS5."""

from __future__ import annotations

import re
import sqlite3

# A query of more characters is taken as words: FTS5 needs seconds for the expression that some would make.
LONGEST_EXPRESSION = 4000

_PHRASE_OR_WORD = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')

_LETTER_OR_FIGURE = re.compile(r"\w")


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
    may_be_fts5 = len(query) <= LONGEST_EXPRESSION and not query.startswith("*")
    return query if may_be_fts5 and _is_valid(db, query) else _as_words(query)


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
        text, prefix = (word.rstrip("*"), word.endswith("*")) if word else (phrase, bool(star))
        if _LETTER_OR_FIGURE.search(text):
            strings[f'"{text}"*' if prefix else f'"{text}"'] = None
    return " ".join(strings) or '""'
