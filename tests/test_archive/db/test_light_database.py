"""An archive that is current is opened without sqlite-utils; any other is left to the whole way."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive.db.light_database import LightDatabase, open_if_current
from archive.db.store import Store
from archive.query.search import search
from tests.support.paths import ROOT


def test_a_search_imports_no_sqlite_utils(db: Path) -> None:
    code = (
        "import sys; from archive.commands.all import commands;"
        "commands['search'].main(['ballerina', '--json'], standalone_mode=False);"
        "print({'sqlite_utils', 'pandas', 'rich', 'lxml'} & set(sys.modules), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        cwd=db.parent,
        env={"PYTHONPATH": str(ROOT)},
        check=True,
    )
    assert done.stderr.strip() == b"set()"


def test_it_reads_and_hands_the_rest_on(db: Path) -> None:
    with Store.open(db, readonly=True) as store:
        assert isinstance(store.db, LightDatabase)
        assert store.db.execute("select count(*) from coverage").fetchone() == (4,)
        assert store.db["coverage"].count == 4 and store.table("works").exists()
        assert [row["id"] for row in store.db.query("select id from coverage order by id limit 1")] == [1]
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            store.db.execute("delete from searches")


@pytest.mark.parametrize(
    "change",
    [
        "insert into _stale_coverage values (1)",
        "delete from _coverage_index",
        "delete from _sqlite_migrations where name = '0016_tombstones'",
        "insert into _sqlite_migrations (migration_set, name, applied_at) values ('matinee', '9999_x', '')",
        "pragma application_id = 7",
        "drop table _stale_coverage",
    ],
)
def test_what_is_not_current_is_not_opened(db: Path, change: str) -> None:
    with sqlite3.connect(db) as other:
        other.execute(change)
    assert open_if_current(db, 1) is None


def test_no_archive_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("no database" * 200)
    (tmp_path / "empty.db").touch()
    for name in ("text.db", "empty.db", "none.db", "."):
        assert open_if_current(tmp_path / name, 1) is None


def test_what_another_tool_changed_is_refreshed_first(db: Path) -> None:
    with sqlite3.connect(db) as other:
        other.execute("update works set title = 'Ballerina Redux' where title = 'Ballerina'")
    with Store.open(db, readonly=True) as store:
        assert search(store, "redux").total == 2
