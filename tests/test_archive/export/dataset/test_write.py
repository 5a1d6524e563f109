"""A dataset folder, as people and programs read it."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml
from click.testing import CliRunner

from archive.commands.export import export_
from archive.db.store import Store
from archive.export import arrow
from archive.export.columns import ALL_AND_PRINTED, SPLIT
from archive.export.dataset import write
from archive.export.dataset.column_descriptions import DESCRIPTIONS
from archive.model import Article, Capture
from tests.test_archive.conftest import SAVED, Put


def run(db: Path, out: str, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(export_, [out, *words, "--db", str(db)])
    assert result.exit_code == code, result.output
    return f"{result.output}{result.exception or ''}"


@pytest.fixture
def folder(db: Path, tmp_path: Path) -> Path:
    assert "4 articles in" in run(db, f"{tmp_path}/set/")
    return tmp_path / "set"


def names(folder: Path) -> list[str]:
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_the_files_and_their_checksums(folder: Path) -> None:
    files = ["CITATION.cff", "README.md", "SHA256SUMS", "croissant.json", "data/train-00000.parquet"]
    plots = ("year", "outlet", "kind", "medium", "language", "rating", "score", "words")
    files += sorted(f"plots/{name}.svg" for name in plots)
    assert names(folder) == files
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text().splitlines())
    assert sorted(sums) == [name for name in files if name != "SHA256SUMS"]
    assert all(hashlib.sha256((folder / name).read_bytes()).hexdigest() == sums[name] for name in sums)
    assert [path.name for path in folder.parent.iterdir() if path.name.endswith(".part")] == []


def test_the_header_of_the_card(folder: Path) -> None:
    _, header, text = (folder / "README.md").read_text(encoding="utf-8").split("---\n", 2)
    parsed = yaml.safe_load(header)
    assert parsed["pretty_name"] == "set" and parsed["language"] == ["de", "en"]
    assert parsed["license"] == "other" and parsed["size_categories"] == ["n<1K"]
    assert parsed["configs"][0]["data_files"] == [{"split": "train", "path": "data/train-*.parquet"}]
    assert text.lstrip().startswith("# set\n")


def test_what_the_card_counts(folder: Path) -> None:
    rows = {
        "| reel | 2 | 50.0% |",
        "| 2025 | 2 | 50.0% |",
        "| review | 2 | 50.0% |",
        "| film | 2 | 50.0% |",
        "| unknown | 1 | 25.0% |",
        "| json-ld | 1 | 25.0% |",
        "| license | 1 | 25.0% |",
        "| query | none: all articles |",
        "| stars | 1 | 25.0% |",
        "| 3.5/4 | 1 | 25.0% |",
        "| 80 | 1 | 25.0% |",
        "Words of a text: 5% at most 7, 25% at most 7, 50% at most 17, 75% at most 20, 95% at most 21.",
        "Copies: 0 (0.0%) have the same text as an earlier article of the archive (`duplicate_of`); 0 (0.0%)"
        " are a copy or near copy of another, in any outlet, that is likely to be the original.",
        "| the work of a review is the one reviewed | 86.4% |",
    }
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert rows - set(card.splitlines()) == set()


def test_the_card_counts_copies(db: Path, tmp_path: Path, add: Put, articles: dict[str, Article]) -> None:
    url, words = "https://copy.example/tide", [f"word{number}" for number in range(200)]
    long = replace(articles["album"], url="https://noise.example/long", text=" ".join(words))
    for made in (long, replace(long, url=url, text=" ".join([*words[:190], "another", "end"]))):
        add(made, Capture(made.url, SAVED, made.url.encode(), outlet=made.url[8:12]))
    run(db, f"{tmp_path}/set/")
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert "(`duplicate_of`); 1 (16.7%) are a copy or near copy of another" in card


def test_the_card_has_every_column_with_how_often_it_is_missing(folder: Path) -> None:
    card = (folder / "README.md").read_text(encoding="utf-8")
    assert sorted(DESCRIPTIONS) == sorted([*ALL_AND_PRINTED.names, SPLIT])
    assert f"| `title` | {DESCRIPTIONS['title']} | 25.0% |" in card
    assert f"| `rating_score` | {DESCRIPTIONS['rating_score']} | 75.0% |" in card
    assert all(f"| `{name}` | {DESCRIPTIONS[name]} |" in card for name in ALL_AND_PRINTED.names)


def test_croissant_names_the_files_and_the_fields(folder: Path) -> None:
    document = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    (shard, files) = document["distribution"]
    assert files["includes"] == "data/*.parquet"
    assert hashlib.sha256((folder / shard["contentUrl"]).read_bytes()).hexdigest() == shard["sha256"]
    fields = [field["name"] for field in document["recordSet"][0]["field"]]
    assert fields == [f"articles/{name}" for name in pq.read_schema(folder / shard["contentUrl"]).names]


def test_croissant_has_the_parts_of_a_work(folder: Path) -> None:
    document = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    (work,) = [field for field in document["recordSet"][0]["field"] if field["name"] == "articles/work"]
    parts = {part["name"]: part for part in work["subField"]}
    assert list(parts) == [f"articles/work/{key}" for key in ("title", "year", "medium", "ids")]
    year = parts["articles/work/year"]
    assert (year["dataType"], year["source"]["transform"]) == ("sc:Integer", [{"jsonPath": "year"}])
    ids = parts["articles/work/ids"]
    paths = [part["source"]["transform"] for part in ids["subField"]]
    assert ids["repeated"] and paths == [
        [{"jsonPath": "ids"}, {"jsonPath": key}] for key in ("registry", "id")
    ]


def test_the_citation_is_yaml(folder: Path) -> None:
    citation = yaml.safe_load((folder / "CITATION.cff").read_text(encoding="utf-8"))
    assert (citation["cff-version"], citation["type"], citation["title"]) == ("1.2.0", "dataset", "set")


def test_chosen_columns_and_articles_in_shards(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "SHARD_ROWS", 2)
    run(db, f"{tmp_path}/set/", "--columns", "id,rating_score", "--where", "id < 4 or '<b>|' = 'x'")
    shards = [pq.read_table(path) for path in sorted((tmp_path / "set" / "data").iterdir())]
    assert [shard["id"].to_pylist() for shard in shards] == [[1, 2], [3]]
    card = (tmp_path / "set" / "README.md").read_text(encoding="utf-8")
    assert "`title`" not in card and "&lt;b>\\|" in card


def test_an_empty_dataset_has_its_columns(db: Path, tmp_path: Path) -> None:
    run(db, f"{tmp_path}/set/", "--outlet", "nobody")
    assert pq.read_table(tmp_path / "set" / "data" / "train-00000.parquet").num_rows == 0


def test_again_it_replaces_the_dataset_with_the_same_data(db: Path, folder: Path) -> None:
    before = (folder / "data" / "train-00000.parquet").read_bytes()
    card = without_times(folder / "README.md")
    (folder / "data" / "stale.parquet").write_bytes(b"")
    run(db, str(folder))
    assert (folder / "data" / "train-00000.parquet").read_bytes() == before
    assert without_times(folder / "README.md") == card
    assert "data/stale.parquet" not in names(folder)
    with Store.open(db, readonly=True) as store:
        (_, row) = store.db.query("select * from exports")
    assert (row["form"], row["file"], row["count"]) == ("dataset", "set", 4)
    assert row["sha256"] == hashlib.sha256((folder / "SHA256SUMS").read_bytes()).hexdigest()


def without_times(path: Path) -> str:
    return re.sub(r"2\d\d\d-\d\d-\d\d(T[\d:+]+)?", "TIME", path.read_text(encoding="utf-8"))


def test_what_fails_leaves_the_old_one_whole(db: Path, folder: Path) -> None:
    before = {name: (folder / name).read_bytes() for name in names(folder)}
    run(db, f"{folder}/", "--where", "json_extract(url, '$.x') = 1", code=1)
    assert {name: (folder / name).read_bytes() for name in names(folder)} == before
    assert [path.name for path in folder.parent.iterdir() if path.name.startswith(".set")] == []


def test_without_pyarrow_the_extra_is_named(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(arrow, "find_spec", lambda name: None)
    assert "pip install 'matinee[parquet]'" in run(db, f"{tmp_path}/set/", code=1)
    assert not (tmp_path / "set").exists()


def test_other_folders_are_left_alone(db: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    assert "is a folder with other files: give a new or an empty folder" in run(
        db, f"{tmp_path}/mine/", code=1
    )
    assert names(tmp_path / "mine") == ["thesis.txt"]
    assert "there is no folder" in run(db, f"{tmp_path}/no/set/", code=1)
    (tmp_path / "file").write_text("")
    assert "is a file" in run(db, f"{tmp_path}/file/", code=1)
