"""A cleaner of a format of our own, quick and picklable, that can be told to misbehave.

A page is: title, "By NAME", then the text. A line `!word` in it is an order: `!listing` is no article, and
`!listing TYPE` says what it is; `!paywalled` is a status; `!doubtful`, `!raise`, `!crash`, `!hang`, `!slow`
do what they say; `!rating 3/5`, `!date 2026-01-01`, `!work NAME`, `!imdb tt1`, `!canonical URL` are facts.
`!tally FILE` adds a line to the file.
`!pid FILE` writes the worker's process id there and waits to be killed; a second time it does nothing.

Run as a script it imports: `cleaners.py ARCHIVE PATH...`.
"""

from __future__ import annotations

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.model import Article, Author, Capture, Gate, Moment, Rating, Reading, Review, Work


class Unpicklable(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} {two}")


def clean(capture: Capture, **_options: Any) -> Article:
    lines = capture.body.decode().splitlines()
    orders = dict(line[1:].partition(" ")[::2] for line in lines if line.startswith("!"))
    prose = [line for line in lines if not line.startswith("!")]
    _misbehave(orders)
    title, byline, text = prose[0], prose[1] if len(prose) > 1 else "", "\n".join(prose[2:])
    return Article(
        url=orders.get("canonical", capture.url),
        text=text,
        gate=_gate(orders),
        title=Reading(title, "h1") if title else None,
        authors=Reading(tuple(map(Author, byline[3:].split(" and "))), "byline", byline) if byline else None,
        published=_date(orders.get("date")),
        updated=_date(orders.get("updated")),
        review=_review(orders),
        status="paywalled" if "paywalled" in orders else "complete",
        status_reason="asks to subscribe" if "paywalled" in orders else None,
    )


def _misbehave(orders: dict[str, str]) -> None:
    if "tally" in orders:
        with Path(orders["tally"]).open("a") as file:
            file.write("tried\n")
    if "raise" in orders:
        raise Unpicklable("cannot", "parse")
    if "crash" in orders:
        os._exit(3)
    if "hang" in orders:
        time.sleep(60)
    if "pid" in orders and not Path(orders["pid"]).exists():
        Path(f"{orders['pid']}.new").write_text(str(os.getpid()))
        Path(f"{orders['pid']}.new").rename(orders["pid"])
        time.sleep(60)
    if "slow" in orders:
        time.sleep(0.05)


def _gate(orders: dict[str, str]) -> Gate:
    if "listing" in orders:
        return Gate(orders["listing"] or "listing", False, reasons=("40 links, no prose",))
    return Gate("article", True, "doubtful" in orders, ("short",) if "doubtful" in orders else ())


def _date(printed: str | None) -> Reading[Moment] | None:
    if not printed:
        return None
    precision: Any = {4: "year", 7: "month", 10: "day"}[len(printed)]
    at = datetime.fromisoformat((printed + "-01-01")[:10]).replace(tzinfo=UTC)
    return Reading(Moment(at, precision), "text", printed)


def _review(orders: dict[str, str]) -> Review:
    rating = orders.get("rating")
    work = orders.get("work")
    value, _, best = (rating or "0/5").partition("/")
    return Review(
        work=Reading(
            Work(work.title(), 2025, "film", {"imdb": orders["imdb"]} if "imdb" in orders else {}), "text"
        )
        if work
        else None,
        rating=Reading(Rating(rating, float(value), float(best), 0.0, "points"), "text", rating)
        if rating
        else None,
    )


if __name__ == "__main__":
    from archive.importing.import_paths import import_paths

    report = import_paths(sys.argv[2:], sys.argv[1], workers=2, clean="tests.test_archive.cleaners:clean")
    print("\n".join(report.lines() + report.errors))
    sys.exit(report.exit_code)
