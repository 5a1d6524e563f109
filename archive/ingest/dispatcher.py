"""Captures on their way through the executor, and what to do when one of them takes a worker down."""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from functools import partial
from itertools import chain
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from archive.db.store import Store, translated
from archive.errors import ArchiveError
from archive.ingest.learned_boilerplate import Findings, LearnedBoilerplate, study
from archive.ingest.worker_pool import Clean, Failure, Workers, work
from archive.model import Article, Capture
from archive.rules.model import Rules

if TYPE_CHECKING:
    pass
from archive.ingest.messages import Cleaned, Job, Studied

logger = logging.getLogger(__name__)

AHEAD = 4  # pages in the executor for each worker, so that none idles while a batch is written


class Dispatcher:
    """The line before the executor and what is in it. Everything is called from the writer's thread.

    Attributes:
        done: jobs with a result; whoever settles them takes them out.
        studying: outlets whose pages are being studied for boilerplate.
        furniture: what each outlet's pages have taught so far.
        halted: nothing more is handed to the executor.
    """

    def __init__(
        self,
        executor: Executor | None,
        workers: int | None,
        clean: Clean | str,
        seconds: float,
        *,
        post: Callable[[Cleaned | Studied], None],
        furniture: LearnedBoilerplate | None = None,
        rules: Rules | None = None,
    ) -> None:
        """Take the executor given or make a process pool.

        Args:
            post: gets what comes back, in any thread; the writer hands it on to `land` and `landed_study`.
            furniture: what is known of each outlet; None: read from the archive as it is needed.
            rules: of the sites; a capture takes the one for its host and time along.
        """
        self._pool = Workers(clean, workers, seconds) if executor is None else None
        self._executor, self._clean, self._post = executor, clean, post
        self._rules = rules or Rules()
        self._capacity = AHEAD * (self._pool.count if self._pool else workers or 2)
        self._backlog: deque[Job] = deque()
        self._suspects: deque[Job] = deque()  # wait to be tried alone
        self._flying: dict[int, Job] = {}
        self._broken: list[Job] = []  # came back from a broken pool
        self.done: list[Job] = []
        self.furniture = furniture or LearnedBoilerplate()
        self.studying: set[str] = set()
        self._students = ThreadPoolExecutor(1, "archive-student")
        self.halted = False

    def add(self, job: Job) -> None:
        """Put a job at the end of the line."""
        self._backlog.append(job)

    def dispatch(self, store: Store) -> None:
        """Fill the executor; a suspect goes alone."""
        while not self.halted and not self._broken:
            if self._suspects:
                if self._flying:
                    return
                self._fly(store, self._suspects.popleft())
            elif len(self._flying) < self._capacity and not self._solo() and (job := self._next()):
                self._backlog.remove(job)
                self._fly(store, job)
            else:
                return

    def study(self, store: Store) -> None:
        """Study the outlets that have grown enough, in another thread; only their pages wait for it."""
        for outlet in self.furniture.take_due():
            self.studying.add(outlet)
            future = self._students.submit(_study, store.path, outlet)
            future.add_done_callback(partial(self._post_study, outlet))

    def landed_study(self, store: Store, studied: Studied) -> None:
        """Write what a study found. One that failed is done again when another page has come."""
        self.studying.discard(studied.outlet)
        try:
            findings = studied.future.result()
            with store.transaction():
                self.furniture.write(store, findings)
        except ArchiveError as error:
            logger.warning("%s: its boilerplate was not learned: %s", studied.outlet, error)
            self.furniture.saw(studied.outlet)

    def study_the_rest(self, store: Store) -> None:
        """Study all outlets that have grown, now that no page is under way."""
        self._students.shutdown(cancel_futures=True)
        for outlet in sorted({*self.furniture.take_due(all_of_them=True), *self.studying}):
            findings = study(store, outlet)
            with store.transaction():
                self.furniture.write(store, findings)
        self.studying.clear()

    def land(self, store: Store, cleaned: Cleaned) -> None:
        """Take back what the executor gives. Raises ArchiveError where it is broken for good."""
        job = self._flying.pop(cleaned.job.capture_id)
        error = cleaned.future.exception()
        if isinstance(error, BrokenExecutor):
            self._broken.append(job)
            if not self._flying:
                self._recover(store, error)
        else:
            self._finish(job, Failure.of(error) if error else cleaned.future.result())

    def earliest(self) -> tuple[int, int] | None:
        """The lowest place of a job that has no result yet."""
        return min((job.place for job in self._unfinished()), default=None)

    def close(self) -> None:
        """End the processes and the thread that we started."""
        self._students.shutdown(cancel_futures=True)
        if self._pool:
            self._pool.close(wait=not self._flying)

    def _unfinished(self) -> Iterator[Job]:
        # The backlog is in the order of arrival.
        return chain(self._flying.values(), self._broken, self._suspects, filter(None, [self._next()]))

    def _next(self) -> Job | None:
        """The first job in the line that need not wait for a study of its outlet."""
        return next((job for job in self._backlog if not self._is_held(job)), None)

    def _is_held(self, job: Job) -> bool:
        return job.capture is not None and job.capture.outlet in self.studying

    def _post_study(self, outlet: str, future: Future[Findings]) -> None:
        if not future.cancelled():
            self._post(Studied(outlet, future))

    def _solo(self) -> bool:
        return any(job.alone for job in self._flying.values())

    def _fly(self, store: Store, job: Job) -> None:
        try:
            job.capture = job.capture or store.capture(job.capture_id)
        except ArchiveError as error:
            self._finish(job, Failure(str(error)))
            return
        if job.capture.status >= 400:
            self._finish(job, None)
            return
        self._flying[job.capture_id] = job
        self._submit(store, job.capture).add_done_callback(lambda future: self._post(Cleaned(job, future)))

    def _submit(self, store: Store, capture: Capture) -> Future[Article | Failure]:
        given: dict[str, Any] = {}
        if learned := self.furniture.of(store, capture.outlet):
            given["learned"] = learned
        if rules := self._rules.rule_for(capture):
            given["rules"] = rules
        try:
            if self._pool:
                return self._pool.submit(capture, **given)
            assert self._executor
            return self._executor.submit(work, self._clean, capture, **given)
        except BrokenExecutor as error:
            future: Future[Article | Failure] = Future()
            future.set_exception(error)
            return future
        except (EOFError, OSError) as error:  # no memory, no more processes, or the fork server is gone
            raise _no_workers(store, error) from error

    def _recover(self, store: Store, error: BrokenExecutor) -> None:
        """Make the pool anew. One of the pages in it ended a worker: each is tried once more, alone."""
        if self._pool is None:
            problem = f"the executor that cleans pages broke ({error})"
            raise ArchiveError(str(store.path), problem, "start it again") from error
        if not self._pool.can_start():
            raise _no_workers(store, error) from error
        self._pool.renew()
        for job in self._broken:
            if job.alone:
                limit = f"{self._pool.seconds:g} s"
                self._finish(job, Failure(f"cleaning it crashed or took more than {limit}, twice"))
            else:
                job.alone = True
                self._suspects.append(job)
        self._broken = []

    def _finish(self, job: Job, result: Article | Failure | None) -> None:
        job.result, job.cleaned_at = result, monotonic()
        self.done.append(job)


def _no_workers(store: Store, error: Exception) -> ArchiveError:
    problem = f"the processes that clean pages cannot start ({type(error).__name__}: {error})"
    return ArchiveError(
        str(store.path), problem, "see the log; the captures are kept and cleaned by the next import"
    )


def _study(path: Path, outlet: str) -> Findings:
    """Study an outlet on a connection of its own, which keeps no writer waiting."""
    with translated(path), Store.open(path, readonly=True) as store:
        return study(store, outlet)
