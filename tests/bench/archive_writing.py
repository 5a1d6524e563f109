"""Writing an article with its capture, index and revision, beside sqlite-utils' upsert of the same text.

    .venv/bin/python -m tests.bench.archive_writing [ARTICLES]

The writer's own part, in this thread and as the writer makes them: of 50 pages, the bytes in one transaction
and what was read of them in another. The rows of the table:

- Matinee: bytes, capture, article, revision, facts, `coverage`, full-text index, stories, works and people;
- of that stories, works, people: what these take, without their part of the commits;
- capture, revision, index: into an archive in which nobody asks for stories, works and people;
- Matinee, each alone: the same where each page comes alone, so that it takes two transactions;
- upsert: sqlite-utils' `upsert` of the same text, headline, authors, work, score, address and date into one
  table with full-text search kept by triggers; it commits each row, as it does for who calls it;
- upsert, 50 in one: the same in transactions of 50 rows;
- upsert_all: the same 50 rows in one call.

All are timed turn by turn on the same pages, after as many were written. All pages are new. No peer keeps a
page's bytes, a revision, stories, works or people. Left out is where texts and facts stood in an outlet's
pages: these pages have no places. The last column is the processor time against that of `upsert`.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any
from unittest import mock

from sqlite_utils import Database
from sqlite_utils.db import Table

from archive.db.bodies.dictionaries import add_dictionary, make_dictionary
from archive.db.store import Store, Stored
from archive.ingest.learned.boilerplate import LearnedBoilerplate
from archive.ingest.storing.store_arrived import store_arrived
from archive.ingest.storing.store_job import JobStore
from archive.ingest.workers.messages import Job, NewCapture, Outcome
from archive.model import Article, Capture
from archive.people import refresh as people
from archive.stories import refresh as stories
from archive.works import refresh as works
from tests.bench.generated_pages import OUTLETS, generated
from tests.bench.table import print_table

BATCH = 50
ARTICLES = 2000  # to compare the writing of, after as many
WHOLE, CORE, ALONE = "Matinee", "capture, revision, index", "Matinee, each alone"
UPSERT = "upsert"
PARTS: dict[str, Any] = {"stories": stories, "works": works, "people": people}


def write_batch(store: Store, jobs: JobStore, batch: list[tuple[Capture, Article]]) -> None:
    """Write pages as the writer does: their bytes in one transaction, what was read of them in another."""
    stored = store_arrived(store, [NewCapture(capture, None, Future()) for capture, _ in batch])
    jobs_of_batch = []
    for (capture, article), row in zip(batch, stored, strict=True):
        assert isinstance(row, Stored), row
        jobs_of_batch.append(Job(row.id, capture, result=article))
    outcomes = jobs.store_batch(jobs_of_batch)
    assert [isinstance(item, Outcome) and item.outcome for item in outcomes] == ["new"] * len(batch), outcomes


class Timed:
    """A function, with the time that its calls take.

    Attributes:
        wall, cpu: seconds until now, by the clock and of processor time.
    """

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.wall = self.cpu = 0.0

    def __call__(self, *args: Any) -> Any:
        wall, cpu = time.perf_counter(), time.process_time()
        result = self.function(*args)
        self.wall += time.perf_counter() - wall
        self.cpu += time.process_time() - cpu
        return result


def compare(folder: Path, articles: int) -> None:
    """Print the milliseconds to write an article, ours and by sqlite-utils, turn by turn."""
    parts = {f"of that {name}": Timed(module.refresh) for name, module in PARTS.items()}
    with ExitStack() as stack:
        stores = [
            stack.enter_context(Store.open(folder / f"archive{number}.db", create=True))
            for number in range(3)
        ]
        whole, core, alone = map(writer, stores)
        ours = {
            WHOLE: Timed(with_refresh(parts.values(), whole)),
            CORE: Timed(with_refresh([lambda _: None] * len(PARTS), core)),
            ALONE: Timed(singly(alone)),
        }
        ways = {**ours, **peers(folder)}
        source = generated()
        for first in range(0, 2 * articles, BATCH):
            if first == articles:
                for store in stores:
                    add_dictionaries(store)
                for timed in (*ways.values(), *parts.values()):
                    timed.wall = timed.cpu = 0.0
            batch = list(islice(source, BATCH))
            rows = [peer_row(first + place, *pair) for place, pair in enumerate(batch)]
            for way, timed in ways.items():
                timed(batch if way in ours else rows)
    figures = {WHOLE: ways.pop(WHOLE), **parts, **ways}
    print_table(
        ("writing an article", "ms", "CPU ms", "of upsert"),
        [
            (
                way,
                [
                    *(f"{seconds / articles * 1000:.3f}" for seconds in (timed.wall, timed.cpu)),
                    f"{timed.cpu / ways[UPSERT].cpu:.2f}",
                ],
            )
            for way, timed in figures.items()
        ],
    )


def writer(store: Store) -> Callable[[list[Any]], None]:
    """Writes pages to an archive."""
    jobs = JobStore(store, LearnedBoilerplate(), trial=False)
    return lambda batch: write_batch(store, jobs, batch)


def singly(write: Callable[[list[Any]], Any]) -> Callable[[list[Any]], None]:
    """Writes each of a list alone."""

    def write_each(batch: list[Any]) -> None:
        for item in batch:
            write([item])

    return write_each


def peers(folder: Path) -> dict[str, Timed]:
    """The ways in which sqlite-utils writes a list of rows, each into a file of its own."""
    single, together, at_once = (peer_table(folder / f"peer{number}.db") for number in range(3))

    def upsert_together(rows: list[dict[str, Any]]) -> None:
        with together.db.atomic():
            for row in rows:
                together.upsert(row, pk="id")

    return {
        UPSERT: Timed(singly(lambda rows: single.upsert(rows[0], pk="id"))),
        f"upsert, {BATCH} in one": Timed(upsert_together),
        "upsert_all": Timed(lambda rows: at_once.upsert_all(rows, pk="id")),
    }


def with_refresh(
    functions: Iterable[Callable[..., Any]], write: Callable[[list[Any]], None]
) -> Callable[[list[Any]], None]:
    """Writes with these functions in the place of those that find stories, works and people."""

    def write_with_these(batch: list[Any]) -> None:
        with ExitStack() as stack:
            for module, function in zip(PARTS.values(), functions, strict=True):
                stack.enter_context(mock.patch.object(module, "refresh", function))
            write(batch)

    return write_with_these


def add_dictionaries(store: Store) -> None:
    """Make the dictionaries of all outlets. In a crawl, another thread makes them."""
    for outlet in range(OUTLETS):
        if new := make_dictionary(store.db, f"outlet{outlet}"):
            with store.transaction():
                add_dictionary(store.db, new)


def peer_table(path: Path) -> Table:
    """A table of articles with full-text search, as sqlite-utils' documentation makes one.

    It indexes stems without accents, as the archive's index does, and is as safe: WAL, synchronous = normal.
    """
    db = Database(path)
    db.enable_wal()
    db.execute("pragma synchronous = normal")
    table = Table(db, "articles")
    row = peer_row(0, *next(generated()))
    table.create({name: type(value) for name, value in row.items()}, pk="id")
    columns = ["title", "text", "authors", "work"]
    table.enable_fts(columns, create_triggers=True, tokenize="porter unicode61 remove_diacritics 2")
    return table


def peer_row(number: int, capture: Capture, article: Article) -> dict[str, Any]:
    """The article as one flat row."""
    assert article.title and article.authors and article.review.work and article.review.rating
    return {
        "id": number,
        "url": article.url,
        "outlet": capture.outlet,
        "title": article.title.value,
        "authors": "; ".join(author.name for author in article.authors.value),
        "published": capture.captured_at.isoformat(),
        "work": article.review.work.value.title,
        "score": article.review.rating.value.score,
        "text": article.text,
    }


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder), articles)


if __name__ == "__main__":
    main()
