"""`matinee publish`: what is in the copy, what is not, and that Datasette and `matinee serve` show it."""

from __future__ import annotations

import asyncio
import hashlib
import json
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from datasette.app import Datasette

from archive.commands.exports import exports_
from archive.commands.search import search
from archive.db.store import Store
from archive.model import Capture
from crawler.cli.main import cli
from tests.test_archive.conftest import BALLERINA, SAVED, article, copied, put
from tests.test_archive.web.conftest import getter
from tests.test_archive.web.test_pages import PAGES

# Words that stand nowhere but in a text, and where that text may be read.
OPEN, LONG = "zebrafinch", "the " * 70 + "quokkamarsh"
OPTED_OUT, WITHHELD, EARLIER, PAGE = "xylophonist", "wombatcove", "yakherder", "vicunatrail"


@pytest.fixture(scope="module")
def made(archive_of_four: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four articles and one that opted out, one whose text is withheld, one that changed; and a crawl."""
    db = copied(archive_of_four, tmp_path_factory.mktemp("source"))
    rows: list[tuple[str, str, dict[str, Any]]] = [
        ("open", f"An {OPEN} sings. {LONG}", {"markdown": f"An *{OPEN}* sings. {LONG}"}),
        ("opted-out", f"An {OPTED_OUT} plays.", {"rights": {"opt_out": ["noai"]}}),
        ("withheld", f"A {WITHHELD} lies still.", {"withheld": True}),
        ("changed", f"A {EARLIER} walks.", {}),
        ("changed", "A herder walks.", {}),
    ]
    for number, (name, text, facts) in enumerate(rows):
        url = f"https://reel.example/{name}"
        at = SAVED + timedelta(days=number)
        written = article(url, f"About {name}", text, markdown=facts.pop("markdown", text), **facts)
        put(db, written, Capture(url, at, f"<p>{PAGE} {number}".encode(), outlet="reel"))
    with Store.open(db) as store, store.transaction():
        store.insert("crawls", {"outlet": "reel", "started_at": "2026-03-15T12:00:00+00:00"})
        frontier = {"outlet": "reel", "url": "https://reel.example/waiting", "host": "reel.example"}
        store.insert("frontier", {**frontier, "kind": "page", "state": "pending", "found_at": "2026-03-15"})
    return db


@pytest.fixture
def source(made: Path, tmp_path: Path) -> Path:
    """A copy of that archive for one test."""
    return copied(made, tmp_path)


def publish(source: Path, *words: object, code: int = 0) -> str:
    result = CliRunner().invoke(cli, ["publish", *map(str, words), "--db", str(source)])
    assert result.exit_code == code, result.output
    return result.output


def rows(folder: Path, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(folder / "archive.db")) as db:
        return db.execute(sql).fetchall()


def everything(folder: Path) -> bytes:
    return b"\0".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def test_no_byte_of_what_may_not_be_shown_is_in_the_folder(source: Path, tmp_path: Path) -> None:
    archive = source.read_bytes()
    for words in (OPTED_OUT, EARLIER, "reel.example/waiting"):
        assert words.encode() in archive, "the archive has it, so that this test can fail"
    publish(source, tmp_path / "site", "--text", "full")
    written = everything(tmp_path / "site").lower()
    assert OPEN.encode() in written and b"quokkamarsh" in written
    for words in (OPTED_OUT, WITHHELD, EARLIER, PAGE, "reel.example/waiting"):
        assert words.encode() not in written, words
    assert rows(tmp_path / "site", "select count(*), sum(length(zstd)) from _bodies")[0][1] == 0
    for table in (
        "crawls",
        "frontier",
        "hosts",
        "comments",
        "exports",
        "searches",
        "_page_lines",
        "tombstones",
    ):
        assert rows(tmp_path / "site", f"select count(*) from {table}") == [(0,)], table


@pytest.mark.parametrize(
    ("mode", "shown"), [("none", None), ("excerpt:2", f"An {OPEN}"), ("full", f"An {OPEN} sings. {LONG}")]
)
def test_a_text_is_there_as_far_as_the_mode_says(
    source: Path, tmp_path: Path, mode: str, shown: str | None
) -> None:
    publish(source, tmp_path / "site", "--text", mode)
    facts = {
        url: (text, json.loads(rights))
        for url, text, rights in rows(tmp_path / "site", "select url, text, rights from coverage")
    }
    text, rights = facts["https://reel.example/open"]
    kept = {"none": "not in this copy", "excerpt:2": "excerpt in this copy", "full": None}[mode]
    assert text == shown and rights.get("text") == kept
    opted_out = facts["https://reel.example/opted-out"]
    assert opted_out == (None, {"opt_out": ["noai"], "text": "not in this copy"})
    assert (b"quokkamarsh" in everything(tmp_path / "site")) == (mode == "full")
    titles = rows(tmp_path / "site", "select title, word_count from coverage where url like '%/open'")
    assert titles == [("About open", 74)]


def test_the_default_is_an_excerpt(source: Path, tmp_path: Path) -> None:
    publish(source, tmp_path / "site")
    ((text,),) = rows(tmp_path / "site", "select text from coverage where url like '%/open'")
    assert len(text.split()) == 60


def test_filters_choose_the_articles_and_what_belongs_to_them(source: Path, tmp_path: Path) -> None:
    assert "1 article in" in publish(source, tmp_path / "site", "ballerina", "--kind", "review")
    assert rows(tmp_path / "site", "select title from works") == [(BALLERINA.value.title,)]
    assert rows(tmp_path / "site", "select name from people order by name") == [
        ("Smith; Jones",),
        ("Zoë Ortega",),
    ]
    assert rows(tmp_path / "site", "select count(*) from captures") == [(1,)]
    publish(source, tmp_path / "site", "--respect-opt-out")
    assert rows(tmp_path / "site", "select count(*) from coverage where url like '%opted-out'") == [(0,)]


def test_a_copy_is_searched_like_an_archive(source: Path, tmp_path: Path) -> None:
    publish(source, tmp_path / "site")
    for words, hits in ((OPEN, 1), (OPTED_OUT, 0)):
        result = CliRunner().invoke(search, [words, "--json", "--db", str(tmp_path / "site" / "archive.db")])
        assert result.exit_code == 0 and len(json.loads(result.output)) == hits, words
    assert not list((tmp_path / "site").glob("archive.db-*")), "one file, also after it was read"


def test_every_page_of_serve_works_and_says_what_is_missing(source: Path, tmp_path: Path) -> None:
    publish(source, tmp_path / "site")
    get = getter(tmp_path / "site" / "archive.db")
    pages = {
        name: f"/article/{number}"
        for name, number in rows(
            tmp_path / "site", "select replace(url, 'https://reel.example/', ''), id from coverage"
        )
    }
    works = [f"/work/{number}" for (number,) in rows(tmp_path / "site", "select id from works")]
    people = [f"/person/{number}" for (number,) in rows(tmp_path / "site", "select id from people")]
    for address in (*PAGES, *pages.values(), *works, *people, "/outlet/reel", "/search.atom"):
        assert get(address).status == 200, address
    missing = get(pages["opted-out"]).text
    assert "This copy is for browsing and does not have this text" in missing and OPTED_OUT not in missing
    assert "has the first words of this text alone" in get(pages["open"]).text
    assert "has the first words of this text alone" not in get(pages["changed"]).text, "it is whole"
    assert "The page asks not to keep its text" in get(pages["withheld"]).text
    assert "There was no crawl" in get("/crawls").text


def test_datasette_shows_the_folder_without_matinee(source: Path, tmp_path: Path) -> None:
    publish(source, tmp_path / "site")
    datasette = Datasette(config_dir=tmp_path / "site")

    def get(address: str) -> Any:
        async def ask() -> Any:
            await datasette.invoke_startup()
            answer = await datasette.client.get(address)
            assert answer.status_code == 200, address
            return answer.json()

        return asyncio.run(ask())

    shown = [table["name"] for table in get("/archive.json")["tables"] if not table["hidden"]]
    assert {"coverage", "works", "people", "articles"} <= set(shown)
    assert not {"crawls", "frontier", "_bodies", "comments", "exports"} & set(shown)
    for query in get("/archive.json")["queries"]:
        get(f"/archive/{query['name']}.json?title=x&outlet=reel&year=2025&kind=review&_shape=array")
    hits = get(f"/archive/coverage.json?_search={OPEN}&_shape=array")
    assert [hit["url"] for hit in hits] == ["https://reel.example/open"]


def test_a_copy_of_the_same_articles_replaces_the_earlier_one(source: Path, tmp_path: Path) -> None:
    for words in ((), ("ballerina",)):
        publish(source, tmp_path / "site", *words)
    assert rows(tmp_path / "site", "select count(*) from coverage") == [(2,)]
    listed = (tmp_path / "site" / "SHA256SUMS").read_text().splitlines()
    assert [line.split()[1] for line in listed] == [
        "README.md",
        "archive.db",
        "metadata.json",
        "settings.json",
    ]
    for line in listed:
        sum_, name = line.split()
        assert hashlib.sha256((tmp_path / "site" / name).read_bytes()).hexdigest() == sum_


def test_a_condition_that_fails_is_said(source: Path, tmp_path: Path) -> None:
    for where in ("nonsense", "abs(-9223372036854775807 - id)"):
        assert f"--where '{where}'" in publish(source, tmp_path / "site", "--where", where, code=2)
    assert not (tmp_path / "site").exists()


def test_what_is_no_copy_is_left_alone(source: Path, tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "diary.txt").write_text("mine")
    assert "is a folder with other files" in publish(source, tmp_path / "site", code=1)
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["diary.txt"]


def test_the_archive_remembers_the_copy(source: Path, tmp_path: Path) -> None:
    publish(source, tmp_path / "site", "ballerina", "--text", "none")
    result = CliRunner().invoke(exports_, ["--json", "--db", str(source)])
    (export,) = json.loads(result.output)
    assert (export["form"], export["query"], export["count"]) == ("publish", "ballerina", 2)
    assert export["filters"] == {"text": "none"}
