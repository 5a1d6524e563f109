"""Exports: the contract's flat record, field by field, and files that are whole or not there."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from archive.db.store import Store
from archive.errors import NotFoundError
from archive.export import ExportError, export, record, records
from archive.model import Capture
from archive.query.records import columns, flatten
from archive.query.selection import Selection

KEYS = (
    "id url captured_url outlet title authors published published_precision published_from updated kind work "
    "rating spoilers language text word_count status duplicate_of captured_at capture_sha256 rights "
    "collective gone_at"
)
VERDICT = {
    "id": 1,
    "url": "https://reel.example/reviews/ballerina",
    "captured_url": "https://reel.example/reviews/ballerina#top",
    "outlet": "reel",
    "title": "Ballerina dances on her own",
    "authors": ["Zoë Ortega", "Smith; Jones"],
    "published": "2025-06-06T18:30:00+00:00",
    "published_precision": "second",
    "published_from": "meta",
    "updated": "2025-06-07",
    "kind": "review",
    "work": {"title": "Ballerina", "year": 2025, "medium": "film", "ids": {"imdb": "tt7181546"}},
    "rating": {
        "raw": "3.5/4",
        "value": 3.5,
        "best": 4.0,
        "worst": 0.0,
        "scale": "stars",
        "score": 87.5,
        "conversion": "linear-1",
        "from": "json-ld",
    },
    "spoilers": True,
    "language": "en-GB",
    "word_count": 21,
    "status": "complete",
    "gone_at": None,
    "duplicate_of": None,
    "captured_at": "2026-03-15T12:00:00+00:00",
    "capture_sha256": sha256(b"<p>0 \xff</p>").hexdigest(),
    "rights": {"license": "CC-BY-4.0"},
    "collective": [],
}


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    with Store.open(db, readonly=True) as opened:
        yield opened


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_record_is_the_contract_s(store: Store, articles: dict[str, Any]) -> None:
    found = record(store, 1)
    assert found == {**VERDICT, "text": articles["verdict"].text}
    assert " ".join(found) == KEYS
    assert list(found["work"]) == ["title", "year", "medium", "ids"]
    assert list(found["rating"]) == ["raw", "value", "best", "worst", "scale", "score", "conversion", "from"]


def test_unknown_is_null(store: Store) -> None:
    found = record(store, 4)
    unknown = (
        "title",
        "published",
        "published_precision",
        "published_from",
        "updated",
        "kind",
        "work",
        "rating",
    )
    assert [found[key] for key in (*unknown, "spoilers", "language")] == [None] * 10
    assert found["authors"] == [] and found["rights"] == {} and found["status"] == "excerpt"


def test_a_designation_is_a_rating_without_figures(store: Store) -> None:
    found = record(store, 3)
    assert found["rating"]["raw"] == "Recommended" and found["rating"]["score"] is None
    assert found["work"]["ids"] == {} and found["spoilers"] is False


def test_no_such_article(store: Store) -> None:
    with pytest.raises(NotFoundError, match="article 99: not in the archive"):
        record(store, 99)


def test_jsonl_and_csv_say_the_same(store: Store, tmp_path: Path) -> None:
    assert export(records(store), tmp_path / "all.jsonl") == 4
    assert export(records(store), tmp_path / "all.CSV") == 4
    with (tmp_path / "all.CSV").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert lines(tmp_path / "all.jsonl") == list(records(store))
    flat = [flatten(found) for found in records(store)]
    assert rows == [{key: "" if cell is None else str(cell) for key, cell in row.items()} for row in flat]
    assert rows[0]["authors"] == "Zoë Ortega; Smith; Jones"
    assert (rows[0]["spoilers"], rows[2]["spoilers"], rows[3]["spoilers"]) == ("true", "false", "")
    assert json.loads(rows[0]["work_ids"]) == {"imdb": "tt7181546"} and rows[3]["work_ids"] == ""
    assert rows[2]["title"] == 'Tide, "Low Water"' and "\n" in rows[2]["text"]


def test_csv_has_the_columns_of_the_view(store: Store) -> None:
    assert columns() == [row[1] for row in store.db.execute("pragma table_info(coverage)")]


def test_the_view_and_the_record_agree(store: Store) -> None:
    for row in store.db.query("select * from coverage"):
        flat = flatten(record(store, row["id"]))
        flat["spoilers"] = {"true": 1, "false": 0, None: None}[flat["spoilers"]]
        names = {field: flat[field] or None for field in ("authors", "collective")}
        assert {**flat, **names} == row


def test_only_what_is_selected(store: Store) -> None:
    assert [found["id"] for found in records(store, Selection(kinds=("review",)))] == [1, 3]
    assert [found["id"] for found in records(store, query="dancer")] == [2, 3]
    assert [found["id"] for found in records(store, Selection(kinds=("review",)), "don't (")] == [1]


def test_a_line_is_a_record_whatever_the_text_holds(
    db: Path, tmp_path: Path, add: Any, articles: Any
) -> None:
    odd = 'One\u2028two\x85three\u2029four\x0bfive \x1c six\r\nseven "eight", =nine'
    made = replace(articles["verdict"], url="https://reel.example/odd", text=odd)
    add(made, Capture(made.url, datetime(2026, 1, 1, tzinfo=UTC), b"odd"))
    with Store.open(db, readonly=True) as store:
        export(records(store), tmp_path / "all.jsonl")
        export(records(store), tmp_path / "all.csv")
    assert lines(tmp_path / "all.jsonl")[-1]["text"] == odd
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.DictReader(file))[-1]["text"] == odd


def test_an_empty_selection_makes_an_empty_file(store: Store, tmp_path: Path) -> None:
    none = Selection(outlets=("nobody",))
    assert export(records(store, none), tmp_path / "none.jsonl") == 0
    assert export(records(store, none), tmp_path / "none.csv") == 0
    assert (tmp_path / "none.jsonl").read_bytes() == b""
    assert (tmp_path / "none.csv").read_text().strip() == ",".join(columns())


def test_an_export_that_breaks_leaves_the_one_before(store: Store, tmp_path: Path) -> None:
    def breaking() -> Iterator[dict[str, Any]]:
        yield record(store, 1)
        raise KeyboardInterrupt

    out = tmp_path / "out" / "all.jsonl"
    out.parent.mkdir()
    export(records(store), out)
    before = out.read_bytes()
    with pytest.raises(KeyboardInterrupt):
        export(breaking(), out)
    assert out.read_bytes() == before
    assert [path.name for path in out.parent.iterdir()] == ["all.jsonl"]


def test_a_link_stays_a_link(store: Store, tmp_path: Path) -> None:
    (tmp_path / "latest.jsonl").symlink_to(tmp_path / "real.jsonl")
    export(records(store), tmp_path / "latest.jsonl")
    assert (tmp_path / "latest.jsonl").is_symlink() and len(lines(tmp_path / "real.jsonl")) == 4


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("all.xml", r"all.xml: the ending is not a form of export: end it in \.jsonl or \.csv or \.parquet"),
        ("all", "the ending is not a form"),
        ("folder.jsonl", "folder.jsonl: cannot be written .it is a folder"),
        (
            "missing/all.jsonl",
            "cannot be written .No such file or directory.: create the folder .*missing first",
        ),
    ],
)
def test_where_nothing_can_be_written(store: Store, tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "folder.jsonl").mkdir()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ExportError, match=says):
        export(records(store), tmp_path / name)
    assert sorted(tmp_path.rglob("*")) == before


def test_memory_does_not_grow_with_the_archive(db: Path, tmp_path: Path, articles: Any) -> None:
    """30 articles of 400 KB (12 MB) are exported within the memory of a few of them."""
    with Store.open(db) as store, store.transaction():
        from archive.ingest.storing.store_capture import store_capture

        for number in range(30):
            made = replace(
                articles["preview"], url=f"https://reel.example/{number}", text=f"{number} word " * 45_000
            )
            capture = Capture(made.url, datetime(2026, 1, 1, tzinfo=UTC), b"%d" % number)
            store_capture(store, store.add_capture(capture).id, capture, made)
    with Store.open(db, readonly=True) as store:
        tracemalloc.start()
        assert export(records(store), tmp_path / "all.jsonl") == 34
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (tmp_path / "all.jsonl").stat().st_size > 10_000_000
    assert peak < 6_000_000
