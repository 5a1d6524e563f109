"""What a crawl's CPU goes to: starting, Scrapy's engine, the frontier, the archive, cleaning.

Each is the CPU of a thread or process, so none is counted twice:

- `start`: the crawling process until its event loop runs, and the process that those which clean are forked
  from. It is mostly imports, and as long in a crawl of any length.
- `engine`: the thread of the event loop: Scrapy, its middlewares, our spider.
- `frontier`: what the writer's thread runs for spiders: leases, links and answers.
- `archive`: the rest of that thread, and those that train dictionaries, study boilerplate and read records.
- `handing`: the threads that send pages to the processes that clean, and receive articles.
- `cleaning`: these processes.
"""

from __future__ import annotations

import os
import threading
import time
from collections import defaultdict
from multiprocessing import forkserver
from pathlib import Path
from typing import Any


class CrawlCosts:
    """Seconds of CPU by purpose, of a crawl in this process that has not begun."""

    def __init__(self) -> None:
        from archive.ingest.writer import Writer
        from crawler.spiders.leases import Leases

        self._start, self._loop = time.process_time(), time.thread_time()
        self._seconds: dict[str, float] = defaultdict(float)
        self._count_threads()
        self._count_frontier(Writer, Leases)

    def by_purpose(self) -> dict[str, float]:
        """The seconds. Call it in the thread of the event loop when the crawl has ended."""
        all_threads, engine = time.process_time() - self._start, time.thread_time() - self._loop
        archive, frontier = self._seconds["archive"], self._seconds["frontier"]
        server, workers = cleaning_seconds()
        return {
            "start": self._start + server,
            "engine": engine,
            "frontier": frontier,
            "archive": archive - frontier,
            "handing": all_threads - engine - archive,
            "cleaning": workers,
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

        threading.Thread.run = counted  # type: ignore[assignment, method-assign]

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


def cleaning_seconds() -> tuple[float, float]:
    """Seconds of CPU of the fork server, and of the processes that clean, which have ended."""
    pid = getattr(forkserver._forkserver, "_forkserver_pid", None)
    stat = Path(f"/proc/{pid}/stat")
    if pid is None or not stat.exists():
        return 0.0, 0.0
    # Its own time in user and system mode, then that of its children (proc(5), fields 14 to 17).
    ticks = stat.read_text().rpartition(")")[2].split()[11:15]
    user, system, users, systems = (int(text) / os.sysconf("SC_CLK_TCK") for text in ticks)
    return user + system, users + systems
