"""New archives as copies of one that was made step by step, which takes a tenth of a second for each.

The tests make more than a thousand. The first of a process runs all migrations, or the process from which it
was forked did. What they do to archives of earlier versions is tested in `tests/test_archive/db`.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from archive.db import connect
from archive.terminal import Progress

_upgrade = connect._upgrade


def copy_new_archives() -> None:
    """From now on, an archive that this process makes is a copy. A second call changes nothing."""
    connect._upgrade = _copy_or_upgrade


def _copy_or_upgrade(path: Path, db: Database, progress: Progress | None) -> None:
    if db.execute("select 1 from sqlite_master").fetchone():
        _upgrade(path, db, progress)
        return
    db.execute("pragma synchronous = off")  # until the archive is made
    with closing(sqlite3.connect(":memory:")) as copy:
        copy.deserialize(new_archive())
        copy.backup(db.conn)


@cache
def new_archive() -> bytes:
    """The file of an archive that is new."""
    db = Database(memory=True)
    _upgrade(Path("new.db"), db, None)
    image: bytes = db.conn.serialize()
    db.close()
    return image
