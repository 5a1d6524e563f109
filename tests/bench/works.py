"""Finding works at every ingest, beside sqlite-utils' upsert of the same articles with full-text search.

    .venv/bin/python -m tests.bench.works [ARTICLES...]

Writes articles of generated works, in transactions of 50 as the writer does, and measures what
`works.refresh` takes of that. Times are those of the processor, as other programs may run, too. The time of
each size is printed by n log n of the first as well: 1.00 is exactly n log n.
"""

from __future__ import annotations

import math
import random
import resource
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from unittest import mock

from sqlite_utils import Database

from archive.db.store import Store
from archive.works import refresh
from tests.bench.table import print_table
from tests.test_archive.works.pages import Piece, put_one

SIZES = (25_000, 50_000, 100_000)
BATCH = 50
WORDS = 4_000  # of which titles are made; one title in ten is that of a remake, too


def pieces(articles: int) -> Iterator[Piece]:
    """Articles, the same at every run: a fifth of the works have half of them."""
    chance = random.Random(2026)
    works = max(articles // 8, 10)
    for number in range(articles):
        work = int(works * chance.random() ** 2.3)
        own = random.Random(work)
        title = f"{own.choice(NAMES)} {own.choice(NAMES)}"
        year = own.randint(1960, 2026)
        medium = own.choice(("film", "tv", "music", "book"))
        says_year, says_id = chance.random() < 0.5, chance.random() < 0.2
        yield Piece(
            f"{number}",
            title if chance.random() < 0.95 else f"{title} in {own.choice(NAMES)}",
            year if says_year else None,
            medium,
            {"imdb": f"tt{work:07}"} if says_id else {},
            (f"{own.choice(NAMES)} Stone",) if says_id else (),
            year + chance.choice((0, 0, 0, 1, 1, 7)),
            f"outlet-{number % 40}",
            " ".join(chance.choices(NAMES, k=120)),
            float(chance.randint(0, 100)),
        )


_SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
NAMES = ["".join(random.Random(n).choices(_SYLLABLES, k=3)).title() for n in range(WORDS)]


def batches(articles: int) -> Iterator[list[Piece]]:
    made = pieces(articles)
    while batch := list(islice(made, BATCH)):
        yield batch


def ours(path: Path, articles: int) -> tuple[float, float]:
    """Seconds to write the articles as the archive does, and those of them that works took."""
    spent, untimed = 0.0, refresh.refresh

    def timed(db: Database) -> None:
        nonlocal spent
        started = time.process_time()
        untimed(db)
        spent += time.process_time() - started

    with Store.open(path, create=True) as store, mock.patch.object(refresh, "refresh", timed):
        started = time.process_time()
        for batch in batches(articles):
            with store.transaction():
                for piece in batch:
                    put_one(store, piece)
        return time.process_time() - started, spent


def peer(path: Path, articles: int) -> float:
    """Seconds that sqlite-utils takes to upsert the same, with full-text search of title, text and work."""
    db = Database(path)
    db.enable_wal()
    db.execute("pragma synchronous = normal")
    table = db.table("articles", pk="url")
    started = time.process_time()
    for number, batch in enumerate(batches(articles)):
        table.upsert_all(
            {"url": piece.url, "title": piece.path, "text": piece.text, "work": piece.title,
             "year": piece.year, "outlet": piece.outlet, "score": piece.score}
            for piece in batch
        )  # fmt: skip
        if not number:
            table.enable_fts(["title", "text", "work"], create_triggers=True)
    return time.process_time() - started


def main() -> None:
    """Print the figures of all sizes."""
    sizes = [int(word) for word in sys.argv[1:]] or list(SIZES)
    rows: list[tuple[str, list[str]]] = []
    first: tuple[int, float, float] | None = None
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            whole, spent = ours(Path(folder) / "a.db", size)
            other = peer(Path(folder) / "b.db", size)
            with Store.open(Path(folder) / "a.db", readonly=True) as store:
                found, names = (store.table(name).count for name in ("works", "work_names"))
        first = first or (size, spent, whole)
        expected = size * math.log(size) / (first[0] * math.log(first[0]))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        rows.append(
            (
                f"{size:,}",
                [f"{whole:.1f}", f"{spent:.1f}", f"{spent / whole:.0%}", f"{other:.1f}",
                 f"{spent / other:.2f}", f"{spent / first[1] / expected:.2f}", f"{found:,}", f"{names:,}",
                 f"{memory:.0f}"],
            )
        )  # fmt: skip
        print(rows[-1], file=sys.stderr)
    head = [
        "articles",
        "all s",
        "works s",
        "share",
        "upsert s",
        "by upsert",
        "by n log n",
        "works",
        "names",
        "MB",
    ]
    print_table(head, rows)


if __name__ == "__main__":
    main()
