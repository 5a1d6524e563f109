"""Pages and outlets removed for good: no byte of them is left, and no way brings them back."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from archive.care.check import check
from archive.care.removal import find_target
from archive.care.remove import purge, remove
from archive.commands.remove import remove_
from archive.db.store import Store
from archive.errors import ArchiveError, NotFoundError
from archive.ingest.ingest import Ingest
from archive.model import Capture
from tests.support.examples import property_test
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners

NOON = datetime(2026, 3, 15, 12, tzinfo=UTC)
REEL, NOISE = "https://reel.example", "https://www.noise.example"
FILES = ("", "-wal", "-shm", "-journal")


def page(url: str, text: str, days: float = 0, **fields: object) -> Capture:
    outlet = url.split("//")[1].removeprefix("www.").split(".")[0]
    made = Capture(url, NOON + timedelta(days=days), text.replace("|", "\n").encode(), outlet=outlet)
    return replace(made, **fields)  # type: ignore[arg-type]


SECRET = [
    page(
        f"{REEL}/secret",
        "Vorkosigan rises|By Quexal Zimbardo|A glimmering xylophonist wanders.|!work Brontide",
    ),
    page(f"{REEL}/secret", "Vorkosigan rises|By Quexal Zimbardo|A borborygmus xylophonist wanders on.", 1),
    page(
        f"{REEL}/amp/secret",
        f"Vorkosigan rises|By Quexal Zimbardo|静寂花火 and xylophonist.|!canonical {REEL}/secret",
        2,
    ),
]
OTHERS = [
    page(f"{REEL}/plain", "Plain news|By Ann|A plain story of the town and its mayor.|!work Quarter"),
    page(f"{NOISE}/album", "An album|By Ann and Bob|A record in two halves.|!rating 3/5"),
    page(f"{NOISE}/list", "!listing|Albums of the week|By Bob|Ten of them."),
]
WORDS = [
    *("vorkosigan", "quexal", "zimbardo", "glimmer", "xylophonist", "borborygmus", "brontid"),
    *("静寂花火", "静寂"),
]


def submit(db: Path, *captures: Capture) -> list[str]:
    with ThreadPoolExecutor(1) as threads, Ingest(db, threads, clean=cleaners.clean) as ingest:
        return [ingest.submit(capture).result(DEADLINE).outcome for capture in captures]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    path = tmp_path / "archive.db"
    submit(path, *OTHERS[:1], *SECRET, *OTHERS[1:])
    with Store.open(path) as store, store.transaction():
        crawl = store.insert("crawls", {"outlet": "reel", "started_at": "2026-03-15T12:00:00+00:00"})
        for url in (f"{REEL}/secret", f"{REEL}/next"):
            row = {"outlet": "reel", "url": url, "host": "reel.example", "kind": "page", "state": "done"}
            hint = '{"title": "Vorkosigan rises"}' if url.endswith("secret") else None
            store.insert("frontier", {**row, "hint": hint, "found_at": "2026", "crawl_id": crawl})
    return path


def raw(db: Path) -> bytes:
    """All bytes of an archive's files, with ASCII in lower case."""
    content = b""
    for ending in FILES:
        with suppress(FileNotFoundError):
            content += db.with_name(db.name + ending).read_bytes()
    return content.lower()


def words_left(db: Path, words: list[str]) -> list[str]:
    content = raw(db)
    return [word for word in words if any(word.encode(code) in content for code in ("utf-8", "utf-16-le"))]


def take_away(db: Path, wanted: str, *, keep_urls: bool = True) -> None:
    with Store.open(db) as store:
        target = find_target(store, wanted)
        assert target
        remove(store, target, "the author asked", NOON, keep_urls=keep_urls)
        purge(store)


def faults(db: Path) -> list[str]:
    with Store.open(db, readonly=True) as store:
        return [fault.line() for fault in check(store)]


def urls(db: Path, sql: str = "select url from articles order by id") -> list[str]:
    with Store.open(db, readonly=True) as store:
        return [row[0] for row in store.db.execute(sql)]


def test_no_byte_of_a_page_is_left(db: Path) -> None:
    assert words_left(db, WORDS[:1]), "the search finds what is there"
    take_away(db, f"{REEL}/secret")
    assert words_left(db, WORDS) == []
    assert urls(db) == [f"{REEL}/plain", f"{NOISE}/album"]
    assert urls(db, "select name from authors order by name") == ["Ann", "Bob"]
    assert urls(db, "select title from works") == ["Quarter"]
    assert urls(db, "select url from frontier") == [f"{REEL}/next"]
    assert faults(db) == []


def test_no_byte_is_left_while_the_archive_is_open(db: Path) -> None:
    """Its log is there, and another connection has read from it."""
    with Store.open(db) as writer:
        submit(db, page(f"{REEL}/secret", "Vorkosigan rises|By Quexal Zimbardo|A zeugma too.", 3))
        assert writer.row("select 1 from captures")
        take_away(db, f"{REEL}/secret")
        assert words_left(db, [*WORDS, "zeugma"]) == []


def test_what_earlier_texts_left_in_unused_pages_goes(db: Path) -> None:
    """A text that is cut, as by a site rule, stays in pages that SQLite does not use any more."""
    long = "An idiosyncratic jabberwocky gallivants. " * 400
    assert submit(db, page(f"{REEL}/secret", f"Vorkosigan rises|By Quexal Zimbardo|{long}", 5)) == ["changed"]
    with Store.open(db) as store:
        store.db.execute("pragma secure_delete = off")
        with store.transaction():
            cut = store.db.execute("update revisions set text = 'Cut.' where text like 'An idio%'")
            assert cut.rowcount == 1
    assert words_left(db, ["jabberwocky"])
    take_away(db, f"{REEL}/secret")
    assert words_left(db, [*WORDS, "jabberwocky"]) == []


def test_a_reader_that_keeps_the_log_is_an_error_and_a_second_call_ends_it(db: Path) -> None:
    with Store.open(db, readonly=True) as reader:
        reader.db.execute("begin")
        reader.row("select 1 from captures")
        with Store.open(db) as store:
            store.db.execute("pragma busy_timeout = 100")
            target = find_target(store, f"{REEL}/secret")
            assert target
            remove(store, target, "asked", NOON)
            with pytest.raises(ArchiveError, match="run `matinee compact`"):
                purge(store)
    result = CliRunner().invoke(remove_, [f"{REEL}/secret", "--why", "asked", "--db", str(db)])
    assert result.exit_code == 0 and "was removed before" in result.output
    assert words_left(db, WORDS) == []


@pytest.mark.parametrize(
    "again",
    [
        *SECRET,
        page("http://www.reel.example/secret/?utm_source=x#top", "Vorkosigan rises|By Q|It is back.", 9),
        page(f"{REEL}/moved", f"Vorkosigan rises|By Q|It is back.|!canonical {REEL}/secret", 9),
        page(f"{REEL}/other", "Vorkosigan rises|By Q|It is back.", 9, redirected_from=(f"{REEL}/secret",)),
        page(f"{REEL}/secret", "Vorkosigan rises|By Q|It is back.", 9, outlet="another"),
    ],
)
def test_nothing_brings_it_back(db: Path, again: Capture) -> None:
    take_away(db, f"{REEL}/secret")
    assert submit(db, again) == ["removed"]
    assert f"{REEL}/secret" not in urls(db) and len(urls(db)) == 2
    with Store.open(db) as store:
        purge(store)
    assert words_left(db, WORDS) == [] and faults(db) == []


def test_a_withheld_page_is_not_brought_back(db: Path) -> None:
    take_away(db, f"{REEL}/secret")
    again = page(
        f"{REEL}/secret", "Vorkosigan rises|By Q|It is back.", 9, headers={"x-robots-tag": "noarchive"}
    )
    with ThreadPoolExecutor(1) as threads, Ingest(db, threads, clean=cleaners.clean) as ingest:
        written: list[int] = []
        outcome = ingest.submit(again, None, lambda _, number: written.append(number), keep_noarchive=False)
        assert outcome.result(DEADLINE).outcome == "removed" and written == [0]
    assert len(urls(db)) == 2


def test_other_pages_are_stored_as_before(db: Path) -> None:
    take_away(db, f"{REEL}/secret")
    assert submit(db, page(f"{REEL}/fresh", "Fresh|By Ann|Something new.")) == ["new"]


def test_an_outlet_goes_as_a_whole(db: Path) -> None:
    take_away(db, "reel")
    assert words_left(db, [*WORDS, "plain news", "mayor"]) == []
    assert urls(db) == [f"{NOISE}/album"] and urls(db, "select outlet from crawls") == []
    assert urls(db, "select url from frontier") == [] and faults(db) == []
    assert submit(db, page(f"{REEL}/fresh", "Fresh|By Ann|Something new.")) == ["removed"]
    assert submit(db, page(f"{REEL}/plain", "Plain|By Ann|Again.", outlet="other")) == ["removed"]
    assert submit(db, page(f"{NOISE}/fresh", "Fresh|By Ann|Something new.")) == ["new"]


def test_a_page_that_is_no_article_goes(db: Path) -> None:
    take_away(db, f"{NOISE}/list")
    assert words_left(db, ["albums of the week"]) == [] and len(urls(db)) == 3


def test_bytes_that_another_page_has_stay(db: Path) -> None:
    twin = page(f"{NOISE}/twin", OTHERS[0].body.decode())
    assert submit(db, twin) == ["new"]
    take_away(db, f"{REEL}/plain")
    assert faults(db) == [] and f"{NOISE}/twin" in urls(db)
    assert urls(db, "select duplicate_of from articles") == [None] * 3


def test_a_url_may_be_forgotten(db: Path) -> None:
    take_away(db, f"{REEL}/secret", keep_urls=False)
    assert words_left(db, [*WORDS, "/secret"]) == []
    assert submit(db, SECRET[0]) == ["removed"]


def test_what_is_not_there_is_an_error(db: Path) -> None:
    with Store.open(db) as store:
        with pytest.raises(NotFoundError, match="did you mean noise"):
            find_target(store, "noize")
        with pytest.raises(NotFoundError):
            find_target(store, f"{REEL}/nothing")
        with pytest.raises(NotFoundError):
            find_target(store, "77")


def run(db: Path, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(remove_, [*words, "--db", str(db)], input=typed)


def test_the_command_shows_what_goes_and_asks(db: Path) -> None:
    result = run(db, "reel.example/secret", "--why", "the author asked", typed="n\n")
    assert result.exit_code == 1 and len(urls(db)) == 3
    assert f"Vorkosigan rises: {REEL}/secret" in result.output
    assert "1 article, 3 revisions, 3 captures, 1 row of the frontier will go; 2 URLs" in result.output
    result = run(db, "2", "--why", "the author asked", typed="y\n")
    assert result.exit_code == 0 and "Removed" in result.output and len(urls(db)) == 2
    with Store.open(db, readonly=True) as store:
        stones = list(store.db.query("select url, why from tombstones order by url"))
    assert stones == [
        {"url": f"{REEL}/{path}", "why": "the author asked"} for path in ("amp/secret", "secret")
    ]


def test_the_command_needs_a_reason_and_does_not_ask_if_told_so(db: Path) -> None:
    assert run(db, "reel", "--yes").exit_code == 2
    assert run(db, "reel", "--yes", "--why", " ").exit_code == 2
    assert run(db, "reel", "--yes", "--why", "it asked").exit_code == 0
    assert urls(db) == [f"{NOISE}/album"]


WORD = st.text("bcdfghjklmnpqrstvwxz", min_size=9, max_size=14)
LINES = st.lists(st.lists(WORD, min_size=2, max_size=6), min_size=3, max_size=8)


@property_test
@given(versions=st.lists(LINES, min_size=1, max_size=4))
def test_no_word_of_any_text_is_left(
    tmp_path_factory: pytest.TempPathFactory, versions: list[list[list[str]]]
) -> None:
    db = tmp_path_factory.mktemp("words") / "archive.db"
    texts = ["|".join(" ".join(line) for line in version) for version in versions]
    submit(db, *OTHERS, *(page(f"{REEL}/gone", text, days) for days, text in enumerate(texts)))
    take_away(db, f"{REEL}/gone")
    left = words_left(db, sorted(set(re.findall(r"\w{9,}", " ".join(texts)))))
    assert left == [] and faults(db) == []
