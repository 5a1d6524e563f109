"""The messages that the writer's thread receives, and the outcomes that it returns."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from archive.db.store import Store
from archive.ingest.learned.boilerplate import Findings
from archive.ingest.workers.worker_pool import Failure
from archive.model import Article, Capture, Declared

AlsoWrite = Callable[[Store, int], None]  # writes further rows in the transaction of a capture, given its id

REMOVED = "removed"

FIRST_PLACEHOLDER = -(1 << 62)  # unstored captures are numbered from here


@dataclass(eq=False, slots=True)
class Replay:
    """The captures of an article that are being cleaned again.

    Attributes:
        article_id: the article.
        outcomes: by id of a capture its outcome before, in the order of their times.
        results: by id of a capture that is cleaned, the capture and what cleaning gave.
    """

    article_id: int
    outcomes: dict[int, str]
    results: dict[int, tuple[Capture | None, Article | Failure | None]] = field(default_factory=dict)

    @property
    def is_cleaned(self) -> bool:
        """Whether all captures are cleaned."""
        return len(self.results) == len(self.outcomes)


@dataclass(eq=False, slots=True)
class Job:
    """A capture that is to be cleaned and has no outcome yet.

    Attributes:
        capture: None for a capture left by an earlier run, until it is loaded.
        waiting: futures to receive the outcome.
        is_suspect: a worker died while this was in the executor; it is tried once more, alone.
        result: the cleaned article or the failure; None for an HTTP error, which is not cleaned.
        cleaned_at: seconds on the monotonic clock.
        has_outcome: it was cleaned before and is being cleaned again.
        unstored: the message of a withheld page, which is stored only after cleaning; capture_id is then a
            negative placeholder.
        declared: what the outlet's file says of the page by now; None for what the capture says.
        replay: the captures with which this one is decided on again.
        stored_before: for an unstored page, the id of the last capture stored when it arrived.
    """

    capture_id: int
    capture: Capture | None
    waiting: list[Future[Outcome]] = field(default_factory=list)
    is_suspect: bool = False
    result: Article | Failure | None = None
    cleaned_at: float = 0.0
    has_outcome: bool = False
    declared: Declared | None = None
    unstored: NewCapture | None = None
    replay: Replay | None = None
    stored_before: int = 0

    @property
    def order(self) -> tuple[int, int]:
        """Sort key: order of arrival."""
        if self.unstored:
            return self.stored_before, self.capture_id - FIRST_PLACEHOLDER
        return self.capture_id, 0


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A job came back from the executor."""

    job: Job
    future: Future[Article | Failure]


@dataclass(frozen=True, slots=True)
class WorkersStarted:
    """The worker processes are ready, or failed to start."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of storing a capture.

    Attributes:
        capture_id: id in `captures`; 0 if it was not stored.
        outcome: an outcome or word of `archive.db.outcomes`; `known`: it was stored before; or `removed`: the
            page was removed for good, so it was not stored.
        reason: a short phrase, or None.
        article_id: the article at that URL, or None if there is none.
        page_type: `article` or another type; None if cleaning failed.
        doubtful: the page-type check was not sure that this is an article.
    """

    capture_id: int
    outcome: str
    reason: str | None = None
    article_id: int | None = None
    page_type: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class NewCapture:
    """Store and clean a new capture."""

    capture: Capture
    crawl_id: int | None
    future: Future[Outcome]
    also_write: AlsoWrite | None = None


@dataclass(frozen=True, slots=True)
class CleanAgain:
    """Clean a stored capture again.

    Attributes:
        declared: what its outlet's file says of the page by now; None for what it said at the time.
    """

    capture_id: int
    future: Future[Outcome]
    declared: Declared | None = None


@dataclass(frozen=True, slots=True)
class ReplayAll:
    """Decide again on all articles whose captures were stored in another order than they were made."""


@dataclass(frozen=True, slots=True)
class Write:
    """Run a function in a transaction."""

    function: Callable[[Store], Any]
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class Close:
    """Stop; with `drain`, only after all jobs are done."""

    drain: bool


@dataclass(frozen=True, slots=True)
class Studied:
    """A study of an outlet's boilerplate has ended, in another thread."""

    outlet: str
    future: Future[Findings]


Message = NewCapture | CleanAgain | Cleaned | WorkersStarted | Studied | ReplayAll | Write | Close


def messages_in(inbox: SimpleQueue[Message], most: int | None = None) -> Iterator[Message]:
    """What is in the inbox now, without waiting."""
    while most is None or most > 0:
        try:
            yield inbox.get_nowait()
        except Empty:
            return
        most = most and most - 1
