"""Which captures keep their bytes. What is dropped is bytes; status, time, headers and hash stay.

A capture that is not read yet, or could not be read, keeps its bytes under every rule.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from archive.db.bodies.dictionaries import replace_dictionaries
from archive.db.rows import stamp
from archive.db.store import Store
from archive.errors import NotFoundError, did_you_mean

ALL, LATEST, NONE = "all", "latest", "none"
EVERY_OUTLET = ""  # the key of the rule for outlets without one of their own

# Captures with an outcome whose rule is that of the outlet. `{rule}` is one of _RULES.
_DROPPABLE = """
insert into temp._droppable select id from captures c
where outcome is not null and outcome <> 'failed' and ifnull(outlet, '') {outlets} and {rule}
"""
_RULES = {
    NONE: "true",
    LATEST: """
        id not in (
            select r.capture_id from articles a join revisions r on r.id = a.revision_id
            union select comments_capture_id from articles where comments_capture_id is not null)
        and (article_id is not null or exists (
            select 1 from captures later where later.url = c.url
            and (later.captured_at, later.id) > (c.captured_at, c.id)))
    """,
}
_OLDER = "captured_at < :before"

_TO_DROP = """
create temp table _dropped as
select sha256 from _bodies where zstd <> x'' and sha256 in (
    select sha256 from captures group by sha256 having min(id in (select id from temp._droppable)))
"""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What a rule drops.

    Attributes:
        pages: number of pages whose bytes go.
        size: their bytes as they were fetched.
    """

    pages: int
    size: int


def read_keep(text: str) -> str:
    """A rule as it is stored: `all`, `latest`, `none` or a number of days. Raises ValueError."""
    word = text.strip().lower()
    if word in (ALL, LATEST, NONE) or (word.isdecimal() and len(word) < 6):
        return word if word in (ALL, LATEST, NONE) else str(int(word))
    raise ValueError(f"{text!r} is not all, latest, none or a number of days")


def stored_rules(store: Store) -> dict[str, str]:
    """The rules by outlet; that of EVERY_OUTLET is `all` unless another one was set."""
    rows = store.db.execute("select outlet, keep from _kept_captures order by outlet").fetchall()
    return {EVERY_OUTLET: ALL, **dict(rows)}


def check_outlets(store: Store, outlets: Iterable[str]) -> None:
    """Raise NotFoundError for an outlet without captures: a rule for a misspelt name would do nothing."""
    known = [
        row["outlet"] for row in store.db.query("select distinct outlet from captures where outlet > ''")
    ]
    for outlet in outlets:
        if outlet not in known:
            hint = did_you_mean(outlet, known, "`matinee stats --by outlet` lists outlets")
            raise NotFoundError(f"outlet {outlet}", hint)


def write_rules(store: Store, rules: dict[str, str], at: datetime) -> None:
    """Store rules by outlet, in a transaction."""
    for outlet, keep in rules.items():
        row = {"outlet": outlet, "keep": keep, "set_at": stamp(at)}
        store.upsert("_kept_captures", row, "outlet")


def select_bodies(store: Store, rules: dict[str, str], at: datetime) -> Dropped:
    """Write the hashes of the bytes that rules drop into the temporary table `_dropped`, and count them."""
    for table in ("_droppable", "_dropped"):
        store.db.execute(f"drop table if exists temp.{table}")
    store.db.execute("create temp table _droppable (id integer primary key)")
    own = [outlet for outlet in rules if outlet != EVERY_OUTLET]
    marks = ", ".join(f":outlet{number}" for number in range(len(own)))
    names = {f"outlet{number}": outlet for number, outlet in enumerate(own)}
    for outlet, keep in rules.items():
        if keep == ALL:
            continue
        outlets = f"not in ({marks})" if outlet == EVERY_OUTLET else "= :outlet"
        before = stamp(at - timedelta(days=int(keep))) if keep.isdecimal() else None
        sql = _DROPPABLE.format(outlets=outlets, rule=_RULES.get(keep, _OLDER))
        store.db.execute(sql, {**names, "outlet": outlet, "before": before})
    store.db.execute(_TO_DROP)
    pages, size = store.db.execute(
        "select count(*), ifnull(sum(size), 0) from _bodies"
        " where sha256 in (select sha256 from temp._dropped)"
    ).fetchone()
    return Dropped(pages, size)


def drop_bodies(store: Store, rules: dict[str, str], at: datetime) -> Dropped:
    """Drop the bytes that rules do not keep, and dictionaries that contain them, in a transaction."""
    dropped = select_bodies(store, rules, at)
    if dropped.pages:
        store.db.execute(
            "update _bodies set zstd = x'', dictionary_id = null, dropped_at = ?"
            " where sha256 in (select sha256 from temp._dropped)",
            (stamp(at),),
        )
        hashes = store.db.execute("select sha256 from temp._dropped").fetchall()
        replace_dictionaries(store.db, [sha256 for (sha256,) in hashes])
    for table in ("_droppable", "_dropped"):
        store.db.execute(f"drop table temp.{table}")
    return dropped
