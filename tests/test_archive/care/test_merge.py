"""Archives merged in either order, and more than once: the same articles."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from archive.care.check import check
from archive.care.merge import MergeReport, merge
from archive.care.removal import find_target
from archive.care.remove import remove
from archive.care.storage.retention import EVERY_OUTLET, drop_bodies, stored_rules, write_rules
from archive.commands.merge import merge_
from archive.db.store import Store
from archive.errors import ArchiveError
from archive.export import records
from archive.ingest.ingest import Ingest
from archive.model import Capture
from tests.support.examples import property_test
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
SITE = "https://reel.example"


def page(path: str, text: str, days: float = 0, **fields: Any) -> Capture:
    body = text.replace("|", "\n").encode()
    return replace(Capture(f"{SITE}/{path}", NOON + timedelta(days=days), body, outlet="reel"), **fields)


def submit(db: Path, captures: Iterable[Capture], **options: bool) -> Path:
    with ThreadPoolExecutor(1) as threads, Ingest(db, threads, clean=cleaners.clean) as ingest:
        for capture in captures:
            ingest.submit(capture, **options).result(DEADLINE)
    return db


def merged(first: Path, second: Path) -> Path:
    """A copy of the first archive with the second merged into it."""
    copy = first.with_name(f"{first.stem}+{second.stem}.db")
    shutil.copy(first, copy)
    take(copy, second)
    return copy


def take(db: Path, other: Path) -> MergeReport:
    with Store.open(other, readonly=True) as source, Store.open(db) as store:
        return merge(store, source)


def exported(db: Path) -> list[dict[str, Any]]:
    """The records by URL. Ids differ with the order, so duplicates are shown by the URLs of their group."""
    with Store.open(db, readonly=True) as store:
        assert [fault.line() for fault in check(store)] == []
        made = list(records(store))
    groups: dict[int, list[str]] = {}
    for record in made:
        groups.setdefault(record["duplicate_of"] or record["id"], []).append(record["url"])
    for record in made:
        record["duplicate_of"] = sorted(groups[record["duplicate_of"] or record.pop("id")])
        record.pop("id", None)
    return sorted(made, key=lambda record: record["url"])


def rows(db: Path, sql: str) -> list[tuple[Any, ...]]:
    with Store.open(db, readonly=True) as store:
        return store.db.execute(sql).fetchall()


ALICE = [
    page("a", "A night|By Ann|The first words of it.|!work Quarter|!imdb tt1"),
    page("b", "B side|By Bob|Words that stay.|!rating 3/5"),
    page("list", "!listing|A list|By Bob|Ten."),
]
BOB = [
    page("a", "A night|By Ann and Bob|The first words of it.|!work Quarter", 1),
    page("a", "A night again|By Ann|Other words of it.", 2),
    page("c", "C major|By Cy|Words that stay."),
    page("b", "B side|By Bob|Words that stay.|!rating 3/5"),
]


@pytest.fixture
def alice(tmp_path: Path) -> Path:
    return submit(tmp_path / "alice.db", ALICE)


@pytest.fixture
def bob(tmp_path: Path) -> Path:
    return submit(tmp_path / "bob.db", BOB)


def test_all_texts_and_captures_are_kept_and_the_latest_is_shown(alice: Path, bob: Path) -> None:
    report = take(alice, bob)
    assert report == MergeReport(new=1, changed=1, same=1, captures=3)
    assert rows(alice, "select url, title, authors, duplicate_of from coverage order by url") == [
        (f"{SITE}/a", "A night again", "Ann", None),
        (f"{SITE}/b", "B side", "Bob", None),
        (f"{SITE}/c", "C major", "Cy", 2),
    ]
    assert len(rows(alice, "select 1 from revisions where article_id = 1")) == 2
    assert len(rows(alice, "select 1 from captures")) == 6
    assert rows(alice, "select count(*) from coverage_fts where coverage_fts match 'other'") == [(1,)]


def test_either_order_and_any_number_of_times_give_the_same(alice: Path, bob: Path) -> None:
    one, other = merged(alice, bob), merged(bob, alice)
    assert exported(one) == exported(other)
    before = rows(one, "select * from coverage order by id")
    assert take(one, bob).changed == 0 and take(one, alice).new == 0 and take(one, other).captures == 0
    assert rows(one, "select * from coverage order by id") == before


def test_a_cut_text_replaces_no_complete_one(tmp_path: Path, alice: Path) -> None:
    cut = submit(tmp_path / "cut.db", [page("a", "A night|By Ann|The first.|!paywalled", 5)])
    for db in (merged(alice, cut), merged(cut, alice)):
        assert rows(db, f"select text from coverage where url = '{SITE}/a'") == [("The first words of it.",)]


def test_a_withheld_text_is_filled_by_the_archive_that_has_it(tmp_path: Path) -> None:
    secret = page("a", "A|By Ann|Words that one may keep.", headers={"x-robots-tag": "noarchive"})
    without = submit(tmp_path / "without.db", [secret], keep_noarchive=False)
    kept = submit(tmp_path / "kept.db", [secret])
    for db in (merged(without, kept), merged(kept, without)):
        assert [record["text"] for record in exported(db)] == ["Words that one may keep."]


def test_dropped_bytes_that_come_back_are_counted(tmp_path: Path) -> None:
    full = submit(
        tmp_path / "full.db", [page("a", "A|By Ann|Text."), page("list", "!listing|A|By Ann|Text.")]
    )
    small = tmp_path / "small.db"
    shutil.copy(full, small)
    with Store.open(small) as store, store.transaction():
        write_rules(store, {EVERY_OUTLET: "none"}, NOON)
        assert drop_bodies(store, stored_rules(store), NOON).pages == 2
    assert take(small, full) == MergeReport(same=1, filled=2)
    assert take(small, full) == MergeReport(same=1)


def test_a_page_that_moved_in_one_archive_is_one_article(tmp_path: Path) -> None:
    text = "Moved|By Ann|A text that moved to another place with all its words."
    old = submit(tmp_path / "old.db", [page("old", text)])
    both = submit(tmp_path / "both.db", [page("new", text, 1, redirected_from=(f"{SITE}/old",))])
    one, other = merged(old, both), merged(both, old)
    assert exported(one) == exported(other)
    assert [record["url"] for record in exported(one)] == [f"{SITE}/new"]


def test_crawls_and_the_frontier_are_taken(alice: Path, bob: Path) -> None:
    with Store.open(bob) as store, store.transaction():
        crawl = store.insert("crawls", {"outlet": "reel", "started_at": "2026-03-15T12:00:00+00:00"})
        store.update("crawls", crawl, {"first_crawl_id": crawl})
        store.db.execute("update captures set crawl_id = ?", (crawl,))
        row = {
            "outlet": "reel",
            "url": f"{SITE}/z",
            "host": "reel.example",
            "kind": "page",
            "state": "leased",
        }
        store.insert("frontier", {**row, "state": "leased", "found_at": "2026", "crawl_id": crawl})
    take(alice, bob)
    take(alice, bob)
    assert rows(alice, "select url, state, crawl_id from frontier") == [(f"{SITE}/z", "pending", 1)]
    assert rows(alice, "select id, first_crawl_id from crawls") == [(1, 1)]
    assert rows(alice, "select count(*) from captures where crawl_id = 1") == [(3,)]
    assert exported(alice)


def test_what_was_removed_is_not_taken(alice: Path, bob: Path) -> None:
    with Store.open(alice) as store:
        target = find_target(store, f"{SITE}/a")
        assert target
        remove(store, target, "asked", NOON)
    assert take(alice, bob).removed == 1
    assert [record["url"] for record in exported(alice)] == [f"{SITE}/b", f"{SITE}/c"]
    with pytest.raises(ArchiveError, match=r"/a was removed from it for good: remove it from .*bob\.db, too"):
        take(bob, alice)


def test_the_archive_itself_is_refused_and_the_command_counts(alice: Path, bob: Path) -> None:
    with pytest.raises(ArchiveError, match="is the archive itself"):
        take(alice, alice)
    result = CliRunner().invoke(merge_, [str(bob), "--db", str(alice)])
    assert result.exit_code == 0
    assert "1 article new, 1 changed, 1 the same, 3 captures added" in result.output


TITLES = st.sampled_from(["T", "U"])
TEXTS = st.sampled_from(["Words that stay.", "Other words of it.", "The first.", "夜の電車の映画だった。"])
ORDERS = ["", "!listing", "!paywalled", "!rating 3/5", "!rating 4/5", "!work Quarter|!imdb tt1",
          "!work Quarter", "!doubtful", "!date 2026-01-01", "!date 2026"]  # fmt: skip


@st.composite
def made_captures(draw: st.DrawFn) -> Capture:
    author, order = draw(st.sampled_from(["Ann", "Bob"])), draw(st.sampled_from(ORDERS))
    outlet, status = draw(st.sampled_from(["reel", "noise"])), draw(st.sampled_from([200, 200, 200, 404]))
    # Two captures of one address, time and body are one, so the body names what else may differ. Two archives
    # never have different bodies of one moment, so the moment depends on the body.
    text = f"{draw(TITLES)}|By {author}|{draw(TEXTS)}|{order}|!{status} {outlet}"
    made = page(draw(st.sampled_from("abc")), text, draw(st.integers(0, 4)), outlet=outlet, status=status)
    return replace(made, captured_at=made.captured_at + timedelta(seconds=crc32(made.body) % 40_000))


MADE = st.lists(made_captures(), min_size=1, max_size=6)


@property_test
@given(first=MADE, second=MADE)
def test_merging_commutes_and_is_idempotent(
    tmp_path_factory: pytest.TempPathFactory, first: list[Capture], second: list[Capture]
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    a, b = submit(folder / "a.db", first), submit(folder / "b.db", second)
    one, other = merged(a, b), merged(b, a)
    assert exported(one) == exported(other)
    before = exported(one)
    for again in (a, b, other):
        take(one, again)
        assert exported(one) == before
