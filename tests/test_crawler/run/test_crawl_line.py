"""The line with which an outlet's crawl ends: what is new, what to do next, on a terminal of 80 columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.run.crawl_line import crawl_line
from crawler.run.parallel import OutletCrawl

HERE = Path("archive.db")


@pytest.mark.parametrize(
    ("name", "reason", "stats", "line"),
    [
        (
            "reel",
            "finished",
            {"archive/new": 20, "archive/same": 1, "pages/unchanged": 2},
            "reel: finished, 20 new, 3 unchanged; next: matinee search --outlet reel",
        ),
        ("reel", "finished", {"pages/unchanged": 2}, "reel: finished, 2 unchanged (0 requests)"),
        ("reel", "finished", {}, "reel: finished, nothing new (0 requests)"),
        (
            "reel",
            "partly_failed",
            {"archive/new": 1, "archive/failed": 1, "pages/unanswered": 2},
            "reel: partly failed, 1 new, 3 failed (0 requests); next: matinee status reel",
        ),
        (
            "reel",
            "finished",
            {"archive/changed": 2, "archive/same": 22, "drift/signs": "author, date"},
            "reel: 2 changed, 22 unchanged, drift (author, date); next: matinee status reel",
        ),
        ("reel", "shutdown", {}, "reel: shutdown, nothing new (0 requests)"),
        ("reel", None, {}, "reel: broken off, nothing new (0 requests)"),
        (
            "the-small-screen",
            "finished",
            {"archive/new": 1234},
            "the-small-screen: 1,234 new; next: matinee search --outlet the-small-screen",
        ),
        (
            "small-screen",
            "finished",
            {"archive/changed": 3},
            "small-screen: finished, 3 changed; next: matinee search --outlet small-screen",
        ),
    ],
)
def test_a_line_says_what_is_new_and_what_to_do_next(
    name: str, reason: str | None, stats: dict[str, int | str], line: str
) -> None:
    shown = crawl_line(OutletCrawl(name, reason=reason, stats=stats), HERE)
    assert shown == line
    assert len(shown) <= 80


def test_a_line_that_cannot_be_short_is_whole() -> None:
    run = OutletCrawl("reel", reason="finished", stats={"archive/new": 1})
    long = Path("/srv/matinee/archives/of-the-year-2026/entertainment.db")
    assert crawl_line(run, long) == (
        f"reel: finished, 1 new (0 requests); next: matinee search --outlet reel --db {long}"
    )


def test_another_archive_is_named() -> None:
    run = OutletCrawl("reel", reason="finished", stats={"archive/new": 1})
    assert crawl_line(run, Path("my films.db")) == (
        "reel: finished, 1 new; next: matinee search --outlet reel --db 'my films.db'"
    )
