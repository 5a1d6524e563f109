"""Splits of a real archive: files, card, croissant.json, the report, and what is said of odd ones."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner

from archive.commands.export import export_
from archive.db.store import Store
from archive.export.columns import ColumnError
from archive.export.options.split import read_split
from archive.export.split.plan import SplitPlan, plan_split
from archive.model import Article, Capture
from tests.test_archive.conftest import SAVED, Put, moment

PARTS = ("train", "validation", "test")


def run(db: Path, out: str, *words: str) -> str:
    result = CliRunner().invoke(export_, [out, *words, "--db", str(db)], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def plan(db: Path, text: str, condition: str = "true", seed: int = 0) -> SplitPlan:
    with Store.open(db, readonly=True) as store:
        return plan_split(store, read_split(text), seed, condition, [])


def ids(folder: Path) -> dict[str, list[int]]:
    return {
        name: [
            number
            for path in sorted((folder / "data").glob(f"{name}-*.parquet"))
            for number in pq.read_table(path)["id"].to_pylist()
        ]
        for name in PARTS
    }


def test_a_folder_has_files_for_each_part(db: Path, tmp_path: Path) -> None:
    output = run(db, f"{tmp_path}/set/", "--split", "work:50/25/25")
    parts = ids(tmp_path / "set")
    assert sorted(chain(*parts.values())) == [1, 2, 3, 4]
    work = next(name for name in PARTS if 1 in parts[name])
    assert 2 in parts[work]  # both are about Ballerina
    assert "works in several parts: 0 of 2;" in output
    for name in PARTS:
        assert f"{name}: {len(parts[name])} article" in output
    _, header, text = (tmp_path / "set" / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    files = yaml.safe_load(header)["configs"][0]["data_files"]
    assert files == [{"split": name, "path": f"data/{name}-*.parquet"} for name in PARTS]
    assert "`--split work:50/25/25`, seed 0" in text and "| works | 2 | 0 | 0 | 0.0% |" in text


def test_croissant_knows_the_parts(db: Path, tmp_path: Path) -> None:
    run(db, f"{tmp_path}/set/", "--split", "random:50/50", "--columns", "id,split")
    parts, articles = json.loads((tmp_path / "set" / "croissant.json").read_text(encoding="utf-8"))[
        "recordSet"
    ]
    assert parts["dataType"] == "cr:Split"
    assert parts["data"] == [{"parts/name": "train"}, {"parts/name": "test"}]
    (field,) = [field for field in articles["field"] if field["name"] == "articles/split"]
    assert field["references"] == {"field": {"@id": "parts/name"}}
    assert field["source"]["transform"] == {"regex": "data/(train|test)-.+[.]parquet$"}


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_a_file_has_the_part_in_a_column(db: Path, tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"x.{ending}"
    run(db, str(path), "--split", "outlet:50/50", "--columns", "id,outlet")
    rows: list[Mapping[str, object]]
    if ending == "csv":
        rows = list(csv.DictReader(path.open(encoding="utf-8")))
    elif ending == "jsonl":
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    else:
        rows = pq.read_table(path).to_pylist()
    assert [list(row) for row in rows] == [["id", "outlet", "split"]] * 4
    assert len({(row["outlet"], row["split"]) for row in rows}) == 2 == len({row["split"] for row in rows})


def test_again_it_is_the_same_and_the_folder_agrees_with_the_file(db: Path, tmp_path: Path) -> None:
    words = ("--split", "random:50/25/25", "--seed", "5")
    run(db, f"{tmp_path}/one/", *words)
    run(db, f"{tmp_path}/two/", *words)
    files = [sorted((tmp_path / name / "data").iterdir()) for name in ("one", "two")]
    assert [path.read_bytes() for path in files[0]] == [path.read_bytes() for path in files[1]]
    run(db, f"{tmp_path}/x.csv", *words)
    named = [(int(row["id"]), row["split"]) for row in csv.DictReader((tmp_path / "x.csv").open())]
    assert {number: part for part, numbers in ids(tmp_path / "one").items() for number in numbers} == dict(
        named
    )


def test_it_divides_what_the_other_options_choose(db: Path, tmp_path: Path) -> None:
    output = run(db, f"{tmp_path}/set/", "dancer", "--split", "random:50/50", "--sample", "2", "--seed", "3")
    assert output.startswith("2 articles in")
    assert len(list(chain(*ids(tmp_path / "set").values()))) == 2


def test_copies_outside_of_the_export_join_those_in_it(
    db: Path, add: Put, articles: dict[str, Article]
) -> None:
    for name in ("one", "two"):  # copies of article 1, which the export leaves out
        url = f"https://{name}.example/copy"
        add(replace(articles["verdict"], url=url), Capture(url, SAVED, name.encode(), outlet=name))
    for seed in range(5):
        part = plan(db, "random:50/50", "id > 1", seed).part
        assert part[5] == part[6]


def test_a_date_split_says_what_is_not_known(db: Path, add: Put, articles: dict[str, Article]) -> None:
    url = "https://late.example/copy"
    late = replace(articles["album"], url=url, published=moment("2026-02-01"))
    add(late, Capture(url, SAVED, b"late", outlet="late"))
    report = plan(db, "time:2025-03-01,2026-01-01").report
    assert [part.articles for part in report.parts] == [3, 1, 1]
    assert report.notes == (
        "Articles without a date of publication, which go by when they were fetched: 1.",
        "Articles dated by a year or month that a border lies in, which go by its first day: 1.",
        "Articles with a date behind the border of their part, as copies of what was published before it: 1.",
    )


def test_a_large_group_and_an_empty_part_are_said(db: Path) -> None:
    notes = plan(db, "outlet:80/10/10").report.notes
    assert any(note.startswith("The largest group has 2 of 4 articles (50.0%)") for note in notes)
    assert any("has no article: there are 2 groups; try another --seed or --split" in note for note in notes)


def test_nothing_to_divide(db: Path, tmp_path: Path) -> None:
    assert "train: 0 articles (0.0%) in 0 groups" in run(
        db, f"{tmp_path}/set/", "--split", "work:", "--outlet", "nobody"
    )
    assert set(map(len, ids(tmp_path / "set").values())) == {0}


def test_where_and_warc_and_columns(db: Path, tmp_path: Path) -> None:
    def fail(*words: str) -> str:
        result = CliRunner().invoke(export_, [*words, "--db", str(db)])
        assert result.exit_code and list(tmp_path.glob("x.*")) == []
        return f"{result.output}{result.exception}"

    out = str(tmp_path / "x.csv")
    assert "malformed JSON" in fail(out, "--split", "random:", "--where", "json_extract(url, '$.x') = 1")
    assert "--split goes with records" in fail(str(tmp_path / "x.warc"), "--split", "random:")
    assert "sum to 90" in fail(out, "--split", "random:80/10")
    with pytest.raises(ColumnError, match="add --split"):
        CliRunner().invoke(export_, [out, "--columns", "split", "--db", str(db)], catch_exceptions=False)
