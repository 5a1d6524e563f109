"""Turn what a person types into a valid FTS5 query."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator

from sqlite_utils import Database

from archive.db.unspaced import as_phrase, has_runs, pieces

# A query of more characters is searched as words: FTS5 may need seconds for such an expression.
LONGEST_EXPRESSION = 4000

# FTS5's tokens: a quoted string, a word, or another character.
_TOKEN = re.compile(r'(?P<string>"(?:[^"]|"")*")|(?P<word>[^\s"(){}:+*^,-]+)|(?P<other>\s+|.)', re.DOTALL)
_OPERATORS = frozenset(("AND", "OR", "NOT", "NEAR"))
_COLUMNS = {"work": "work_title"}  # what people type -> column of the index
_STRING = re.compile(r'"([^"]*)"')
_LETTER_OR_DIGIT = re.compile(r"\w")


def match_expression(db: Database, query: str) -> str | None:
    """The MATCH expression for a query: the query if it is valid FTS5, else its words; None if blank.

    Runs of Japanese, Chinese, Thai and the like are searched as they are indexed (see `archive.db.unspaced`).

    Raises:
        sqlite3.OperationalError: the archive could not be read. No query text causes it.
    """
    # NUL would end the query early in FTS5, and lone surrogates cannot be bound.
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
    """The distinct words of a query, as typed, with runs of unspaced script split off."""
    texts = (text for kind, text in _tokens(query) if kind != "other" and text not in _OPERATORS)
    return list(dict.fromkeys(piece for text in texts for piece, _ in pieces(text)))


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(query):
        yield match.lastgroup or "other", match.group()


def _translated(query: str) -> Iterator[str]:
    """Tokens of an expression, with runs and column names replaced by those of the index."""
    tokens = list(_tokens(query))
    previous = ""  # the last token that is not a space
    for position, (kind, text) in enumerate(tokens):
        if kind == "word" and text in _COLUMNS and _is_column_name(tokens, position):
            yield _COLUMNS[text]
        elif kind != "other" and has_runs(text):
            strings = _strings(text)
            # A column filter needs brackets to apply to all of them; otherwise FTS5 implies AND.
            yield f"({' AND '.join(strings)})" if previous == ":" and len(strings) > 1 else " ".join(strings)
        else:
            yield text
        previous = text if text.strip() else previous


def _is_column_name(tokens: list[tuple[str, str]], position: int) -> bool:
    """Whether a colon follows the word, or it is in a column list in braces."""
    after = "".join(text for _, text in tokens[position + 1 :]).lstrip()
    return after.startswith(":") or re.match(r"[\w\s]*\}\s*:", after) is not None


def _strings(text: str) -> list[str]:
    """A word or phrase as FTS5 strings. With runs, one string per piece, since pieces may be apart."""
    if has_runs(text):
        return [f'"{as_phrase(piece) if is_run else piece}"' for piece, is_run in pieces(text)]
    return [f'"{text}"'] if _LETTER_OR_DIGIT.search(text) else []


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
    """Every word and "quoted phrase" of a query as an FTS5 string. A final `*` stays a prefix search.

    Returns `""`, which matches nothing, if the query has no word.
    """
    strings: dict[str, None] = {}  # each once, in order
    for text in _STRING.findall(db.quote_fts(" ".join(query.split()))):
        word, star = text.rstrip("*"), "*" if text.endswith("*") else ""
        quoted = _strings(word)
        strings.update(dict.fromkeys([*quoted[:-1], *(last + star for last in quoted[-1:])]))
    return " ".join(strings) or '""'
