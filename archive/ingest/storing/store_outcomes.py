"""Write the outcomes of captures. Runs inside the writer's transaction."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

from archive.db.store import Store
from archive.ingest.moving.gone_articles import is_gone, update_gone
from archive.ingest.workers.messages import Outcome

# How many of some captures each crawl has made, by their outcomes.
_OF_CRAWLS = """
select outcome, crawl_id, count(*) from captures
where id in (select value from json_each(?)) and crawl_id is not null group by outcome, crawl_id
"""


def store_outcome(store: Store, outcome: Outcome, *, counted: bool = True) -> Outcome:
    """Write a capture's outcome and, if `counted`, add it to the counts of its crawl.

    Returns:
        The outcome as readers are told of it: `missing` where the page is not there for the first time.
    """
    (stored,) = store_outcomes(store, [outcome], counted=counted)
    return stored


def store_outcomes(store: Store, outcomes: Sequence[Outcome], *, counted: bool = True) -> list[Outcome]:
    """The same for any number of captures."""
    store.db.conn.executemany(
        "update captures set outcome = ?, reason = ?, page_type = ?, article_id = ? where id = ?",
        [(item.outcome, item.reason, item.page_type, item.article_id, item.capture_id) for item in outcomes],
    )
    for item in outcomes:
        if item.article_id is not None and (item.outcome == "gone" or _was_gone(store, item)):
            update_gone(store, item.article_id)
    told = [replace(item, outcome="missing") if _is_missing(store, item) else item for item in outcomes]
    if counted:
        _count(store, [item.capture_id for item in told if item.outcome != "missing"])
        _count(store, [item.capture_id for item in told if item.outcome == "missing"], "missing")
    return told


def _count(store: Store, ids: Sequence[int], column: str | None = None) -> None:
    """Add captures to the counts of their crawls: in a column of `crawls`, or in those of their outcomes."""
    for name, crawl_id, number in store.db.execute(_OF_CRAWLS, (json.dumps(ids),)).fetchall():
        counts = column or name
        store.db.execute(f"update crawls set {counts} = {counts} + ? where id = ?", (number, crawl_id))


def _is_missing(store: Store, outcome: Outcome) -> bool:
    """Whether a page is not there, but its article is not gone yet."""
    article_id = outcome.article_id
    return outcome.outcome == "gone" and article_id is not None and not is_gone(store, article_id)


def _was_gone(store: Store, outcome: Outcome) -> bool:
    """Whether a capture's article was gone when its page was last asked for."""
    return outcome.article_id is not None and outcome.outcome != "new" and is_gone(store, outcome.article_id)
