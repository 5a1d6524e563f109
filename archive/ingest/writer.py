"""The writer's thread: it collects captures and cleaned pages and writes them in batches.

Long because all that this thread does is one loop over its inbox.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from itertools import groupby
from queue import Empty, SimpleQueue
from typing import Any

from archive.db.store import Store, Stored, translated
from archive.errors import ArchiveError, InputError, MatineeError
from archive.ingest.dispatcher import Dispatcher
from archive.ingest.storing.replay import start_replay
from archive.ingest.storing.store_arrived import store_arrived
from archive.ingest.storing.store_job import JobStore, concerns_archive
from archive.ingest.train_dictionaries import DictionaryTrainer
from archive.ingest.workers.messages import (
    FIRST_PLACEHOLDER,
    CleanAgain,
    Cleaned,
    Close,
    Job,
    Message,
    NewCapture,
    Outcome,
    ReplayAll,
    Studied,
    WorkersStarted,
    Write,
    messages_in,
)

BATCH = 50

BATCH_SECONDS = 1.0  # how long a batch is collected while pages are being cleaned

COMMIT_SECONDS = 0.05  # longest wait for a commit of bytes if their sender waits for it

ORDER_SECONDS = 2.0  # how long a cleaned page waits for earlier ones, to keep ids in order


class Writer:
    """The writer's thread, which takes messages from one inbox."""

    def __init__(
        self,
        inbox: SimpleQueue[Message],
        make_dispatcher: Callable[[], Dispatcher],
        *,
        trial: bool = False,
        in_order: bool = False,
    ) -> None:
        """Prepare to run.

        Args:
            trial: pages cleaned again are judged but not written; no others are cleaned.
            in_order: a page waits for all earlier ones, however slow these are.
        """
        self.in_order = in_order
        self.inbox = inbox
        self.make_dispatcher = make_dispatcher
        self.trial = trial
        self.trainer = DictionaryTrainer(inbox.put)
        self.taken: deque[Message] = deque()  # from the inbox, and not yet handled
        self.arrived: list[NewCapture] = []
        self.jobs: dict[int, Job] = {}  # jobs without an outcome, by capture id
        self.close_message: Close | None = None
        self.last_placeholder = FIRST_PLACEHOLDER
        self.deadline = 0.0  # when to write the batch
        self.bytes_deadline = 0.0  # when to commit bytes whose sender waits

    def run(self, store: Store) -> None:
        """Process messages until closed. After an error raised here, call `refuse`."""
        self.store = store
        self.dispatcher = self.make_dispatcher()
        self.job_store = JobStore(store, self.dispatcher.boilerplate, trial=self.trial)
        try:
            for capture_id in () if self.trial else store.pending():
                self._add_job(Job(capture_id, None))
            while not self._finished():
                self.dispatcher.dispatch(store)
                self._receive()
                if self.arrived and self.arrived[0].also_write and time.monotonic() >= self.bytes_deadline:
                    self._store_arrived()
                if self._due():
                    self._store_arrived()
                    self._store_cleaned()
                    self.deadline = time.monotonic() + BATCH_SECONDS
            self.dispatcher.study_the_rest(store)
            if not self.dispatcher.halted:
                self.trainer.finish(store)
        finally:
            self.trainer.close()
            self.dispatcher.close()
        self.refuse(
            ArchiveError(str(store.path), "closed before a page was cleaned", "the next import cleans it")
        )

    def refuse(self, error: BaseException) -> None:
        """Set the error on every future still without a result."""
        futures: list[Future[Any]] = [future for job in self.jobs.values() for future in job.waiting]
        messages = [*self.arrived, *self.taken, *messages_in(self.inbox)]
        futures += [
            message.future for message in messages if isinstance(message, (NewCapture, CleanAgain, Write))
        ]
        for future in futures:
            if not future.done():
                future.set_exception(error)

    def _finished(self) -> bool:
        if self.close_message is None or self.arrived:
            return False
        return not (self.jobs if self.close_message.drain else self.dispatcher.done)

    def _due(self) -> bool:
        """Whether to write now: the batch is full, its time is up, or no page is being cleaned."""
        size = max(len(self.arrived), len(self.dispatcher.done))
        return bool(size) and (
            size >= BATCH or time.monotonic() >= self.deadline or self.dispatcher.is_idle()
        )

    def _receive(self) -> None:
        """Handle the messages in the inbox; wait for the first, or until the current batch is due."""
        has_batch = self.arrived or self.dispatcher.done
        try:
            soonest = min(self.deadline, self.bytes_deadline) if self.arrived else self.deadline
            wait = max(0.0, soonest - time.monotonic()) if has_batch else None
            self.taken.append(self.inbox.get(timeout=wait))
        except Empty:
            return
        self.taken.extend(messages_in(self.inbox, BATCH - 1))
        while self.taken:
            if isinstance(self.taken[0], Write):
                self._write(list(self._take_writes()))
            else:
                self._handle(self.taken.popleft())

    def _take_writes(self) -> Iterator[Write]:
        """Take the writes before the next message of another kind."""
        while self.taken and isinstance(message := self.taken[0], Write):
            self.taken.popleft()
            yield message

    def _handle(self, message: Message) -> None:
        match message:
            case NewCapture() if message.capture.withheld:
                self._add_unstored_job(message)
            case NewCapture():
                if not self.arrived:
                    self.bytes_deadline = time.monotonic() + (
                        COMMIT_SECONDS if message.also_write else BATCH_SECONDS
                    )
                self.arrived.append(message)
            case CleanAgain():
                job = Job(message.capture_id, None, has_outcome=True, declared=message.declared)
                self._add_job(job, message.future)
            case Cleaned():
                self.dispatcher.take_back(self.store, message)
                self.dispatcher.dispatch(self.store)  # now, so that the executor need not wait for the batch
            case WorkersStarted():
                self.dispatcher.dispatch(self.store)
            case Studied():
                self.dispatcher.take_study(self.store, message)
            case ReplayAll():
                self._replay_all()
            case Close():
                self.close_message = message
                self.dispatcher.halted = not message.drain

    def _replay_all(self) -> None:
        """Add jobs to clean the captures again of articles that are out of order."""
        with self.store.transaction():
            sql = "select article_id from _out_of_order order by article_id"
            for (article_id,) in self.store.db.execute(sql).fetchall():
                replay = start_replay(self.store, article_id)
                if replay and not self.jobs.keys() & replay.outcomes.keys():
                    for capture_id in replay.outcomes:
                        self._add_job(Job(capture_id, None, replay=replay))

    def _write(self, batch: list[Write]) -> None:
        """Run functions in one transaction. An error in one of them undoes only what that one has written."""
        try:
            with self.store.transaction():
                results = [self._run_write(message) for message in batch]
        except Exception as error:
            for message in batch:
                message.future.set_exception(error)
            return
        for message, (result, failure) in zip(batch, results, strict=True):
            if failure:
                message.future.set_exception(failure)
            else:
                message.future.set_result(result)

    def _run_write(self, message: Write) -> tuple[Any, Exception | None]:
        """The result of a function, or its error. Raises errors that concern the whole archive."""
        try:
            with translated(self.store.path), self.store.db.atomic():
                return message.function(self.store), None
        except Exception as error:
            if concerns_archive(error.__cause__ if isinstance(error.__cause__, Exception) else error):
                raise
            return None, error

    def _store_arrived(self) -> None:
        """Commit the bytes of the captures that arrived. They are cleaned only after that."""
        batch = self.arrived
        if not batch:
            return
        try:
            results = store_arrived(self.store, batch)
        except ArchiveError as error:
            self.arrived = []
            for arrived in batch:
                arrived.future.set_exception(error)
            return
        self.arrived = []  # only now: `refuse` needs the futures in it
        for arrived, result in zip(batch, results, strict=True):
            if isinstance(result, Outcome):
                arrived.future.set_result(result)
            elif isinstance(result, InputError):
                arrived.future.set_exception(result)
            else:
                self._add_job(Job(result.id, arrived.capture, has_outcome=result.filled), arrived.future)
            if isinstance(result, Stored) and result.fresh:
                self.trainer.count(self.store, arrived.capture.outlet)

    def _add_job(self, job: Job, future: Future[Outcome] | None = None) -> None:
        """Add a job to clean a capture. If one exists already, only wait for its outcome."""
        known = self.jobs.setdefault(job.capture_id, job)
        if future:
            known.waiting.append(future)
        if known is job:
            self.dispatcher.add(job)

    def _add_unstored_job(self, arrived: NewCapture) -> None:
        """Add a job to clean a withheld page, whose row is written only after cleaning."""
        self._store_arrived()
        newest = self.store.row("select max(id) as id from captures") or {}
        self.last_placeholder += 1
        job = Job(
            self.last_placeholder, arrived.capture, unstored=arrived, stored_before=newest.get("id") or 0
        )
        self._add_job(job, arrived.future)

    def _store_cleaned(self) -> None:
        """Write the cleaned pages in one transaction, and each unstored one in its own."""
        for unstored, jobs in groupby(self._take_storable(), key=lambda job: job.unstored is not None):
            # The sender of an unstored page waits for its `also_write`, so commit each at once.
            for batch in [[job] for job in jobs] if unstored else [list(jobs)]:
                self._store_batch(batch, learn=not unstored)

    def _store_batch(self, batch: list[Job], *, learn: bool) -> None:
        try:
            outcomes = self.job_store.store_batch(batch)
        except ArchiveError as error:
            for job in batch:
                self._finish(job, error)
            return
        if learn:  # before senders get outcomes and submit the outlet's next page
            self.dispatcher.study(self.store)
        for job, outcome in zip(batch, outcomes, strict=True):
            self._finish(job, outcome)

    def _finish(self, job: Job, outcome: Outcome | ArchiveError | InputError) -> None:
        """Set the outcome on the waiting futures. A second submission of a capture gets `known`."""
        del self.jobs[job.capture_id]
        for position, future in enumerate(job.waiting):
            if isinstance(outcome, MatineeError):
                future.set_exception(outcome)
            else:
                future.set_result(replace(outcome, outcome="known") if position else outcome)

    def _take_storable(self) -> list[Job]:
        """Remove and return the jobs to store: all earlier ones are done, or they have waited long enough."""
        earliest = self.dispatcher.earliest(in_order=self.in_order)
        everything = earliest is None or self.dispatcher.halted
        cutoff = float("-inf") if self.in_order else time.monotonic() - ORDER_SECONDS
        jobs = sorted(self.dispatcher.done, key=lambda job: job.order)
        storable = [
            job for job in jobs if everything or job.order < (earliest or ()) or job.cleaned_at < cutoff
        ]
        self.dispatcher.done = [job for job in jobs if job not in storable]
        return storable
