"""Files and folders in, a report out; importing twice; being killed.

Long because it goes through every kind of input, and what is said of each.
"""

from __future__ import annotations

import gzip
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from archive.errors import ArchiveError, InputError
from archive.importing.saved_page import read_saved
from tests.support.forked import run_code
from tests.support.paths import ROOT
from tests.test_archive.importing.imports import PAGE, dump, pages, rows, take, write_warc


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


# Saved pages

SAVED = datetime(2026, 3, 15, 11, 0, tzinfo=UTC)
SINGLE_FILE = """<!DOCTYPE html> <html lang=en><!--
 Page saved with SingleFile
 url: https://reel.example/a?x=1
 saved date: Sun Mar 15 2026 12:00:00 GMT+0100 (Central European Standard Time)
--><head><link rel=canonical href="https://reel.example/other"></head>"""


@pytest.mark.parametrize(
    ("html", "url"),
    [
        (SINGLE_FILE, "https://reel.example/a?x=1"),
        (
            "<!DOCTYPE html>\n<!-- saved from url=(0024)https://reel.example/a -->\n<html>",
            "https://reel.example/a",
        ),
        ("<html><head><link rel='canonical' href='https://reel.example/c'>", "https://reel.example/c"),
        (
            "<html><link href='https://reel.example/c' rel='alternate CANONICAL canonical'>",
            "https://reel.example/c",
        ),
        (
            "<html><head><meta property='og:url' content=' https://reel.example/og '>",
            "https://reel.example/og",
        ),
        (
            "<html><link rel=canonical href='/a'><meta name=og:url content=https://reel.example/o>",
            "https://reel.example/o",
        ),
        ("<html><link rel=canonical href='/relative'><p>x", None),
        ("<html><link rel=canonical href='http://[bad'><p>x", None),
        ("<p>no head at all", None),
    ],
)
def test_a_saved_page_says_where_it_comes_from(tmp_path: Path, html: str, url: str | None) -> None:
    path = tmp_path / "Das Stück.html"
    path.write_text(html)
    capture = read_saved(path)
    assert capture.url == (url or path.as_uri())
    assert capture.content_type == "text/html"
    assert capture.status == 200
    assert capture.body.decode() == html
    assert read_saved(path, url="https://given.example/").url == "https://given.example/"


def test_when_a_page_was_saved(tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    path.write_text(SINGLE_FILE)
    os.utime(path, (0, 1_700_000_000))
    assert read_saved(path).captured_at == SAVED
    assert read_saved(path, captured_at=datetime(2020, 1, 1, tzinfo=UTC)).captured_at.year == 2020
    path.write_text(
        SINGLE_FILE.replace("Sun Mar 15 2026 12:00:00 GMT+0100 (Central", "2026-03-15T11:00:00Z (Central")
    )
    os.utime(path, (0, 1_700_000_000))
    assert read_saved(path).captured_at == datetime.fromtimestamp(1_700_000_000, UTC)
    path.write_text("<html><p>x")
    os.utime(path, (0, 1_700_000_000))
    assert read_saved(path).captured_at == datetime.fromtimestamp(1_700_000_000, UTC)


def test_a_text_is_a_text_even_where_it_speaks_of_addresses(tmp_path: Path) -> None:
    path = tmp_path / "p.txt"
    path.write_text("A title\n<link rel=canonical href=https://reel.example/no>\nProse.")
    capture = read_saved(path)
    assert (capture.content_type, capture.url) == ("text/plain", path.as_uri())
    path.write_text("<!doctype html><html><link rel=canonical href=https://reel.example/yes>")
    assert read_saved(path).url == "https://reel.example/yes"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "an empty file"),
        (b" \n\t", "an empty file"),
        (bytes(range(256)) * 10, "a binary file"),
        (b"%PDF-1.7 text", "a binary file"),
        (gzip.compress(b"<html>", mtime=0), "a binary file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "a binary file"),
        (b"From: <Saved by Blink>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\n<html>", "MHTML"),
    ],
)
def test_what_is_no_page(tmp_path: Path, body: bytes, problem: str) -> None:
    path = tmp_path / "p.html"
    path.write_bytes(body)
    with pytest.raises(InputError, match=problem) as caught:
        read_saved(path)
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "latin-1"])
def test_other_encodings_are_no_binary_files(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "p.html"
    path.write_bytes("<html><p>déjà vu".encode(encoding))
    assert read_saved(path).body.decode(encoding) == "<html><p>déjà vu"


def test_a_file_larger_than_any_page(tmp_path: Path) -> None:
    path = tmp_path / "p.html"
    with path.open("wb") as stream:
        stream.truncate(40 << 20)
    with pytest.raises(InputError, match="40 MiB is too large for a page"):
        read_saved(path)


# Imports


def test_imports_files_and_folders_of_all_kinds(tmp_path: Path, db: Path) -> None:
    folder = tmp_path / "clippings"
    (folder / "deep").mkdir(parents=True)
    write_warc(
        folder / "deep" / "a.warc.gz", *pages(3), "A list\n\n!listing", "Short\nBy Bob\n!doubtful\nText"
    )
    (folder / "note.txt").write_text("A note\nBy Cy\nProse of a note.")
    (folder / "page.HTM").write_text("A page\nBy Di\nProse of a page.")
    (folder / "image.png").write_bytes(b"\x89PNG")
    done: list[tuple[int, int | None]] = []
    report = take(db, folder, progress=lambda *numbers: done.append(numbers))
    assert (report.exit_code, report.errors) == (0, [])
    assert report.outcomes == {"new": 6, "not_article": 1}
    assert report.page_types == {"listing": 1}
    assert (report.read, report.doubtful) == (7, 1)
    assert done == [(number, None) for number in range(1, 8)], "how many pages a WARC file has is not known"
    assert {row["outlet"] for row in rows(db, "select outlet from articles where url like 'http%'")} == {
        "reel.example"
    }
    assert {row["outlet"] for row in rows(db, "select outlet from articles where url like 'file:%'")} == {
        None
    }


def test_importing_twice_changes_nothing_and_says_so(tmp_path: Path, db: Path) -> None:
    warc = write_warc(tmp_path / "a.warc.gz", *pages(20), "A list\n\n!listing", "Bad\n\n!raise")
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    first = take(db, warc, page)
    before = dump(db)
    second = take(db, warc, page)
    assert dump(db) == before
    assert first.outcomes == {"new": 21, "not_article": 1, "failed": 1}
    assert second.outcomes == {"known": 23}
    assert "Nothing changed: all of it was in the archive already." in second.lines()
    assert second.exit_code == 0


def test_the_address_the_time_and_the_outlet_can_be_given(tmp_path: Path, db: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    when = datetime(2024, 2, 29, 10, tzinfo=UTC)
    take(db, page, url="https://www.reel.example/given", captured_at=when, outlet="reel")
    (row,) = rows(db, "select url, captured_at, outlet from coverage")
    assert row == {"url": "https://www.reel.example/given", "captured_at": when.isoformat(), "outlet": "reel"}


def test_an_address_goes_with_one_page_only(tmp_path: Path, db: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    for paths in (
        (page, page),
        (tmp_path,),
        (write_warc(tmp_path / "a.warc.gz", PAGE),),
        (page, tmp_path / "no.txt"),
    ):
        with pytest.raises(click.UsageError, match="one saved page"):
            take(db, *paths, url="https://reel.example/")
    assert not db.exists()


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"url": "reel.example/a"}, "'reel.example/a' is not a web address"),
        ({"url": ""}, "'' is not a web address"),
        ({"captured_at": datetime.now(UTC) + timedelta(days=2)}, "in the future"),
    ],
)
def test_what_cannot_be_so_is_wrong_usage(tmp_path: Path, db: Path, given: Any, says: str) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    with pytest.raises(click.UsageError, match=says):
        take(db, page, **given)
    assert not db.exists()


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path, db: Path) -> None:
    folder = tmp_path / "clippings"
    folder.mkdir()
    os.mkfifo(folder / "1.html")
    os.mkfifo(folder / "2.warc.gz")
    os.mkfifo(tmp_path / "pipe")
    (folder / "3.html").symlink_to("3.html")
    (folder / "4.html").write_text(PAGE)
    report = take(db, folder, tmp_path / "pipe", tmp_path / ("x" * 300))
    told = (
        "1.html: not a regular",
        "2.warc.gz: not a regular",
        "3.html: cannot",
        "pipe: not a regular",
        "xx",
    )
    assert all(part in error for part, error in zip(told, report.errors, strict=True)), report.errors
    assert report.outcomes == {"new": 1}


def test_odd_addresses_in_a_warc_are_pages_too(tmp_path: Path, db: Path) -> None:
    warc = write_warc(tmp_path / "a.warc", *pages(3))
    records = gzip.decompress(warc.read_bytes())
    warc.write_bytes(records.replace(b"https://www.reel.example/1", b"https://[reel.example:x/1"))
    report = take(db, warc)
    assert (report.errors, report.outcomes) == ([], {"new": 3})
    assert [row["outlet"] for row in rows(db, "select outlet from articles order by id")] == [
        *("reel.example", None, "reel.example")
    ]


def test_what_a_row_cannot_hold_is_one_line(tmp_path: Path, db: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(PAGE)
    report = take(db, page, outlet="\udcff")
    (error,) = report.errors
    assert error.startswith(f"{page.as_uri()}: cannot be stored (UnicodeEncodeError")
    assert report.exit_code == 1


def test_bad_input_is_one_line_each_and_the_good_is_kept(tmp_path: Path, db: Path) -> None:
    folder, bare, cut = tmp_path / "folder", tmp_path / "bare", tmp_path / "cut.warc.gz"
    folder.mkdir()
    bare.mkdir()
    (bare / "image.png").write_bytes(b"x")
    write_warc(cut, *pages(10))
    cut.write_bytes(cut.read_bytes()[:-300])
    (folder / "1-empty.html").touch()
    (folder / "2-binary.html").write_bytes(bytes(100))
    (folder / "3-good.html").write_text(PAGE)
    (folder / "4-no.warc").write_text("hello")
    (folder / "5-empty.warc.gz").touch()
    report = take(
        db, tmp_path / "missing.html", bare, cut, folder, write_warc(tmp_path / "one.warc.gz", PAGE)
    )
    found = [error.replace(f"{tmp_path}/", "") for error in report.errors]
    expected = (
        *("bare: a folder without a page", "missing.html: no such file", "cut.warc.gz: it is cut off"),
        *("folder/1-empty.html: an empty file", "folder/2-binary.html: a binary file"),
        *("folder/4-no.warc: not a WARC file", "folder/5-empty.warc.gz: an empty file"),
    )
    assert [error[: len(start)] for error, start in zip(found, expected, strict=True)] == list(expected)
    assert not [error for error in report.errors if "\n" in error]
    assert report.exit_code == 1
    assert report.outcomes["new"] >= 9
    assert report.outcomes["failed"] == 0


FULL_DISK = """
import resource, runpy
resource.setrlimit(resource.RLIMIT_FSIZE, (4 << 20, 4 << 20))
runpy.run_module("tests.test_archive.cleaners", run_name="__main__")
"""


def test_a_disk_that_fills_is_told_beside_what_got_in(tmp_path: Path, db: Path) -> None:
    chance = random.Random(1)
    # Fifty, the most that are written at once, take under half of the disk: some get in however fast it is.
    bodies = [f"T {n}\nBy Ann\n{chance.randbytes(5_000).hex()}" for n in range(600)]
    warc = write_warc(tmp_path / "a.warc", *bodies)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    ended = run_code(FULL_DISK, [str(db), str(warc)], environment, ROOT)
    assert (ended.returncode, ended.stderr) == (1, "")
    error = ended.stdout.splitlines()[-1]
    assert error.startswith(f"{db}: the disk")
    (told,) = (int(line.split()[0]) for line in ended.stdout.splitlines() if line.endswith(" new"))
    assert told == rows(db, "select count(*) as n from articles")[0]["n"] > 0


def test_bad_input_alone_makes_no_archive(tmp_path: Path, db: Path) -> None:
    assert take(db, tmp_path / "missing.html").exit_code == 1
    assert not db.exists()


def test_an_archive_that_is_not_ours_is_refused(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(PAGE)
    with pytest.raises(ArchiveError, match="not a SQLite file"):
        take(page, page)
    assert page.read_text() == PAGE


def test_files_without_a_telling_name_are_looked_into(tmp_path: Path, db: Path) -> None:
    warc = write_warc(tmp_path / "download", *pages(2))
    page = tmp_path / "page.php"
    page.write_text(PAGE)
    assert take(db, warc, page).outcomes == {"new": 3}


def test_the_frames_of_a_saved_page_are_not_pages(tmp_path: Path, db: Path) -> None:
    folder = tmp_path / "saved"
    (folder / "review_files").mkdir(parents=True)
    (folder / "my_files").mkdir()
    (folder / "review.html").write_text(PAGE)
    (folder / "review_files" / "advertisement.html").write_text("An ad\nBy Nobody\nBuy.")
    (folder / "my_files" / "page.html").write_text("Another\nBy Ann\nText.")
    assert take(db, folder).read == 2
    assert {row["title"] for row in rows(db, "select title from coverage")} == {"Ballerina dances", "Another"}


def test_error_pages_of_a_warc_are_counted_as_such(tmp_path: Path, db: Path) -> None:
    report = take(db, write_warc(tmp_path / "a.warc.gz", PAGE, status="404 Not Found"))
    assert report.page_types == {"error": 1}
    assert rows(db, "select outcome, reason, page_type from captures") == [
        {"outcome": "not_article", "reason": "HTTP 404", "page_type": "error"}
    ]


def test_the_report_in_words_and_for_programs(tmp_path: Path, db: Path) -> None:
    warc = write_warc(
        tmp_path / "a.warc.gz", *pages(2), "L\n\n!listing", "S\nBy\n!doubtful\nx", "F\n\n!raise"
    )
    report = take(db, warc)
    text = "\n".join(report.lines())
    for line in (
        "5 pages read in",
        "3 new",
        "1 failed",
        "1 of the new articles is doubtful",
        "Not articles: 1 listing",
    ):
        assert line in text
    assert report.errors == [
        "https://www.reel.example/4: captured, but not cleaned: Unpicklable: cannot parse"
    ]
    figures = report.as_dict()
    assert {
        name: figures[name] for name in ("read", "new", "not_article", "failed", "doubtful", "known")
    } == {
        **{"read": 5, "new": 3, "not_article": 1},
        **{"failed": 1, "doubtful": 1, "known": 0},
    }
    assert figures["pages_per_second"] > 0
