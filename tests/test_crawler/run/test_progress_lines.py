"""The lines that a terminal shows while crawls run: which outlets, how fast, what each waits for."""

from __future__ import annotations

import pytest

from crawler.run.crawl_state import Activity, CrawlsState, CrawlState
from crawler.run.progress_lines import progress_lines

PAUSING = Activity("pausing", " for 4 s")


def crawls(number: int, activity: Activity = PAUSING) -> list[CrawlState]:
    return [CrawlState(f"outlet-{n}", 10 * n, n, 60.0, activity) for n in range(number)]


def state(running: list[CrawlState], outlets: int) -> CrawlsState:
    ended = outlets - len(running)
    return CrawlsState(running, outlets, ended, pages=1240, new=312, seconds=600.0)


def test_a_line_of_totals_and_one_for_each_outlet() -> None:
    backing_off = Activity("backing off", " for 45 s (HTTP 503)")
    running = [
        CrawlState("small-screen", 1200, 14, 600.0, PAUSING),
        CrawlState("reel", 40, 2, 0.0, backing_off),
    ]
    assert progress_lines(state(running, 12), 80, 24) == [
        "Crawling 12 outlets, 10 done: 1,240 pages, 124 a minute, 312 new, 10 min 0 s",
        "outlet        pages  a minute  new  now",
        "small-screen  1,200       120   14  pausing for 4 s",
        "reel             40         0    2  backing off for 45 s (HTTP 503)",
    ]


def test_one_outlet_is_not_counted() -> None:
    assert progress_lines(state(crawls(1), 1), 80, 24)[0].startswith("Crawling 1 outlet: 1,240 pages")


def test_of_many_outlets_the_first_have_lines_and_the_others_are_counted_by_what_they_do() -> None:
    running = [*crawls(10), *crawls(30, Activity("cleaning")), *crawls(262)]
    lines = progress_lines(state(running, 400), 80, 50)
    assert [line.split()[0] for line in lines[2:-1]] == [f"outlet-{n}" for n in range(8)]
    assert lines[-1] == "294 more: 264 pausing, 30 cleaning"


@pytest.mark.parametrize("columns", [120, 59, 44, 20])
@pytest.mark.parametrize("rows", [24, 8, 5, 3, 1])
def test_lines_fit_the_terminal(columns: int, rows: int) -> None:
    """A narrow one does without figures, a low one without outlets; the totals are always there."""
    running = [*crawls(20), CrawlState("the-long-name-of-an-outlet" * 3, 1, 1, 1.0, PAUSING)]
    lines = progress_lines(state(running[::-1], 30), columns, rows)
    assert max(map(len, lines)) <= columns
    assert len(lines) < max(3, rows)
    assert "30 outlets, 9 done"[: columns - 3] in lines[0]
    assert ("a minute" in lines[1]) == (columns >= 60 and rows > 4)


def test_nothing_runs() -> None:
    assert progress_lines(CrawlsState([], 3, 0, 0, 0, 0.0), 80, 24) == [
        "Crawling 3 outlets, 0 done: 0 pages, 0 a minute, 0 new, 0 s"
    ]
