"""`Archive` on real archives: what it gives is what the archive has, and it changes nothing."""

from __future__ import annotations

import gzip
import hashlib
import os
import pickle
import sqlite3
import subprocess
import sys
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.db.store import Store
from archive.errors import ArchiveError, NotFoundError
from archive.export import records
from archive.model import Author, Moment, Rating, Work
from archive.query.search import search
from archive.query.selection import Selection
from tests.support.forked import run_module
from tests.support.paths import ROOT

OLD = ROOT / "tests/test_archive/db/archives/archive-0006.db.gz"


def test_an_article_has_raw_beside_parsed(db: Path) -> None:
    with Archive(db) as a:
        article = a.article(1)
        assert a.article(article.url) == article
    assert article.authors == (Author("Zoë Ortega"), Author("Smith; Jones"))
    assert (article.byline, article.authors_from) == ("By Zoë Ortega & Smith; Jones", "byline")
    assert article.published == Moment(datetime(2025, 6, 6, 18, 30, tzinfo=UTC))
    assert article.published_raw == "2025-06-06T18:30:00"
    assert article.updated == Moment(datetime(2025, 6, 7, tzinfo=UTC), "day")
    assert article.work == Work("Ballerina", 2025, "film", {"imdb": "tt7181546"})
    assert article.rating == Rating("3.5/4", 3.5, 4, 0, "stars", 87.5, "linear-1")
    assert (article.rating_from, article.spoilers, article.language) == ("json-ld", True, "en-GB")
    assert [event.what for event in article.history] == ["new"]
    assert article.markdown and "missed opportunity" in article.markdown
    assert article.comments == ()


def test_values_are_frozen_and_outlive_the_archive(db: Path) -> None:
    with Archive(db) as a:
        articles = [*a.articles(), a.article(1)]
    assert pickle.loads(pickle.dumps(articles)) == articles
    with pytest.raises(FrozenInstanceError):
        articles[0].title = "another"  # type: ignore[misc]


def test_the_filters_select_what_a_selection_does(db: Path) -> None:
    for filters, selection in (
        ({}, Selection()),
        ({"work": "ballerina"}, Selection(works=("ballerina",))),
        ({"work": ["tt7181546", "low*"]}, Selection(works=("tt7181546", "low*"))),
        ({"kind": "review", "min_score": 80}, Selection(kinds=("review",), min_score=80.0)),
        ({"language": "en"}, Selection(languages=("en",))),
        ({"author": ("zoe*",)}, Selection(authors=("zoe*",))),
        ({"since": "2025"}, Selection(since=datetime(2025, 1, 1, tzinfo=UTC))),
        ({"since": date(2025, 1, 1)}, Selection(since=datetime(2025, 1, 1, tzinfo=UTC))),
        ({"until": date(2024, 5, 17)}, Selection(until=datetime(2024, 5, 17, 23, 59, 59, tzinfo=UTC))),
    ):
        given: dict[str, Any] = filters
        with Archive(db) as a, Store.open(db, readonly=True) as store:
            wanted = [record["id"] for record in records(store, selection)]
            assert [article.id for article in a.articles(**given)] == wanted
            assert a.count(**given) == len(wanted)
            hits = [hit.record["id"] for hit in search(store, "", selection).hits]
            assert [result.article.id for result in a.search("", **given)] == hits


def test_search_ranks_pages_and_marks(db: Path) -> None:
    with Archive(db) as a, Store.open(db, readonly=True) as store:
        hits = [hit.record["id"] for hit in search(store, "ballerina").hits]
        assert [result.article.id for result in a.search("ballerina", limit=None)] == hits
        assert [result.article.id for result in a.search("ballerina", limit=1, offset=1)] == hits[1:2]
        (result,) = a.search("figures")
    assert result.html and "<mark>Figures</mark>: 5 &lt; 6 &amp; 7" in result.html
    assert result.snippet and "Figures: 5 < 6 & 7" in result.snippet


def test_articles_are_read_one_by_one(db: Path) -> None:
    with Archive(db) as a:
        articles = a.articles()
        assert iter(articles) is articles and next(articles).id == 1
        assert [article.id for article in a.articles(work="low*")] == [3]  # while the first is being read
        assert next(articles).id == 2


@pytest.mark.parametrize(
    ("filters", "message"),
    [
        ({"kind": "reviews"}, "kind: 'reviews' is none: did you mean review?"),
        ({"since": "yesteryear-ish"}, "since: 'yesteryear-ish' is not a date"),
        ({"since": 2024}, "since: 2024 is not a date"),
        ({"min_score": 101}, "min_score: 101 is no score"),
        ({"outlet": []}, "outlet: has no value"),
        ({"work": 7}, "work: 7 is no text"),
    ],
)
def test_a_wrong_filter_is_named_at_once(db: Path, filters: dict[str, Any], message: str) -> None:
    with Archive(db) as a, pytest.raises(ValueError, match="^" + message.replace("?", r"\?")):
        a.articles(**filters)


def test_a_wrong_order_or_fact_is_named_at_once(db: Path) -> None:
    with Archive(db) as a:
        with pytest.raises(ValueError, match="sort: 'newst' is none: did you mean newest"):
            a.search("dancer", sort="newst")  # type: ignore[arg-type]
        with pytest.raises(ValueError, match="by: 'colour' is none: write one of outlet, kind"):
            a.facets(by=["colour"])  # type: ignore[list-item]


def test_an_unknown_filter_is_a_type_error(db: Path) -> None:
    wrong: dict[str, Any] = {"outlets": "reel"}
    with Archive(db) as a, pytest.raises(TypeError, match="did you mean outlet"):
        a.articles(**wrong)


def test_what_is_missing_and_what_is_closed(db: Path) -> None:
    with Archive(db) as a:
        with pytest.raises(NotFoundError, match="nearest is"):
            a.article("https://reel.example/reviews/balerina")
        with pytest.raises(NotFoundError):
            a.article(99)
    a.close()
    with pytest.raises(ArchiveError, match="is closed: open it again"):
        a.articles()
    with pytest.raises(ArchiveError, match="there is no archive here"):
        Archive(db.with_name("none.db"))


def test_it_reads_only(db: Path) -> None:
    before = hashlib.sha256(db.read_bytes()).hexdigest()
    with Archive(db) as a:
        assert a.db.execute("pragma query_only").fetchone() == (1,)
        for statement in ("delete from articles", f"attach '{db.with_name('other.db')}' as other"):
            with pytest.raises(sqlite3.OperationalError, match=r"readonly|unable to open"):
                a.db.execute(statement)
                a.db.execute("create table other.made (id)")
        assert list(a.articles())
    assert hashlib.sha256(db.read_bytes()).hexdigest() == before


def test_an_older_archive_is_not_upgraded_but_named(tmp_path: Path) -> None:
    path = tmp_path / "my old.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    before = path.read_bytes()
    with pytest.raises(ArchiveError, match=r"made by an older Matinee.*matinee upgrade --db '.*my old.db'"):
        Archive(path)
    assert path.read_bytes() == before
    done = run_module("crawler", ["upgrade", "--db", str(path)], os.environ, ROOT)
    assert done.returncode == 0
    assert "is an archive of this version" in done.stdout
    with Archive(path) as a:
        assert a.count() == len(list(a.articles())) > 0


def test_a_writable_archive_upgrades(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    path.write_bytes(gzip.decompress(OLD.read_bytes()))
    with Archive(path, readonly=False) as a:
        assert a.count() > 0
    Archive(path).close()


def test_an_index_out_of_date_is_named(db: Path) -> None:
    with sqlite3.connect(db) as other:
        other.execute("update articles set outlet = 'another' where id = 1")
    other.close()
    with pytest.raises(ArchiveError, match=r"another program changed it.*matinee upgrade"):
        Archive(db)


def test_the_import_is_light() -> None:
    heavy = {
        "pandas",
        "numpy",
        "trafilatura",
        "lxml",
        "sqlite_utils",
        "click",
        "dateparser",
        "scrapy",
        "zstandard",
    }
    code = f"import sys; from archive import Archive; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True)
    assert done.stdout.strip() == "[]"
