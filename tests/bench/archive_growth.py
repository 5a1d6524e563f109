"""How an archive grows: ingest of articles that are cleaned already, and writing one beside sqlite-utils.

    .venv/bin/python -m tests.bench.archive_growth [ARTICLES]

Submits generated articles to a real `Ingest`, whose cleaner only looks the article up, and prints at an
eighth, a quarter, a half and all of ARTICLES (100,000) the time, the processor time, the peak memory and the
file's size, and the processor time against n log n. Each article has a page of its own in its outlet's
template, authors, a work and a rating.

Before that, the writer's own part, in this thread and in batches as the writer makes them: bytes, capture,
article, revision, facts, `coverage` and full-text index. Beside it, on the same texts and turn by turn,
sqlite-utils' `upsert` into a table with full-text search and triggers, which commits each row, and
`upsert_all` of the same batches. Both keep one row with its index; neither keeps the page's bytes, stories,
works and people.
"""

from __future__ import annotations

import math
import resource
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

from sqlite_utils import Database
from sqlite_utils.db import Table

from archive.clean.boilerplate.recurring import line_key
from archive.db.bodies.dictionaries import add_dictionary, make_dictionary
from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.ingest.learned_boilerplate import LearnedBoilerplate
from archive.ingest.messages import Job, Outcome
from archive.ingest.replay import store_known
from archive.ingest.store_job import JobStore
from archive.model import (
    Article,
    Author,
    Capture,
    Gate,
    Moment,
    Rating,
    Reading,
    Review,
    SeenLine,
    Work,
)
from tests.bench.storage import Author as Prose
from tests.bench.table import print_table

ARTICLES = 100_000
NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
OUTLETS, CRITICS, WORKS = 40, 300, 2000
BATCH = 50
COMPARED, BEFORE = 2000, 2000  # articles to compare the writing of, after so many
PENDING = 200


class Inline(Executor):
    """Runs each call at once, in the thread that submits it."""

    def submit(self, call: Callable[..., Any], /, *args: Any, **named: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(call(*args, **named))
        return future


def generated(first: int = 0) -> Iterator[tuple[Capture, Article]]:
    """Pages with what cleaning reads of them, endless, the same at every run."""
    prose = Prose()
    chance = prose.chance
    templates = ["".join(f"<li class=m{chance.random()}></li>" for _ in range(200)) for _ in range(OUTLETS)]
    number = first
    while True:
        outlet = min(int(chance.expovariate(0.1)), OUTLETS - 1)
        url = f"https://outlet{outlet}.example/{number}"
        text = prose.text("en")
        title = text[: chance.randint(20, 60)].strip()
        names = tuple(
            Author(f"Critic {chance.randrange(CRITICS)}") for _ in range(chance.choice((1, 1, 1, 2)))
        )
        stars = chance.randint(1, 10) / 2
        work = Work(f"Work {(place := chance.randrange(WORKS))}", 2005 + place % 20, "film")
        body = f"<html><title>{title}</title><ul>{templates[outlet]}</ul><h1>{title}</h1><p>{text}</p></html>"
        capture = Capture(
            url,
            NOON + timedelta(seconds=number),
            body.encode(),
            headers={"content-type": "text/html"},
            outlet=f"outlet{outlet}",
        )
        rating = Rating(f"{stars}/5", stars, 5.0, 0.0, "stars", stars * 20, "linear")
        yield (
            capture,
            Article(
                url=url,
                text=text,
                gate=Gate("article", True),
                title=Reading(title, "h1"),
                authors=Reading(names, "byline", "By"),
                published=Reading(Moment(capture.captured_at, "second"), "meta", "2026"),
                kind=Reading("review", "json-ld"),
                review=Review(Reading(work, "json-ld"), Reading(rating, "text", rating.raw)),
                language=Reading("en", "html"),
                lines=tuple(SeenLine(line_key(line)) for line in text.split("\n")),
                markdown=text,
            ),
        )
        number += 1


def grow(db: Path, articles: int) -> None:
    """Fill an archive, and print the figures on the way."""
    marks = {articles // 8, articles // 4, articles // 2, articles}
    known: dict[str, Article] = {}
    head = ("seconds", "CPU s", "CPU ms each", "to n log n", "peak MB", "file MB")
    print(f"{'articles':<12}" + "".join(f"{name:>14}" for name in head), flush=True)
    making = first_rate = 0.0
    started, started_cpu = time.perf_counter(), time.process_time()
    with Ingest(db, Inline(), clean=lambda capture, **_: known.pop(capture.url)) as ingest:
        waiting: deque[Future[Outcome]] = deque()
        source = generated()
        for number in range(1, articles + 1):
            before = time.thread_time()
            capture, article = next(source)
            making += time.thread_time() - before
            known[capture.url] = article
            waiting.append(ingest.submit(capture))
            while len(waiting) > (0 if number in marks else PENDING):
                assert waiting.popleft().result().outcome == "new"
            if number in marks:
                seconds = time.perf_counter() - started
                cpu = time.process_time() - started_cpu - making
                rate = cpu / (number * math.log(number))
                first_rate = first_rate or rate
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
                size = sum(path.stat().st_size for path in db.parent.glob(f"{db.name}*")) / 1e6
                cells = [f"{seconds:.0f}", f"{cpu:.0f}", f"{cpu / number * 1000:.2f}"]
                cells += [f"{rate / first_rate:.2f}", f"{peak:.0f}", f"{size:,.0f}"]
                print(f"{number:<12,}" + "".join(f"{cell:>14}" for cell in cells), flush=True)


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
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        compare(Path(folder))
    print()
    with tempfile.TemporaryDirectory() as folder:
        grow(Path(folder) / "archive.db", articles)


if __name__ == "__main__":
    main()
