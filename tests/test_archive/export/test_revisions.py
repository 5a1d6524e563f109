"""Exports with each text that an article had: `--all-revisions`."""

from __future__ import annotations

import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner

from archive.commands.export import export_
from archive.db.store import Store
from archive.export.choice import Choice, chosen, chosen_records, count_chosen
from archive.query.history.events import revision_texts
from tests.test_archive.ingest.storing.test_replay import LONG, page, take

EDITED = LONG.replace("never", "seldom").replace("By Ann", "By Ann and Bob")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """An archive of an article that was edited and went back to its first text, and of one that was not."""
    pages = [page("a", LONG), page("a", EDITED, 1), page("a", LONG, 2), page("b", LONG.replace("It", "He"))]
    return take(tmp_path / "archive.db", pages)


def test_each_text_is_a_record_with_its_own_facts(db: Path) -> None:
    choice = Choice(all_revisions=True)
    with Store.open(db, readonly=True) as store:
        taken = chosen(store, choice)
        records = list(chosen_records(store, choice, taken, printed=True))
        assert count_chosen(store, choice, taken) == len(records) == 3
        texts = [text.text for text in revision_texts(store, 1)]
    assert [(record["id"], record["revision"], record["is_current"]) for record in records] == [
        (1, 1, True), (1, 2, False), (2, 1, True),
    ]  # fmt: skip
    assert [record["text"] for record in records[:2]] == texts
    assert ["seldom" in record["text"] for record in records] == [False, True, False]
    assert [record["authors"] for record in records] == [["Ann"], ["Ann", "Bob"], ["Ann"]]
    assert records[0]["captured_at"] < records[1]["captured_at"]
    assert all(set(record["printed"]) > {"title_from", "byline"} for record in records)


def test_a_filter_chooses_articles_and_not_revisions(db: Path) -> None:
    choice = Choice(where="text not like '%seldom%' and id = 1", all_revisions=True)
    with Store.open(db, readonly=True) as store:
        assert len(list(chosen_records(store, choice, chosen(store, choice)))) == 2


def test_forms(db: Path, tmp_path: Path) -> None:
    runner = CliRunner()
    for name in ("all.jsonl", "all.parquet"):
        result = runner.invoke(export_, [str(tmp_path / name), "--all-revisions", "--db", str(db)])
        assert result.output == f"3 revisions in {tmp_path / name}\n", result.output
    table = pq.read_table(tmp_path / "all.parquet").to_pydict()
    assert (table["revision"], table["is_current"]) == ([1, 2, 1], [True, False, True])
    lines = [json.loads(line) for line in (tmp_path / "all.jsonl").read_text("utf-8").splitlines()]
    assert [line["text"] for line in lines] == table["text"]


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        (["all.atom", "--all-revisions"], "--all-revisions goes with .jsonl"),
        (["all/", "--all-revisions"], "--all-revisions goes with .jsonl"),
        (["all.warc.gz", "--all-revisions"], "--all-revisions goes with records"),
        (["some.csv", "--columns", "id,revision"], "add --all-revisions"),
    ],
)
def test_what_it_does_not_go_with(db: Path, tmp_path: Path, arguments: list[str], problem: str) -> None:
    arguments[0] = f"{tmp_path}/{arguments[0]}"
    result = CliRunner().invoke(export_, [*arguments, "--db", str(db)])
    assert result.exit_code
    assert problem in f"{result.output} {getattr(result.exception, 'remedy', '')}"
