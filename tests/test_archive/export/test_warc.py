"""Captures as a WARC file: what warcio reads of it, and what an import makes of it."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from archive.commands.export import export_
from archive.db.store import Store
from archive.export import records
from archive.export.warc import http_head, stored_captures, write_captures
from archive.importing.import_paths import import_paths
from archive.importing.warc import read_warc
from archive.ingest.ingest import Ingest
from archive.model import Capture, Hint, Signal
from tests.support.examples import property_test
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
HTML = b"<!doctype html><title>A page</title><p>Words of it.</p>"
FULL = Capture(
    url="https://reel.example/a?b=c d&e=\u00e9",
    captured_at=NOON,
    body=HTML,
    status=200,
    content_type="text/html; charset=utf-8",
    headers={
        "content-type": "text/html; charset=utf-8",
        "content-encoding": "gzip",
        "transfer-encoding": "chunked",
        "content-length": "7",
        "x-robots-tag": "noai\ngooglebot: noindex",
        "x-odd": "caf\u00e9\r\nforged: header",
        "bad name": "x",
        "x-long": "y" * 90_000,
    },
    outlet="reel",
    medium="film",
    hint=Hint("feed", "A title \u2014 long " + "x" * 100_000, ("Ann", "Bob"), "yesterday"),
    kind="review",
    signals=(Signal("noai", "header", "noai"),),
    keep_comments=True,
    redirected_from=("https://reel.example/old", "https://short.example/x"),
)


def write(path: Path, *captures: Capture) -> Path:
    assert write_captures(captures, path) == len(captures)
    return path


@pytest.mark.parametrize("name", ["captures.warc.gz", "captures.warc"])
def test_a_capture_comes_back_as_it_was(tmp_path: Path, name: str) -> None:
    bare = Capture("https://reel.example/b", NOON, b"plain text", 404)
    odd = replace(bare, body=b"", content_type="application/pdf", status=599)
    assert list(read_warc(write(tmp_path / name, FULL, bare, odd))) == [FULL, bare, odd]


@pytest.mark.parametrize("name", ["captures.warc.gz", "captures.warc"])
def test_warcio_reads_the_pages_and_their_digests(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, FULL, replace(FULL, url="https://reel.example/z", body=b"<p>z"))
    read: list[tuple[str, Any, bytes]] = []
    with path.open("rb") as stream:
        for record in ArchiveIterator(stream, check_digests="raise"):
            uri = record.rec_headers.get_header("WARC-Target-URI")
            read.append((record.rec_type, uri, record.content_stream().read()))
    assert [kind for kind, *_ in read] == ["warcinfo", "metadata", "response", "metadata", "response"]
    assert [body for kind, _, body in read if kind == "response"] == [HTML, b"<p>z"]
    assert json.loads(read[1][2].removeprefix(b"matinee-capture: "))["outlet"] == "reel"


def test_the_head_suits_the_decoded_body() -> None:
    lines = http_head(FULL).decode().split("\r\n")
    assert lines[0] == "HTTP/1.1 200 OK" and lines[-2:] == ["", ""]
    assert "x-archive-orig-content-encoding: gzip" in lines and f"content-length: {len(HTML)}" in lines
    assert [line for line in lines if line.startswith("x-robots-tag")] == [
        "x-robots-tag: noai",
        "x-robots-tag: googlebot: noindex",
    ]
    assert not any(
        line.startswith(("content-encoding", "transfer-encoding", "forged", "bad", "x-long"))
        for line in lines
    )


@pytest.mark.parametrize(
    "written", ["{", "[]", '"x"', "{}", '{"url": 3}', '{"url": "u", "captured_at": "x"}']
)
def test_metadata_that_is_none_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setattr("archive.export.warc.capture_to_json", lambda capture: written)
    plain = replace(FULL, url="https://reel.example/a")
    (read,) = read_warc(write(tmp_path / "t.warc.gz", plain))
    assert (read.url, read.body, read.outlet) == (plain.url, HTML, None)


def test_a_file_that_is_cut_off_gives_what_is_before(tmp_path: Path) -> None:
    path = write(tmp_path / "t.warc", FULL, replace(FULL, body=HTML * 9))
    path.write_bytes(path.read_bytes()[:-300])
    read: list[Capture] = []
    with pytest.raises(Exception, match="cut off"):
        read.extend(iter_into(read, path))
    assert read == [FULL]


def iter_into(read: list[Capture], path: Path) -> list[Capture]:
    for capture in read_warc(path):
        read.append(capture)
    return []


# --- An archive, exported and imported -------------------------------------------------------------------


def submit(db: Path, captures: list[Capture]) -> None:
    with ThreadPoolExecutor(1) as threads, Ingest(db, threads, clean=cleaners.clean) as ingest:
        for capture in captures:
            ingest.submit(capture).result(DEADLINE)


def exported(db: Path) -> list[dict[str, Any]]:
    with Store.open(db, readonly=True) as store:
        return list(records(store))


def captures(db: Path) -> list[dict[str, Any]]:
    with Store.open(db, readonly=True) as store:
        return list(store.db.query("select * from captures order by id"))


TEXT = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="|!"),
    min_size=1,
    max_size=30,
)
PATHS = st.sampled_from(["a", "b", "c", "d\u00e9", "e?x=1&y=2"])
ORDERS = ["", "!listing", "!paywalled", "!rating 3/5", "!date 2026-01-01", "!work Quarter", "!doubtful",
          "!canonical https://reel.example/a"]  # fmt: skip


@st.composite
def made_captures(draw: st.DrawFn) -> Capture:
    lines = [
        draw(TEXT),
        "By Ann",
        *draw(st.lists(TEXT, min_size=1, max_size=3)),
        draw(st.sampled_from(ORDERS)),
    ]
    return Capture(
        url=f"https://reel.example/{draw(PATHS)}",
        captured_at=NOON + timedelta(seconds=draw(st.integers(0, 10**6))),
        body="\n".join(lines).encode(),
        status=draw(st.sampled_from([200, 200, 200, 203, 404, 410, 500])),
        content_type=draw(st.sampled_from([None, "text/html", "text/plain; charset=x", "application/pdf"])),
        headers=draw(st.dictionaries(st.sampled_from(["server", "content-encoding", "x-\u00e9"]), TEXT)),
        outlet=draw(st.sampled_from(["reel", "noise", "A \u00c9"])),
        medium=draw(st.sampled_from([None, "film"])),
        hint=draw(st.none() | st.builds(Hint, st.just("feed"), TEXT, st.just(("Ann",)))),
        kind=draw(st.sampled_from([None, "review"])),
        signals=draw(st.sampled_from([(), (Signal("noai", "tdmrep.json", "noai"),)])),
        redirected_from=draw(st.sampled_from([(), ("https://reel.example/b",)])),
    )  # fmt: skip


@property_test
@given(made=st.lists(made_captures(), min_size=1, max_size=8))
def test_an_archive_comes_back_as_the_same_articles(
    tmp_path_factory: pytest.TempPathFactory, made: list[Capture]
) -> None:
    folder = tmp_path_factory.mktemp("trip")
    db, copy, out = folder / "archive.db", folder / "copy.db", folder / "out.warc.gz"
    submit(db, made)
    assert run(db, out).exit_code == 0
    # One by one: an import stores a page before an earlier one if that takes more than two seconds to clean.
    submit(copy, list(read_warc(out)))
    assert exported(copy) == exported(db)
    assert captures(copy) == captures(db)


def test_an_import_takes_outlets_from_the_file(tmp_path: Path) -> None:
    made = [
        Capture(f"https://reel.example/{name}", NOON, f"T\nBy Ann\n{name}".encode(), outlet=name)
        for name in "ab"
    ]
    submit(tmp_path / "archive.db", made)
    run(tmp_path / "archive.db", tmp_path / "out.warc.gz")
    for number, outlet in enumerate([None, "given"]):
        copy = tmp_path / f"copy-{number}.db"
        report = import_paths(
            [tmp_path / "out.warc.gz"], copy, outlet=outlet, workers=1, clean=cleaners.clean
        )
        assert report.errors == []
        assert {record["outlet"] for record in exported(copy)} == ({outlet} if outlet else {"a", "b"})
        if outlet is None:
            assert exported(copy) == exported(tmp_path / "archive.db")


def test_a_withheld_page_is_left_out_and_counted(tmp_path: Path) -> None:
    db = tmp_path / "archive.db"
    kept, secret = (
        Capture(f"https://reel.example/{name}", NOON, b"T\nBy Ann\n" + name.encode()) for name in "ab"
    )
    with ThreadPoolExecutor(1) as threads, Ingest(db, threads, clean=cleaners.clean) as ingest:
        ingest.submit(kept).result(DEADLINE)
        secret = replace(secret, headers={"x-robots-tag": "noarchive"})
        ingest.submit(secret, keep_noarchive=False).result(DEADLINE)
    result = run(db, tmp_path / "out.warc.gz")
    assert "1 capture in" in result.output and "not kept (noarchive or --keep-captures): 1" in result.output


def run(db: Path, out: Path, *options: str) -> Result:
    return CliRunner().invoke(export_, [str(out), "--db", str(db), *options])


def test_filters_choose_articles_with_all_their_captures(db: Path, tmp_path: Path) -> None:
    with Store.open(db, readonly=True) as store:
        assert len(list(stored_captures(store, None, [0]))) == 4
    result = run(db, tmp_path / "out.warc", "--outlet", "reel", "ballerina")
    assert result.exit_code == 0 and "2 captures in" in result.output
    assert [capture.outlet for capture in read_warc(tmp_path / "out.warc")] == ["reel"] * 2


def test_what_goes_wrong_is_said(db: Path, tmp_path: Path) -> None:
    assert "--markdown goes with" in run(db, tmp_path / "out.warc", "--markdown").output
    assert ".warc.gz" in run(db, tmp_path / "out.xml").output
    failed = run(db, tmp_path / "none" / "out.warc.gz")
    assert failed.exit_code == 1 and "cannot be written" in str(failed.exception)
