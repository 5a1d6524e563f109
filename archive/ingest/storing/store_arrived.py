"""Commit the bytes of captures that arrived: a batch at once, or each alone if one cannot be written."""

from __future__ import annotations

import json
from collections.abc import Sequence

from archive.db.captures import Stored
from archive.db.store import Store
from archive.errors import InputError
from archive.ingest.storing.replay import store_known
from archive.ingest.storing.store_job import input_error, together_or_alone
from archive.ingest.storing.store_removed import outcomes_if_removed
from archive.ingest.workers.messages import NewCapture, Outcome

# The captures among some whose address was captured before.
_CAPTURED_BEFORE = """
select c.id from captures c where c.id in (select value from json_each(?))
    and exists (select 1 from captures before where before.url = c.url and before.id <> c.id)
"""


def store_arrived(store: Store, batch: Sequence[NewCapture]) -> list[Stored | Outcome | InputError]:
    """Commit the bytes of captures, and what their senders write. One that cannot be written fails alone.

    Raises only errors that concern the whole archive.
    """
    return together_or_alone(
        store,
        lambda: _store_together(store, batch),
        lambda: [_store_alone(store, arrived) for arrived in batch],
    )


def _store_alone(store: Store, arrived: NewCapture) -> Stored | Outcome | InputError:
    try:
        with store.db.atomic():
            return _store_together(store, [arrived])[0]
    except Exception as error:
        return input_error(arrived, error)


def _store_together(store: Store, batch: Sequence[NewCapture]) -> list[Stored | Outcome | InputError]:
    removed = outcomes_if_removed(store, [arrived.capture for arrived in batch])
    staying = [arrived for arrived, outcome in zip(batch, removed, strict=True) if outcome is None]
    stored = store.add_captures([(arrived.capture, arrived.crawl_id) for arrived in staying])
    fresh = json.dumps([item.id for item in stored if item.fresh])
    captured_before = {row[0] for row in store.db.execute(_CAPTURED_BEFORE, (fresh,))}
    waiting = iter(stored)
    results: list[Stored | Outcome | InputError] = []
    for arrived, outcome in zip(batch, removed, strict=True):
        item = outcome or next(waiting)
        if arrived.also_write:
            arrived.also_write(store, item.capture_id if isinstance(item, Outcome) else item.id)
        if isinstance(item, Stored):
            item = _outcome_if_known(store, arrived, item, captured_before) or item
        results.append(item)
    return results


def _outcome_if_known(
    store: Store, arrived: NewCapture, stored: Stored, captured_before: set[int]
) -> Outcome | None:
    """The outcome of a capture that need not be cleaned."""
    if stored.outcome:
        return Outcome(stored.id, "known", stored.reason, stored.article_id, stored.page_type)
    return store_known(store, stored.id, arrived.capture.url) if stored.id in captured_before else None
