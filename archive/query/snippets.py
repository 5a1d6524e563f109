"""Passages of texts around the words of a query."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence

from archive.db.store import Store
from archive.db.unspaced import has_runs, pieces
from archive.query.language.nodes import Term

# Mark a matched word until the output format is known. No text contains these code points.
OPEN, CLOSE = "\ufdd0", "\ufdd1"

_TOKENS = 32  # length of a passage cut by FTS5, in words
_BEFORE, _LENGTH = 24, 100  # of a passage cut around an unspaced run, in characters
_CUT = "…"

_SNIPPET = f"snippet(coverage_fts, 1, '{OPEN}', '{CLOSE}', '{_CUT}', {_TOKENS})"

# Passages of some articles. If an expression matches few, all its matches are gone through once; `+` keeps
# SQLite from looking up each article. If it matches many, each is looked up, which reads the expression anew:
# not if a word of it is the beginning of words, which would all be put together anew.
_FEW = 2_000
_COUNT = f"select count(*) from (select 1 from coverage_fts where coverage_fts match ? limit {_FEW + 1})"
_AMONG_FEW = f"""select rowid, {_SNIPPET} from coverage_fts
    where coverage_fts match ?1 and +rowid in (select value from json_each(?2))"""
_AMONG_MANY = f"""select value, (select {_SNIPPET} from coverage_fts
    where coverage_fts match ?1 and coverage_fts.rowid = value) from json_each(?2)"""


def words_of(terms: Iterable[Term]) -> list[str]:
    """The distinct words of a query, as typed, with runs of unspaced script split off."""
    return list(dict.fromkeys(piece for term in terms for piece, _ in pieces(term.text)))


def cut_passages(store: Store, ids: Sequence[int], expression: str) -> dict[int, str | None]:
    """By article, a passage of its text with `OPEN` and `CLOSE` around what a MATCH expression matches.

    None for an article that it does not match.
    """
    is_dear = "*" in expression
    sql = _AMONG_FEW if is_dear or _matches(store, expression) <= _FEW else _AMONG_MANY
    found: dict[int, str | None] = dict.fromkeys(ids)
    found.update(store.db.execute(sql, (expression, json.dumps(list(ids)))).fetchall())
    return found


def _matches(store: Store, expression: str) -> int:
    return int(store.db.execute(_COUNT, (expression,)).fetchone()[0])


def snippets(store: Store, cuts: Mapping[int, str | None], words: Sequence[str]) -> dict[int, str]:
    """By article, a passage of its text on one line, with `OPEN` and `CLOSE` around matched words.

    Args:
        cuts: by article, what `cut_passages` gives.
        words: of the query.
    """
    # FTS5 marks whole words. In an unspaced script that would be a sentence, or nothing.
    query_has_runs = any(map(has_runs, words))
    unmarked = [number for number, cut in cuts.items() if query_has_runs or OPEN not in (cut or "")]
    texts = _texts(store, unmarked) if unmarked else {}
    passages = {}
    for number, cut in cuts.items():
        text = texts.get(number, "")
        by_characters = number in texts and (query_has_runs or has_runs(text))
        shown = (by_characters and passage(text, words)) or cut or ""
        passages[number] = " ".join(shown.split())
    return passages


def _texts(store: Store, ids: Sequence[int]) -> dict[int, str]:
    rows = store.db.execute(
        "select id, ifnull(text, '') from coverage where id in (select value from json_each(?))",
        (json.dumps(list(ids)),),
    )
    return dict(rows.fetchall())


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
