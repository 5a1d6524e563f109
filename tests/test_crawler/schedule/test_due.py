"""When an outlet is due: the pure schedule, its rhythm, and `every` in an outlet's file."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from crawler.outlet.interval import ADAPTIVE_INTERVAL, CrawlInterval
from crawler.outlet.load import OutletError, load_outlet
from crawler.schedule.due import PastCrawl, adaptive_interval, next_crawl, retry_wait

NOW = datetime(2026, 5, 1, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
DAILY = CrawlInterval(DAY)


def past(*ends: str | None, gap: timedelta = DAY) -> list[PastCrawl]:
    """Crawls that ended so, the last of them now."""
    return [PastCrawl(NOW - gap * (len(ends) - 1 - place), end) for place, end in enumerate(ends)]


def test_what_was_never_crawled_is_due() -> None:
    turn = next_crawl([], DAILY)
    assert (turn.due_at, turn.why, turn.is_due(NOW)) == (None, "never crawled", True)


@pytest.mark.parametrize("end", ["finished", "partly_failed", "closespider_itemcount"])
def test_a_crawl_that_read_the_outlet_counts(end: str) -> None:
    turn = next_crawl(past(end), DAILY)
    assert (turn.due_at, turn.why) == (NOW + DAY, "rhythm")
    assert not turn.is_due(NOW + 22 * HOUR)
    assert turn.is_due(NOW + DAY - timedelta(seconds=90)), "a daily job starts a little earlier one day"


@pytest.mark.parametrize("end", [None, "killed", "shutdown", "archive_error"])
def test_an_interrupted_crawl_goes_on_at_once(end: str | None) -> None:
    turn = next_crawl(past("finished", end), DAILY)
    assert turn.why == "interrupted" and turn.is_due(NOW)


def test_what_kills_the_process_again_and_again_waits() -> None:
    assert next_crawl(past("finished", "killed", "killed"), DAILY).due_at == NOW + HOUR
    assert next_crawl(past("finished", "killed", "killed", None), DAILY).due_at == NOW + 2 * HOUR
    assert next_crawl(past("shutdown", "shutdown", "shutdown"), DAILY).is_due(NOW), "a person did that"


def test_failures_are_tried_again_sooner_at_first_then_later() -> None:
    waits = [next_crawl(past(*["failed"] * count), DAILY).due_at for count in range(1, 12)]
    hours = [(at - NOW) / HOUR for at in waits if at]
    assert hours == [1, 2, 4, 8, 16, 32, 64, 128, 168, 168, 168]
    assert next_crawl(past("failed", "failed", "finished", "failed"), DAILY).due_at == NOW + HOUR
    assert retry_wait(1, timedelta(minutes=15)) == timedelta(minutes=15)
    assert retry_wait(40, timedelta(days=30)) == timedelta(days=30)


def test_a_part_that_a_person_asked_for_changes_no_schedule() -> None:
    crawls = [*past("finished"), PastCrawl(NOW + HOUR, "failed", whole_outlet=False)]
    assert next_crawl(crawls, DAILY).due_at == NOW + DAY
    assert next_crawl([PastCrawl(NOW, "finished", 5, whole_outlet=False)], DAILY).due_at is None


def history(new: list[int], gap: timedelta = DAY, first: int = 900) -> list[PastCrawl]:
    return [PastCrawl(NOW + gap * place, "finished", count) for place, count in enumerate([first, *new])]


def test_a_rhythm_is_learned_from_what_crawls_brought() -> None:
    assert adaptive_interval(history([1] * 8), ADAPTIVE_INTERVAL) == pytest.approx(DAY, rel=0.1)
    assert adaptive_interval(history([24] * 8), ADAPTIVE_INTERVAL) == pytest.approx(HOUR, rel=0.1)
    assert adaptive_interval(history([0, 1, 0, 0, 1, 0, 0, 0]), ADAPTIVE_INTERVAL) == pytest.approx(
        DAY * 3.2, rel=0.1
    )
    assert adaptive_interval(history([12] * 6, gap=HOUR), ADAPTIVE_INTERVAL) == HOUR, "not below the bounds"
    assert adaptive_interval(history([0] * 9, gap=DAY * 2), ADAPTIVE_INTERVAL) == DAY * 7, "not above"
    assert adaptive_interval(history([24] * 20 + [0] * 10), ADAPTIVE_INTERVAL) > DAY * 6, "the latest count"


def test_the_first_crawl_and_leftovers_teach_no_rhythm() -> None:
    assert adaptive_interval(history([], first=900), ADAPTIVE_INTERVAL) == DAY
    assert adaptive_interval(history([1], first=900), ADAPTIVE_INTERVAL) == DAY, "once is no rhythm"
    steady, leftovers = history([2] * 8), history([2, 2, 2, 300, 2, 2, 2, 2])
    assert adaptive_interval(leftovers, ADAPTIVE_INTERVAL) > adaptive_interval(steady, ADAPTIVE_INTERVAL) / 2


def test_what_broken_off_crawls_brought_counts_for_the_next() -> None:
    crawls = [
        PastCrawl(NOW + DAY * place + HOUR * part, end, 2)
        for place in range(6)
        for part, end in enumerate(("shutdown", "finished"))
    ]
    assert adaptive_interval(crawls, ADAPTIVE_INTERVAL) == pytest.approx(DAY / 4, rel=0.1)


def test_a_fixed_rhythm_learns_nothing() -> None:
    assert adaptive_interval(history([24] * 8), DAILY) == DAY


def outlet_with(every: str, folder: Path) -> Path:
    file = folder / "lamp.toml"
    file.write_text(
        f'title = "Lamp"\nhome = "https://lamp.example/"\nfeeds = ["https://lamp.example/rss"]\n{every}'
    )
    return file


@pytest.mark.parametrize(
    ("every", "rhythm", "shown"),
    [
        ("", DAILY, "1d"),
        ('every = "90m"', CrawlInterval(timedelta(minutes=90)), "90m"),
        ('every = "adaptive"', ADAPTIVE_INTERVAL, "1h-7d"),
        ('every = ["2h", "12h"]', CrawlInterval(HOUR * 12, (HOUR * 2, HOUR * 12)), "2h-12h"),
        ('every = ["2d", "9d"]', CrawlInterval(DAY * 2, (DAY * 2, DAY * 9)), "2d-9d"),
    ],
)
def test_every_in_an_outlets_file(every: str, rhythm: CrawlInterval, shown: str, tmp_path: Path) -> None:
    found = load_outlet(outlet_with(every, tmp_path)).interval
    assert found == rhythm and str(found) == shown


@pytest.mark.parametrize(
    ("every", "said"),
    [
        ('every = ["7d", "1h"]', "every: is not a pair of bounds: write the shorter one first"),
        ('every = ["7d"]', "every: is not a pair of bounds"),
        ('every = "often"', 'every: "often" is not a length of time'),
        ('every = ["1h", "soon"]', 'every[1]: "soon" is not a length of time'),
    ],
)
def test_an_every_that_will_not_do(every: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(OutletError) as caught:
        load_outlet(outlet_with(every, tmp_path))
    assert said in str(caught.value)
