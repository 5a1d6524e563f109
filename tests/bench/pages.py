"""Pages of the corpus with their truth, read by a tool in worker processes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from itertools import repeat
from statistics import mean
from typing import Any, TypeVar

from tests.bench.corpus import CORPUS, responses
from tests.bench.peers import Done, Job, Reader, attempt, stay_offline
from tests.bench.scoring import Extraction, read_truth

PROCESSES = 2
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Pages:
    """Some pages of the corpus.

    Attributes:
        truth: lines of the `.truth.jsonl` file, in its order.
        jobs: by page id, in the same order.
    """

    truth: list[dict[str, Any]]
    jobs: Mapping[str, Job]

    def every(self, step: int) -> Pages:
        """Each so many-th page."""
        truth = self.truth[::step]
        return replace(self, truth=truth, jobs={page["id"]: self.jobs[page["id"]] for page in truth})

    def each(self, call: Callable[[Job], T]) -> dict[str, T]:
        """What a function of ours gives for every page, by id. Raises what it raises."""
        with ProcessPoolExecutor(PROCESSES) as pool:
            return dict(zip(self.jobs, pool.map(call, self.jobs.values(), chunksize=8), strict=True))


@dataclass(frozen=True, slots=True)
class Run:
    """What a tool read.

    Attributes:
        found: by page id; empty readings where it failed.
        ms: milliseconds a page in one process.
        failures: why, by page id.
    """

    found: Mapping[str, Extraction]
    ms: float
    failures: Mapping[str, str]


def read_pages(name: str) -> Pages:
    """`articles` or `other-pages` of the corpus."""
    truth = read_truth(CORPUS / f"{name}.truth.jsonl")
    html = dict(responses(CORPUS / f"{name}.warc.gz"))
    return Pages(truth, {page["id"]: Job(page["url"], html[page["url"]]) for page in truth})


def run(pages: Pages, read: Reader) -> Run:
    """Read every page, with no network. A page that takes its process down fails all that are left."""
    done: list[Done] = []
    with ProcessPoolExecutor(PROCESSES, initializer=stay_offline) as pool:
        try:
            done.extend(pool.map(attempt, zip(repeat(read), pages.jobs.values(), strict=False), chunksize=8))
        except BrokenProcessPool:
            broken = Done(Extraction(), 0.0, "its process crashed on this page or one before it")
            done += [broken] * (len(pages.jobs) - len(done))
    by_id = dict(zip(pages.jobs, done, strict=True))
    return Run(
        {page: one.found for page, one in by_id.items()},
        mean(one.ms for one in done),
        {page: one.failure for page, one in by_id.items() if one.failure},
    )
