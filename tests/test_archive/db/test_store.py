"""Opening an archive, or refusing to; bodies and captures.

Long because each promise of the store has its case here.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.db import light_database
from archive.db.light_database import APPLICATION_ID, step_names
from archive.db.schema import migration_names, migrations
from archive.db.store import Store
from archive.errors import ArchiveError
from archive.model import Capture, Hint
from tests.support.forked import run_code, start_code
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
CAPTURE = Capture(
    "https://reel.example/é?q=1",
    NOON,
    b"<p>\x00\xff bytes" * 1000,
    status=203,
    content_type="text/html; charset=latin-1",
    headers={"server": "déjà", "etag": '"1"'},
    outlet="reel",
    medium="film",
    hint=Hint("feed", "A title", ("Ann", "Bob"), "yesterday"),
)


def refusal(path: Path, **how: bool) -> str:
    with pytest.raises(ArchiveError) as caught:
        Store.open(path, **how)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    return message


def test_makes_an_archive_that_is_marked_as_ours(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path, create=True).close()
    raw = path.read_bytes()
    assert raw[:15] == b"SQLite format 3"
    assert int.from_bytes(raw[68:72]) == APPLICATION_ID
    with Store.open(path) as store:
        assert store.db.journal_mode == "wal"
        for pragma, value in (("foreign_keys", 1), ("busy_timeout", 30_000), ("synchronous", 1)):
            assert store.db.execute(f"pragma {pragma}").fetchone() == (value,)


def test_an_archive_whose_maker_was_killed_gets_its_write_ahead_log(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path, create=True) as store:
        store.db.disable_wal()  # as it is left between the commit of the tables and the switch
    with Store.open(path) as store:
        assert store.db.journal_mode == "wal"


def test_an_empty_file_becomes_ours_only_where_one_is_to_be_made(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.touch()
    assert "an empty file" in refusal(path)
    assert "an empty file" in refusal(path, readonly=True)
    assert path.read_bytes() == b""
    Store.open(path, create=True).close()
    assert "captures" in Database(path).table_names()


@pytest.mark.parametrize("how", [{}, {"readonly": True}, {"create": True, "readonly": True}])
def test_a_missing_archive_is_not_made_by_the_way(tmp_path: Path, how: dict[str, bool]) -> None:
    path = tmp_path / "a.db"
    assert "matinee import" in refusal(path, **how)
    assert not list(tmp_path.iterdir())


def test_a_folder(tmp_path: Path) -> None:
    assert "is a folder" in refusal(tmp_path, create=True)
    assert "there is no folder" in refusal(tmp_path / "no" / "a.db", create=True)


@pytest.mark.parametrize("how", [{}, {"create": True}, {"readonly": True}])
@pytest.mark.parametrize("body", [b"hello, world\n" * 100, b"x", os.urandom(5000)])
def test_a_file_that_is_no_database_stays_as_it_is(tmp_path: Path, how: dict[str, bool], body: bytes) -> None:
    path = tmp_path / "a.db"
    path.write_bytes(body)
    assert "not a SQLite file" in refusal(path, **how)
    assert path.read_bytes() == body
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("how", [{}, {"create": True}, {"readonly": True}])
@pytest.mark.parametrize("wal", [False, True])
@pytest.mark.parametrize(
    "script",
    [
        "create table captures (id integer primary key)",
        "pragma application_id = 1234",
        "pragma user_version = 7",  # with no table yet
        "create table _sqlite_migrations (migration_set text, name text, applied_at text);"
        " insert into _sqlite_migrations values ('matinee', '0001_first', '')",
    ],
)
def test_somebody_else_s_database_stays_as_it_is(
    tmp_path: Path, how: dict[str, bool], wal: bool, script: str
) -> None:
    path = tmp_path / "a.db"
    conn = sqlite3.connect(path)
    if wal:
        conn.execute("pragma journal_mode = wal")
    conn.executescript(script)
    conn.close()
    before = path.read_bytes()
    assert "not a Matinee archive" in refusal(path, **how)
    assert path.read_bytes() == before


@pytest.mark.parametrize("how", [{}, {"create": True}, {"readonly": True}])
def test_a_newer_archive_is_refused(tmp_path: Path, how: dict[str, bool]) -> None:
    path = tmp_path / "a.db"
    with Store.open(path, create=True) as store:
        row = {"migration_set": "matinee", "name": "9999_tomorrow", "applied_at": ""}
        store.table("_sqlite_migrations").insert(row)
    before = path.read_bytes()
    message = refusal(path, **how)
    assert "update Matinee" in message
    assert "9999_tomorrow" in message
    assert path.read_bytes() == before


@pytest.mark.parametrize("how", [{}, {"readonly": True}])
def test_an_older_archive_is_upgraded(
    tmp_path: Path, how: dict[str, bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    with Store.open(path, create=True) as store, store.transaction():
        store.add_capture(CAPTURE)
    monkeypatch.setattr(migrations, "_migrations", [*migrations._migrations])
    monkeypatch.setattr(light_database, "step_names", lambda: [*step_names(), "9998_more"])

    @migrations(name="9998_more")
    def more(db: Database) -> None:
        db.execute("create table more (id integer primary key) strict")

    with Store.open(path, **how) as store:
        assert store.table("more").exists()
        assert store.capture(1) == CAPTURE
    assert migration_names() >= {"0001_first", "9998_more"}


def test_an_upgrade_that_fails_leaves_the_archive_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    Store.open(path, create=True).close()
    monkeypatch.setattr(migrations, "_migrations", [*migrations._migrations])

    @migrations(name="9998_bad")
    def bad(db: Database) -> None:
        db.execute("create table more (id integer primary key)")
        db.execute("insert into absent values (1)")

    assert "no such table: absent" in refusal(path)
    assert "more" not in Database(path).table_names()


def test_a_capture_comes_back_as_it_went_in(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", create=True) as store:
        with store.transaction():
            stored = store.add_capture(CAPTURE)
        assert stored.fresh
        assert store.capture(stored.id) == CAPTURE
        assert store.pending() == [stored.id]


def test_bytes_are_kept_once_and_small(tmp_path: Path) -> None:
    later = Capture("https://reel.example/b", NOON, CAPTURE.body)
    with Store.open(tmp_path / "a.db", create=True) as store:
        with store.transaction():
            ids = [store.add_capture(capture).id for capture in (CAPTURE, later, CAPTURE)]
        assert ids == [1, 2, 1]
        (body,) = store.db.query("select size, length(zstd) as packed from _bodies")
        assert body["size"] == len(CAPTURE.body)
        assert body["packed"] < 100


def test_damaged_and_missing_bodies_are_told(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", create=True) as store:
        with store.transaction():
            store.add_capture(CAPTURE)
            store.add_capture(Capture(CAPTURE.url, NOON, b"other"))
        good, other = store.db.query("select * from _bodies order by size desc")
        store.table("_bodies").update(good["sha256"], {"zstd": other["zstd"], "size": other["size"]})
        store.table("_bodies").update(other["sha256"], {"zstd": b"no zstd"})
        with pytest.raises(ArchiveError, match="does not match its hash"):
            store.body(good["sha256"])
        with pytest.raises(ArchiveError, match="is damaged"):
            store.body(other["sha256"])
        with pytest.raises(ArchiveError, match="no capture 99"):
            store.capture(99)


def test_a_transaction_is_all_or_nothing(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", create=True) as store:
        with pytest.raises(ZeroDivisionError), store.transaction():
            store.add_capture(CAPTURE)
            raise ZeroDivisionError
        assert store.table("captures").count == store.table("_bodies").count == 0


def test_a_reader_cannot_write(tmp_path: Path) -> None:
    Store.open(tmp_path / "a.db", create=True).close()
    with (
        Store.open(tmp_path / "a.db", readonly=True) as store,
        pytest.raises(ArchiveError, match="cannot be written"),
        store.transaction(),
    ):
        store.add_capture(CAPTURE)


def test_a_reader_sees_what_a_writer_has_committed(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Store.open(path, create=True) as writer, Store.open(path, readonly=True) as reader:
        with writer.transaction():
            writer.add_capture(CAPTURE)
            assert reader.pending() == []
        assert reader.pending() == [1]


WRITES_MANY = """
import sys, time
from datetime import UTC, datetime
from pathlib import Path
from archive.db.store import Store
from archive.model import Capture
path, name = sys.argv[1:]
noon = datetime(2026, 3, 15, 12, tzinfo=UTC)
with Store.open(Path(path)) as store:
    for number in range(50):
        with store.transaction():
            store.pending()  # a read first: the transaction that would fail at once if it were deferred
            time.sleep(0.001)
            store.add_capture(Capture(f"https://{name}.example/{number}", noon, b"x"))
"""


def test_two_writers_take_turns(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Store.open(path, create=True).close()
    writers = [start_code(WRITES_MANY, [str(path), name], os.environ, ROOT) for name in "ab"]
    assert [writer.wait(DEADLINE) for writer in writers] == [0, 0]
    with Store.open(path) as store:
        assert len(store.pending()) == 100


def test_opening_an_archive_again_keeps_the_locks_of_the_first_connection(tmp_path: Path) -> None:
    """Locks are a process's: any other descriptor of the file that is closed would drop them."""
    path = tmp_path / "a.db"
    query = "c = sqlite3.connect(sys.argv[1]); c.execute('select 1 from captures'); c.close()"
    with Store.open(path, create=True) as store:
        with store.transaction():
            store.add_capture(CAPTURE)
        Store.open(path, readonly=True).close()
        command = [sys.executable, "-c", f"import sqlite3, sys; {query}", str(path)]
        subprocess.run(command, check=True, timeout=DEADLINE)
        assert path.with_name("a.db-wal").exists(), "the other program took itself for the last one"
        assert store.pending() == [1]


def test_a_lock_that_is_held_too_long_is_one_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.db"
    monkeypatch.setattr("archive.db.connect.BUSY_SECONDS", 0.05)
    with (
        Store.open(path, create=True) as one,
        Store.open(path) as two,
        one.transaction(),
        pytest.raises(ArchiveError, match="another process is writing"),
        two.transaction(),
    ):
        pass


def test_a_full_disk_is_one_clear_error_and_keeps_what_was_there(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.db", create=True) as store:
        with store.transaction():
            store.add_capture(CAPTURE)
        pages = store.db.execute("pragma page_count").fetchone()[0]
        store.db.execute(f"pragma max_page_count = {pages + 1}")
        with pytest.raises(ArchiveError, match="the disk is full"), store.transaction():
            store.add_capture(Capture(CAPTURE.url, NOON, os.urandom(1 << 20)))
        assert store.pending() == [1]
        assert store.db.execute("pragma integrity_check").fetchone() == ("ok",)


AS_NOBODY = """
import os, sys
from pathlib import Path
import archive.db.schema  # imported before it is needed: another user cannot read where Python may be
from archive.db.store import Store
if os.geteuid() == 0:
    os.setegid(65534); os.seteuid(65534)
path, readonly = Path(sys.argv[1]), sys.argv[2] == "read"
try:
    with Store.open(path, create=not readonly, readonly=readonly) as store:
        print(len(store.pending()), sorted(p.name for p in path.parent.iterdir()))
except Exception as error:
    print(type(error).__name__, error)
"""


def as_nobody(path: Path, how: str) -> str:
    """What a person without rights sees; the tests themselves may run as root, who has them all."""
    done = run_code(AS_NOBODY, [str(path), how], os.environ, ROOT)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that another user can get to, as those of pytest's tmp_path are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder
        folder.chmod(0o755)


def test_reads_an_archive_in_a_read_only_folder(folder: Path) -> None:
    path = folder / "a.db"
    with Store.open(path, create=True) as store, store.transaction():
        store.add_capture(CAPTURE)
    path.chmod(0o444)
    folder.chmod(0o555)
    assert as_nobody(path, "read") == "1 ['a.db']"
    assert "cannot be written: check its owner and mode" in as_nobody(path, "write")
    assert "check its owner and mode" in as_nobody(folder / "new.db", "write")


def test_does_not_show_half_of_an_archive_from_a_read_only_folder(folder: Path) -> None:
    path = folder / "a.db"
    with Store.open(path, create=True) as store:
        with store.transaction():
            store.add_capture(CAPTURE)
        assert (folder / "a.db-wal").stat().st_size
        for name in ("a.db", "a.db-wal"):  # as a copy of a running archive leaves it: without the -shm file
            (folder / f"copy-{name}").write_bytes((folder / name).read_bytes())
    copy = folder / "copy-a.db"
    folder.chmod(0o555)
    assert "its latest changes are in copy-a.db-wal" in as_nobody(copy, "read")


def test_a_file_without_read_permission(folder: Path) -> None:
    path = folder / "a.db"
    Store.open(path, create=True).close()
    path.chmod(0o000)
    assert as_nobody(path, "read").startswith("ArchiveError")


def test_what_waits_for_a_commit_is_dropped_by_a_rollback(
    tmp_path: Path,
) -> None:
    seen: list[int] = []
    with Store.open(tmp_path / "a.db", create=True) as store:

        def look() -> None:
            with Store.open(store.path, readonly=True) as other:
                seen.append(other.db.execute("select count(*) from hosts").fetchone()[0])

        with pytest.raises(KeyError), store.transaction():
            store.after_commit(look)
            raise KeyError("rolled back")
        assert seen == []
        with store.transaction():
            store.after_commit(look)
            store.insert("hosts", {"host": "paper.test"})
        assert seen == [1]
        with store.transaction():
            pass
        assert seen == [1], "once"
