"""Pages with known answers: ../shared/corpus articles and news, ../shared/reviews."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from archive.model import Capture
from tests.bench.corpus import CORPUS, responses
from tests.bench.scoring import read_truth
from tests.support.paths import SHARED

REVIEWS = SHARED / "reviews"

CAPTURED = datetime(2026, 3, 15, tzinfo=UTC)  # of every page of the corpus


@dataclass(frozen=True, slots=True)
class Job:
    """A page to be read."""

    url: str
    html: str
    captured: datetime = CAPTURED

    def capture(self) -> Capture:
        """The page as ours takes it in a crawl. It decodes the bytes; the other tools are given the text."""
        body, outlet = self.html.encode("utf-8", "replace"), urlsplit(self.url).hostname
        return Capture(self.url, self.captured, body, content_type="text/html; charset=utf-8", outlet=outlet)


@dataclass(frozen=True, slots=True)
class Pages:
    """Some pages of one set.

    Attributes:
        truth: lines of its truth file, in their order, each with an `id`.
        jobs: by page id, in the same order.
    """

    truth: list[dict[str, Any]]
    jobs: Mapping[str, Job]

    def every(self, step: int) -> Pages:
        """Each so many-th page."""
        truth = self.truth[::step]
        return replace(self, truth=truth, jobs={page["id"]: self.jobs[page["id"]] for page in truth})


def read_pages(name: str) -> Pages:
    """`articles`, `news` or `other-pages` of the corpus, or `reviews`."""
    folder, prefix = (REVIEWS, "") if name == "reviews" else (CORPUS, f"{name}.")
    # The pages of `news` have no id but their address.
    truth = [{"id": page["url"], **page} for page in read_truth(folder / f"{prefix}truth.jsonl")]
    html = dict(responses(folder / ("pages.warc.gz" if name == "reviews" else f"{name}.warc.gz")))
    return Pages(truth, {page["id"]: Job(page["url"], html[page["url"]], _captured(page)) for page in truth})


def _captured(page: Mapping[str, Any]) -> datetime:
    day = page.get("captured_at")
    return datetime.fromisoformat(day).replace(tzinfo=UTC) if day else CAPTURED
