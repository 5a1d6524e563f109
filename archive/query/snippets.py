"""Passages of texts around what was searched for."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from archive.db.store import Store
from archive.db.unspaced import has_runs
from archive.query.fts_query import words_of

# Around a matched word until it is known where the snippet goes: code points that no text may hold.
OPEN, CLOSE = "\ufdd0", "\ufdd1"

_TOKENS = 32  # words of a passage as FTS5 cuts it
_BEFORE, _LENGTH = 24, 100  # characters of a passage that is cut around a run of unspaced script
_CUT = "…"


def snippets(store: Store, ids: Sequence[int], query: str, expression: str) -> dict[int, str]:
    """By article, a passage of its text on one line, with `OPEN` and `CLOSE` around matched words.

    Args:
        query: as typed; expression: what it was made into.
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
    asks_for_runs = any(map(has_runs, words))
    found = {}
    for article_id, text, cut in rows:
        # FTS5 marks whole words: in a script without spaces that is a sentence, or nothing.
        by_characters = asks_for_runs or (OPEN not in cut and has_runs(text))
        shown = (by_characters and passage(text, words)) or cut
        found[article_id] = " ".join(shown.split())
    return found


def passage(text: str, words: Sequence[str]) -> str | None:
    """The passage around the first of these words that stands in a text, each of them marked; else None."""
    alternatives = [re.escape(word) for word in sorted(words, key=len, reverse=True)]
    pattern = re.compile("|".join(alternatives) or "(?!)", re.IGNORECASE)
    first = pattern.search(text)
    if first is None:
        return None
    start = max(0, first.start() - _BEFORE)
    end = max(first.end(), start + _LENGTH)
    marked = pattern.sub(lambda match: f"{OPEN}{match.group()}{CLOSE}", text[start:end])
    return f"{_CUT if start else ''}{marked}{_CUT if end < len(text) else ''}"
