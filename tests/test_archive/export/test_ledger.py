"""The ledger of exports: what was exported, and which exports hold a page."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.care.merge import merge
from archive.commands.export import export_
from archive.commands.exports import exports_
from archive.commands.remove import remove_
from archive.db.store import Store
from archive.export.ledger import exports_with, list_exports
from tests.test_archive.care.test_remove import NOISE, OTHERS, REEL, SECRET, submit


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    submit(path, *OTHERS[:1], *SECRET, *OTHERS[1:])
    return path


def export(db: Path, name: str, *options: str) -> Path:
    out = db.with_name(name)
    result = CliRunner().invoke(export_, [str(out), *options, "--db", str(db)])
    assert (result.exit_code, result.stderr) == (0, "")
    return out


def listed(db: Path, *options: str) -> Result:
    return CliRunner().invoke(exports_, [*options, "--db", str(db)])


def test_every_export_is_listed(db: Path) -> None:
    assert listed(db).output == "No exports yet.\n"
    out = export(db, "all.jsonl")
    export(db, "some.csv", "xylophonist", "--outlet", "reel", "--min-score", "0", "--respect-opt-out")
    export(db, "captures.warc.gz")
    rows = json.loads(listed(db, "--json").output)
    assert [(row["file"], row["form"], row["count"]) for row in rows] == [
        ("captures.warc.gz", "warc", 6),
        ("some.csv", "csv", 0),
        ("all.jsonl", "jsonl", 3),
    ]
    assert rows[2]["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (rows[1]["query"], rows[1]["filters"]) == (
        "xylophonist",
        {"outlets": ["reel"], "min_score": 0.0, "respect_opt_out": True},
    )
    lines = listed(db).output.splitlines()
    assert "some.csv: 0 articles; xylophonist, outlets reel, min score 0.0, respect opt out" in lines[1]
    assert lines[0].endswith("captures.warc.gz: 6 captures")


def test_an_export_that_fails_is_not_listed(db: Path) -> None:
    result = CliRunner().invoke(export_, [str(db.parent / "no" / "t.jsonl"), "--db", str(db)])
    assert result.exit_code == 1
    assert listed(db).output == "No exports yet.\n"


def test_which_exports_hold_a_page(db: Path) -> None:
    export(db, "reel.jsonl", "--outlet", "reel")
    export(db, "captures.warc")
    with Store.open(db, readonly=True) as store:
        held = exports_with(store, [f"{REEL}/secret", f"{REEL}/plain"])
        assert [(row.file, number) for row, number in held] == [("captures.warc", 2), ("reel.jsonl", 2)]
        assert [row.file for row, _ in exports_with(store, [f"{NOISE}/album"])] == ["captures.warc"]
        assert exports_with(store, [f"{REEL}/unknown"]) == []


def test_remove_names_the_exports_that_held_what_it_removed(db: Path) -> None:
    export(db, "reel.jsonl", "--outlet", "reel")
    export(db, "noise.jsonl", "--outlet", "noise")
    result = CliRunner().invoke(remove_, [f"{REEL}/secret", "--why", "asked", "--yes", "--db", str(db)])
    assert "reel.jsonl of 20" in result.output and "holds 1 page of it (SHA-256 " in result.output
    assert "noise.jsonl" not in result.output
    with Store.open(db, readonly=True) as store:
        assert len(list_exports(store)) == 2


def test_a_merge_takes_the_ledger(db: Path, tmp_path: Path) -> None:
    export(db, "all.jsonl")
    other = tmp_path / "other.db"
    submit(other, SECRET[0])
    for _ in range(2):
        with Store.open(db, readonly=True) as source, Store.open(other) as store:
            merge(store, source)
            held = exports_with(store, [f"{REEL}/secret"])
            assert [(row.file, number) for row, number in held] == [("all.jsonl", 1)]


def test_an_archive_that_cannot_be_written_is_exported_with_a_warning(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.db.connect.BUSY_SECONDS", 0.05)
    out = tmp_path / "t.jsonl"
    with Store.open(db) as writer, writer.transaction():
        result = CliRunner().invoke(export_, [str(out), "--db", str(db)])
    assert result.exit_code == 0 and out.exists()
    assert "`matinee exports` will not list t.jsonl" in result.stderr
