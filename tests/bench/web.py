"""Server time and size of the pages of `matinee serve`, and what reading a work takes beside the bare SQL.

    .venv/bin/python -m tests.bench.web [--db FILE] [--articles N]

The archive is generated: 200,000 articles about 40,000 works by 5,000 authors, of which the first have the
most articles, and 5,000 crawls. It is kept in FILE for the next time. Pages are asked for in this process,
through Datasette's client; the median of the processor time counts, which load on the machine changes least.
The pages of names are those of the work, author and outlet with the most articles and of ones in the middle.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from archive.db.connect import open_writing
from archive.db.store import Store
from archive.query.figures.timeline import Timeline
from archive.web.charts import drawing, timeline_chart
from archive.web.reading import PageRequest
from archive.web.serve import make_datasette
from archive.web.views.work import work_page
from archive.works.pieces import outlets
from tests.bench.search import BriefAuthor, archive_options, archive_to_measure, compared, words
from tests.bench.storage import build
from tests.bench.table import Row, print_table

CRAWLS = 5_000
TIMES = 7
MOST_MILLISECONDS, MOST_KILOBYTES = 100, 100

# Written by a person who knows the tables: what the page of a work shows, a statement for each part.
BARE_WORK = (
    "select title, year, medium, ids from works where id = ?",
    "select distinct title from work_names where work_id = ?",
    """
select d.reason, d.work_id, c.title, c.year, c.medium, c.ids from work_names n
    join work_doubts d on d.name_id = n.id left join catalogue c on c.id = d.entry_id where n.work_id = ?
""",
    """
select c.id, c.title, c.outlet, c.authors, c.published, c.published_precision, c.kind, c.rating_score,
    c.rating_raw
from reviews v join articles a on a.revision_id = v.revision_id join coverage c on c.id = a.id
where v.work_id = ? order by c.published desc limit 100
""",
    """
select cast(v.rating_score / 10 as integer), count(*), sum(v.rating_score), min(v.rating_score),
    max(v.rating_score), min(r.published), max(r.published), count(distinct a.outlet)
from reviews v join articles a on a.revision_id = v.revision_id join revisions r on r.id = v.revision_id
where v.work_id = ? group by 1
""",
    """
select substr(r.published, 1, 7), count(*), count(distinct a.outlet)
from reviews v join articles a on a.revision_id = v.revision_id join revisions r on r.id = v.revision_id
where v.work_id = ? group by 1
""",
)


class CriticsAndWorks(BriefAuthor):
    """Writes about many works in the names of many, the first of them the most often."""

    works = 40_000
    people = 5_000

    def work(self, number: int) -> str:
        return f"{self._word(number)} {self._word(number // 7)} {number}"

    def person(self, number: int) -> str:
        return f"{self._word(number)} {self._word(number // 3)}"

    def pick(self, most: int) -> int:
        return 1 + int(most * self.chance.random() ** 2)

    def _word(self, number: int) -> str:
        return self.words[number % len(self.words)].title()


@dataclass(frozen=True, slots=True)
class Place:
    """A page to ask for."""

    name: str
    address: str


def make(path: Path, articles: int) -> None:
    """Generate an archive, unless it is there."""
    if path.exists():
        return
    started = time.perf_counter()
    build(path, articles, CriticsAndWorks())
    with closing(open_writing(path)) as db, db.atomic():
        for number in range(CRAWLS):
            day = f"2026-{1 + number % 11:02}-{1 + number % 28:02}T"
            db.execute(
                "insert into crawls (outlet, started_at, ended_at, end_reason, requests, captures)"
                " values (?, ?, ?, 'finished', 40, 39)",
                (f"outlet-{number % 60}", f"{day}10:00:00+00:00", f"{day}10:05:00+00:00"),
            )
    print(f"{articles:,} articles generated in {time.perf_counter() - started:.0f} s\n")


def places(db: sqlite3.Connection) -> Iterator[Place]:
    """The pages to measure."""
    known = words(CriticsAndWorks())
    yield Place("front", "/")
    for name in ("rare", "common"):
        yield Place(f"search, a {name} word", f"/search?q={known[name]}")
    yield Place("search, a common word, newest", f"/search?q={known['common']}&sort=newest")
    yield Place("search, a common word, oldest", f"/search?q={known['common']}&sort=oldest")
    yield Place("search, a common word, by title", f"/search?q={known['common']}&sort=title")
    yield Place("search, a common word and a kind", f"/search?q={known['common']}+kind:review")
    yield Place("search, a common word, an outlet", f"/search?q={known['common']}+outlet:outlet-0")
    yield Place("search, a common word and a year", f"/search?q={known['common']}+date:2024")
    yield Place("search, two facts", "/search?q=kind:review+score:>=60")
    yield Place("search, a kind and an outlet", "/search?q=kind:review+outlet:outlet-0")
    yield Place("search, everything", "/search")
    yield Place("search, everything by title", "/search?sort=title")
    yield Place("article", "/article/1000")
    yield from (Place(f"work, {which}", f"/work/{key}") for which, key in most_and_middle(db, WORKS))
    yield from (Place(f"person, {which}", f"/person/{key}") for which, key in most_and_middle(db, PEOPLE))
    yield from (Place(f"outlet, {which}", f"/outlet/{key}") for which, key in most_and_middle(db, OUTLETS))
    yield from (Place(name, f"/{name}") for name in ("crawls", "works", "people", "outlets"))
    yield Place("works by name", f"/works?name={known['rare']}")
    yield Place("people by name", f"/people?name={known['rare']}")
    yield Place("a chart of 60 years, drawn anew", f"/{timeline_chart(_YEARS, 'Articles').address}")


_YEARS = Timeline("year", tuple(str(year) for year in range(1967, 2027)), tuple(range(60)))

WORKS = "select work_id from reviews where work_id is not null group by 1 order by count(*) desc, 1"
PEOPLE = (
    "select n.person_id from _article_people x join author_names n on n.id = x.name_id"
    " group by 1 order by count(*) desc, 1"
)
OUTLETS = "select outlet from coverage group by 1 order by count(*) desc, 1"


def most_and_middle(db: sqlite3.Connection, sql: str) -> list[tuple[str, Any]]:
    """Of the keys that a statement lists, the first and the one in the middle."""
    keys = [key for (key,) in db.execute(sql)]
    return [("most pieces", keys[0]), ("middle", keys[len(keys) // 2])]


async def pages(path: Path, asked: list[Place]) -> list[Row]:
    """Milliseconds and kilobytes of each page, and what misses its target."""
    datasette = make_datasette(path)
    await datasette.invoke_startup()
    rows: list[Row] = []
    for place in asked:
        times = []
        for _ in range(TIMES):
            drawing.cache_clear()
            started = time.process_time()
            answer = await datasette.client.get(place.address)
            times.append((time.process_time() - started) * 1000)
        taken, size = statistics.median(times), len(answer.content) / 1000
        missed = "missed" if taken > MOST_MILLISECONDS or size > MOST_KILOBYTES else ""
        note = missed if answer.status_code == 200 else f"HTTP {answer.status_code}"  # 400: it took too long
        rows.append((place.name, [f"{taken:.1f}", f"{size:.0f}", note]))
    return rows


def works(path: Path) -> list[Row]:
    """What the page of a work reads, without its template, beside the bare SQL."""
    with Store.open(path, readonly=True) as store:
        return [
            compared(which, partial(read_work, store, key), partial(bare_work, store, key), TIMES)
            for which, key in most_and_middle(store.db.conn, WORKS)
        ]


def read_work(store: Store, work_id: int) -> None:
    """What the page shows."""
    work_page(store, PageRequest({"id": str(work_id)}, {}, datetime.now(UTC)))


def bare_work(store: Store, work_id: int) -> None:
    """A statement for each part of the same; the outlets are listed by the only quick statement for it."""
    for sql in BARE_WORK:
        store.db.execute(sql, (work_id,)).fetchall()
    outlets(store.db)


def main() -> None:
    """Print the times."""
    with archive_to_measure(archive_options(__doc__).parse_args(), make) as path:
        with closing(sqlite3.connect(path)) as db:
            print_table(["page", "ms", "KB", ""], asyncio.run(pages(path, list(places(db)))), first=32)
        print()
        print_table(["reading a work, ms", "page", "bare SQL", "ratio"], works(path))


if __name__ == "__main__":
    main()
