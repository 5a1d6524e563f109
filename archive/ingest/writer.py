"""The writer's thread: it gathers captures and cleaned pages and writes them in batches.

Long because a batch, its transaction and those who wait for it are read together.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from itertools import groupby
from queue import Empty, SimpleQueue
from typing import Any

from archive.db.store import Store, Stored
from archive.errors import ArchiveError, InputError, MatineeError
from archive.ingest.dispatcher import Dispatcher
from archive.ingest.messages import (
    FIRST_PLACEHOLDER,
    CleanAgain,
    Cleaned,
    Close,
    Job,
    Message,
    NewCapture,
    Outcome,
    Studied,
    WorkersStarted,
    Write,
    messages_in,
)
from archive.ingest.store_capture import known_outcome, store_capture, store_outcome
from archive.ingest.store_recleaned import store_recleaned
from archive.ingest.worker_pool import Failure
from archive.ingest.write_errors import Undo, concerns_archive, refusal

BATCH = 50

WINDOW = 0.2  # seconds that a batch is gathered for

HASTE = 0.05  # seconds that bytes wait for their commit where their sender waits for it

PATIENCE = 2.0  # seconds that a cleaned page waits for those submitted before it, so that ids are in order


class Writer:
    """One run of the writer's thread over one inbox."""

    def __init__(
        self, inbox: SimpleQueue[Message], make_cleaning: Callable[[], Dispatcher], *, trial: bool = False
    ) -> None:
        """Args: trial: what is cleaned again is judged and not written; nothing else is cleaned."""
        self.inbox = inbox
        self.make_cleaning = make_cleaning
        self.trial = trial
        self.arrived: list[NewCapture] = []
        self.jobs: dict[int, Job] = {}  # all that have no outcome yet, by capture id
        self.last: Close | None = None
        self.last_placeholder = FIRST_PLACEHOLDER
        self.deadline = 0.0  # when what is gathered is to be written
        self.bytes_deadline = 0.0  # when bytes that somebody waits for are to be committed

    def run(self, store: Store) -> None:
        """Work until closed. After any error that this raises, call `refuse`."""
        self.store = store
        self.cleaning = self.make_cleaning()
        try:
            for capture_id in () if self.trial else store.pending():
                self._enlist(Job(capture_id, None))
            while not self._finished():
                self.cleaning.dispatch(store)
                self._receive()
                if self.arrived and self.arrived[0].also_write and time.monotonic() >= self.bytes_deadline:
                    self._keep_arrived()
                if self._due():
                    self._keep_arrived()
                    self._settle_cleaned()
                    self.deadline = time.monotonic() + WINDOW
            self.cleaning.study_the_rest(store)
        finally:
            self.cleaning.close()
        self.refuse(
            ArchiveError(str(store.path), "closed before a page was cleaned", "the next import does it")
        )

    def refuse(self, error: BaseException) -> None:
        """Give the error to everybody who still waits."""
        futures: list[Future[Any]] = [future for job in self.jobs.values() for future in job.waiting]
        messages = [*self.arrived, *messages_in(self.inbox)]
        futures += [
            message.future for message in messages if isinstance(message, (NewCapture, CleanAgain, Write))
        ]
        for future in futures:
            if not future.done():
                future.set_exception(error)

    def _finished(self) -> bool:
        if self.last is None or self.arrived:
            return False
        return not (self.jobs if self.last.drain else self.cleaning.done)

    def _due(self) -> bool:
        """Whether to write: a batch is full, its time is up, or there is nothing under way to wait for."""
        gathered = max(len(self.arrived), len(self.cleaning.done))
        idle = self.cleaning.earliest() is None
        return bool(gathered) and (gathered >= BATCH or idle or time.monotonic() >= self.deadline)

    def _receive(self) -> None:
        """Take what is in the inbox; wait for something, or for the end of the batch that is gathered."""
        gathering = self.arrived or self.cleaning.done
        try:
            soonest = min(self.deadline, self.bytes_deadline) if self.arrived else self.deadline
            wait = max(0.0, soonest - time.monotonic()) if gathering else None
            self._take(self.inbox.get(timeout=wait))
        except Empty:
            return
        for message in messages_in(self.inbox, BATCH - 1):
            self._take(message)

    def _take(self, message: Message) -> None:
        match message:
            case NewCapture() if message.capture.withheld:
                self._enlist_unstored(message)
            case NewCapture():
                if not self.arrived:
                    self.bytes_deadline = time.monotonic() + (HASTE if message.also_write else WINDOW)
                self.arrived.append(message)
            case CleanAgain():
                self._enlist(Job(message.capture_id, None, has_outcome=True), message.future)
            case Cleaned():
                self.cleaning.take_back(self.store, message)
                self.cleaning.dispatch(self.store)  # the executor is not to wait for the end of a batch
            case WorkersStarted():
                self.cleaning.dispatch(self.store)
            case Studied():
                self.cleaning.take_study(self.store, message)
            case Write():
                self._write(message)
            case Close():
                self.last = message
                self.cleaning.halted = not message.drain

    def _write(self, message: Write) -> None:
        try:
            with self.store.transaction():
                result = message.function(self.store)
        except Exception as error:
            message.future.set_exception(error)
        else:
            message.future.set_result(result)

    def _keep_arrived(self) -> None:
        """Commit the bytes of the captures that arrived; nothing is cleaned before that."""
        batch = self.arrived
        if not batch:
            return
        try:
            with self.store.transaction():
                kept = [self._keep(arrived) for arrived in batch]
        except ArchiveError as error:
            self.arrived = []
            for arrived in batch:
                arrived.future.set_exception(error)
            return
        self.arrived = []  # not earlier: `refuse` looks here for those who wait
        for arrived, result in zip(batch, kept, strict=True):
            if isinstance(result, Outcome):
                arrived.future.set_result(result)
            elif isinstance(result, InputError):
                arrived.future.set_exception(result)
            else:
                self._enlist(Job(result.id, arrived.capture, has_outcome=result.filled), arrived.future)

    def _keep(self, arrived: NewCapture) -> Stored | Outcome | InputError:
        try:
            with self.store.db.atomic():
                stored = self.store.add_capture(arrived.capture, arrived.crawl_id)
                if arrived.also_write:
                    arrived.also_write(self.store, stored.id)
                if stored.outcome:
                    return Outcome(stored.id, "known", stored.reason, stored.article_id, stored.page_type)
                before = known_outcome(self.store, stored.id) if stored.fresh else None
                return store_outcome(self.store, before) if before else stored
        except Exception as error:
            return refusal(arrived, error)

    def _enlist(self, job: Job, future: Future[Outcome] | None = None) -> None:
        """Have a capture cleaned; where that is under way already, only wait for its outcome."""
        known = self.jobs.setdefault(job.capture_id, job)
        if future:
            known.waiting.append(future)
        if known is job:
            self.cleaning.add(job)

    def _enlist_unstored(self, arrived: NewCapture) -> None:
        """Have a withheld page cleaned, of which no row is written before that."""
        self._keep_arrived()
        last = self.store.row("select max(id) as id from captures") or {}
        self.last_placeholder += 1
        job = Job(self.last_placeholder, arrived.capture, unstored=arrived, stored_before=last.get("id") or 0)
        self._enlist(job, arrived.future)

    def _settle_cleaned(self) -> None:
        """Decide on the cleaned pages and write them, all in one transaction but for unstored ones."""
        for unstored, jobs in groupby(self._ripe(), key=lambda job: job.unstored is not None):
            # The sender of an unstored page waits for its `also_write`: each is committed at once.
            for batch in [[job] for job in jobs] if unstored else [list(jobs)]:
                self._settle_batch(batch, learn=not unstored)

    def _settle_batch(self, batch: list[Job], *, learn: bool) -> None:
        try:
            with self.store.transaction():
                outcomes = [self._settle(job) for job in batch]
        except ArchiveError as error:
            for job in batch:
                self._leave(job, error)
            return
        if learn:  # before anybody is told, and sends the next page of the same outlet
            self.cleaning.study(self.store)
        for job, outcome in zip(batch, outcomes, strict=True):
            self._leave(job, outcome)

    def _leave(self, job: Job, outcome: Outcome | ArchiveError | InputError) -> None:
        """Give the outcome to those who wait; a second submission of the same capture gets `known`."""
        del self.jobs[job.capture_id]
        for turn, future in enumerate(job.waiting):
            if isinstance(outcome, MatineeError):
                future.set_exception(outcome)
            else:
                future.set_result(replace(outcome, outcome="known") if turn else outcome)

    def _ripe(self) -> list[Job]:
        """The jobs to settle: those before which none is missing, and those that have waited long enough."""
        barrier = self.cleaning.earliest()
        everything = barrier is None or self.cleaning.halted
        long_ago = time.monotonic() - PATIENCE
        jobs = sorted(self.cleaning.done, key=lambda job: job.order)
        ripe = [job for job in jobs if everything or job.order < (barrier or ()) or job.cleaned_at < long_ago]
        self.cleaning.done = [job for job in jobs if job not in ripe]
        return ripe

    def _settle_unstored(self, job: Job) -> Outcome | InputError:
        """Store a withheld page without its bytes, now that it is cleaned, and decide on it."""
        arrived = job.unstored
        assert arrived
        try:
            with self.store.db.atomic():
                stored = self.store.add_capture(arrived.capture, arrived.crawl_id)
                outcome = self._settle_first(job, stored.id)
                if arrived.also_write:
                    arrived.also_write(self.store, stored.id)
        except Exception as error:
            return refusal(arrived, error)
        return outcome

    def _settle(self, job: Job) -> Outcome | InputError:
        if job.unstored:
            return self._settle_unstored(job)
        return self._settle_again(job) if job.has_outcome else self._settle_first(job, job.capture_id)

    def _settle_first(self, job: Job, capture_id: int) -> Outcome:
        row = self.store.row(
            "select id, outcome, reason, page_type, article_id from captures where id = ?", capture_id
        )
        if row and row["outcome"]:  # another process on the same archive was quicker, and counts it
            return Outcome(row["id"], "known", row["reason"], row["article_id"], row["page_type"])
        if isinstance(job.result, Failure):
            return store_outcome(self.store, Outcome(capture_id, "failed", job.result.reason))
        assert job.capture
        try:
            with self.store.db.atomic():
                outcome = store_capture(self.store, capture_id, job.capture, job.result)
            self.cleaning.furniture.saw(job.capture.outlet)
            return outcome
        except Exception as error:
            if concerns_archive(error):
                raise
            return store_outcome(self.store, Outcome(capture_id, "failed", Failure.of(error).reason))

    def _settle_again(self, job: Job) -> Outcome:
        """A failure leaves everything as it was."""
        if isinstance(job.result, Failure):
            return Outcome(job.capture_id, "failed", job.result.reason)
        assert job.capture
        try:
            with self.store.db.atomic():
                outcome = store_recleaned(self.store, job.capture_id, job.capture, job.result)
                if self.trial:
                    raise Undo(outcome)
        except Undo as undo:
            return undo.outcome
        except Exception as error:
            if concerns_archive(error):
                raise
            return Outcome(job.capture_id, "failed", Failure.of(error).reason)
        return outcome
