"""How an archive grows: processor time and memory of ingest and of cleaning again, at three sizes.

    .venv/bin/python -m tests.bench.archive_growth [ARTICLES]

Submits generated pages to a real `Ingest`, which finds copies, works and people as always, and prints at a
quarter, a half and all of ARTICLES (100,000) the processor time, also against n log n, the peak of memory and
the file's size. Then an archive of each size is cleaned again, by a cleaner that reads each fourth text
otherwise. Each page is of its outlet's template and has authors, a work and a rating; each tenth is
syndicated: the text of another, cut, under another headline. The time of the cleaner and of making the pages
is left out.

Writing an article beside sqlite-utils: `python -m tests.bench.archive_writing`.
"""

from __future__ import annotations

import math
import resource
import shutil
import sys
import tempfile
import time
from collections import deque
from concurrent.futures import Future
from pathlib import Path
from typing import Any

from archive.ingest.ingest import Ingest
from archive.ingest.reclean import reclean
from archive.ingest.workers.messages import Outcome
from archive.ingest.workers.worker_pool import Clean
from archive.model import Article, Capture
from tests.bench.generated_pages import Inline, captures, read_better, read_page

ARTICLES = 100_000
COPIES = 0.1
PENDING = 200


def grow(db: Path, articles: int) -> None:
    """Fill an archive and clean copies of it again, and print the figures on the way."""
    marks = (articles // 4, articles // 2, articles)
    figures = Figures("ingest")
    reader = TimedReader(read_page)
    copies = []
    source = captures(copies=COPIES)
    making = 0.0
    started = time.process_time()
    for before, mark in zip((0, *marks), marks, strict=False):
        with Ingest(db, Inline(), clean=reader) as ingest:
            waiting: deque[Future[Outcome]] = deque()
            for _ in range(mark - before):
                began = time.thread_time()
                capture = next(source)
                making += time.thread_time() - began
                waiting.append(ingest.submit(capture))
                while len(waiting) > PENDING:
                    waiting.popleft().result()
            for future in waiting:
                assert future.result().outcome == "new"
        figures.print(mark, time.process_time() - started - making - reader.seconds, db)
        began = time.process_time()
        copies.append((mark, db if mark == articles else _copied(db, mark)))
        making += time.process_time() - began
    figures = Figures("clean again")
    for mark, copy in copies:
        reader = TimedReader(read_better)
        started = time.process_time()
        report = reclean(copy, executor=Inline(), clean=reader)
        assert report.outcomes.total() == mark, report.lines()
        figures.print(mark, time.process_time() - started - reader.seconds, copy)
        print("; ".join(report.lines()), flush=True)


class TimedReader:
    """A cleaner that counts the processor time that it takes.

    Attributes:
        seconds: of processor time, until now.
    """

    def __init__(self, read: Clean) -> None:
        self.seconds = 0.0
        self._read = read

    def __call__(self, capture: Capture, **options: Any) -> Article:
        began = time.thread_time()
        article = self._read(capture, **options)
        self.seconds += time.thread_time() - began
        return article


class Figures:
    """Prints processor time, memory and size at several sizes of the archive."""

    def __init__(self, name: str) -> None:
        head = ("CPU s", "CPU ms each", "to n log n", "peak MB", "file MB")
        print(f"{name:<14}" + "".join(f"{column:>14}" for column in head), flush=True)
        self._first_rate = 0.0

    def print(self, articles: int, cpu: float, db: Path) -> None:
        """Print a line.

        Args:
            cpu: seconds of processor time for all the articles.
        """
        rate = cpu / (articles * math.log(articles))
        self._first_rate = self._first_rate or rate
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        size = sum(path.stat().st_size for path in db.parent.glob(f"{db.name}*")) / 1e6
        cells = [f"{cpu:.0f}", f"{cpu / articles * 1000:.2f}", f"{rate / self._first_rate:.2f}"]
        cells += [f"{peak:.0f}", f"{size:,.0f}"]
        print(f"{articles:<14,}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


def _copied(db: Path, articles: int) -> Path:
    """A copy of a closed archive."""
    return shutil.copy(db, db.with_name(f"{articles}-{db.name}"))


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        grow(Path(folder) / "archive.db", articles)


if __name__ == "__main__":
    main()
