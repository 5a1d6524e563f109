"""`matinee search` beside `sqlite-utils search`, and facets beside the SQL that they rest on.

    .venv/bin/python -m tests.bench.search [--db FILE] [--articles N]

The archive is generated (200,000 articles of random words, one in seven in Japanese, Chinese or Thai) and is
kept in FILE for the next time. What is compared takes turns; the median of the processor time counts, which
load on the machine changes least. A ratio below 1 means that Matinee is faster.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from archive.db.connect import open_writing
from archive.db.store import Store
from archive.query.facets import USUAL, facets
from archive.query.matching import matching
from archive.query.search import search
from archive.query.selection import EVERYTHING
from tests.bench.storage import Author, build
from tests.bench.table import Row, print_table

ARTICLES = 200_000
ROUNDS = 15  # of whole processes
TIMES = 9  # of what runs in this process

# Name of the row: how common the words are.
QUERIES = {"one rare word": "{rare}", "one common word": "{common}", "two words": "{common} {other}"}
FILTERED = {
    "a kind": "kind:review",
    "words, a score": "{common} score:>=60",
    "an author": 'author:"Author 7"',
}

# What a person who knows the tables would write for the facets of `USUAL`, one statement each.
COLUMNS = ("outlet", "kind", "work_medium", "substr(published, 1, 4)", "cast(rating_score as integer) / 20")


class BriefAuthor(Author):
    """Writes a few short paragraphs, so that an archive of any size is made in minutes."""

    def text(self, language: str) -> str:
        return "\n".join(self._paragraph(language) for _ in range(self.chance.randint(1, 4)))


def words(author: Author) -> dict[str, str]:
    """Words of the generated texts, by how common they are."""
    return {"common": author.words[3], "other": author.words[8], "rare": author.words[4000]}


def make(path: Path, articles: int) -> None:
    """Generate an archive, unless it is there."""
    if not path.exists():
        started = time.perf_counter()
        build(path, articles, BriefAuthor())
        open_writing(path).close()
        print(f"{articles:,} articles generated in {time.perf_counter() - started:.0f} s\n")


def archive_options(description: str | None) -> argparse.ArgumentParser:
    """A parser with the options of `archive_to_measure`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--db", type=Path)
    parser.add_argument("--articles", type=int, default=ARTICLES)
    return parser


@contextmanager
def archive_to_measure(given: argparse.Namespace, make: Callable[[Path, int], None] = make) -> Iterator[Path]:
    """The archive of `--db`, which is made if it is not there; without `--db`, one for this run alone.

    Args:
        make: makes an archive of so many articles, unless it is there.
    """
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr] # for a log that is looked at
    with tempfile.TemporaryDirectory() as folder:
        path = given.db or Path(folder) / "archive.db"
        make(path, given.articles)
        yield path


def processes(path: Path, queries: dict[str, str]) -> list[Row]:
    """Whole processes: ten hits with snippets of ours, ten hits without of theirs."""
    columns = [part for column in ("id", "url", "title", "authors", "outlet") for part in ("-c", column)]
    rows = []
    for name, query in queries.items():
        limited = [query, "--limit", "10"]
        ours = ["crawler", "search", *limited, "--json", "--db", str(path)]
        theirs = ["sqlite_utils", "search", str(path), "coverage", *limited, *columns]
        rows.append(compared(name, partial(run, ours), partial(run, theirs), ROUNDS))
    return rows


def run(module: Sequence[str]) -> None:
    """Run a module with its arguments in a process of its own."""
    subprocess.run([sys.executable, "-m", *module], check=True, stdout=subprocess.DEVNULL)


def counting(store: Store, queries: dict[str, str]) -> list[Row]:
    """Facets of what a query matches, and of the whole archive."""
    return [
        compared(name, partial(facets, store, query, names=USUAL), partial(bare_facets, store, query), TIMES)
        for name, query in {"the whole archive": "", **queries}.items()
    ]


def bare_facets(store: Store, query: str) -> None:
    condition, parameters = matching(store, query, EVERYTHING).condition()
    for column in COLUMNS:
        sql = f"select {column} as value, count(*) from coverage where {condition} and value is not null"
        store.db.execute(f"{sql} group by 1 order by 2 desc limit 10", parameters).fetchall()


def pages(store: Store, queries: dict[str, str]) -> list[Row]:
    """A page of ten hits with snippets and the total, and the same in two statements."""
    return [
        compared(name, partial(search, store, query, limit=10), partial(bare_page, store, query), TIMES)
        for name, query in queries.items()
    ]


def bare_page(store: Store, query: str) -> None:
    expression = matching(store, query, EVERYTHING).ranking
    store.db.execute("select count(*) from coverage_fts where coverage_fts match ?", [expression]).fetchone()
    store.db.execute(
        "select id, url, coverage.title, outlet, snippet(coverage_fts, 1, '[', ']', '...', 32)"
        " from coverage_fts join coverage on id = coverage_fts.rowid where coverage_fts match ?"
        " order by rank limit 10",
        [expression],
    ).fetchall()


def compared(name: str, ours: Callable[[], object], theirs: Callable[[], object], rounds: int) -> Row:
    """Medians in milliseconds, taken in turns, and their ratio."""
    taken: dict[Callable[[], object], list[float]] = {ours: [], theirs: []}
    for _ in range(rounds):
        for call, times in taken.items():
            started = processor_time()
            call()
            times.append((processor_time() - started) * 1000)
    mine, other = (statistics.median(times) for times in taken.values())
    return name, [f"{mine:.1f}", f"{other:.1f}", f"{mine / other:.2f}"]


def processor_time() -> float:
    """Seconds that this process and those that it has started and seen end have computed."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def main() -> None:
    """Print the ratios."""
    with archive_to_measure(archive_options(__doc__).parse_args()) as path:
        known = words(BriefAuthor())
        queries = {name: query.format(**known) for name, query in QUERIES.items()}
        filtered = {name: query.format(**known) for name, query in FILTERED.items()}
        print_table(["whole process, ms", "matinee", "sqlite-utils", "ratio"], processes(path, queries))
        with Store.open(path, readonly=True) as store:
            print()
            print_table(["page of ten, ms", "search", "bare SQL", "ratio"], pages(store, queries))
            print()
            print_table(
                ["facets, ms", "facets", "bare SQL", "ratio"], counting(store, {**queries, **filtered})
            )


if __name__ == "__main__":
    main()
