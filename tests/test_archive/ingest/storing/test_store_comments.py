"""Readers' comments in an archive: stored where asked for, replaced by later captures, kept by reclean."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from archive.db.store import Store
from archive.export import records
from archive.ingest.ingest import Ingest
from archive.ingest.reclean import reclean
from archive.model import Capture
from archive.query.search import search
from crawler.cli.main import cli as matinee
from tests.support.processes import DEADLINE
from tests.support.web import PROSE

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)
REMARK = "zanzibar forever"


def capture(*texts: str, day: int = 1, keep: bool = True, head: str = "") -> Capture:
    """A page with these comments; each but the first replies to the one before it."""
    comments = "".join(
        f"<li class=comment id=comment-{number}><b class=fn>Reader {number}</b>"
        f"<div class=comment-content><p>{text}</p></div><ol class=children>"
        for number, text in enumerate(texts, 1)
    )
    body = (
        f"<html lang=en><head><title>Low Tide</title>{head}</head><body><article><h1>Low Tide</h1>"
        f"<p>One. {PROSE}</p><p>Two. {PROSE}</p></article>"
        f"<div id=comments><ol class=commentlist>{comments}</ol></div></body></html>"
    )
    return Capture(
        "https://p.example/low-tide",
        MARCH.replace(day=day),
        body.encode(),
        content_type="text/html",
        outlet="p",
        keep_comments=keep,
    )


def submit(db: Path, *captures: Capture, keep_noarchive: bool = False) -> list[str]:
    with Ingest(db, workers=1) as ingest:
        return [
            ingest.submit(item, keep_noarchive=keep_noarchive).result(DEADLINE).outcome for item in captures
        ]


def stored(db: Path) -> tuple[int | None, list[tuple[str, int | None]]]:
    """The count of the only article, and text and parent of each comment."""
    with Store.open(db, readonly=True) as store:
        ((count,),) = store.db.execute("select comment_count from articles").fetchall()
        rows = store.db.execute("select text, parent from comments order by position").fetchall()
    return count, rows


def show(db: Path, *options: str) -> Any:
    done = CliRunner().invoke(matinee, ["show", "1", "--comments", *options, "--db", str(db)])
    assert done.exit_code == 0, done.output
    return done.output


def test_comments_are_stored_where_they_are_asked_for(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    assert submit(db, capture(REMARK, "No.")) == ["new"]
    assert stored(db) == (2, [(REMARK, None), ("No.", 0)])
    with Store.open(db, readonly=True) as store:
        (record,) = records(store)
        assert search(store, "zanzibar").total == 0
    assert not [key for key in record if "comment" in key]
    assert REMARK not in json.dumps(record)


def test_comments_are_not_stored_where_nobody_asks(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    submit(db, capture(REMARK, keep=False))
    assert stored(db) == (None, [])
    assert "keep_comments = true" in show(db)
    assert json.loads(show(db, "--json"))["comments"] is None


def test_a_page_without_comments_has_none_of_them(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    submit(db, capture())
    assert stored(db) == (0, [])
    assert "0 comments." in show(db)
    assert json.loads(show(db, "--json"))["comments"] == []


def test_show_prints_them_with_replies_indented(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    submit(db, capture("First", "Second"))
    assert show(db).splitlines() == [
        "Low Tide",
        "2 comments.",
        "",
        "Reader 1",
        "First",
        "",
        "  Reader 2",
        "  Second",
    ]
    comments = json.loads(show(db, "--json"))["comments"]
    assert [(comment["author"], comment["parent"]) for comment in comments] == [
        ("Reader 1", None),
        ("Reader 2", 0),
    ]
    plain = CliRunner().invoke(matinee, ["show", "1", "--db", str(db)])
    assert "comments  2" in plain.output and "First" not in plain.output
    both = CliRunner().invoke(matinee, ["show", "1", "--comments", "--markdown", "--db", str(db)])
    assert both.exit_code == 2


def test_the_latest_capture_counts(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    assert submit(db, capture("One", "Two", day=2), capture("One", day=3), capture("Old", day=1)) == [
        "new",
        "same",
        "same",
    ]
    assert stored(db) == (1, [("One", None)]), "a comment that was withdrawn goes, an older page adds none"
    submit(db, capture("Not asked for", day=4, keep=False))
    assert stored(db) == (1, [("One", None)])


def test_the_same_bytes_are_read_once_comments_are_asked_for(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    submit(db, capture(REMARK, keep=False), capture(REMARK, day=2))
    assert stored(db) == (1, [(REMARK, None)])


def test_reclean_keeps_the_setting(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    submit(db, capture("One", "Two"), capture("One", "Two", "Three", day=2))
    assert reclean(db, workers=1).outcomes.keys() == {"same"}
    expected = stored(db)
    assert expected == (3, [("One", None), ("Two", 0), ("Three", 1)])
    with Store.open(db) as store, store.transaction():
        store.db.execute("delete from comments")
        store.db.execute("update articles set comment_count = 0")
    reclean(db, workers=1)
    assert stored(db) == expected
    assert reclean(db, workers=1).outcomes.keys() == {"same"}


def test_reclean_says_that_comments_changed(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    submit(db, capture("One"), capture("One", "Two", day=2, keep=False))
    with Store.open(db) as store, store.transaction():
        store.db.execute("update comments set text = 'a worse reading'")
    assert reclean(db, dry_run=True, workers=1).changes == {"comments": 1}
    assert reclean(db, workers=1).changes == {"comments": 1}
    assert stored(db) == (1, [("One", None)])


def test_reclean_reads_none_where_they_were_not_asked_for(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    submit(db, capture(REMARK, keep=False))
    reclean(db, workers=1)
    assert stored(db) == (None, [])


def test_of_a_noarchive_page_only_their_number_is_kept(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    submit(db, capture(REMARK, "No.", head='<meta name="robots" content="noarchive">'))
    assert stored(db) == (2, [])
    assert REMARK.encode() not in b"".join(file.read_bytes() for file in tmp_path.glob("a.db*"))
    assert "noarchive, texts not kept" in show(db)
    permitted = capture(REMARK, "No.", day=2, head='<meta name="robots" content="noarchive">')
    submit(db, permitted, keep_noarchive=True)
    assert stored(db) == (2, [(REMARK, None), ("No.", 0)])


def test_comments_go_with_their_article(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    submit(db, capture(REMARK))
    with Store.open(db) as store, store.transaction():
        store.db.execute("update captures set article_id = null")
        store.db.execute("update articles set revision_id = null")
        store.db.execute("delete from revisions")
        store.db.execute("delete from coverage")
        store.db.execute("delete from _page_lines")
        store.db.execute("delete from articles")
        assert store.table("comments").count == 0
