"""The messages that the writer's thread receives, and the outcomes that it sends back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from typing import Any

from archive.db.store import Store
from archive.ingest.learned_boilerplate import Findings
from archive.ingest.worker_pool import Failure
from archive.model import Article, Capture

AlsoWrite = Callable[[Store, int], None]  # what else to write with the row of a capture, by its id

FIRST_PLACEHOLDER = -(1 << 62)  # unstored captures are numbered from here


@dataclass(eq=False, slots=True)
class Job:
    """A stored capture on its way to an outcome.

    Attributes:
        capture: None for one that an earlier run left over, until its turn comes.
        waiting: futures of those who wait for the outcome.
        is_suspect: a worker died while this was in the executor; it is tried once more with no other page.
        result: what cleaning gave; None for an HTTP error, which is not cleaned.
        cleaned_at: when, by the monotonic clock.
        has_outcome: it was cleaned before, and is cleaned once more.
        unstored: the message of a withheld page, of which nothing is stored before it is cleaned; its
            capture_id is then a placeholder below 0.
        stored_before: the last stored capture that arrived before an unstored one.
    """

    capture_id: int
    capture: Capture | None
    waiting: list[Future[Outcome]] = field(default_factory=list)
    is_suspect: bool = False
    result: Article | Failure | None = None
    cleaned_at: float = 0.0
    has_outcome: bool = False
    unstored: NewCapture | None = None
    stored_before: int = 0

    @property
    def order(self) -> tuple[int, int]:
        """Sorts jobs by their arrival."""
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
    """The worker processes can be used, or have failed to start."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a capture.

    Attributes:
        capture_id: of its row.
        outcome: `new`, `changed`, `same`, `worse`, `not_article`, `failed`, or `known`: it was here before.
        reason: a short phrase, or None.
        article_id: the article at that URL, or None where there is none.
        page_type: `article`, or what it looks like instead; None where it failed.
        doubtful: an article that the page-type check was not sure of.
    """

    capture_id: int
    outcome: str
    reason: str | None = None
    article_id: int | None = None
    page_type: str | None = None
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class NewCapture:
    """A capture to take in."""

    capture: Capture
    crawl_id: int | None
    future: Future[Outcome]
    also_write: AlsoWrite | None = None


@dataclass(frozen=True, slots=True)
class CleanAgain:
    """A stored capture to clean once more."""

    capture_id: int
    future: Future[Outcome]


@dataclass(frozen=True, slots=True)
class Write:
    """Something else to write."""

    function: Callable[[Store], Any]
    future: Future[Any]


@dataclass(frozen=True, slots=True)
class Close:
    """The last message."""

    drain: bool


@dataclass(frozen=True, slots=True)
class Studied:
    """The study of an outlet's boilerplate has ended, in another thread."""

    outlet: str
    future: Future[Findings]


Message = NewCapture | CleanAgain | Cleaned | WorkersStarted | Studied | Write | Close


def messages_in(inbox: SimpleQueue[Message], most: int | None = None) -> Iterator[Message]:
    """What is in the inbox now, without waiting."""
    while most is None or most > 0:
        try:
            yield inbox.get_nowait()
        except Empty:
            return
        most = most and most - 1
