"""The table `coverage` and its index against what they replaced: a view, and a full-text index over that.

    .venv/bin/python -m tests.bench.storage [ARTICLES]

Builds an archive by the migrations up to 0006, asks it, upgrades a copy, and asks that the same. The texts
are random words; one article in seven is in Japanese, Chinese or Thai.
"""

from __future__ import annotations

import random
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from archive.db import coverage
from archive.db.connect import open_writing
from archive.db.light_database import APPLICATION_ID
from archive.db.schema import migrations
from archive.stories import refresh as stories
from tests.bench.table import print_table

ARTICLES = 20_000
MORE = 200  # articles that are written to measure writing
KINDS = ("review", "news", "feature", "interview", "list", "preview", "recap", "trailer")
MEDIA = ("film", "tv", "music", "game", "book", "stage")
TIMES = 3  # the best of so many counts

FACET = (
    "select {0} as value, count(*) as count from (select * from coverage) where {0} is not null"
    " group by {0} order by count desc, value limit 31"  # as Datasette asks it
)
HITS = "select rowid from {index} where {index} match"
KNOWN = "case published_precision when 'year' then 4 when 'month' then 7 else min(length(published), 19) end"
SINCE = f"substr(published, 1, {KNOWN}) >= substr('2026-10-01T00:00:00', 1, {KNOWN})"
QUESTIONS = {  # what is asked: of the view, of the table where it is asked otherwise
    **{f"facet {name}": (FACET.format(name),) for name in ("kind", "outlet", "work_medium", "language")},
    "sort by captured_at": ("select * from coverage order by captured_at desc limit 101",),
    "sort by rating_score": ("select * from coverage order by rating_score desc limit 101",),
    "latest": ("select id from coverage order by published desc, id limit 20",),
    "outlet and kind": ("select count(*) from coverage where outlet = 'outlet-3' and kind = 'review'",),
    "since": (
        f"select id from coverage where {SINCE}",
        "select id from coverage where substr(published, 1, case published_precision"
        " when 'year' then 4 when 'month' then 7 else 19 end) || '~' >= '2026-10-01T00:00:00'",
    ),
    "search, best 20": (
        "select id from (select rowid as hit, bm25(search_index, 8.0, 1.0, 4.0, 6.0) as rank"
        " from search_index where search_index match 'kelo') join coverage on id = hit"
        " order by rank, id limit 20",
        "select id from (select rowid as id, rank from coverage_fts where coverage_fts match 'kelo')"
        " order by rank, id limit 20",
    ),
    "search, facet kind": (f"select kind, count(*) from coverage where id in ({HITS} 'kelo') group by kind",),
    "search 駅員": (f"select count(*) from coverage where id in ({HITS} '駅員')",),
    "search 映画館": (
        f"select count(*) from coverage where id in ({HITS} '映画館')",
        f"select count(*) from coverage where id in ({HITS} '\"映画 画館\"')",
    ),
}


class Author:
    """Writes articles of random words, the same at every run.

    Attributes:
        works, people: how many there are to write about, and how many write.
    """

    works = 500
    people = 200

    def __init__(self) -> None:
        self.chance = random.Random(2026)
        syllables = [a + b for a in "bdfgklmnprstvz" for b in "aeiou"]
        self.words = [
            "".join(self.chance.choices(syllables, k=self.chance.randint(2, 4))) for _ in range(9000)
        ]
        self.words[40] = "kelo"
        self.cum_weights = list(accumulate(1 / (place + 3) for place in range(len(self.words))))
        self.han = [chr(code) for code in self.chance.sample(range(0x4E00, 0x9FA5), 2500)]
        self.thai = [chr(code) for code in (*range(0x0E01, 0x0E2F), *range(0x0E30, 0x0E3A))]

    def work(self, number: int) -> str:
        """The title of a work."""
        return f"Work {number}"

    def person(self, number: int) -> str:
        """The name of an author."""
        return f"Author {number}"

    def pick(self, most: int) -> int:
        """The number of a work or an author, each as often as any other."""
        return self.chance.randint(1, most)

    def text(self, language: str) -> str:
        """A few paragraphs."""
        return "\n".join(self._paragraph(language) for _ in range(self.chance.randint(4, 12)))

    def _paragraph(self, language: str) -> str:
        if language == "en":
            count = self.chance.randint(30, 80)
            return " ".join(self.chance.choices(self.words, cum_weights=self.cum_weights, k=count)) + "."
        letters, known = (
            (self.thai, "หนัง") if language == "th" else (self.han, self.chance.choice(("駅員", "映画館")))
        )
        runs = ["".join(self.chance.choices(letters, k=self.chance.randint(6, 20))) for _ in range(9)]
        if self.chance.random() < 0.1:
            runs.append(runs[0][:3] + known + runs[1][:3])
        return "。".join(runs)

    def rows(self, number: int) -> Iterator[tuple[str, dict[str, Any]]]:
        """An article's rows, table by table."""
        pick = self.chance
        language = pick.choices(("en", "ja", "zh", "th"), (85, 5, 5, 5))[0]
        text = self.text(language)
        outlet, url = f"outlet-{int(pick.expovariate(0.1))}", f"https://outlet.example/{number}"
        seen = f"2026-{pick.randint(1, 11):02}-{pick.randint(1, 28):02}T10:00:00+00:00"
        year = pick.randint(2005, 2026)
        yield "articles", {"id": number, "url": url, "outlet": outlet, "revision_id": number}
        yield (
            "captures",
            {
                **{
                    "id": number,
                    "url": url,
                    "captured_at": seen,
                    "status": 200,
                    "sha256": "0",
                    "outlet": outlet,
                },
                **{"outcome": "new", "article_id": number},
            },
        )
        yield (
            "revisions",
            {
                **{"id": number, "article_id": number, "capture_id": number, "text_sha256": str(number)},
                **{"title": text[:50], "published": f"{year}-{pick.randint(1, 12):02}-01"},
                **{"published_precision": pick.choice(("day", "month")), "kind": pick.choice(KINDS)},
                **{"language": language, "text": text, "word_count": len(text.split()), "status": "complete"},
            },
        )
        score = float(pick.randint(0, 100)) if pick.random() < 0.4 else None
        yield "reviews", {"revision_id": number, "work_id": self.pick(self.works), "rating_score": score}
        yield "revision_authors", {"revision_id": number, "position": 0, "author_id": self.pick(self.people)}


def build(path: Path, articles: int, author: Author) -> None:
    """An archive as the version before 0007 made it."""
    db = Database(path)
    migrations.apply(db, stop_before="0007_names")
    db.execute(f"pragma application_id = {APPLICATION_ID}")
    with db.atomic():
        db.execute("insert into bodies values ('0', 1, x'00')")
        for number in range(1, author.works + 1):
            medium = author.chance.choice(MEDIA)
            db.execute("insert into works (title, medium) values (?, ?)", (author.work(number), medium))
        for number in range(1, author.people + 1):
            db.execute("insert into authors (name) values (?)", (author.person(number),))
        for number in range(1, articles + 1):
            insert(db, author, number)
        db.execute("insert into search_index (search_index) values ('rebuild')")
    db.close()


def insert(db: Database, author: Author, number: int) -> None:
    """Write an article's rows."""
    for table, row in author.rows(number):
        marks = ", ".join(f":{name}" for name in row)
        db.execute(f"insert into {table} ({', '.join(row)}) values ({marks})", row)


def milliseconds(path: Path, sql: str) -> float:
    """How long a question takes, at its best."""
    connection = sqlite3.connect(path)
    best = float("inf")
    for _ in range(TIMES):
        started = time.perf_counter()
        connection.execute(sql).fetchall()
        best = min(best, time.perf_counter() - started)
    connection.close()
    return best * 1000


def writing(path: Path, first: int, author: Author, *, upgraded: bool) -> float:
    """Milliseconds to write an article with all that makes it found, in transactions of one each."""
    db = open_writing(path) if upgraded else Database(path)
    columns = "title, text, authors, work"
    started = time.perf_counter()
    for number in range(first, first + MORE):
        with db.atomic():
            insert(db, author, number)
            if upgraded:
                stories.refresh(db)
                coverage.refresh(db)
            else:
                row = f"select id, {columns} from searchable where id = {number}"
                db.execute(f"insert into search_index (rowid, {columns}) {row}")
    db.close()
    return (time.perf_counter() - started) * 1000 / MORE


def megabytes(path: Path, like: str) -> float:
    """The size of the tables and indexes of such names."""
    connection = sqlite3.connect(path)
    (size,) = connection.execute("select sum(pgsize) from dbstat where name glob ?", (like,)).fetchone()
    connection.close()
    return (size or 0) / 1e6


def main() -> None:
    """Print the figures of both."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else ARTICLES
    with tempfile.TemporaryDirectory() as folder:
        old, new = Path(folder) / "view.db", Path(folder) / "table.db"
        author = Author()
        build(old, articles, author)
        shutil.copy(old, new)
        started = time.perf_counter()
        open_writing(new).close()
        print(f"{articles:,} articles; upgrading took {time.perf_counter() - started:.1f} s\n")
        rows = []
        for name, (of_view, *of_table) in QUESTIONS.items():
            view = milliseconds(old, of_view.format(index="search_index"))
            table = milliseconds(new, (of_table or [of_view])[0].format(index="coverage_fts"))
            rows.append((name, [f"{view:.1f}", f"{table:.1f}", f"{view / table:.1f}x"]))
        view, table = (writing(path, articles + 1, author, upgraded=path == new) for path in (old, new))
        rows.append(("write an article", [f"{view:.1f}", f"{table:.1f}", f"{view / table:.1f}x"]))
        print_table(["milliseconds", "view", "table", "ratio"], rows)
        print()
        sizes = [
            ("file", old.stat().st_size / 1e6, new.stat().st_size / 1e6),
            ("revisions", megabytes(old, "revisions"), megabytes(new, "revisions")),
            ("coverage", 0.0, megabytes(new, "coverage")),
            ("its indexes", 0.0, megabytes(new, "coverage_[^f]*")),
            ("full-text index", megabytes(old, "search_index_*"), megabytes(new, "coverage_fts_*")),
        ]
        print_table(["MB", "view", "table"], [(name, [f"{a:.1f}", f"{b:.1f}"]) for name, a, b in sizes])


if __name__ == "__main__":
    main()
