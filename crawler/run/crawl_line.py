"""The line with which an outlet's crawl ends."""

from __future__ import annotations

import shlex
from pathlib import Path

from archive.commands.options import DEFAULT_DB
from archive.db.outcomes import OUTCOME_WORDS, count_words
from archive.terminal import counted, safe
from crawler import crawl_ending
from crawler.frontier.crawl_stats import DRIFT_STAT, UNANSWERED_STAT
from crawler.run.parallel import OutletCrawl

_COLUMNS = 80  # of a terminal


def crawl_line(run: OutletCrawl, db: Path) -> str:
    """What is new of one outlet and what to do next, as a line of text.

    Of a line that a terminal would break, it leaves out first the requests, then that the crawl finished. If
    the archive's path is too long for that, the line is whole.
    """
    count = run.stats.get
    counts = {name: count(f"archive/{name}", 0) for name in OUTCOME_WORDS}
    counts |= {
        "unchanged": count("pages/unchanged", 0),
        "failed": counts["failed"] + count(UNANSWERED_STAT, 0),
    }
    outcomes = count_words(counts) or "nothing new"
    requests = counted(count("downloader/request_count", 0), "request")
    ended = (run.reason or "broken off").replace("_", " ")
    step = _next_step(run, db)
    if drift := count(DRIFT_STAT, ""):
        outcomes = f"{outcomes}, drift ({drift})"
    result = f"{run.outlet}: {ended}, {outcomes}"
    lines = [f"{result} ({requests}){step}", result + step]
    if run.reason == crawl_ending.FINISHED:
        lines.append(f"{run.outlet}: {outcomes}{step}")
    return safe(next((line for line in lines if len(line) <= _COLUMNS), lines[0]))


def _next_step(run: OutletCrawl, db: Path) -> str:
    """The command that shows what is new, or what is wrong; "" if there is nothing to do."""
    option = "" if db == Path(DEFAULT_DB) else f" --db {shlex.quote(str(db))}"
    if run.reason in (crawl_ending.FAILED, crawl_ending.PARTLY_FAILED) or run.stats.get(DRIFT_STAT):
        return f"; next: matinee status {run.outlet}{option}"
    if any(run.stats.get(f"archive/{name}") for name in ("new", "changed")):
        return f"; next: matinee search --outlet {run.outlet}{option}"
    return ""
