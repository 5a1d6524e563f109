"""What recurs on an outlet's pages is learned, dropped and, by `matinee reclean`, dropped from old pages.

Long because learning, recleaning and the commands for both share one archive of pages.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.ingest.learned.boilerplate import read_learned, study, write_findings
from archive.ingest.learned.edit_boilerplate import set_line_states
from archive.ingest.reclean import reclean
from archive.query.selection import Selection
from crawler.cli.main import cli
from tests.support.forked import start_code
from tests.support.paths import ROOT
from tests.support.processes import DEADLINE
from tests.test_archive.recurring_pages import (
    OUTLET,
    OWN_WORDS,
    PROMO,
    REFRAIN,
    SIGN_OFF,
    VERDICT,
    WARNING,
    capture,
)
from tests.test_archive.taking import take


@pytest.fixture(scope="module")
def threads() -> Iterator[Executor]:
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture(scope="module")
def stored_twelve(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of all twelve pages, in which furniture was learned on the way."""
    path = tmp_path_factory.mktemp("twelve") / "archive.db"
    with ThreadPoolExecutor(1) as threads:
        assert take(path, threads, map(capture, range(12))) == ["new"] * 12
    return path


@pytest.fixture
def twelve(stored_twelve: Path, db: Path) -> Path:
    """A copy of that archive."""
    assert not stored_twelve.with_name("archive.db-wal").exists()
    return Path(shutil.copy(stored_twelve, db))


def texts(db: Path) -> dict[str, str]:
    with Store.open(db, readonly=True) as store:
        return {row["title"]: row["text"] for row in store.db.query("select title, text from coverage")}


def lines_with(db: Path, line: str) -> int:
    """How many articles show a line."""
    return sum(line in text.split("\n") for text in texts(db).values())


def dump(db: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of the archive."""
    with Store.open(db, readonly=True) as store:
        names = [table.name for table in store.db.tables if not table.name.startswith("coverage_fts")]
        return {name: sorted(map(repr, store.db.execute(f"select * from {name}"))) for name in names}


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_what_recurs_is_learned_and_what_an_author_repeats_is_not(twelve: Path) -> None:
    with Store.open(twelve, readonly=True) as store:
        learned = {row["line"]: row for row in store.db.query("select * from _learned_boilerplate")}
    assert set(learned) == {SIGN_OFF, PROMO}
    assert learned[PROMO]["position"] == "anywhere"
    assert learned[SIGN_OFF]["position"] == "edge"
    assert {(row["pages"], row["of_pages"]) for row in learned.values()} == {(12, 12)}
    assert learned[PROMO]["first_seen"][:10] == "2026-02-01"
    assert learned[PROMO]["last_seen"][:10] == "2026-02-12"


def test_later_pages_come_without_it_and_earlier_ones_by_recleaning(twelve: Path) -> None:
    assert 0 < lines_with(twelve, SIGN_OFF) <= 6, "it takes some pages to learn, not all"
    report = reclean(twelve, workers=1)
    assert report.exit_code == 0
    assert report.outcomes["changed"] > 0
    assert lines_with(twelve, SIGN_OFF) == lines_with(twelve, PROMO) == 0
    assert lines_with(twelve, WARNING) == 4
    assert lines_with(twelve, REFRAIN) == 4
    assert lines_with(twelve, OWN_WORDS) == 4
    assert lines_with(twelve, VERDICT) == 12


def test_recleaning_replaces_and_makes_no_revision(twelve: Path) -> None:
    with Store.open(twelve, readonly=True) as store:
        before = store.db.execute("select id, capture_id from revisions order by id").fetchall()
    reclean(twelve, workers=1)
    with Store.open(twelve, readonly=True) as store:
        assert store.db.execute("select id, capture_id from revisions order by id").fetchall() == before
        hit = "select count(*) from coverage_fts where coverage_fts match 'tickets'"
        assert store.db.execute(hit).fetchone()[0] == 0, "the index knows the new text"
        store.db.execute("select count(*) from coverage_fts").fetchone()


def test_a_second_time_changes_nothing(twelve: Path) -> None:
    reclean(twelve, workers=1)
    before = dump(twelve)
    report = reclean(twelve, workers=1)
    assert dump(twelve) == before
    assert report.outcomes == {"same": 12}
    assert "Nothing changed." in report.lines()


def test_a_dry_run_says_the_same_and_writes_nothing(twelve: Path) -> None:
    before = dump(twelve)
    trial = reclean(twelve, workers=1, dry_run=True)
    assert dump(twelve) == before
    assert trial.outcomes == reclean(twelve, workers=1).outcomes


def test_an_archive_from_before_this_was_learned(twelve: Path) -> None:
    """Nothing is known of its pages' lines until they are cleaned again; one run does it all."""
    with Store.open(twelve) as store, store.transaction():
        store.db.execute("delete from _page_lines")
        store.db.execute("delete from _learned_boilerplate")
    reclean(twelve, workers=1)
    before = dump(twelve)
    assert lines_with(twelve, PROMO) == 0
    reclean(twelve, workers=1)
    assert dump(twelve) == before


def test_a_page_that_only_lost_its_furniture_has_not_changed(db: Path, threads: Executor) -> None:
    """The first page was kept with its sign-off; fetched again when that is known, it is mended in place."""
    outcomes = take(db, threads, [*map(capture, range(12)), replace(capture(0, days=30), body=again(0))])
    assert outcomes[-1] == "same"
    with Store.open(db, readonly=True) as store:
        (revisions,) = store.db.execute("select count(*) from revisions where article_id = 1").fetchone()
    assert revisions == 1
    assert SIGN_OFF not in texts(db)["The Salt Road review"]


def again(number: int) -> bytes:
    """A page's bytes as they differ at every fetch."""
    return capture(number).body.replace(b"</head>", b"<!-- 12:31 --></head>")


def test_a_page_that_changed_as_well_has_changed(db: Path, threads: Executor) -> None:
    changed = again(0).replace(b"a good joke", b"a very good joke")
    outcomes = take(db, threads, [*map(capture, range(12)), replace(capture(0, days=30), body=changed)])
    assert outcomes[-1] == "changed"


def test_revisions_and_copies_of_an_article_count_once(db: Path, threads: Executor) -> None:
    """One article in five wordings and the same article at five addresses are two sightings at most."""
    wordings = [
        replace(capture(0, days=day), body=again(0).replace(b"takes its time", f"takes {day} hours".encode()))
        for day in range(5)
    ]
    copies = [replace(capture(1), url=f"https://lantern.example/reviews/copy-{n}") for n in range(5)]
    take(db, threads, [*wordings, *copies])
    with Store.open(db, readonly=True) as store:
        of = store.db.execute("select max(of_pages) from _learned_boilerplate").fetchone()[0]
        assert of in (None, 2)
        assert not store.row("select 1 from _learned_boilerplate where position = 'anywhere'")


def test_a_sign_off_that_is_dropped_goes_at_the_edge_only(twelve: Path, threads: Executor) -> None:
    """The same words quoted amid the text are the author's."""
    quoting = again(5).replace(b"hardly leaves one room", SIGN_OFF.encode() + b"</p><p>Really, it")
    url = "https://lantern.example/reviews/quoting"
    take(twelve, threads, [replace(capture(5, days=40), url=url, body=quoting)])
    with Store.open(twelve, readonly=True) as store:
        row = store.row("select text from coverage where url = ?", url)
    assert row
    assert SIGN_OFF in row["text"]
    assert row["text"].split("\n")[-1] != SIGN_OFF


def test_pinned_and_pardoned_and_forgotten(twelve: Path) -> None:
    done = run("furniture", OUTLET, "--db", twelve, "--pin", REFRAIN.upper(), "--pardon", PROMO, "--json")
    assert done.exit_code == 0, done.output
    shown = {piece["line"]: piece for piece in json.loads(done.stdout)}
    assert shown[PROMO]["state"] == "pardoned"
    assert shown[SIGN_OFF]["state"] == "learned"
    pinned = shown[REFRAIN.upper()]
    assert (pinned["state"], pinned["pages"], pinned["of_pages"]) == ("pinned", 4, 12)
    reclean(twelve, workers=1)
    assert lines_with(twelve, REFRAIN) == 0
    assert lines_with(twelve, PROMO) == 12
    run("furniture", OUTLET, "--db", twelve, "--forget", REFRAIN, "--forget", PROMO)
    reclean(twelve, workers=1)
    assert lines_with(twelve, REFRAIN) == 4
    assert lines_with(twelve, PROMO) == 0


def test_the_table(twelve: Path) -> None:
    done = run("furniture", OUTLET, "--db", twelve)
    assert done.exit_code == 0
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    assert rows[0] == ["state", "seen on", "dropped", "line", "last seen at"]
    assert ["learned", "12 of 12 pages", "anywhere", PROMO] in [row[:4] for row in rows]
    assert all(row[4] == "https://lantern.example/reviews/tidewater" for row in rows[1:])


@pytest.mark.parametrize("arguments", [["lanterne"], ["lanterne", "--pin", "x"], [OUTLET, "--forget", "x"]])
def test_what_is_not_there_is_one_line(twelve: Path, arguments: list[str]) -> None:
    before = dump(twelve)
    done = run("furniture", *arguments, "--db", twelve)
    assert done.exit_code == 1
    assert done.output.startswith("Error: ")
    assert "lantern" in done.output
    assert dump(twelve) == before


def test_reclean_on_the_command_line(twelve: Path) -> None:
    trial = run("reclean", "--db", twelve, "--outlet", OUTLET, "--dry-run", "--json")
    assert trial.exit_code == 0, trial.output
    counts = json.loads(trial.stdout)
    assert counts["dry_run"] and counts["captures"] == 12
    done = run("reclean", "--db", twelve)
    assert f"{counts['changed']} changed" in done.stdout
    assert "Nothing changed." in run("reclean", "--db", twelve).stdout
    assert "0 captures" in run("reclean", "--db", twelve, "--author", "Nobody At All").stdout
    assert run("reclean", "--db", twelve.with_name("none.db")).exit_code == 1


def test_a_selection_takes_its_articles_captures_alone(twelve: Path) -> None:
    report = reclean(twelve, Selection(authors=("Mara Quill",)), workers=1)
    assert report.outcomes.total() == 4


def test_stopped_by_force_it_is_run_again(twelve: Path) -> None:
    """Killed at a random moment, then finished: as if it had not been killed."""
    whole = twelve.with_name("whole.db")
    with Store.open(twelve) as store:
        store.db.execute("vacuum into ?", (str(whole),))
    script = "import sys; from archive.ingest.reclean import reclean; reclean(sys.argv[1], workers=1)"
    for seconds in (0.1, 0.5, 1.0):
        process = start_code(script, [str(twelve)], os.environ, ROOT)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait(DEADLINE)
    reclean(twelve, workers=1)
    reclean(whole, workers=1)
    assert dump(twelve)["revisions"] == dump(whole)["revisions"]
    assert dump(twelve)["_learned_boilerplate"] == dump(whole)["_learned_boilerplate"]


def test_the_commands_are_offered() -> None:
    assert {"reclean", "furniture"} <= set(cli.commands)


def test_studying_an_outlet_holds_no_transaction(db: Path, threads: Executor) -> None:
    """The writer, for whom every other outlet waits, does not read the pages that are learned from."""
    statements: list[str] = []
    with Ingest(db, threads) as ingest:
        ingest.write(lambda store: store.db.conn.set_trace_callback(statements.append)).result()
        for number in range(12):
            ingest.submit(capture(number)).result()
        ingest.write(lambda store: store.db.conn.set_trace_callback(None)).result()
    assert [statement for statement in statements if "into _learned_boilerplate" in statement]
    assert not [statement for statement in statements if "from _page_lines" in statement]
    assert set(learned(db)) == {SIGN_OFF, PROMO}


def test_a_study_only_reads_and_a_decision_in_the_meantime_stays(twelve: Path) -> None:
    with Store.open(twelve) as store, store.transaction():
        store.db.execute("delete from _learned_boilerplate")
    with Store.open(twelve, readonly=True) as reader:
        findings = study(reader, OUTLET)
    with Store.open(twelve) as store:
        set_line_states(store, OUTLET, [(PROMO, "pardoned")])
        with store.transaction():
            write_findings(store, findings)
    assert learned(twelve) == {SIGN_OFF: "learned", PROMO: "pardoned"}


def test_other_outlets_go_on_while_one_is_studied(db: Path, threads: Executor) -> None:
    """Pages of an outlet wait until what it has taught is written, so that each page is cleaned with it."""
    lanterns = [capture(number) for number in range(12)]
    others = [  # of other words: a copy of a page is not learned from
        replace(
            page,
            url=f"https://beacon.example/{number}",
            outlet="beacon",
            body=page.body.replace(b" a ", b" one "),
        )
        for number, page in enumerate(lanterns)
    ]
    with Ingest(db, threads) as ingest:
        pages = [page for pair in zip(lanterns, others, strict=True) for page in pair]
        futures = [ingest.submit(page) for page in pages]
        assert {future.result(DEADLINE).outcome for future in futures} == {"new"}
    with Store.open(db, readonly=True) as store:
        rows = store.db.execute("select outlet, count(*) from _learned_boilerplate group by outlet")
        assert dict(rows.fetchall()) == {OUTLET: 2, "beacon": 2}


def learned(db: Path) -> dict[str, str]:
    """Lines and what is done with them."""
    with Store.open(db, readonly=True) as store:
        return dict(store.db.execute("select line, state from _learned_boilerplate").fetchall())


def test_where_an_outlets_reviews_name_the_work_is_learned_with_its_boilerplate(
    db: Path, threads: Executor
) -> None:
    pages = [capture(number) for number in range(6)]
    take(db, threads, pages)
    with Store.open(db) as store:
        learned = read_learned(store, OUTLET)
    assert learned.work_places == {"between nothing and small word": pytest.approx(6 / 7)}
