"""DuckDB files: rows, types, what is left beside them, and who is told what to install."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from archive.commands.export import export_
from archive.db.store import Store
from archive.export import ExportError, export
from archive.export import duckdb as duckdb_form
from archive.export.duckdb import MissingDuckdbError


def opened(path: Path) -> Any:
    import duckdb  # starts a thread, so in no process that is forked

    return duckdb.connect(path, read_only=True)


def rows(path: Path, sql: str = "from articles") -> list[tuple[Any, ...]]:
    with opened(path) as db:
        return db.execute(sql).fetchall()


def test_the_command_writes_the_rows_and_types_of_the_parquet_file(db: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    for name in ("all.duckdb", "all.parquet"):
        result = CliRunner().invoke(export_, [str(out / name), "--db", str(db)])
        assert result.exit_code == 0 and f"4 articles in {out / name}" in result.output
    with opened(out / "all.duckdb") as file:
        written = file.execute("from articles").to_arrow_table()
        types = dict(file.execute("select column_name, data_type from duckdb_columns()").fetchall())
    assert written.to_pylist() == pq.read_table(out / "all.parquet").to_pylist()
    assert (types["published"], types["authors"]) == ("TIMESTAMP WITH TIME ZONE", "VARCHAR[]")
    assert types["rating"].startswith('STRUCT(raw VARCHAR, "value" DOUBLE, best DOUBLE')
    assert sorted(path.name for path in out.iterdir()) == ["all.duckdb", "all.parquet"]
    with Store.open(db, readonly=True) as store:
        assert [row["form"] for row in store.db.query("select form from exports")] == ["duckdb", "parquet"]


def test_rows_of_many_tables_stand_in_one_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("archive.export.arrow.GROUP_ROWS", 7)
    assert export(({"id": number} for number in range(100)), tmp_path / "all.duckdb") == 100
    assert rows(tmp_path / "all.duckdb", "select id from articles") == [(number,) for number in range(100)]


def test_an_empty_selection_has_the_columns(tmp_path: Path) -> None:
    assert export([], tmp_path / "none.duckdb") == 0
    assert rows(tmp_path / "none.duckdb", "select count(*), count(title) from articles") == [(0, 0)]


def test_an_export_that_breaks_leaves_the_one_before_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("archive.export.arrow.GROUP_ROWS", 100)

    def breaking() -> Iterator[dict[str, Any]]:
        yield from ({"id": number, "text": "x"} for number in range(350))
        raise KeyboardInterrupt

    out = tmp_path / "out" / "all.duckdb"
    out.parent.mkdir()
    export([{"id": 1}], out)
    before = out.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        export(breaking(), out)
    assert out.read_bytes() == before and [path.name for path in out.parent.iterdir()] == ["all.duckdb"]


def test_a_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="create the folder"):
        export([], tmp_path / "none" / "all.duckdb")


@pytest.mark.parametrize("missing", ["duckdb", "pyarrow"])
def test_without_a_library_the_extra_is_named(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "all.duckdb").write_bytes(b"the one before")
    monkeypatch.setattr(duckdb_form, "find_spec", lambda name: None if name == missing else object())
    with pytest.raises(MissingDuckdbError, match=rf"need {missing}: .*pip install 'matinee\[duckdb\]'"):
        export([], tmp_path / "all.duckdb")
    assert (tmp_path / "all.duckdb").read_bytes() == b"the one before"
