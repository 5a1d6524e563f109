"""What a person types into a search, made safe to give to FTS5."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from sqlite_utils import Database

from archive.db.unspaced import as_phrase, has_runs, pieces

# A query of more characters is taken as words: FTS5 needs seconds for the expression that some would make.
LONGEST_EXPRESSION = 4000

# FTS5's tokens: a string with a star behind it, a word with one, or a sign.
_TOKEN = re.compile(r'(?P<string>"(?:[^"]|"")*")|(?P<word>[^\s"(){}:+*^,-]+)|(?P<other>\s+|.)', re.DOTALL)
_OPERATORS = frozenset(("AND", "OR", "NOT", "NEAR"))
_COLUMNS = {"work": "work_title"}  # as a person calls it, and as the index does
_STRING = re.compile(r'"([^"]*)"')
_LETTER_OR_FIGURE = re.compile(r"\w")


def match_expression(db: Database, query: str) -> str | None:
    """What to give to MATCH for a query: itself where it is valid FTS5, else its words; None when blank.

    Runs of Japanese, Chinese, Thai and the like are searched as the index holds them (`archive.db.unspaced`).

    Raises:
        sqlite3.OperationalError: the archive could not be read; never for what was typed.
    """
    # NUL ends a query early in FTS5, and what no encoding knows cannot be bound at all.
    query = query.replace("\0", " ").encode(errors="ignore").decode().strip()
    if not query:
        return None
    # A leading `*` is a command to FTS5, not a query.
    if len(query) <= LONGEST_EXPRESSION and not query.startswith("*"):
        expression = "".join(_translated(query))
        if _is_valid(db.conn, expression):
            return expression
    return _as_words(db, query)


def words_of(query: str) -> list[str]:
    """The words that a query asks for, as typed, each once; runs of unspaced script apart from the rest."""
    typed = (text for kind, text in _tokens(query) if kind != "other" and text not in _OPERATORS)
    return list(dict.fromkeys(piece for text in typed for piece, _ in pieces(text)))


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(query):
        yield match.lastgroup or "other", match.group()


def _translated(query: str) -> Iterator[str]:
    """An expression with its runs and columns as the index has them."""
    tokens = list(_tokens(query))
    before = ""  # the last sign
    for place, (kind, text) in enumerate(tokens):
        if kind == "word" and text in _COLUMNS and _names_a_column(tokens, place):
            yield _COLUMNS[text]
        elif kind != "other" and has_runs(text):
            strings = _strings(text)
            # Only so does a column count for all of them; elsewhere FTS5 takes neighbours for an AND.
            yield f"({' AND '.join(strings)})" if before == ":" and len(strings) > 1 else " ".join(strings)
        else:
            yield text
        before = text if text.strip() else before


def _names_a_column(tokens: list[tuple[str, str]], place: int) -> bool:
    """Whether a word is followed by a colon or stands in braces."""
    after = "".join(text for _, text in tokens[place + 1 :]).lstrip()
    return after.startswith(":") or re.match(r"[\w\s]*\}\s*:", after) is not None


def _strings(text: str) -> list[str]:
    """A word or phrase as FTS5 strings; of one with runs each piece, which may stand anywhere in a text."""
    if has_runs(text):
        return [f'"{as_phrase(piece) if is_run else piece}"' for piece, is_run in pieces(text)]
    return [f'"{text}"'] if _LETTER_OR_FIGURE.search(text) else []


def _is_valid(db: sqlite3.Connection, expression: str) -> bool:
    try:
        db.execute(
            "select rowid from coverage_fts where coverage_fts match ? limit 1", (expression,)
        ).fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:  # locked, damaged, ...: not the query's fault
            raise
        return False
    return True


def _as_words(db: Database, query: str) -> str:
    """Every word and "quoted phrase" of a query as an FTS5 string; a `*` at the end stays a prefix search.

    `""`, which matches nothing, where there is no word in it.
    """
    strings: dict[str, None] = {}  # each once, in order
    for text in _STRING.findall(db.quote_fts(" ".join(query.split()))):
        word, star = text.rstrip("*"), "*" if text.endswith("*") else ""
        quoted = _strings(word)
        strings.update(dict.fromkeys([*quoted[:-1], *(last + star for last in quoted[-1:])]))
    return " ".join(strings) or '""'
