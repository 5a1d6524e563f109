"""Redirects in WARC files: the old addresses of articles."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.db.store import Store
from archive.importing.redirects import Redirect, chains, read_redirect
from archive.query.lookup import find_article
from tests.test_archive.importing.imports import PAGE, dump, rows, take

SITE = "https://reel.example"
NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)


def warc(path: Path, *records: tuple[str, str]) -> Path:
    """A file of records in this order: the path of an address, and where it leads (`/x`) or its page."""
    stream = io.BytesIO()
    writer = WARCWriter(stream)
    for number, (address, content) in enumerate(records):
        leads = content.startswith(("/", "http"))
        fields = [("Location", content)] if leads else [("Content-Type", "text/html")]
        http = StatusAndHeaders("301 Moved" if leads else "200 OK", fields, protocol="HTTP/1.1")
        record = writer.create_warc_record(
            SITE + address,
            "response",
            payload=io.BytesIO(b"" if leads else content.encode()),
            http_headers=http,
            warc_headers_dict={"WARC-Date": f"2026-03-15T12:00:{number:02}Z"},
        )
        writer.write_record(record)
    path.write_bytes(stream.getvalue())
    return path


@pytest.mark.parametrize("redirect_first", [True, False])
def test_an_address_that_redirects_in_a_file_leads_to_the_article(
    tmp_path: Path, redirect_first: bool
) -> None:
    records = [("/old", "/wall"), ("/wall", f"{SITE}/new"), ("/new", PAGE)]
    file = warc(tmp_path / "a.warc", *(records if redirect_first else reversed(records)))
    db = tmp_path / "a.db"
    assert take(db, file).skipped == {"redirect": 2}
    assert rows(db, "select url from aliases") == [{"url": f"{SITE}/old"}]
    with Store.open(db, readonly=True) as store:
        assert find_article(store, f"{SITE}/old") == find_article(store, f"{SITE}/new") == 1
    before = dump(db)
    take(db, file)
    assert dump(db) == before


def test_a_redirect_in_a_later_file_joins_an_article_with_its_old_address(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    take(db, warc(tmp_path / "a.warc", ("/old", PAGE)))
    take(db, warc(tmp_path / "b.warc", ("/new", PAGE)), warc(tmp_path / "c.warc", ("/old", "/new")))
    assert rows(db, "select id, url from articles") == [{"id": 1, "url": f"{SITE}/new"}]
    assert rows(db, "select url from aliases") == [{"url": f"{SITE}/old"}]


def test_a_file_of_redirects_alone_makes_no_archive(tmp_path: Path) -> None:
    report = take(tmp_path / "a.db", warc(tmp_path / "a.warc", ("/old", "/new")))
    assert len(report.errors) == 1 and not (tmp_path / "a.db").exists()


def redirect(url: str, target: str, days: int = 0) -> Redirect:
    return Redirect(SITE + url, SITE + target, NOON + timedelta(days=days))


def test_chains_end_and_the_latest_redirect_counts() -> None:
    circle = [redirect("/x", "/y"), redirect("/y", "/x")]
    into_circle = [redirect("/in", "/x")]
    found = list(chains([redirect("/a", "/new", 2), redirect("/a", "/b"), *circle, *into_circle]))
    assert found == [(f"{SITE}/new", [f"{SITE}/a"], NOON + timedelta(days=2))]


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/b", f"{SITE}/b"),
        ("b?c=1", f"{SITE}/b?c=1"),
        ("http://reel.example/a", None),
        ("https://www.reel.example/a/", None),
        ("", None),
        ("mailto:ann@reel.example", None),
        ("http://[::1", None),
    ],
)
def test_what_leads_to_the_same_page_is_no_redirect(location: str, target: str | None) -> None:
    found = read_redirect(f"{SITE}/a", {"location": location}, NOON)
    assert (found and found.target) == target
