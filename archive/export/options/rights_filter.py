"""Leave out articles by what their pages and hosts said of the use of the text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from archive.db.store import Store
from archive.opt_out import names_in_force, signals_from_json
from archive.query.matching import Sql
from archive.query.selection import like, register_fold

# The shown text's own rights; captures say the same, and what later or earlier ones said beside it.
_OPTED_OUT = "(json_type(rights, '$.opt_out') is not null)"
_SAID = """(instr(', ' || ifnull(rights ->> '$.opt_out', '') || ', ', ', ' || ? || ', ') > 0 or exists (
    select 1 from captures x where x.article_id = coverage.id and says_signal(x.signals, ?)))"""
_LICENSED = "ifnull(fold(rights ->> '$.license') like ? escape '\\', 0)"


def reasons_against(
    store: Store, respect_opt_out: bool, without_signals: Sequence[str], licenses: Sequence[str]
) -> Iterator[tuple[str, Sql]]:
    """Each reason for which articles are left out, with a condition on `coverage` that is true for them.

    Args:
        respect_opt_out: leave out all that have an `opt_out`.
        without_signals: names from `archive.opt_out.SIGNAL_NAMES`.
        licenses: patterns in which `*` stands for anything; () for any licence and none.
    """
    if respect_opt_out:
        yield "they opted out", (_OPTED_OUT, [])
    if without_signals:
        store.db.conn.create_function("says_signal", 2, _says_signal, deterministic=True)
        for name in dict.fromkeys(without_signals):
            yield f"they say {name}", (_SAID, [name, name])
    if licenses:
        register_fold(store.db.conn)
        named = " or ".join([_LICENSED] * len(licenses))
        yield f"their licence is not {' or '.join(licenses)}", (f"(not ({named}))", [*map(like, licenses)])


def _says_signal(signals: str | None, name: str) -> bool:
    return bool(signals) and name in names_in_force(signals_from_json(json.loads(signals or "[]")))
