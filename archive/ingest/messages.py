"""The messages that the writer's thread receives, and the outcomes that it sends back."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from archive.db.store import Store
from archive.ingest.learned_boilerplate import Findings
from archive.ingest.worker_pool import Failure
from archive.model import Article, Capture

AlsoWrite = Callable[[Store, int], None]  # what else to write with the row of a capture, by its id


@dataclass(eq=False, slots=True)
class Job:
    """A stored capture on its way to an outcome.

    Attributes:
        capture: None until its turn comes, where another run left it over.
        waiting: for the outcome.
        alone: a worker died while this was in the executor: it is tried once more with nothing beside it.
        result: what cleaning gave; None for an HTTP error, which is not cleaned.
        cleaned_at: when, by the monotonic clock.
        again: it has an outcome already and is cleaned once more.
        withheld: how it arrived, where nothing of it is stored before it is cleaned; its id is then below 0.
        after: the last stored capture that arrived before a withheld one.
    """

    capture_id: int
    capture: Capture | None
    waiting: list[Future[Outcome]] = field(default_factory=list)
    alone: bool = False
    result: Article | Failure | None = None
    cleaned_at: float = 0.0
    again: bool = False
    withheld: NewCapture | None = None
    after: int = 0

    @property
    def place(self) -> tuple[int, int]:
        """Where it stands in the order of arrival."""
        return (self.after, self.capture_id + (1 << 62)) if self.withheld else (self.capture_id, 0)


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A job came back from the executor."""

    job: Job
    future: Future[Article | Failure]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a capture.

    Attributes:
        capture_id: of its row.
        outcome: `new`, `changed`, `same`, `worse`, `not_article`, `failed`, or `known`: it was here before.
        reason: a short phrase, or None.
        article_id: the article at that URL, or None where there is none.
        page_type: `article`, or what it looks like instead; None where it failed.
        doubtful: an article of which the gate was not sure.
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
    """What an outlet's pages have taught was found out, in another thread."""

    outlet: str
    future: Future[Findings]


Message = Studied | NewCapture | CleanAgain | Cleaned | Write | Close
