"""`matinee export` to Parquet beside DuckDB's own COPY of the same query, and what each takes of memory.

    .venv/bin/python -m tests.bench.export [--db FILE] [--articles N] [--rounds N]

The archive is that of tests.bench.search, generated and kept in FILE for the next time. Both are whole
processes and take turns; medians count. DuckDB reads the archive with its extension `sqlite_scanner`, of the
package `duckdb-extension-sqlite-scanner`. A ratio of 2 means that Matinee takes twice as long.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.search import archive_options, archive_to_measure
from tests.bench.table import print_table

# The columns of an export, in its types. A person who knows the tables would join them like this.
QUERY = """
select c.* exclude (authors, collective, spoilers, published, updated, captured_at, gone_at, work_title,
        work_year, work_medium, work_ids, rating_raw, rating_value, rating_best, rating_worst, rating_scale,
        rating_score, rating_conversion, rating_from),
    try_cast(c.published as timestamptz) published, try_cast(c.updated as timestamptz) updated,
    try_cast(c.captured_at as timestamptz) captured_at, try_cast(c.gone_at as timestamptz) gone_at,
    c.spoilers = 1 as spoilers, n.authors, n.collective,
    {title: c.work_title, year: c.work_year, medium: c.work_medium, ids: c.work_ids} as work,
    {raw: c.rating_raw, value: c.rating_value, best: c.rating_best, worst: c.rating_worst,
        scale: c.rating_scale, score: c.rating_score, conversion: c.rating_conversion, "from": c.rating_from
    } as rating,
    r.updated_precision, r.title_from, r.authors_from, r.kind_from, v.work_from, sha256(c.text) as text_sha256
from a.coverage c
join a.articles t on t.id = c.id join a.revisions r on r.id = t.revision_id
left join a.reviews v on v.revision_id = r.id
left join (
    select x.revision_id, list(u.name order by x.position) as authors,
        list(u.name order by x.position) filter (x.collective = 1) as collective
    from a.revision_authors x join a.authors u on u.id = x.author_id group by x.revision_id
) n on n.revision_id = r.id
order by c.id
"""


@dataclass(frozen=True)
class Spent:
    """What a process took: seconds on the clock and of processors, and at most so many megabytes."""

    wall: float
    cpu: float
    megabytes: float


def copy_by_duckdb(db: str, out: str) -> None:
    """DuckDB's export of an archive."""
    import duckdb
    import duckdb_extensions

    duckdb_extensions.import_extension("sqlite_scanner")
    with duckdb.connect() as connection:
        connection.execute("load sqlite_scanner")
        connection.execute(f"attach '{db}' as a (type sqlite, read_only)")
        connection.execute(f"copy ({QUERY}) to '{out}' (format parquet, compression zstd)")


def measured(command: list[str]) -> Spent:
    """Run a command to its end."""
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    assert status == 0, command
    seconds = time.perf_counter() - started
    return Spent(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def compare(db: Path, folder: Path, rounds: int) -> dict[str, list[Spent]]:
    """What each export took, in turns."""
    ours, theirs = folder / "ours.parquet", folder / "theirs.parquet"
    commands = {
        "matinee": ["-m", "crawler", "export", str(ours), "--db", str(db)],
        "DuckDB": ["-m", "tests.bench.export", "--duckdb", str(db), str(theirs)],
    }
    spent: dict[str, list[Spent]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, words in commands.items():
            spent[name].append(measured([sys.executable, *words]))
    print(f"{ours.stat().st_size / 1e6:.0f} MB of ours, {theirs.stat().st_size / 1e6:.0f} MB of theirs")
    return spent


def main() -> None:
    """Print seconds, ratios and memory."""
    parser = archive_options(__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--duckdb", nargs=2, metavar=("DB", "OUT"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.duckdb:
        copy_by_duckdb(*given.duckdb)
        return
    with archive_to_measure(given) as path, tempfile.TemporaryDirectory() as folder:
        print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
        spent = compare(path, Path(folder), given.rounds)
    rows = []
    for name, unit in (("wall", "s"), ("cpu", "s"), ("megabytes", "MB at most")):
        ours, theirs = (statistics.median(getattr(each, name) for each in runs) for runs in spent.values())
        rows.append((f"{name}, {unit}", [f"{ours:.1f}", f"{theirs:.1f}", f"{ours / theirs:.2f}"]))
    print_table(["to Parquet", *spent, "ratio"], rows, first=26)


if __name__ == "__main__":
    main()
