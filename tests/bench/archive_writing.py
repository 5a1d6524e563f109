"""Writing an article with its capture, index and revision, beside sqlite-utils' upsert of the same text.

    .venv/bin/python -m tests.bench.archive_writing [ARTICLES]

The writer's own part, in this thread and in batches as the writer makes them: bytes, capture,
article, revision, facts, `coverage` and full-text index. Beside it, on the same texts and turn by turn,
sqlite-utils' `upsert` into a table with full-text search and triggers, which commits each row, and
`upsert_all` of the same batches. Both keep one row with its index; neither keeps the page's bytes, stories,
works and people.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table

from archive.db.bodies.dictionaries import add_dictionary, make_dictionary
from archive.db.store import Store
from archive.ingest.learned_boilerplate import LearnedBoilerplate
from archive.ingest.messages import Job, Outcome
from archive.ingest.replay import store_known
from archive.ingest.store_job import JobStore
from archive.model import Article, Capture
from tests.bench.generated_pages import OUTLETS, generated
from tests.bench.table import print_table

BATCH = 50
COMPARED, BEFORE = 2000, 2000  # articles to compare the writing of, after so many


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


def compare(folder: Path) -> None:
    """Print the milliseconds to write an article, ours and by sqlite-utils, turn by turn."""
    ways = ("Matinee", "upsert", "upsert_all")
    walls, processor = dict.fromkeys(ways, 0.0), dict.fromkeys(ways, 0.0)
    source = generated()
    peers = {way: peer_table(folder / f"{way}.db") for way in ways[1:]}
    with Store.open(folder / "ours.db", create=True) as store:
        jobs = JobStore(store, LearnedBoilerplate(), trial=False)
        number = 0
        while number < BEFORE + COMPARED:
            batch = list(islice(source, BATCH))
            rows = [peer_row(number + place, *pair) for place, pair in enumerate(batch)]
            actions: dict[str, Callable[[], object]] = {
                "Matinee": lambda batch=batch: write_batch(store, jobs, batch),
                "upsert": lambda rows=rows: [peers["upsert"].upsert(row, pk="id") for row in rows],
                "upsert_all": lambda rows=rows: peers["upsert_all"].upsert_all(rows, pk="id"),
            }
            for way, act in actions.items():
                wall, cpu = time.perf_counter(), time.process_time()
                act()
                if number >= BEFORE:
                    walls[way] += time.perf_counter() - wall
                    processor[way] += time.process_time() - cpu
            number += BATCH
            if number == BEFORE:  # in a crawl, another thread makes them
                for outlet in range(OUTLETS):
                    new = make_dictionary(store.db, f"outlet{outlet}")
                    with store.transaction():
                        if new:
                            add_dictionary(store.db, new)
    print_table(
        ("writing an article", "ms", "CPU ms"),
        [(way, [f"{took[way] / COMPARED * 1000:.3f}" for took in (walls, processor)]) for way in ways],
    )


def peer_table(path: Path) -> Table:
    """A table of articles with full-text search, as sqlite-utils' documentation makes one."""
    db = Database(path)
    db.enable_wal()
    db.execute("pragma synchronous = normal")
    table = Table(db, "articles")
    row = peer_row(0, *next(generated()))
    table.create({name: type(value) for name, value in row.items()}, pk="id")
    table.enable_fts(["title", "text", "authors", "work"], create_triggers=True)
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
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder))


if __name__ == "__main__":
    main()
