"""Passages of texts around the words of a query."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from archive.db.store import Store
from archive.db.unspaced import has_runs
from archive.query.fts_query import words_of

# Mark a matched word until the output format is known. No text contains these code points.
OPEN, CLOSE = "\ufdd0", "\ufdd1"

_TOKENS = 32  # length of a passage cut by FTS5, in words
_BEFORE, _LENGTH = 24, 100  # of a passage cut around an unspaced run, in characters
_CUT = "…"


def snippets(store: Store, ids: Sequence[int], query: str, expression: str) -> dict[int, str]:
    """By article, a passage of its text on one line, with `OPEN` and `CLOSE` around matched words.

    Args:
        query: as typed.
        expression: the MATCH expression for it.
    """
    words = words_of(query)
    rows = store.db.execute(
        f"""
        select id, ifnull(coverage.text, ''),
            ifnull(snippet(coverage_fts, 1, '{OPEN}', '{CLOSE}', '{_CUT}', {_TOKENS}), '')
        from coverage_fts join coverage on id = coverage_fts.rowid
        where coverage_fts match ? and coverage_fts.rowid in (select value from json_each(?))
        """,
        (expression, json.dumps(list(ids))),
    ).fetchall()
    query_has_runs = any(map(has_runs, words))
    passages = {}
    for article_id, text, cut in rows:
        # FTS5 marks whole words. In an unspaced script that would be a sentence, or nothing.
        by_characters = query_has_runs or (OPEN not in cut and has_runs(text))
        shown = (by_characters and passage(text, words)) or cut
        passages[article_id] = " ".join(shown.split())
    return passages


def passage(text: str, words: Sequence[str]) -> str | None:
    """The passage around the first of these words in a text, with all of them marked; None without any."""
    alternatives = [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    pattern = re.compile("|".join(alternatives) or "(?!)", re.IGNORECASE)
    first = pattern.search(text)
    if first is None:
        return None
    start = max(0, first.start() - _BEFORE)
    end = max(first.end(), start + _LENGTH)
    marked = pattern.sub(lambda match: f"{OPEN}{match.group()}{CLOSE}", text[start:end])
    return f"{_CUT if start else ''}{marked}{_CUT if end < len(text) else ''}"
