"""The option --columns: what a person names, and what each form then has."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.commands.export import export_
from archive.export.columns import ALL, ColumnError, read_columns


def run(db: Path, *words: str) -> str:
    result = CliRunner().invoke(export_, [*words, "--db", str(db)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_a_field_and_single_keys() -> None:
    columns = read_columns("rating_score, id,work,rating_raw,kind_from")
    keys = ("title", "year", "medium", "ids")
    assert columns.fields == (("rating", ("score", "raw")), ("id", ()), ("work", keys), ("kind_from", ()))
    assert columns.has_printed and not ALL.has_printed


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("id,titel", "no column titel: did you mean title?"),
        (" ,", "names no column"),
        ("zzzz", "choose from id,"),
    ],
)
def test_what_is_no_column(text: str, says: str) -> None:
    with pytest.raises(ColumnError) as error:
        read_columns(text)
    assert says in str(error.value) and error.value.exit_code == 2


def test_csv_and_jsonl_have_these_columns(db: Path, tmp_path: Path) -> None:
    names = "rating_score,id,authors,title_from"
    run(db, str(tmp_path / "all.csv"), "--columns", names)
    run(db, str(tmp_path / "all.jsonl"), "--columns", names)
    rows = list(csv.reader((tmp_path / "all.csv").open(encoding="utf-8", newline="")))
    assert rows[:2] == [names.split(","), ["87.5", "1", "Zoë Ortega; Smith; Jones", "h1"]]
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {
        "rating": {"score": 87.5},
        "id": 1,
        "authors": ["Zoë Ortega", "Smith; Jones"],
        "title_from": "h1",
    }
    assert lines[3] == {"rating": None, "id": 4, "authors": [], "title_from": None}
