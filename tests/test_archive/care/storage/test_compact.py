"""`matinee compact`: less space, the same content."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.care.storage.compact import compact
from archive.commands.compact import compact_
from archive.commands.export import export_
from archive.commands.show import show
from archive.db.bodies.compression import AGAIN
from archive.db.store import Store
from archive.errors import DroppedError, NotFoundError
from archive.importing.import_paths import import_paths
from archive.model import Capture
from crawler.cli.reclean import reclean_
from tests.test_archive import cleaners
from tests.test_archive.db.bodies.test_dictionaries import NOON, SITE, bodies, faults, page, submit, values

PAGES = 40


def run(db: Path, *options: str) -> Result:
    return CliRunner().invoke(compact_, [*options, "--db", str(db)])


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return submit(tmp_path / "archive.db", map(page, range(PAGES)))


def test_the_content_stays_and_a_second_run_changes_nothing(db: Path) -> None:
    before = bodies(db)
    with Store.open(db) as store:
        first, second = compact(store, NOON), compact(store, NOON)
    assert first.repacked > 0 and first.saved > 0 and first.size < first.size_before and first.shrunk
    assert (second.repacked, second.saved, second.dropped) == (0, 0, 0)
    assert bodies(db) == before
    assert faults(db) == []


def test_a_few_pages_are_enough_for_a_dictionary(tmp_path: Path) -> None:
    db = submit(tmp_path / "archive.db", map(page, range(5)))
    before = bodies(db)
    result = run(db, "--json")
    assert result.exit_code == 0 and json.loads(result.output)["dictionaries"] == 1
    assert bodies(db) == before


def test_every_page_is_compressed_better_once_also_one_without_a_dictionary(tmp_path: Path) -> None:
    alone = [replace(page(number), outlet=None) for number in range(3)]
    db = submit(tmp_path / "archive.db", [*alone, *map(page, range(10, 14))])
    before = bodies(db)
    assert set(values(db, "select level from _bodies")) == {None}, "as they came in"
    with Store.open(db) as store:
        first, second = compact(store, NOON), compact(store, NOON)
    assert first.repacked >= 4 and second.repacked == 0
    assert set(values(db, "select level from _bodies")) == {AGAIN}
    assert bodies(db) == before


def test_dictionaries_that_nothing_needs_go(db: Path) -> None:
    with Store.open(db) as store, store.transaction():
        row = {"outlet": "reel", "sha256": "ff", "size": 1, "zstd": b"x", "made_from": "[]", "captures": 1}
        store.insert("_dictionaries", {**row, "outlet": "gone"})
    run(db)
    assert values(db, "select distinct outlet from _dictionaries") == ["reel"]


def test_a_crawl_beside_it_only_keeps_the_file_from_shrinking(db: Path) -> None:
    with Store.open(db) as crawl, Store.open(db) as store:
        store.db.execute("pragma busy_timeout = 50")
        crawl.db.execute("begin")
        crawl.row("select 1 from captures")
        report = compact(store, NOON)
        crawl.db.rollback()
    assert report.repacked > 0
    assert bodies(db) == {page(number).url: page(number).body for number in range(PAGES)}


def test_the_command_asks_before_bytes_go(db: Path) -> None:
    refused = CliRunner().invoke(compact_, ["--keep-captures", "none", "--db", str(db)], input="n\n")
    assert refused.exit_code == 1 and f"The bytes of {PAGES} pages" in refused.output
    assert len(bodies(db)) == PAGES and values(db, "select count(*) from _kept_captures") == [0]


def test_a_rule_for_an_outlet_without_captures_is_refused(db: Path) -> None:
    refused = run(db, "--keep-captures", "none", "--outlet", "nowhere", "--yes")
    assert isinstance(refused.exception, NotFoundError) and "outlet nowhere" in str(refused.exception)
    assert values(db, "select count(*) from _kept_captures") == [0]


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--keep-captures", "some"], "'some' is not all, latest, none or a number of days"),
        (["--keep-captures", "-3"], "is not all"),
        (["--outlet", "reel"], "--outlet goes with --keep-captures"),
    ],
)
def test_wrong_usage(db: Path, options: list[str], problem: str) -> None:
    result = run(db, *options)
    assert result.exit_code == 2 and problem in result.output


def test_what_was_dropped_is_said_and_not_done(db: Path, tmp_path: Path) -> None:
    texts = values(db, "select text from coverage order by url")
    assert run(db, "--keep-captures", "none", "--yes").exit_code == 0
    assert values(db, "select text from coverage order by url") == texts
    assert values(db, "select count(*) from captures where length(sha256) = 64 and status = 200") == [PAGES]
    assert values(db, "select count(*) from _dictionaries") == [0]
    with Store.open(db) as store, pytest.raises(DroppedError, match=r"dropped on .*fetch it again or import"):
        store.capture(1)
    raw = CliRunner().invoke(show, [f"{SITE}/1", "--raw", "--db", str(db)])
    assert raw.exit_code == 1 and isinstance(raw.exception, DroppedError)
    again = CliRunner().invoke(reclean_, ["--db", str(db)])
    assert again.exit_code == 0 and f"{PAGES} captures not cleaned: the bytes were dropped" in again.output
    warc = CliRunner().invoke(export_, [str(tmp_path / "t.warc.gz"), "--db", str(db)])
    assert "0 captures" in warc.output and f"--keep-captures): {PAGES}" in warc.output
    assert faults(db) == []


def test_the_same_page_fetched_again_is_kept_again(db: Path) -> None:
    run(db, "--keep-captures", "none", "--yes")
    first = page(1)
    later = Capture(first.url, page(99).captured_at, first.body, outlet="reel")
    submit(db, [later, first])
    assert bodies_of(db, first.url) == [first.body, first.body]
    assert values(db, f"select outcome from captures where url = '{first.url}' order by id")[1:] == ["same"]


def bodies_of(db: Path, url: str) -> list[bytes]:
    with Store.open(db, readonly=True) as store:
        rows = store.db.execute("select sha256 from captures where url = ?", (url,)).fetchall()
        return [store.body(sha256) for (sha256,) in rows]


def test_what_was_exported_before_comes_back(db: Path, tmp_path: Path) -> None:
    before = bodies(db)
    out = tmp_path / "t.warc.gz"
    assert CliRunner().invoke(export_, [str(out), "--db", str(db)]).exit_code == 0
    run(db, "--keep-captures", "none", "--yes")
    report = import_paths([out], db, clean=cleaners.clean, workers=1)
    assert report.errors == []
    assert bodies(db) == before
