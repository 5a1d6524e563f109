"""Writing an article with its capture, index and revision, beside sqlite-utils' upsert of the same text.

    .venv/bin/python -m tests.bench.archive_writing [ARTICLES]

The writer's own part, in this thread and in batches as the writer makes them: bytes, capture, article,
revision, facts, `coverage` and full-text index. Beside it, on the same texts and turn by turn, sqlite-utils'
`upsert` into a table with full-text search and triggers, which commits each row, and `upsert_all` of the same
batches. Both keep one row with its index; neither keeps the page's bytes, stories, works and people. What
of our time the last three take is printed below it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any
from unittest import mock

from sqlite_utils import Database
from sqlite_utils.db import Table

from archive.db.bodies.dictionaries import add_dictionary, make_dictionary
from archive.db.store import Store
from archive.ingest.learned_boilerplate import LearnedBoilerplate
from archive.ingest.messages import Job, Outcome
from archive.ingest.replay import store_known
from archive.ingest.store_job import JobStore
from archive.model import Article, Capture
from archive.people import refresh as people
from archive.stories import refresh as stories
from archive.works import refresh as works
from tests.bench.generated_pages import OUTLETS, generated
from tests.bench.table import print_table

BATCH = 50
ARTICLES = 2000  # to compare the writing of, after as many
PARTS: dict[str, Any] = {"stories": stories, "works": works, "people": people}


def write_batch(store: Store, jobs: JobStore, batch: list[tuple[Capture, Article]]) -> None:
    """Write pages as the writer does: their bytes in one transaction, what was read of them in another."""
    with store.transaction():
        stored = [store.add_capture(capture) for capture, _ in batch]
        for (capture, _), row in zip(batch, stored, strict=True):
            store_known(store, row.id, capture.url)
    with store.transaction():
        for (capture, article), row in zip(batch, stored, strict=True):
            outcome = jobs.store(Job(row.id, capture, result=article))
            assert isinstance(outcome, Outcome) and outcome.outcome == "new", outcome


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
    peers = {way: peer_table(folder / f"{way}.db") for way in ("upsert", "upsert_all")}
    parts = {f"of that {name}": Timed(module.refresh) for name, module in PARTS.items()}
    with ExitStack() as stack:
        store = stack.enter_context(Store.open(folder / "ours.db", create=True))
        for module, timed in zip(PARTS.values(), parts.values(), strict=True):
            stack.enter_context(mock.patch.object(module, "refresh", timed))
        jobs = JobStore(store, LearnedBoilerplate(), trial=False)
        ways = {
            "Matinee": Timed(lambda batch, rows: write_batch(store, jobs, batch)),
            **parts,
            "upsert": Timed(lambda batch, rows: [peers["upsert"].upsert(row, pk="id") for row in rows]),
            "upsert_all": Timed(lambda batch, rows: peers["upsert_all"].upsert_all(rows, pk="id")),
        }
        source = generated()
        for first in range(0, 2 * articles, BATCH):
            if first == articles:
                add_dictionaries(store)
                for timed in ways.values():
                    timed.wall = timed.cpu = 0.0
            batch = list(islice(source, BATCH))
            rows = [peer_row(first + place, *pair) for place, pair in enumerate(batch)]
            for way, timed in ways.items():
                if way not in parts:
                    timed(batch, rows)
    print_table(
        ("writing an article", "ms", "CPU ms"),
        [
            (way, [f"{seconds / articles * 1000:.3f}" for seconds in (timed.wall, timed.cpu)])
            for way, timed in ways.items()
        ],
    )


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
