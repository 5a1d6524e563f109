"""Store the results of cleaning jobs, and tell errors of one page from errors of the archive."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TypeVar

from archive.db.store import Store
from archive.errors import InputError
from archive.ingest.learned.boilerplate import LearnedBoilerplate
from archive.ingest.storing.new_articles import Page
from archive.ingest.storing.replay import note_order, store_known, store_replay
from archive.ingest.storing.store_capture import SHOWN, store_capture
from archive.ingest.storing.store_outcomes import store_outcome
from archive.ingest.storing.store_recleaned import store_recleaned
from archive.ingest.storing.store_removed import forget_if_removed, outcome_if_removed
from archive.ingest.storing.store_unseen import store_unseen, unseen_pages
from archive.ingest.workers.messages import REMOVED, Job, NewCapture, Outcome, Replay
from archive.ingest.workers.worker_pool import Failure
from archive.model import Article, Capture

logger = logging.getLogger(__name__)

T = TypeVar("T")


class JobStore:
    """Stores cleaned jobs, one by one each in a savepoint."""

    def __init__(self, store: Store, boilerplate: LearnedBoilerplate, *, trial: bool) -> None:
        """Args: boilerplate: counts the stored pages; trial: roll back what cleaning again writes."""
        self._store = store
        self._boilerplate = boilerplate
        self._trial = trial

    def store_batch(self, jobs: Sequence[Job]) -> list[Outcome | InputError]:
        """Store cleaned jobs in one transaction. Raises only errors that concern the whole archive."""
        return together_or_alone(
            self._store, lambda: self._store_in_runs(jobs), lambda: [self.store(job) for job in jobs]
        )

    def _store_in_runs(self, jobs: Sequence[Job]) -> list[Outcome | InputError]:
        """Store unseen pages that follow each other together, and others one by one."""
        unseen = unseen_pages(self._store, jobs)
        outcomes: list[Outcome | InputError] = []
        for together, run in groupby(jobs, key=lambda job: job.capture_id in unseen):
            if together:
                outcomes += self._store_unseen([unseen[job.capture_id] for job in run])
            else:
                outcomes += map(self.store, run)
        return outcomes

    def store(self, job: Job) -> Outcome | InputError:
        """Store a cleaned job. Raises only errors that concern the whole archive."""
        if job.replay:
            return self._store_replayed(job, job.replay)
        if job.unstored:
            return self._store_unstored(job, job.unstored)
        return self._store_recleaned(job) if job.has_outcome else self._store_new(job, job.capture_id)

    def _store_unseen(self, pages: Sequence[Page]) -> list[Outcome]:
        outcomes = store_unseen(self._store, pages)
        for page, outcome in zip(pages, outcomes, strict=True):
            self._count_use(page.capture, page.article, outcome)
            self._boilerplate.count_page(page.capture.outlet)
        return outcomes

    def _store_unstored(self, job: Job, arrived: NewCapture) -> Outcome | InputError:
        """Store a withheld page without its bytes, now that it is cleaned."""
        try:
            with self._store.db.atomic():
                outcome = self._outcome_of_unstored(job, arrived)
                if arrived.also_write:
                    arrived.also_write(self._store, outcome.capture_id)
        except Exception as error:
            return input_error(arrived, error)
        return outcome

    def _outcome_of_unstored(self, job: Job, arrived: NewCapture) -> Outcome:
        if removed := outcome_if_removed(self._store, arrived.capture):
            return removed
        return self._store_new(job, self._store.add_capture(arrived.capture, arrived.crawl_id).id)

    def _store_new(self, job: Job, capture_id: int) -> Outcome:
        row = self._store.row(
            "select id, outcome, reason, page_type, article_id from captures where id = ?", capture_id
        )
        if row is None:
            return Outcome(0, REMOVED, "removed while it was cleaned")
        if removed := forget_if_removed(self._store, capture_id, job):
            return removed
        if row["outcome"]:  # another process on this archive stored it first, and counts it
            return Outcome(row["id"], "known", row["reason"], row["article_id"], row["page_type"])
        if isinstance(job.result, Failure):
            return store_outcome(self._store, Outcome(capture_id, "failed", job.result.reason))
        assert job.capture
        return self._store_cleaned(job.capture, job.result, capture_id)

    def _store_cleaned(self, capture: Capture, article: Article | None, capture_id: int) -> Outcome:
        try:
            with self._store.db.atomic():
                # Its bytes may have been cleaned since it came, as those of another capture.
                outcome = store_known(self._store, capture_id, capture.url)
                if outcome is None:
                    outcome = self._decide(capture, article, capture_id)
            self._boilerplate.count_page(capture.outlet)
            return outcome
        except Exception as error:
            if concerns_archive(error):
                raise
            reason = Failure.from_error(error).reason
            return store_outcome(self._store, Outcome(capture_id, "failed", reason))

    def _decide(self, capture: Capture, article: Article | None, capture_id: int) -> Outcome:
        outcome = store_capture(self._store, capture_id, capture, article)
        if outcome.article_id is not None:
            urls = {capture.url, article.url if article else capture.url}
            note_order(self._store, capture_id, urls, outcome.article_id)
        if article is not None:
            self._count_use(capture, article, outcome)
        return outcome

    def _count_use(self, capture: Capture, article: Article, outcome: Outcome) -> None:
        """Count what its outlet's template was to a page that shows an article."""
        if outcome.outcome in SHOWN:
            self._boilerplate.templates.count_use(self._store, capture.outlet, article.trace.use)

    def _store_replayed(self, job: Job, replay: Replay) -> Outcome:
        """Keep what cleaning gave; with the last capture of an article, decide on all of them again."""
        if job.capture is None:  # its bytes are damaged
            job.result = job.result if isinstance(job.result, Failure) else Failure("no bytes")
        replay.results[job.capture_id] = (job.capture, job.result)
        if replay.is_cleaned:
            try:
                with self._store.db.atomic():
                    store_replay(self._store, replay)
            except Exception as error:
                if concerns_archive(error):
                    raise
                logger.warning("article %s stays as it is: %s", replay.article_id, error)
        return Outcome(job.capture_id, "same")

    def _store_recleaned(self, job: Job) -> Outcome:
        """Store a page that was cleaned again. A failure changes nothing."""
        if isinstance(job.result, Failure):
            return Outcome(job.capture_id, "failed", job.result.reason)
        assert job.capture
        try:
            with self._store.db.atomic():
                if job.declared:
                    self._store.update("captures", job.capture_id, asdict(job.declared))
                outcome = store_recleaned(self._store, job.capture_id, job.capture, job.result)
                if self._trial:
                    raise _RollBackError(outcome)
        except _RollBackError as trial:
            return trial.outcome
        except Exception as error:
            if concerns_archive(error):
                raise
            return Outcome(job.capture_id, "failed", Failure.from_error(error).reason)
        return outcome


class _RollBackError(Exception):
    """Raised to roll back what a trial wrote; carries the outcome out of the transaction."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def together_or_alone(store: Store, together: Callable[[], T], alone: Callable[[], T]) -> T:
    """Run a function in a transaction; if a page is at fault that it fails, roll back and run the other one.

    There is no savepoint to roll back to: SQLite copies all that changes in one.
    """
    try:
        with store.transaction():
            return together()
    except Exception as error:
        if concerns_archive(error.__cause__ if isinstance(error.__cause__, sqlite3.Error) else error):
            raise
        logger.info("a batch is written page by page, as one cannot be written: %s", error)
    with store.transaction():
        return alone()


def input_error(arrived: NewCapture, error: Exception) -> InputError:
    """The error for a capture that cannot be stored. Raises `error` if it concerns the whole archive."""
    if concerns_archive(error):
        raise error
    url = str(arrived.capture.url).encode(errors="backslashreplace").decode()
    return InputError(url, f"cannot be stored ({Failure.from_error(error).reason})")


def concerns_archive(error: Exception) -> bool:
    """Whether the archive is at fault (locked, full, damaged) and not the page being written."""
    page_errors = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError)
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, page_errors)
