"""Pass captures to the executor that cleans them, and find the page that crashes a worker."""

from __future__ import annotations

import hashlib
import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future
from dataclasses import replace
from functools import partial
from itertools import chain
from time import monotonic
from typing import Any

from archive.db.store import Store
from archive.errors import ArchiveError
from archive.ingest.learned.boilerplate import Findings, LearnedBoilerplate, study
from archive.ingest.study_thread import StudyThread
from archive.ingest.workers.messages import Cleaned, Job, Studied, WorkersStarted
from archive.ingest.workers.worker_pool import Clean, Failure, Workers, clean_in_worker
from archive.model import Article, Capture
from archive.rules.model import Rules

logger = logging.getLogger(__name__)

# Pages in the executor per worker: with fewer, it idles in the tenth of a second in which a batch is written;
# with more, more of an outlet's pages are on their way when its template becomes known.
AHEAD = 12


class Dispatcher:
    """The jobs waiting for the executor and those in it. Call all methods from the writer's thread.

    Attributes:
        done: jobs with a result; the writer removes them.
        studying: outlets whose pages are being studied for boilerplate.
        boilerplate: lines learned from each outlet's pages.
        halted: no more jobs go to the executor.
    """

    def __init__(
        self,
        executor: Executor | None,
        workers: int | None,
        clean: Clean | str,
        seconds: float,
        *,
        post: Callable[[Cleaned | Studied | WorkersStarted], None],
        boilerplate: LearnedBoilerplate | None = None,
        rules: Rules | None = None,
    ) -> None:
        """Use the given executor, or create a process pool.

        Args:
            post: called in any thread with a cleaned job (for `take_back`), with a study that has ended (for
                `take_study`), and when the pool has started.
            boilerplate: lines learned of each outlet; None: read from the archive when needed.
            rules: site rules; each capture is cleaned with those for its host and time.
        """
        self._pool = Workers(clean, workers, seconds) if executor is None else None
        self._executor, self._cleaner, self._post = executor, clean, post
        self._rules = rules or Rules()
        self._capacity = AHEAD * (self._pool.count if self._pool else workers or 2)
        self._backlog: deque[Job] = deque()
        self._suspects: deque[Job] = deque()  # to be tried one by one
        self._in_executor: dict[int, Job] = {}
        self._broken: list[Job] = []  # returned by a broken pool
        self._too_slow: dict[bytes, Failure] = {}  # by the digest of the bytes that took too long
        self.done: list[Job] = []
        self.boilerplate = boilerplate or LearnedBoilerplate()
        self.studying: set[str] = set()
        self._study_thread = StudyThread()
        self.halted = False

    def add(self, job: Job) -> None:
        """Append a job to the backlog."""
        self._backlog.append(job)

    def dispatch(self, store: Store) -> None:
        """Fill the executor; a suspect runs alone. Raises ArchiveError if the executor cannot start."""
        while job := self._next_job():
            if self._needs_cleaning(store, job):
                if not self._is_started(store):
                    return
                self._clean(store, job)
            (self._suspects if job.is_suspect else self._backlog).remove(job)

    def study(self, store: Store) -> None:
        """Study outlets that have grown enough, in another thread. Only pages of these outlets wait."""
        for outlet in self.boilerplate.take_due():
            self.studying.add(outlet)
            future = self._study_thread.study(store.path, outlet)
            future.add_done_callback(partial(self._post_study, outlet))

    def take_study(self, store: Store, studied: Studied) -> None:
        """Write the findings of a study. A failed study is repeated after the outlet's next page."""
        self.studying.discard(studied.outlet)
        try:
            findings = studied.future.result()
            with store.transaction():
                self.boilerplate.write(store, findings)
        except ArchiveError as error:
            logger.warning("%s: its boilerplate was not learned: %s", studied.outlet, error)
            self.boilerplate.count_page(studied.outlet)

    def study_the_rest(self, store: Store) -> None:
        """Study all outlets with new pages. Call it when no page is being cleaned."""
        self._study_thread.close()
        for outlet in sorted({*self.boilerplate.take_due(any_growth=True), *self.studying}):
            findings = study(store, outlet)
            with store.transaction():
                self.boilerplate.write(store, findings)
        self.studying.clear()

    def take_back(self, store: Store, cleaned: Cleaned) -> None:
        """Take a job back from the executor. Raises ArchiveError if the executor cannot be replaced."""
        job = self._in_executor.pop(cleaned.job.capture_id)
        error = cleaned.future.exception()
        if isinstance(error, BrokenExecutor):
            self._broken.append(job)
            if not self._in_executor:
                self._recover(store, error)
        else:
            self._finish(job, Failure.from_error(error) if error else cleaned.future.result())

    def is_idle(self) -> bool:
        """Whether all jobs have a result, but for those whose outlet is being studied."""
        return next(self._unfinished(), None) is None

    def earliest(self, *, in_order: bool = False) -> tuple[int, int] | None:
        """The lowest `order` of a job that has no result yet.

        Args:
            in_order: also of one whose outlet is being studied.
        """
        first = [self._backlog[0]] if in_order and self._backlog else []
        return min((job.order for job in chain(self._unfinished(), first)), default=None)

    def close(self) -> None:
        """End the processes and the thread started here."""
        self._study_thread.close()
        if self._pool:
            self._pool.close(wait=not self._in_executor)

    def _unfinished(self) -> Iterator[Job]:
        # The backlog is in order of arrival, so its first free job is its earliest.
        return chain(
            self._in_executor.values(), self._broken, self._suspects, filter(None, [self._first_free()])
        )

    def _first_free(self) -> Job | None:
        """The first job in the backlog whose outlet is not being studied."""
        return next((job for job in self._backlog if not self._waits_for_study(job)), None)

    def _waits_for_study(self, job: Job) -> bool:
        return job.capture is not None and job.capture.outlet in self.studying

    def _post_study(self, outlet: str, future: Future[Findings]) -> None:
        if not future.cancelled():
            self._post(Studied(outlet, future))

    def _next_job(self) -> Job | None:
        """The job to give to the executor next, or None if none may go now."""
        if self.halted or self._broken:
            return None
        if self._suspects:
            return None if self._in_executor else self._suspects[0]
        running = self._in_executor
        is_full = len(running) >= self._capacity or any(job.is_suspect for job in running.values())
        return None if is_full else self._first_free()

    def _needs_cleaning(self, store: Store, job: Job) -> bool:
        """Load the capture. False if the job ends without the executor.

        It does for an unreadable capture, for an HTTP error, and for bytes that took too long before.
        """
        try:
            job.capture = job.capture or store.capture(job.capture_id)
            if job.declared:
                job.capture = replace(job.capture, medium=job.declared.medium, kind=job.declared.kind)
        except ArchiveError as error:
            self._finish(job, Failure(str(error)))
            return False
        if job.capture.status >= 400:
            self._finish(job, None)
            return False
        if self._too_slow and (failure := self._too_slow.get(_digest(job.capture))):
            self._finish(job, failure)
            return False
        return True

    def _is_started(self, store: Store) -> bool:
        """Whether the executor is ready. If it is still starting, `WorkersStarted` is posted later."""
        try:
            return self._pool is None or self._pool.start(lambda: self._post(WorkersStarted()))
        except Exception as error:
            raise _no_workers(store, error) from error

    def _clean(self, store: Store, job: Job) -> None:
        self._in_executor[job.capture_id] = job
        assert job.capture
        future = self._submit(
            store, job.capture_id, job.capture, recleaned=job.has_outcome or job.replay is not None
        )
        future.add_done_callback(lambda future: self._post(Cleaned(job, future)))

    def _submit(
        self, store: Store, key: int, capture: Capture, *, recleaned: bool
    ) -> Future[Article | Failure]:
        """Give a capture to the executor. One that is cleaned again takes the whole road: it reads best."""
        options: dict[str, Any] = {}
        if self.boilerplate.templates.wants_places(store, capture.outlet):
            options["places"] = True
        if learned := self.boilerplate.for_outlet(store, capture.outlet):
            options["learned"] = learned
        if rules := self._rules.rule_for(capture):
            options["rules"] = rules
        elif not recleaned and (template := self.boilerplate.templates.for_outlet(store, capture.outlet)):
            options["template"] = template
        try:
            if self._pool:
                return self._pool.submit(key, capture, **options)
            assert self._executor
            return self._executor.submit(clean_in_worker, self._cleaner, capture, **options)
        except BrokenExecutor as error:
            future: Future[Article | Failure] = Future()
            future.set_exception(error)
            return future
        except (EOFError, OSError) as error:  # no memory, no more processes, or no fork server
            raise _no_workers(store, error) from error

    def _recover(self, store: Store, error: BrokenExecutor) -> None:
        """Replace the pool, and clean the pages again that it had when it broke.

        A page that took too long has failed: the limit would end it a second time, after as long. Where none
        did, one of the pages crashed a worker, so each is tried once more, alone.
        """
        if self._pool is None:
            problem = f"the executor that cleans pages broke ({error})"
            raise ArchiveError(str(store.path), problem, "start it again") from error
        if not self._pool.has_worked():
            raise _no_workers(store, error) from error
        self._pool.renew()
        timeouts = self._pool.take_timeouts()
        innocent = []
        for job in self._broken:
            if failure := timeouts.get(job.capture_id):
                assert job.capture
                self._too_slow[_digest(job.capture)] = failure
                self._finish(job, failure)
            elif timeouts:
                innocent.append(job)
            elif job.is_suspect:
                self._finish(job, Failure("cleaning it crashed the process, twice"))
            else:
                job.is_suspect = True
                self._suspects.append(job)
        self._backlog.extendleft(sorted(innocent, key=lambda job: job.order, reverse=True))
        self._broken = []

    def _finish(self, job: Job, result: Article | Failure | None) -> None:
        if isinstance(result, Article) and job.capture:
            for failure in result.unread:
                logger.warning("%s: not read: %s", job.capture.url, failure)
        job.result, job.cleaned_at = result, monotonic()
        self.done.append(job)


def _digest(capture: Capture) -> bytes:
    return hashlib.sha256(capture.body).digest()


def _no_workers(store: Store, error: Exception) -> ArchiveError:
    problem = f"the processes that clean pages cannot start ({type(error).__name__}: {error})"
    return ArchiveError(
        str(store.path), problem, "see the log; the captures are stored, and the next import cleans them"
    )
