"""Parquet files: what readers get from them, their types, memory and bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from archive.commands.export import export_
from archive.db.store import Store
from archive.export import arrow, export, records
from archive.export.arrow import MissingPyarrowError, schema
from archive.export.columns import ALL_AND_PRINTED, PARTS, PRINTED, read_columns
from archive.export.options.text_mode import FULL
from tests.support.examples import property_test


@pytest.fixture
def table(db: Path, tmp_path: Path) -> pa.Table:
    with Store.open(db, readonly=True) as store:
        assert export(records(store, printed=True), tmp_path / "all.parquet") == 4
    return pq.read_table(tmp_path / "all.parquet")


def test_the_rows_say_what_the_records_say(db: Path, table: pa.Table) -> None:
    with Store.open(db, readonly=True) as store:
        expected = list(ALL_AND_PRINTED.pick(FULL.apply(records(store, printed=True), ALL_AND_PRINTED)))
    for row, record in zip(table.to_pylist(), expected, strict=True):
        assert list(row) == list(record)
        for field in record.keys() - {"published", "updated", "captured_at", "gone_at", "work", "rights"}:
            assert row[field] == record[field], field
        work = row["work"] and {**row["work"], "ids": {i["registry"]: i["id"] for i in row["work"]["ids"]}}
        assert work == record["work"]


def test_the_types(table: pa.Table) -> None:
    types = {field.name: str(field.type) for field in table.schema}
    assert types["published"] == types["captured_at"] == "timestamp[us, tz=UTC]"
    assert types["authors"] == "list<element: string>" and types["spoilers"] == "bool"
    assert types["rating"].startswith("struct<raw: string, value: double, best: double")
    first = table.slice(0, 1).to_pylist()[0]
    assert first["published"] == datetime(2025, 6, 6, 18, 30, tzinfo=UTC)
    assert (first["published_precision"], first["updated_precision"]) == ("second", "day")
    assert (first["authors_from"], first["kind_from"]) == ("byline", "json-ld")


def test_the_columns_of_few_values_are_dictionaries_and_all_are_zstd(table: pa.Table, tmp_path: Path) -> None:
    group = pq.ParquetFile(tmp_path / "all.parquet").metadata.row_group(0)
    columns = {group.column(n).path_in_schema: group.column(n) for n in range(group.num_columns)}
    assert {column.compression for column in columns.values()} == {"ZSTD"}
    for name in ("outlet", "kind", "work.medium", "language", "status"):
        assert columns[name].has_dictionary_page, name
    assert not columns["text"].has_dictionary_page


def test_the_command_writes_the_same_bytes_again(db: Path, tmp_path: Path) -> None:
    written = []
    for name in ("a.parquet", "b.parquet"):
        result = CliRunner().invoke(export_, [str(tmp_path / name), "--db", str(db)])
        assert result.exit_code == 0 and "4 articles in" in result.output
        written.append((tmp_path / name).read_bytes())
    assert written[0] == written[1]
    with Store.open(db, readonly=True) as store:
        assert [row["form"] for row in store.db.query("select form from exports")] == ["parquet"] * 2


def test_an_empty_selection_has_the_columns(db: Path, tmp_path: Path) -> None:
    assert export([], tmp_path / "none.parquet") == 0
    assert pq.read_schema(tmp_path / "none.parquet").names == schema().names


def test_without_pyarrow_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "all.parquet").write_bytes(b"the one before")
    monkeypatch.setattr(arrow, "find_spec", lambda name: None)
    with pytest.raises(MissingPyarrowError, match=r"pip install 'matinee\[parquet\]'"):
        export([], tmp_path / "all.parquet")
    assert [path.name for path in tmp_path.glob("*.par*")] == ["all.parquet"]
    assert (tmp_path / "all.parquet").read_bytes() == b"the one before"


def test_an_export_that_breaks_leaves_the_one_before(db: Path, tmp_path: Path) -> None:
    def breaking() -> Any:
        yield from [{"id": 1, "text": "x"}] * 3
        raise KeyboardInterrupt

    out = tmp_path / "out" / "all.parquet"
    out.parent.mkdir()
    export([{"id": 1}], out)
    before = out.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        export(breaking(), out)
    assert out.read_bytes() == before and [path.name for path in out.parent.iterdir()] == ["all.parquet"]


def test_only_a_row_group_of_texts_is_held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arrow, "GROUP_CHARACTERS", 1000)
    held: list[int] = []

    def texts() -> Any:
        for number in range(100):
            held.append(number)
            yield {"id": number, "text": "x" * 400}

    assert export(texts(), tmp_path / "all.parquet") == 100
    metadata = pq.ParquetFile(tmp_path / "all.parquet").metadata
    assert [metadata.row_group(n).num_rows for n in range(3)] == [3, 3, 3] and metadata.num_row_groups == 34


def test_what_is_no_date_is_null(tmp_path: Path) -> None:
    dates = [
        "2024-05-17T00:00:00+00:00",
        "2024-05-17T02:00:00+02:00",
        "soon",
        None,
        "0001-01-01T00:00:00+14:00",
    ]
    export([{"id": n, "published": date} for n, date in enumerate(dates)], tmp_path / "all.parquet")
    day = datetime(2024, 5, 17, tzinfo=UTC)
    assert pq.read_table(tmp_path / "all.parquet")["published"].to_pylist() == [day, day, None, None, None]


NAMES = [*ALL_AND_PRINTED.names, *PARTS, *PRINTED]


@property_test
@given(st.lists(st.sampled_from(NAMES), min_size=1, unique=True))
def test_any_columns_are_the_fields_of_the_schema(names: list[str]) -> None:
    columns = read_columns(",".join(names))
    assert schema(columns).names == [field for field, _ in columns.fields]
