"""Catalogues of every form that is read, and the works that they join."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive.care.merge import merge
from archive.commands.works import works as works_command
from archive.db.store import Store
from archive.works.catalogue import import_files
from archive.works.catalogue.import_files import CatalogueReport, read_batches
from archive.works.listing import list_doubts
from tests.test_archive.works.pages import Piece, put, together

HEAD = (
    *("tconst", "titleType", "primaryTitle", "originalTitle", "isAdult"),
    *("startYear", "endYear", "runtimeMinutes", "genres"),
)
TAB = "\t"
BASICS = f"""{TAB.join(HEAD)}
tt7160372\tmovie\tThe Zone of Interest\tThe Zone of Interest\t0\t2023\t\\N\t105\tDrama
tt0076786\tmovie\tSuspiria\tSuspiria\t0\t1977\t\\N\t92\tHorror
tt1034415\tmovie\tSuspiria\tSuspiria\t0\t2018\t\\N\t152\tHorror
tt0000009\ttvEpisode\tSuspiria\tSuspiria\t0\t2018\t\\N\t30\tHorror
tt0118694\tmovie\tIn the Mood for Love\tFa yeung nin wah\t0\t2000\t\\N\t98\t"Drama
"""
AKAS = """titleId\tordering\ttitle\tregion\tlanguage\ttypes\tattributes\tisOriginalTitle
tt7160372\t1\tLa zona de interés\tES\t\\N\timdbDisplay\t\\N\t0
tt9999999\t1\tNobody knows\tES\t\\N\timdbDisplay\t\\N\t0
"""


def run(db: Path, *files: Path) -> Result:
    return CliRunner().invoke(works_command, ["import", *map(str, files), "--db", str(db)])


def entries(db: Path) -> list[tuple[object, ...]]:
    with Store.open(db, readonly=True) as store:
        return store.db.execute(
            "select title, year, medium, ids, people from catalogue order by id"
        ).fetchall()


@pytest.fixture
def imdb(tmp_path: Path) -> tuple[Path, Path]:
    basics, akas = tmp_path / "title.basics.tsv.gz", tmp_path / "title.akas.tsv"
    basics.write_bytes(gzip.compress(BASICS.encode()))
    akas.write_text(AKAS)
    return basics, akas


def test_imdb_joins_titles_in_two_languages(tmp_path: Path, imdb: tuple[Path, Path]) -> None:
    pieces = [
        Piece("a", "The Zone of Interest", written=2024),
        Piece("b", "La zona de interés", 2023, outlet="butaca"),
        Piece("c", "Fa Yeung Nin Wah", 2000),
        Piece("d", "In the Mood for Love", written=2001),
    ]
    before = put(tmp_path / "before.db", pieces)
    done = run(before, *imdb)
    assert done.exit_code == 0, done.output
    assert "5 rows in the catalogue" in done.output and "2 skipped" in done.output
    after = tmp_path / "after.db"
    run(after, *imdb)
    put(after, pieces)
    for db in (before, after):
        assert together(db) == {"a b", "c d"}
        with Store.open(db, readonly=True) as store:
            row = store.row("select work_title, work_year, work_ids from coverage where url like '%/b'")
        assert row == {
            "work_title": "The Zone of Interest",
            "work_year": 2023,
            "work_ids": '{"imdb": "tt7160372"}',
        }


def test_a_remake_in_the_catalogue_is_told_by_the_date_or_stays_in_doubt(
    tmp_path: Path, imdb: tuple[Path, Path]
) -> None:
    pieces = [
        Piece("a", "Suspiria", written=2018),
        Piece("b", "Suspiria", written=1977),
        Piece("c", "Suspiria", written=2024),
    ]
    db = put(tmp_path / "a.db", pieces)
    run(db, *imdb)
    assert together(db) == {"a", "b", "c"}
    with Store.open(db, readonly=True) as store:
        years = dict(store.db.execute("select substr(url, -1), work_year from coverage").fetchall())
        doubted = {doubt.other for doubt in list_doubts(store.db)}
    assert years == {"a": 2018, "b": 1977, "c": None}
    assert {"Suspiria (1977), film, imdb tt0076786", "Suspiria (2018), film, imdb tt1034415"} <= doubted


def test_importing_again_changes_nothing(tmp_path: Path, imdb: tuple[Path, Path]) -> None:
    db = put(tmp_path / "a.db", [Piece("a", "Suspiria", 1977)])
    run(db, *imdb)
    before = entries(db)
    run(db, *imdb)
    assert entries(db) == before and len(before) == 4


def test_wikidata_csv(tmp_path: Path) -> None:
    file = tmp_path / "query.csv"
    file.write_text(
        "item,itemLabel,itemAltLabel,publicationDate,instanceOfLabel,directorLabel,imdb\n"
        'http://www.wikidata.org/entity/Q1,"Roma, the film",Rom|Roma (film),2018-08-30T00:00:00Z,film,'
        "Ann Lee,tt6155172\n",
        encoding="utf-8-sig",
    )
    db = put(
        tmp_path / "a.db", [Piece("a", "Rom", 2018), Piece("b", "Roma, the Film", ids={"wikidata": "Q1"})]
    )
    assert run(db, file).exit_code == 0
    assert entries(db) == [
        ("Roma, the film", 2018, "film", '{"imdb": "tt6155172", "wikidata": "Q1"}', '["Ann Lee"]')
    ]
    assert together(db) == {"a b"}


@pytest.mark.parametrize(
    ("head", "cells", "year", "released"),
    [
        ("released", "2018-08-30", 2018, "2018-08-30"),
        ("year,release_date", "2018,2018-08-30", 2018, "2018-08-30"),
        ("year,released", ",2018-08-30", 2018, "2018-08-30"),
        ("released", "2018-08-01", 2018, "2018-08-01"),
        ("publicationDate", "2018-08-30T00:00:00Z", 2018, "2018-08-30"),
        ("publicationDate", "2018-08-01T00:00:00Z", 2018, None),  # of Wikidata, which may mean the month
        ("released", "2018", 2018, None),
        ("year,released", "2018,2018-13-30", 2018, None),
        ("year,released", "2018,", 2018, None),
        ("year,publish_date", "2018,2018-08-30", 2018, None),  # of an edition
    ],
)
def test_a_whole_date_is_the_day_of_release(
    tmp_path: Path, head: str, cells: str, year: int, released: str | None
) -> None:
    file, db = tmp_path / "mine.csv", put(tmp_path / "a.db", [Piece("a", "Roma", 2018)])
    file.write_text(f"title,imdb,{head}\nRoma,tt6155172,{cells}\n")
    assert run(db, file).exit_code == 0
    with Store.open(db, readonly=True) as store:
        assert store.db.execute("select year, released from works").fetchall() == [(year, released)]


def test_musicbrainz_and_open_library(tmp_path: Path) -> None:
    groups = tmp_path / "release_group"
    groups.write_text("1\t0a1b2c3d-0000-1111-2222-333344445555\tLow Water\t7\t1\t\t0\t2020-01-01\n")
    books = tmp_path / "ol_dump_editions.txt"
    record = {"title": "A Short History of Fog", "isbn_13": ["978-0-00-000000-2"], "publish_date": "May 1999"}
    books.write_text(
        f"/type/edition\t/books/OL1M\t3\t2020\t{json.dumps(record)}\n/type/author\t/authors/OL1A\t1\t2020\t{{}}\n"
    )
    db = tmp_path / "a.db"
    done = run(db, groups, books)
    assert done.exit_code == 0, done.output
    assert entries(db) == [
        ("Low Water", None, "music", '{"musicbrainz": "0a1b2c3d-0000-1111-2222-333344445555"}', "[]"),
        ("A Short History of Fog", 1999, "book", '{"isbn": "9780000000002", "openlibrary": "OL1M"}', "[]"),
    ]


def test_a_plain_csv_and_its_faulty_rows(tmp_path: Path) -> None:
    file = tmp_path / "mine.csv"
    file.write_text(
        "title,year,medium,id\nHeat,1995,film,tt0113277\nRonin,nineteen,film,tt0122690\n,1990,film,tt0000001\nA,1\n"
    )
    done = run(tmp_path / "a.db", file)
    assert done.exit_code == 1
    assert f"{file}, row 3: has 'nineteen' for a year" in done.output
    assert f"{file}, row 4: has no title" in done.output and f"{file}, row 5: has 2 cells" in done.output
    assert entries(tmp_path / "a.db") == [("Heat", 1995, "film", '{"imdb": "tt0113277"}', "[]")]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b"a,b\n1,2\n", "row 1: no column for the title"),
        (b"title,year\nHeat,1995\n", "row 1: no column of ids"),
        (b"title,id\nH\xe9at,tt0113277\n", "is not in UTF-8"),
        (gzip.compress(BASICS.encode())[:-20], "is damaged"),
    ],
)
def test_a_file_that_is_none_says_so(tmp_path: Path, content: bytes, problem: str) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    done = run(tmp_path / "a.db", file)
    assert done.exit_code == 1
    assert problem in str(done.exception) + done.output


def test_a_large_file_needs_no_more_memory_than_a_small_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_files, "BATCH", 500)

    def peak(rows: int) -> int:
        file = tmp_path / f"{rows}.csv"
        with file.open("w") as out:
            out.write("title,year,medium,id\n")
            out.writelines(f"Title {number},1990,film,tt{number:07}\n" for number in range(rows))
        tracemalloc.start()
        for _ in read_batches(file, CatalogueReport()):
            pass
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    assert peak(6_000) < 2 * peak(2_000)


def test_a_catalogue_goes_along_when_archives_are_merged(tmp_path: Path, imdb: tuple[Path, Path]) -> None:
    with_catalogue = tmp_path / "with.db"
    run(with_catalogue, *imdb)
    db = put(
        tmp_path / "a.db", [Piece("a", "The Zone of Interest", 2023), Piece("b", "La zona de interés", 2023)]
    )
    with Store.open(db) as store, Store.open(with_catalogue, readonly=True) as other:
        merge(store, other)
    assert together(db) == {"a b"}
