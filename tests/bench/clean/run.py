"""Read pages with several tools by turns, in one process, and measure the processor time of each.

A tool that raises, or takes longer than a page may, has failed on that page: that counts as an empty reading
and is told.
"""

from __future__ import annotations

import gc
import signal
import sys
import time
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from trafilatura.meta import reset_caches

from tests.bench.clean.pages import Job, Pages
from tests.bench.clean.tools import Reader, Tool
from tests.bench.scoring import Extraction

SECONDS = 60  # that a page may take

IN_A_ROW = 40  # pages that a tool reads before the next has its turn


@dataclass(slots=True)
class Run:
    """What a tool read.

    Attributes:
        found: by page id; empty readings where it failed.
        seconds: of processor time, over all pages.
        failures: why, by page id.
    """

    found: dict[str, Extraction] = field(default_factory=dict)
    seconds: float = 0.0
    failures: dict[str, str] = field(default_factory=dict)

    @property
    def ms(self) -> float:
        """Milliseconds of processor time a page."""
        return self.seconds * 1000 / len(self.found)


def run_tools(pages: Pages, tools: Sequence[Tool]) -> Mapping[Tool, Run]:
    """Read every page with every tool, with no network.

    A tool reads some dozens of pages in a row, as a crawl does, then the next has its turn, so that load on
    the machine slows all alike. The caches of trafilatura are emptied at each turn: its two paths share
    them, and the second to read a page would have less to do. `warm_up` comes first.
    """
    runs = {tool: Run() for tool in tools}
    jobs = list(pages.jobs.items())
    with offline():
        for start in range(0, len(jobs), IN_A_ROW):
            for tool, run in runs.items():
                reset_caches()
                for page, job in jobs[start : start + IN_A_ROW]:
                    _run_one(tool, run, page, job)
    return runs


def _run_one(tool: Tool, run: Run, page: str, job: Job) -> None:
    began = time.process_time()
    run.found[page], failure = read_one(tool.read, job)
    run.seconds += time.process_time() - began
    if failure:
        run.failures[page] = failure


def warm_up(tools: Sequence[Tool], jobs: Iterable[Job]) -> None:
    """Have each tool read some pages, so that what it does once a process is done before the clock runs.

    Of a few dozen pages the first date with the name of a month alone, for which dateparser reads its tables,
    would add milliseconds to each.

    Args:
        jobs: pages that are not measured.
    """
    with offline():
        for job in jobs:
            for tool in tools:
                read_one(tool.read, job)
    gc.collect()
    gc.freeze()  # what the process holds by now is not gone through in anybody's turn


def read_one(read: Reader, job: Job) -> tuple[Extraction, str | None]:
    """What a tool reads from a page, or an empty reading and why it failed."""
    try:
        with _at_most(SECONDS):
            return read(job), None
    except Exception as error:  # whatever a tool may raise; what it says goes into the table
        return Extraction(), " ".join(f"{type(error).__name__}: {error}".split())[:120]


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def late(*_: Any) -> None:
        raise TimeoutError(f"took more than {seconds} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def offline() -> Iterator[None]:
    """Meanwhile no socket of this process reaches anybody: a tool that tries has failed on that page."""
    _watch_sockets()
    _Sockets.refused = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a tool cannot read: the table shows that
            yield
    finally:
        _Sockets.refused = False


class _Sockets:
    refused = False


@cache
def _watch_sockets() -> None:
    """Look at what sockets do from here on. A hook cannot be taken away, so it is added once."""
    sys.addaudithook(_refuse)


def _refuse(event: str, _: tuple[Any, ...]) -> None:
    if _Sockets.refused and event in (
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.sendto",
    ):
        raise PermissionError("the bench asks nobody on the network")
