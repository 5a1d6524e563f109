"""Outlets become proven, are read by their template, checked, and forgotten after a redesign, end to end."""

from __future__ import annotations

import json
import zlib
from concurrent.futures import Executor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from archive.clean.template.learn import PROVEN
from archive.db.store import Store
from archive.ingest.learned.template import (
    MOST_MISFITS,
    LearnedTemplates,
    forget_template,
    read_template,
)
from archive.ingest.reclean import reclean
from crawler.cli.main import cli
from tests.test_archive.proven_pages import OUTLETS, capture, numbers, seed, url
from tests.test_archive.taking import take

FEW = range(12)

NEW_KEYS = ("used", "beside", "around")  # of templates and places since what stands beside is cut


def counts(db: Path, outlet: str) -> dict[str, Any]:
    """The row of an outlet's template without the template; {} where it is not proven."""
    with Store.open(db, readonly=True) as store:
        row = store.row("select * from _templates where outlet = ?", outlet) or {}
        return {name: row[name] for name in ("read", "checked", "misfits", "misfits_in_a_row") if row}


def text(db: Path, address: str) -> str:
    with Store.open(db, readonly=True) as store:
        row = store.row("select text from coverage where url = ?", address)
        assert row is not None
        return str(row["text"])


def texts(db: Path) -> list[tuple[Any, ...]]:
    with Store.open(db, readonly=True) as store:
        return list(store.db.execute("select url, title, authors, published, text from coverage order by id"))


@pytest.mark.parametrize("outlet", OUTLETS)
def test_the_next_page_of_a_proven_outlet_is_read_by_its_template(
    outlet: str, db: Path, threads: Executor
) -> None:
    take(db, threads, (capture(outlet, number) for number in FEW[: PROVEN - 1]))
    assert counts(db, outlet) == {}  # too few pages agree
    take(db, threads, (capture(outlet, number) for number in FEW[PROVEN - 1 :]))
    before = counts(db, outlet)
    following = numbers(outlet, 20, 3)
    assert take(db, threads, (capture(outlet, number) for number in following)) == ["new"] * 3
    after = counts(db, outlet)
    assert after["read"] == before["read"] + 3
    assert after["misfits"] == 0
    for number in following:
        assert text(db, url(outlet, number)) == seed(number).text
    with Store.open(db, readonly=True) as store:
        row = store.row(
            "select title, authors, published from coverage where url = ?", url(outlet, following[0])
        )
    page = seed(following[0])
    assert row is not None
    assert (row["title"], row["authors"]) == (page.title, page.author)
    assert row["published"].startswith("2026-03")


@pytest.mark.parametrize("known", [2, PROVEN + 1], ids=["not proven", "proven"])
@pytest.mark.parametrize("outlet", OUTLETS)
def test_a_byline_that_is_corrected_in_its_place_is_no_misreading(
    outlet: str, known: int, db: Path, threads: Executor
) -> None:
    take(db, threads, (capture(outlet, number) for number in FEW[:known]))
    page, author = capture(outlet, known - 1), seed(known - 1).author
    corrected = page.body.replace(author.encode(), b"Ida Frost")
    later = page.captured_at + timedelta(days=30)
    assert take(db, threads, [replace(page, body=corrected, captured_at=later)]) == ["changed"]
    with Store.open(db, readonly=True) as store:
        row = store.row("select authors from coverage where url = ?", page.url)
    assert row == {"authors": "Ida Frost"}


def test_the_byline_of_an_outlets_first_page_is_compared_with_those_of_the_others(
    db: Path, threads: Executor
) -> None:
    take(db, threads, (capture("ghost", number) for number in FEW[:3]))
    with Store.open(db, readonly=True) as store:
        (pages,) = store.db.query("select count(*) as number, min(article_id) as first from _page_places")
    assert pages == {"number": 2, "first": 2}  # the first leaves no places
    page = capture("ghost", 0)
    corrected = page.body.replace(seed(0).author.encode(), b"Ida Frost")
    later = page.captured_at + timedelta(days=30)
    assert take(db, threads, [replace(page, body=corrected, captured_at=later)]) == ["changed"]


def test_pages_of_an_outlet_without_a_template_are_learned_from_less_often(db: Path) -> None:
    with Store.open(db, create=True) as store:
        templates = LearnedTemplates()
        first = 2 * PROVEN
        wanted = [templates.wants_places(store, "medley") for _ in range(first + 16)]
        assert wanted[:first] == [False, *[True] * (first - 1)]
        assert sum(wanted[first:]) == 2
        assert not templates.wants_places(store, None)


def test_every_twentieth_page_takes_the_whole_road_and_finds_the_template_right(
    db: Path, threads: Executor
) -> None:
    take(db, threads, (capture("ghost", number) for number in FEW))
    before = counts(db, "ghost")
    (number,) = numbers("ghost", 20, 1, checked=True)
    take(db, threads, [capture("ghost", number)])
    after = counts(db, "ghost")
    assert (after["read"], after["checked"]) == (before["read"], before["checked"] + 1)
    assert text(db, url("ghost", number)) == seed(number).text


def test_a_twentieth_page_that_reads_otherwise_forgets_the_template(db: Path, threads: Executor) -> None:
    take(db, threads, (capture("ghost", number) for number in FEW))
    with Store.open(db) as store, store.transaction():
        row = store.row("select template from _templates where outlet = 'ghost'")
        assert row is not None
        template = json.loads(row["template"])
        # As if the site had moved another person's name to where the author's was.
        template["facts"]["authors"] = "meta|generator"
        store.db.execute("update _templates set template = ?", (json.dumps(template),))
    (number,) = numbers("ghost", 20, 1, checked=True)
    take(db, threads, [capture("ghost", number)])
    assert counts(db, "ghost") == {}
    assert text(db, url("ghost", number)) == seed(number).text


def test_after_a_redesign_pages_take_the_whole_road_and_the_outlet_is_proven_anew(
    db: Path, threads: Executor
) -> None:
    take(db, threads, (capture("wordpress", number) for number in FEW))
    redesigned = numbers("wordpress", 20, MOST_MISFITS + 10)
    first = redesigned[: MOST_MISFITS - 1]
    take(db, threads, (capture("wordpress", number, template="ghost") for number in first))
    assert counts(db, "wordpress")["misfits_in_a_row"] == MOST_MISFITS - 1
    last = redesigned[MOST_MISFITS - 1]
    take(db, threads, [capture("wordpress", last, template="ghost")])
    assert counts(db, "wordpress") == {}
    for number in (*first, last):
        assert text(db, url("wordpress", number)) == seed(number).text
    take(db, threads, (capture("wordpress", n, template="ghost") for n in redesigned[MOST_MISFITS:]))
    assert counts(db, "wordpress")["misfits"] == 0
    with Store.open(db, readonly=True) as store:
        template = read_template(store, "wordpress")
    assert template is not None
    assert all("gh-article" in place for place in template.kept)


def test_cleaned_again_the_pages_are_the_same(db: Path, threads: Executor) -> None:
    take(db, threads, (capture("publisher", number) for number in range(16)))
    assert counts(db, "publisher")["read"] > 0
    before, facts = texts(db), facts_but_works(db)
    report = reclean(db, workers=1)
    assert report.outcomes.total() == report.outcomes["same"] + report.outcomes["changed"] == 16
    assert (texts(db), facts_but_works(db)) == (before, facts)


def facts_but_works(db: Path) -> list[tuple[object, ...]]:
    """Works may be added: by then it is known where this outlet's headlines name them."""
    with Store.open(db, readonly=True) as store:
        columns = "title, authors, published, updated, kind, rating_raw, language, status"
        return store.db.execute(f"select {columns} from coverage order by id").fetchall()


def test_a_template_of_an_older_matinee_is_read_and_learned_anew(db: Path, threads: Executor) -> None:
    take(db, threads, (capture("ghost", number) for number in FEW))
    with Store.open(db) as store, store.transaction():
        row = store.row("select template from _templates where outlet = 'ghost'")
        assert row is not None
        older = {key: value for key, value in json.loads(row["template"]).items() if key not in NEW_KEYS}
        store.db.execute("update _templates set template = ?", (json.dumps(older),))
        for page in list(store.db.query("select article_id, places from _page_places")):
            values = json.loads(zlib.decompress(page["places"]))
            packed = zlib.compress(
                json.dumps({k: v for k, v in values.items() if k not in NEW_KEYS}).encode()
            )
            store.db.execute(
                "update _page_places set places = ? where article_id = ?", (packed, page["article_id"])
            )
        template = read_template(store, "ghost")
        assert template is not None
        assert not template.beside
    first, *others = numbers("ghost", 20, PROVEN + 1)
    take(db, threads, [capture("ghost", first)])
    assert text(db, url("ghost", first)) == seed(first).text
    assert counts(db, "ghost")["read"] > 0
    with Store.open(db) as store, store.transaction():
        forget_template(store, "ghost")
    take(db, threads, (capture("ghost", number) for number in others))
    with Store.open(db, readonly=True) as store:
        template = read_template(store, "ghost")
    assert template is not None
    assert template.beside


def test_why_furniture_and_status_tell_of_the_template(db: Path, threads: Executor, tmp_path: Path) -> None:
    take(db, threads, (capture("ghost", number) for number in FEW))
    (number,) = numbers("ghost", 20, 1)
    take(db, threads, [capture("ghost", number)])

    def run(*arguments: object) -> str:
        done = CliRunner().invoke(cli, [*map(str, arguments), "--db", str(db)], catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    why = run("show", url("ghost", number), "--why")
    assert "read by the template of its outlet" in why
    assert "stands where the outlet's pages have no text" in why
    furniture = run("furniture", "ghost", "--template")
    assert "Proven since 2026-03-" in furniture
    assert "title the element h1.gh-article-title" in furniture
    assert "not read " in furniture
    assert "author the element a < h4.gh-article-author-name" in furniture
    assert "paragraphs in p < div.body.markup < section.gh-content.gh-canvas" in furniture
    (status,) = json.loads(run("status", "ghost", "--json", "--outlets", write_outlet(tmp_path)))
    assert status["proven"]["sources"]["date of change"] == "nowhere"
    assert "Not proven" in run("furniture", "ghost", "--template", "--forget-template")
    assert counts(db, "ghost") == {}


def write_outlet(folder: Path) -> Path:
    """A folder with the file of the outlet."""
    outlets = folder / "outlets"
    outlets.mkdir()
    (outlets / "ghost.toml").write_text(
        'title = "Ghost"\nhome = "https://ghost.example"\nfeeds = ["https://ghost.example/feed"]\n',
        encoding="utf-8",
    )
    return outlets
