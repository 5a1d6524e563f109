"""What a crawl's CPU goes to: starting, Scrapy's engine, the frontier, the archive, cleaning.

Each is the CPU of a thread or process, so none is counted twice:

- `start`: the crawling process until its event loop runs, which is mostly imports.
- `engine`: the thread of the event loop: Scrapy, its middlewares, our spider.
- `frontier`: what the writer's thread runs for spiders: leases, links and answers.
- `archive`: the rest of that thread, and those that train dictionaries, study boilerplate and read records.
- `handing`: the threads that send pages to the processes that clean, and receive articles.
- `cleaning`: these processes, with the one that they are forked from.
"""

from __future__ import annotations

import os
import threading
import time
from collections import Counter
from multiprocessing import forkserver
from pathlib import Path
from typing import Any


class CrawlCosts:
    """Seconds of CPU by purpose, of a crawl in this process that has not begun."""

    def __init__(self) -> None:
        from archive.ingest.writer import Writer
        from crawler.spiders.leases import Leases

        self._start, self._loop = time.process_time(), time.thread_time()
        self._seconds: Counter[str] = Counter()
        self._count_threads()
        self._count_frontier(Writer, Leases)

    def by_purpose(self) -> dict[str, float]:
        """The seconds. Call it in the thread of the event loop when the crawl has ended."""
        all_threads, engine = time.process_time() - self._start, time.thread_time() - self._loop
        archive, frontier = self._seconds["archive"], self._seconds["frontier"]
        return {
            "start": self._start,
            "engine": engine,
            "frontier": frontier,
            "archive": archive - frontier,
            "handing": all_threads - engine - archive,
            "cleaning": cleaning_seconds(),
        }

    def _count_threads(self) -> None:
        """Count the CPU of each thread of the archive when it ends."""
        run, seconds = threading.Thread.run, self._seconds

        def counted(thread: threading.Thread) -> None:
            try:
                run(thread)
            finally:
                # `archive-workers` starts the processes.
                is_archive = thread.name.startswith("archive-") and thread.name != "archive-workers"
                seconds["archive" if is_archive else "others"] += time.thread_time()

        threading.Thread.run = counted  # type: ignore[method-assign]

    def _count_frontier(self, writer: Any, leases: Any) -> None:
        """Count what spiders have written in transactions of their own, and in those of captures."""
        write, also_write, seconds = writer._write, leases.also_write, self._seconds

        def counted(function: Any, *args: Any) -> Any:
            began = time.thread_time()
            try:
                return function(*args)
            finally:
                seconds["frontier"] += time.thread_time() - began

        def also_counted(self: Any, page: Any) -> Any:
            written = also_write(self, page)
            return written and (lambda *args: counted(written, *args))

        writer._write = lambda self, batch: counted(write, self, batch)
        leases.also_write = also_counted


def cleaning_seconds() -> float:
    """Seconds of CPU of the processes that clean, which have ended, and of their fork server; 0 for none."""
    pid = getattr(forkserver._forkserver, "_forkserver_pid", None)
    stat = Path(f"/proc/{pid}/stat")
    if pid is None or not stat.exists():
        return 0.0
    # Its own time in user and system mode, then that of its children (proc(5), fields 14 to 17).
    ticks = stat.read_text().rpartition(")")[2].split()[11:15]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")
