"""What pages say of their use: read from headers and markup, weighed, kept; texts that are not kept.

Long because each signal has its cases here, and what becomes of it in an archive.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlite_utils import Database

from archive.db.store import Store
from archive.export import records
from archive.importing.import_paths import import_paths
from archive.importing.warc import join_headers
from archive.ingest.ingest import Ingest
from archive.ingest.reclean import reclean
from archive.ingest.workers.messages import Outcome
from archive.model import Capture, Signal
from archive.opt_out import (
    ROBOTS_TAG,
    applies,
    forbids_keeping,
    opt_outs,
    page_signals,
    signals_from_json,
    signals_to_json,
)
from crawler.cli.main import cli as matinee
from tests.support.processes import DEADLINE

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PHRASE = "the lighthouse keeper forgives nobody"
PROSE = f"Nothing is hurried here, and {PHRASE}, which is why the last reel holds. " * 9
RATED = (
    '{"@type":"Review","reviewRating":{"ratingValue":"4","bestRating":"5"},'
    '"itemReviewed":{"@type":"Movie","name":"Low Tide"}}'
)
LONG = "<style>" + "a{}" * 200_000 + "</style>"


def page(head: str = "", text: str = PROSE, title: str = "Low Tide review") -> bytes:
    paragraphs = "".join(f"<p>{text} {number}</p>" for number in range(4))
    return (
        f"<html lang=en><head><title>{title}</title>{head}"
        f'<script type="application/ld+json">{RATED}</script></head>'
        f"<body><article><h1>{title}</h1><p class=byline>By Ada Quill</p>{paragraphs}</article></body></html>"
    ).encode()


def capture(body: bytes = b"", at: datetime = NOON, **headers: str) -> Capture:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Capture(
        "https://p.example/low-tide", at, body, headers=named, outlet="p", content_type="text/html"
    )


def meta(content: str, name: str = "robots") -> bytes:
    return page(f'<meta name="{name}" content="{content}">')


OTHERS = '<meta name="googlebot" content="noindex, noarchive"><meta name="BingBot" content="none">'

SAYS = [
    ("nothing", capture(page()), []),
    ("all", capture(meta("index, follow, max-snippet:-1")), []),
    ("a list in any case", capture(meta("NoIndex,  NOARCHIVE")), ["noindex", "noarchive"]),
    ("none", capture(meta("none")), ["noindex"]),
    ("none in a list", capture(meta("nofollow, none")), ["noindex"]),
    ("a bracket before", capture(page('<meta content="a > b, noai" name=robots>')), ["noai"]),
    ("the name first or last", capture(page("<meta content='noai' data-x='>' name='robots'>")), ["noai"]),
    ("ai", capture(meta("noai, noimageai")), ["noai", "noimageai"]),
    ("for us", capture(meta("noarchive", "Matinee")), ["noarchive"]),
    ("for others", capture(meta("noarchive", "googlebot")), []),
    ("for others and all", capture(page(OTHERS + '<meta name=robots content=noai>')), ["noai"]),
    ("in a comment", capture(page('<!-- <meta name="robots" content="noarchive"> -->')), []),
    ("unquoted", capture(page("<META content=noarchive name=ROBOTS>")), ["noarchive"]),
    ("in the body", capture(page(text='<meta name="robots" content="noarchive">')), ["noarchive"]),
    ("UTF-16", capture(meta("noarchive").decode().encode("utf-16")), ["noarchive"]),
    ("after a long head", capture(page(LONG + '<meta name="robots" content="noai">')), ["noai"]),
    ("header", capture(page(), x_robots_tag="noarchive, nosnippet"), ["noarchive", "nosnippet"]),
    ("header for us", capture(page(), x_robots_tag="matinee: noarchive"), ["noarchive"]),
    ("header for another", capture(page(), x_robots_tag="googlebot: noarchive, noai"), []),
    ("one line each", capture(page(), x_robots_tag="googlebot: noindex\nnoarchive"), ["noarchive"]),
    ("a rule with a colon", capture(page(), x_robots_tag="max-snippet: 9, noarchive"), ["noarchive"]),
    ("tdm header", capture(page(), tdm_reservation="1"), ["tdm-reservation"]),
    ("tdm unset", capture(page(), tdm_reservation="yes"), []),
    ("tdm meta", capture(meta("1", "tdm-reservation")), ["tdm-reservation"]),
    ("plain text", Capture("https://p.example/x", NOON, b"words", headers={ROBOTS_TAG: "noai"}), ["noai"]),
    ("no page at all", capture(b"\x00\x01\x02" * 40), []),
]  # fmt: skip


@pytest.mark.parametrize(("of", "said"), [row[1:] for row in SAYS], ids=[row[0] for row in SAYS])
def test_what_a_page_says(of: Capture, said: list[str]) -> None:
    signals = page_signals(of)
    assert [signal.name for signal in signals if applies(signal)] == said
    assert opt_outs(signals) == opt_outs(filter(applies, signals))
    assert signals_from_json(json.loads(json.dumps(signals_to_json(signals)))) == signals
    assert forbids_keeping(signals) == ("noarchive" in said)


def test_the_nearest_word_on_mining_counts() -> None:
    def tdm(source: str, raw: str) -> Signal:
        return Signal("tdm-reservation", source, raw)

    assert opt_outs([tdm("tdmrep.json", "1")]) == ("tdm-reservation",)
    assert opt_outs([tdm("tdmrep.json", "1"), tdm("header", "0")]) == ()
    assert opt_outs([tdm("header", "0"), tdm("meta", "1")]) == ("tdm-reservation",)
    assert opt_outs([Signal("noimageai", "meta", "noimageai")]) == (), "no image is taken"
    assert opt_outs([Signal("ai.txt", "ai.txt", "Disallow: /"), Signal("noai", "meta", "noai")]) == (
        "noai",
        "ai.txt",
    )


def test_a_rule_for_another_crawler_is_kept_with_its_name_and_counts_for_nothing() -> None:
    signals = page_signals(capture(page(OTHERS), x_robots_tag="Googlebot: noai"))
    assert [(signal.name, signal.source, signal.raw) for signal in signals] == [
        ("noindex", "meta:googlebot", "noindex, noarchive"),
        ("noarchive", "meta:googlebot", "noindex, noarchive"),
        ("noindex", "meta:bingbot", "none"),
        ("noai", "header:googlebot", "Googlebot: noai"),
    ]
    assert signals_from_json(signals_to_json(signals)) == signals
    assert not forbids_keeping(signals)
    assert opt_outs(signals) == ()


def test_a_text_that_only_googlebot_may_not_keep_is_stored_and_its_rights_say_so(tmp_path: Path) -> None:
    submit(tmp_path / "a.db", capture(page(OTHERS)))
    record = only_record(tmp_path / "a.db")
    assert PHRASE in record["text"]
    assert record["rights"] == {"robots": "googlebot: noindex, noarchive"}


def test_header_lines_of_one_name() -> None:
    lines = [("X-Robots-Tag", "googlebot: noai"), ("x-robots-tag", "noarchive"), ("ETag", "1"), ("ETag", "2")]
    assert join_headers(lines) == {"x-robots-tag": "googlebot: noai\nnoarchive", "etag": "2"}


def submit(db: Path, *captures: Capture, keep: bool = False) -> list[Outcome]:
    with Ingest(db, workers=1) as ingest:
        futures = [ingest.submit(one, keep_noarchive=keep) for one in captures]
        return [future.result(DEADLINE) for future in futures]


def everything(db: Path) -> bytes:
    """All that the archive's files hold, and every body in them unpacked."""
    files = b"".join(file.read_bytes() for file in sorted(db.parent.glob(db.name + "*")))
    with Store.open(db, readonly=True) as store:
        hashes = [
            row["sha256"] for row in store.db.query("select sha256 from _bodies where length(zstd) > 0")
        ]
        return files + b"".join(map(store.body, hashes))


def only_record(db: Path) -> dict[str, Any]:
    with Store.open(db, readonly=True) as store:
        (record,) = records(store)
        return record


def test_a_noarchive_page_keeps_its_facts_and_no_byte_of_its_text(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    (outcome,) = submit(db, capture(meta("noarchive")))
    assert outcome.outcome == "new"
    assert PHRASE.encode() not in everything(db), "neither text, Markdown, index nor body"
    record = only_record(db)
    assert record["text"] is None
    assert (record["title"], record["authors"]) == ("Low Tide review", ["Ada Quill"])
    assert (record["work"]["title"], record["rating"]["raw"]) == ("Low Tide", "4")
    assert record["word_count"] > 400
    assert record["status"] == "complete"
    assert record["rights"] == {"robots": "noarchive", "opt_out": "noarchive", "text": "not kept: noarchive"}
    rows = Database(db)
    assert not list(rows.query("select 1 from coverage_fts where coverage_fts match 'lighthouse'"))
    assert list(rows.query("select 1 from coverage_fts where coverage_fts match 'title: tide'"))
    assert not list(rows.query("select 1 from _page_lines"))
    rows.execute("insert into coverage_fts (coverage_fts, rank) values ('integrity-check', 1)")


def test_what_is_no_article_or_an_error_is_withheld_too(tmp_path: Path) -> None:
    gone = Capture(
        "https://p.example/gone", NOON, b"<h1>Gone fishing</h1>", 404, headers={ROBOTS_TAG: "noarchive"}
    )
    empty = Capture("https://p.example/", NOON, meta("noarchive", "robots")[:300], content_type="text/html")
    outcomes = submit(tmp_path / "a.db", gone, empty)
    assert [outcome.outcome for outcome in outcomes] == ["not_article", "not_article"]
    assert b"Gone fishing" not in everything(tmp_path / "a.db")


def test_a_withheld_text_is_told_from_the_next_one(tmp_path: Path) -> None:
    later, last = NOON.replace(day=2), NOON.replace(day=3)
    rewritten = page('<meta name="robots" content="noarchive">', PROSE.replace("hurried", "rushed"))
    outcomes = submit(
        tmp_path / "a.db", *(capture(meta("noarchive"), at) for at in (NOON, later)), capture(rewritten, last)
    )
    assert [outcome.outcome for outcome in outcomes] == ["new", "same", "changed"]
    assert PHRASE.encode() not in everything(tmp_path / "a.db")


def test_the_same_withheld_capture_twice_is_known(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    assert [done.outcome for done in submit(db, *[capture(meta("noarchive"))] * 2)] == ["new", "known"]
    assert [done.outcome for done in submit(db, capture(meta("noarchive")))] == ["known"]


@pytest.mark.parametrize("day", [1, 2])
def test_with_leave_the_text_is_put_in(tmp_path: Path, day: int) -> None:
    """Whether it is the very capture, imported again, or a later one of the same bytes."""
    db = tmp_path / "a.db"
    submit(db, capture(meta("noarchive")))
    submit(db, capture(meta("noarchive"), NOON.replace(day=day)), keep=True)
    record = only_record(db)
    assert PHRASE in record["text"]
    assert "text" not in record["rights"]
    assert record["rights"]["opt_out"] == "noarchive"
    assert PHRASE.encode() in everything(db)
    assert list(Database(db).query("select 1 from coverage_fts where coverage_fts match 'lighthouse'"))


def test_what_was_kept_while_the_page_allowed_it_stays(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    outcomes = submit(db, capture(page()), capture(meta("noarchive"), NOON.replace(day=2)))
    assert [outcome.outcome for outcome in outcomes] == ["new", "same"]
    assert PHRASE in only_record(db)["text"]


def test_a_process_that_ends_before_the_cleaning_leaves_nothing(tmp_path: Path) -> None:
    written = []
    ingest = Ingest(tmp_path / "a.db", workers=1)
    future = ingest.submit(
        capture(meta("noarchive")),
        also_write=lambda _, capture_id: written.append(capture_id),
        keep_noarchive=False,
    )
    ingest.close(drain=False)
    assert future.exception(5) is not None
    assert not written, "the frontier's note goes with the facts"
    assert Database(tmp_path / "a.db")["captures"].count == 0


def test_the_note_of_the_frontier_goes_with_the_facts(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def note(store: Store, capture_id: int) -> None:
        seen.append((capture_id, store.table("captures").count_where("id = ?", [capture_id])))

    with Ingest(tmp_path / "a.db", workers=1) as ingest:
        ingest.submit(capture(meta("noarchive")), also_write=note, keep_noarchive=False).result(DEADLINE)
    assert seen == [(1, 1)]


def run(*arguments: str | Path) -> Any:
    return CliRunner().invoke(matinee, list(map(str, arguments)))


@pytest.fixture
def withheld(tmp_path: Path) -> Path:
    db = tmp_path / "a.db"
    submit(db, capture(meta("noarchive"), tdm_reservation="1"))
    return db


@pytest.mark.parametrize("option", ["--raw", "--why"])
def test_commands_that_need_the_bytes_say_why_there_are_none(withheld: Path, option: str) -> None:
    done = run("show", "1", option, "--db", withheld)
    assert done.exit_code == 1
    assert "was not kept, because the page says noarchive" in done.output
    assert "keep_noarchive = true" in done.output
    assert "Traceback" not in done.output


@pytest.mark.parametrize("option", [[], ["--markdown"]])
def test_show_says_that_there_is_no_text(withheld: Path, option: list[str]) -> None:
    done = run("show", "1", *option, "--db", withheld)
    assert done.exit_code == 0, done.output
    assert "its facts are kept, its text is not" in done.output
    if not option:
        assert "tdm-reservation (header: 1)" in done.output
        assert "noarchive (meta: noarchive)" in done.output
        assert "opt_out noarchive, tdm-reservation" in done.output


def test_reclean_counts_what_it_cannot_clean(withheld: Path) -> None:
    submit(
        withheld,
        Capture("https://p.example/2", NOON, page(title="Open"), content_type="text/html", outlet="p"),
    )
    report = reclean(withheld, workers=1)
    assert report.withheld == 1
    assert report.errors == []
    assert report.outcomes.total() == 1
    assert any("not cleaned: noarchive" in line for line in report.lines())


@pytest.mark.parametrize("name", ["out.jsonl", "out.csv"])
def test_export_gives_all_with_their_rights_unless_opt_outs_are_respected(withheld: Path, name: str) -> None:
    submit(
        withheld,
        Capture("https://p.example/2", NOON, page(title="Open"), content_type="text/html", outlet="p"),
    )
    out = withheld.parent / name
    assert "2 articles in" in run("export", out, "--db", withheld).output
    assert "not kept: noarchive" in out.read_text()
    assert run("export", out, "--markdown", "--db", withheld).exit_code == 0
    done = run("export", out, "--respect-opt-out", "--db", withheld)
    assert "1 article in" in done.output
    assert "left out because they opted out: 1" in done.output
    assert "low-tide" not in out.read_text()


@pytest.mark.parametrize(("respect", "text"), [(False, True), (True, False)])
def test_an_import_keeps_what_its_user_has_unless_told_otherwise(
    tmp_path: Path, respect: bool, text: bool
) -> None:
    (tmp_path / "p.html").write_bytes(meta("noarchive"))
    options = ["--respect-noarchive"] if respect else []
    done = run(
        "import", tmp_path / "p.html", *options, "--url", "https://p.example/x", "--db", tmp_path / "a.db"
    )
    assert done.exit_code == 0, done.output
    record = only_record(tmp_path / "a.db")
    assert bool(record["text"]) is text
    assert record["rights"]["opt_out"] == "noarchive"


def test_an_archive_from_before_gets_the_columns(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    import_paths([_saved(tmp_path)], db, workers=1)
    raw = sqlite3.connect(db)
    with raw:
        raw.execute("update captures set signals = null")
    raw.close()
    with Store.open(db, readonly=True) as store:
        assert store.capture(1).signals == ()
    assert run("show", "1", "--db", db).exit_code == 0


def _saved(folder: Path) -> Path:
    file = folder / "p.html"
    file.write_bytes(page('<link rel="canonical" href="https://p.example/x">'))
    return file
