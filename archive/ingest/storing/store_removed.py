"""Keep pages that were removed for good from being stored again. Runs inside the writer's transaction."""

from __future__ import annotations

from collections.abc import Sequence

from archive.db.store import Store
from archive.db.tombstones import any_removed, forget_capture, is_removed
from archive.ingest.workers.messages import REMOVED, Job, Outcome
from archive.model import Article, Capture

_REASON = "this page was removed for good"


def outcome_if_removed(store: Store, capture: Capture) -> Outcome | None:
    """The outcome of a capture that must not be stored; None if it may be."""
    if is_removed(store, (capture.url, *capture.redirected_from), capture.outlet):
        return Outcome(0, REMOVED, _REASON)
    return None


def outcomes_if_removed(store: Store, captures: Sequence[Capture]) -> list[Outcome | None]:
    """The same of each of some captures."""
    if not any_removed(store):
        return [None] * len(captures)
    return [outcome_if_removed(store, capture) for capture in captures]


def forget_if_removed(store: Store, capture_id: int, job: Job) -> Outcome | None:
    """Delete a stored capture if cleaning shows that its page was removed, under its canonical URL."""
    if not isinstance(job.result, Article) or not is_removed(store, (job.result.url,)):
        return None
    forget_capture(store, capture_id)
    return Outcome(0, REMOVED, _REASON)
