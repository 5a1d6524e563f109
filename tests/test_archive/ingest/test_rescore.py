"""Scores again, on an archive that the cleaner filled: from what was read, without the pages."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.ingest.reclean import reclean
from archive.ingest.rescore import rescore
from archive.model import Capture
from archive.query.records import records
from archive.query.selection import Selection
from archive.rules.load import load_rules
from archive.rules.model import Rules
from crawler.cli.main import cli
from tests.test_archive.site_rule_pages import HOST, PAGE, TOML

Write = Callable[..., Path]
FIRST, TEST = TOML.split("[[test]]")
NO_SCALE = FIRST.replace('scale = ".mark u"\n', "")


def page(rating: str, day: str, lead: str) -> str:
    changed = PAGE.replace("<b>3</b> of <u>4</u>", f"<b>{rating}</b>")
    return changed.replace("2024-03-03", day).replace("<p>The Lantern Hour", f"<p>{lead} The Lantern Hour")


PAGES = {
    "old": page("3", "2007-05-01", "At first."),
    "new": page("3/5", "2024-03-03", "At last."),
    "letter": page("B+", "2024-03-03", "In between."),
    "pick": page("Critic's Pick", "2024-03-03", "After all."),
}


def rules_of(write: Write, score: str, first: str = NO_SCALE) -> Rules:
    return load_rules(write(f"{first}\n{score}\n[[test]]{TEST}").parent)


@pytest.fixture
def db(tmp_path: Path, write: Write, make_capture: Callable[..., Capture]) -> Path:
    path = tmp_path / "rated.db"
    with Ingest(path, workers=1, rules=rules_of(write, "")) as ingest:
        for name, source in PAGES.items():
            ingest.submit(make_capture(source, f"https://www.{HOST}/{name}"))
    return path


Rated = dict[str, tuple[str, float | None, str | None]]


def ratings(db: Path) -> Rated:
    """By the page's name, the rating's raw, score and conversion as `coverage` has them."""
    with Store.open(db, readonly=True) as store:
        return {
            record["url"].rpartition("/")[2]: tuple(
                record["rating"][key] for key in ("raw", "score", "conversion")
            )
            for record in records(store)
        }  # type: ignore[return-value]


USUAL: Rated = {
    "old": ("3", None, None),
    "new": ("3/5", 60.0, "linear-1"),
    "letter": ("B+", 83.0, "letter-metacritic-1"),
    "pick": ("Critic's Pick", None, None),
}
SCORE = """[score]
conversion = "range-1"
worst = 1
best = 5
[[score.era]]
until = 2009-01-01
best = 4
worst = 0
"""


def test_a_rule_and_its_era_apply_without_the_pages(db: Path, write: Write) -> None:
    assert ratings(db) == USUAL
    with Store.open(db) as store, store.transaction():
        store.db.execute("update _bodies set zstd = x'00'")  # no page can be read any more
    rules = rules_of(write, SCORE)
    preview = rescore(db, rules=rules, dry_run=True)
    assert (preview.ratings, preview.changed) == (4, 2) and ratings(db) == USUAL
    report = rescore(db, rules=rules)
    assert (report.changed, report.designations, report.unscored) == (2, 1, 0)
    assert ratings(db) == {
        **USUAL,
        "old": ("3", 75.0, "range-1:worst=0,best=4"),
        "new": ("3/5", 50.0, "range-1:worst=1,best=5"),
    }
    assert rescore(db, rules=rules).changed == 0
    assert rescore(db).changed == 2 and ratings(db) == USUAL


def test_cleaning_gives_the_same_scores(db: Path, write: Write) -> None:
    for first, score in ((NO_SCALE, SCORE), (f"{NO_SCALE}scale = 10\n", "")):
        rules = rules_of(write, score, first)
        rescore(db, rules=rules)
        scores = ratings(db)
        assert reclean(db, rules=rules, workers=1).changes == {}
        assert ratings(db) == scores


def test_a_new_page_is_scored_by_the_rule(
    tmp_path: Path, write: Write, make_capture: Callable[..., Capture]
) -> None:
    path = tmp_path / "new.db"
    with Ingest(path, workers=1, rules=rules_of(write, SCORE)) as ingest:
        ingest.submit(make_capture(PAGES["old"], f"https://www.{HOST}/old"))
    assert ratings(path) == {"old": ("3", 75.0, "range-1:worst=0,best=4")}


def test_only_what_is_selected(db: Path, write: Write) -> None:
    rules = rules_of(write, '[score.table]\n"B+" = 90\n"3" = 70')
    assert rescore(db, Selection(min_score=80), rules=rules).changed == 1
    assert {name for name, (_, score, _) in ratings(db).items() if score == 90} == {"letter"}


def test_earlier_revisions_are_scored_too(
    db: Path, write: Write, make_capture: Callable[..., Capture]
) -> None:
    with Ingest(db, workers=1, rules=rules_of(write, "")) as ingest:
        edited = page("4/5", "2024-03-03", "After a second night it is better.")
        ingest.submit(make_capture(edited, f"https://www.{HOST}/new", "2024-04-01"))
    rescore(db, rules=rules_of(write, SCORE))
    with Store.open(db, readonly=True) as store:
        sql = "select rating_score from reviews where rating_raw in ('3/5', '4/5') order by rating_raw"
        assert [row[0] for row in store.db.execute(sql)] == [50.0, 75.0]


def test_the_command_reports(db: Path, write: Write) -> None:
    folder = write(f"{NO_SCALE}\n{SCORE}\n[[test]]{TEST}").parent
    arguments = ["rescore", "--db", str(db), "--rules", str(folder)]
    done = CliRunner().invoke(cli, [*arguments, "--dry-run", "--json"])
    assert done.exit_code == 0 and json.loads(done.stdout)["changed"] == 2
    done = CliRunner().invoke(cli, arguments)
    assert done.output.splitlines()[0] == "4 ratings, 2 changed."
    assert "1 in words, which have no score" in done.output


def test_an_archive_of_an_earlier_version_keeps_its_scores(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    archives = Path(__file__).parents[1] / "db/archives"
    path.write_bytes(gzip.decompress((archives / "archive-0006.db.gz").read_bytes()))
    report = rescore(path)
    assert report.changed == 0 and report.conversions["linear-1"] > 0
