"""Write a new archive with what may be shown of some articles of another.

It has no bytes of captures, no frontier, crawls, hosts, comments, earlier texts, saved searches, corrections
and exports. Since its file is new, nothing that was deleted is in it either.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.db.coverage import fill_index
from archive.db.database import Database
from archive.db.store import Store, translated
from archive.errors import ArchiveError
from archive.export.choice import Chosen
from archive.export.options.text_mode import FULL, TextMode
from archive.stories.refresh import VERSION as STORIES_VERSION
from archive.web.publish.tables import TABLES

Row = tuple[object, ...]


def copy_rows(
    source: Store, taken: Chosen, target: Path, shown: TextMode, advance: Callable[..., None]
) -> list[str]:
    """Write a new archive with some articles of another, as they are at one moment; return their URLs.

    Args:
        taken: the articles.
        target: a file that is not there yet.
        advance: is told how many rows are written.

    Raises:
        ArchiveError: the file cannot be written.
    """
    Store.open(target, create=True).close()
    with _reading(source, taken, shown) as reading, _writing(target) as copy:
        written = 0
        for table in TABLES:
            rows = _counted(reading.execute(table.reading, {"whole": shown == FULL}), written, advance)
            written += copy.executemany(table.writing, rows).rowcount
        _mark_as_current(copy)
        urls = [url for (url,) in copy.execute("select url from articles order by id")]
    _tidy(target)
    return urls


@contextmanager
def _reading(source: Store, taken: Chosen, shown: TextMode) -> Iterator[sqlite3.Connection]:
    """The connection of the archive, with what the statements of `TABLES` need, at one moment of it."""
    db = source.db.conn
    db.create_function("shown_text", 1, shown.cut, deterministic=True)
    with source.snapshot():
        ids = f"select id from coverage where {taken.condition}"
        db.execute(f"create temp table published as {ids}", taken.parameters)
        db.execute("create unique index temp.published_id on published (id)")
        yield db


@contextmanager
def _writing(target: Path) -> Iterator[sqlite3.Connection]:
    """A connection in a transaction, which is committed if every reference in the file leads somewhere."""
    with translated(target):
        db = sqlite3.connect(target, isolation_level=None)
        try:
            db.execute("pragma foreign_keys = off")  # until all tables are there
            db.execute("begin")
            yield db
            if astray := db.execute("pragma foreign_key_check").fetchone():
                raise ArchiveError(
                    str(target), f"a reference of {astray[0]} leads nowhere", "run matinee check"
                )
            db.execute("commit")
        finally:
            db.close()


def _counted(rows: Iterable[Row], written: int, advance: Callable[..., None]) -> Iterator[Row]:
    for number, row in enumerate(rows, written + 1):
        yield row
        if number % 1000 == 0:
            advance(number)


def _mark_as_current(copy: sqlite3.Connection) -> None:
    """Note that nothing of the copy has to be compared or derived anew; fill its full-text index."""
    copy.execute("delete from _stale_coverage")
    copy.execute("delete from _stale_stories")
    copy.execute("delete from _story_version")
    copy.execute("insert into _story_version values (?)", (STORIES_VERSION,))
    fill_index(Database(copy, execute_plugins=False))


def _tidy(target: Path) -> None:
    """Make one small file of it, that can be read from a folder where nothing can be written."""
    with translated(target):
        db = sqlite3.connect(target, isolation_level=None)
        try:
            db.execute("insert into coverage_fts (coverage_fts) values ('optimize')")
            db.execute("pragma journal_mode = delete")
            db.execute("vacuum")
        finally:
            db.close()
