"""Stories as commands, searches and Python read them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive import Archive
from archive.db.store import Store
from archive.model import Capture, Reading
from archive.query.records import records
from archive.query.search import search
from archive.query.selection import Selection
from archive.query.stories import copies, count_stories, stories
from crawler.cli.main import cli
from tests.test_archive.conftest import SAVED, article, moment, put
from tests.test_archive.stories.prose import prose

NIGHT = prose("night", 36)
CUT = "\n".join(NIGHT.splitlines()[:9])
REEL, NOISE, OTHER = (f"https://{name}.example/night" for name in ("reel", "noise", "other"))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A review in reel, its cut copy in noise under another headline, and a review of a remake in other."""
    path = tmp_path / "archive.db"
    for url, title, text, day, kind in (
        (REEL, "A night at sea", NIGHT, "2026-03-01", "review"),
        (NOISE, "Seafaring for beginners", CUT, "2026-03-03", "feature"),
        (OTHER, "A night at sea", prose("remake", 36), "2026-03-02", "review"),
    ):
        made = replace(
            article(url, title, text, published=moment(day)), kind=Reading(kind, "json-ld"), markdown=text
        )
        put(path, made, Capture(url, SAVED, text.encode(), outlet=url.split("//")[1].split(".")[0]))
    return path


def matinee(db: Path, *words: str) -> str:
    done = CliRunner().invoke(cli, [*words, "--db", str(db)])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_the_command_lists_the_original_and_its_copies(db: Path) -> None:
    lines = matinee(db, "stories").splitlines()
    assert lines == [
        "    1  A night at sea",
        f"       reel, 2026-03-01, {REEL}",
        "        2  Seafaring for beginners",
        f"           75% alike, noise, 2026-03-03, {NOISE}",
        "",
        "1 story in several places.",
    ]
    assert matinee(db, "stories", "--outlet", "other") == "No article of these has a copy.\n"
    (story,) = json.loads(matinee(db, "stories", "--outlet", "noise", "--json"))
    assert story["original"]["url"] == REEL and story["original"]["alike"] == 1.0
    assert [(copy["id"], copy["is_original"]) for copy in story["copies"]] == [(2, False)]
    assert matinee(db, "stories", "--offset", "1") == "1 story in all; none after --offset 1.\n"


def test_show_lists_the_copies_elsewhere(db: Path) -> None:
    assert f"copy      75% alike, noise, 2026-03-03, {NOISE} (article 2)\n" in matinee(db, "show", "1")
    assert f"original  reel, 2026-03-01, {REEL} (article 1)\n" in matinee(db, "show", NOISE)
    other = matinee(db, "show", OTHER)
    assert "\ncopy " not in other and "\noriginal " not in other


@pytest.mark.parametrize(
    ("selection", "query", "ids"),
    [
        ({}, "", [1, 3]),
        ({"kinds": ("feature",)}, "", [2]),
        ({"outlets": ("noise", "other")}, "", [2, 3]),
        ({}, "seafaring", [2]),  # only the copy has the word
        ({}, "sea", [1, 3]),
        ({"outlets": ("noise",)}, NOISE, [2]),
    ],
)
def test_one_per_story_gives_the_best_that_filters_and_query_let_through(
    db: Path, selection: dict[str, Any], query: str, ids: list[int]
) -> None:
    chosen = Selection(**selection, one_per_story=True)
    with Store.open(db, readonly=True) as store:
        page = search(store, query, chosen)
        assert sorted(hit.record["id"] for hit in page.hits) == ids and page.total == len(ids)
        if not query.startswith("https:"):  # an export takes an address for words
            assert [record["id"] for record in records(store, chosen, query)] == ids


def test_search_and_export_have_the_option(db: Path, tmp_path: Path) -> None:
    hits = json.loads(matinee(db, "search", "--one-per-story", "--json"))
    assert sorted(hit["id"] for hit in hits) == [1, 3]
    for name in ("out.jsonl", "out.csv", "out.warc.gz"):
        assert matinee(db, "export", str(tmp_path / name), "--one-per-story").startswith("2 ")
    assert len((tmp_path / "out.jsonl").read_text().splitlines()) == 2


def test_stories_are_counted_and_paged(db: Path) -> None:
    with Store.open(db, readonly=True) as store:
        assert count_stories(store) == count_stories(store, Selection(kinds=("feature",))) == 1
        assert list(stories(store, limit=0)) == list(stories(store, offset=1)) == []
        assert copies(store, 3) == []
        (copy,) = copies(store, 2)
        assert copy.url == REEL and copy.is_original


def test_python_reads_copies_and_one_per_story(db: Path) -> None:
    with Archive(db) as a:
        (copy,) = a.article(REEL).copies
        assert (copy.outlet, copy.title, copy.is_original) == ("noise", "Seafaring for beginners", False)
        assert copy.alike == pytest.approx(0.75, abs=0.01)
        assert [found.id for found in a.articles(one_per_story=True)] == [1, 3]
        assert a.count(one_per_story=True) == 2 and a.count("seafaring", one_per_story=True) == 1
