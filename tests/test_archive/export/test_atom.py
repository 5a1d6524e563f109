"""Atom exports, read back by a feed reader."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
from click.testing import CliRunner

from archive.commands.export import export_
from archive.db.store import Store
from archive.export import atom, export, records
from archive.query.records import FIELDS


def run(db: Path, *arguments: object, code: int = 0) -> str:
    result = CliRunner().invoke(export_, [*map(str, arguments), "--db", str(db)])
    assert result.exit_code == code, result.output
    return result.output


def test_every_article_is_an_entry_with_its_text(db: Path, tmp_path: Path) -> None:
    assert "4 articles in" in run(db, tmp_path / "all.atom")
    read = feedparser.parse((tmp_path / "all.atom").read_bytes())
    assert not read.bozo and read.version == "atom10"
    assert read.feed.title == "Matinee: all" and read.feed.updated == "2026-03-15T12:00:00+00:00"
    with Store.open(db, readonly=True) as store:
        expected = list(records(store))
    assert [entry.id for entry in read.entries] == [record["url"] for record in expected]
    assert [entry.content[0].value for entry in read.entries] == [record["text"] for record in expected]


def test_the_same_articles_are_the_same_bytes_and_each_name_has_its_id(db: Path, tmp_path: Path) -> None:
    for name in ("all", "more"):
        run(db, tmp_path / f"{name}.atom")
    first = (tmp_path / "all.atom").read_bytes()
    run(db, tmp_path / "all.atom")
    assert (tmp_path / "all.atom").read_bytes() == first
    ids = {feedparser.parse((tmp_path / f"{name}.atom").read_bytes()).feed.id for name in ("all", "more")}
    assert len(ids) == 2


def test_no_articles_are_a_valid_feed(tmp_path: Path) -> None:
    assert export([], tmp_path / "none.atom") == 0
    read = feedparser.parse((tmp_path / "none.atom").read_bytes())
    assert not read.bozo and read.feed.updated == "1970-01-01T00:00:00Z" and not read.entries


def test_columns_do_not_go_with_a_feed(db: Path, tmp_path: Path) -> None:
    output = run(db, tmp_path / "all.atom", "--columns", "id,title", code=2)
    assert "--columns" in output and not (tmp_path / "all.atom").exists()


def test_memory_does_not_grow_with_the_entries(tmp_path: Path) -> None:
    def entries(count: int) -> Iterator[dict[str, Any]]:
        blank = dict.fromkeys(FIELDS)
        for number in range(count):
            url = f"https://reel.example/{number}"
            day = {"url": url, "authors": [], "captured_at": "2026-03-15T12:00:00+00:00"}
            yield {**blank, **day, "text": f"{number} " * 5000}

    def peak(count: int) -> int:
        tracemalloc.start()
        atom.write(entries(count), tmp_path / "all.atom")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(1)
    assert peak(200) < 2 * peak(20)
