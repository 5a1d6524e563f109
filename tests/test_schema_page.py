"""docs/schema.md says what the database says."""

from __future__ import annotations

import pytest

from tests import schema_diagram


def test_the_page_and_the_picture_are_what_the_database_says(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["schema_diagram", "--check"])
    assert (schema_diagram.main(), capsys.readouterr().err) == (0, "")


def test_a_table_that_nobody_described_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(schema_diagram.TABLES, "works")
    with pytest.raises(SystemExit, match="what a row is of: works"):
        schema_diagram.read_tables()


def test_comments_belong_to_the_columns_of_their_line() -> None:
    statement = """create table x (
        id integer primary key,
        day text, day_from text,    -- `_from`: where it was read
        kind text not null check (kind in ('a', 'b')), -- what it is
        unique (id, day)
    ) strict"""
    assert schema_diagram.comments(statement) == {
        "id": "",
        "day": "`_from`: where it was read",
        "day_from": "`_from`: where it was read",
        "kind": "what it is",
        "unique": "",
    }
