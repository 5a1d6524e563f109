"""Feeds, read back by a feed reader and by a JSON parser."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest

from archive.db.store import Store
from archive.feeds.write import search_feed
from archive.model import Author, Capture, Reading
from archive.query.selection import Selection
from tests.test_archive.conftest import article, moment

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)


def written(db: Path, query: str = "", **more: object) -> bytes:
    with Store.open(db, readonly=True) as store:
        return search_feed(store, query, now=NOW, **more)  # type: ignore[arg-type]


def test_atom(db: Path) -> None:
    read = feedparser.parse(written(db, "has:date"))
    assert not read.bozo and read.version == "atom10"
    assert (read.feed.title, read.feed.subtitle) == ("Matinee: has:date", "has:date")
    assert read.feed.updated == "2026-03-15T12:00:00+00:00"
    verdict, preview, album = read.entries
    assert verdict.id == verdict.link == "https://reel.example/reviews/ballerina"
    assert verdict.title == "Ballerina dances on her own (3.5/4)"
    assert [author.name for author in verdict.authors] == ["Zoë Ortega", "Smith; Jones"]
    assert verdict.published == "2025-06-06T18:30:00+00:00"
    assert verdict.updated == "2025-06-07T00:00:00Z"
    assert {tag.term for tag in verdict.tags} == {"reel", "review", "Ballerina"}
    assert verdict.content[0].type == "text/plain" and "5 < 6 & 7 > 2" in verdict.content[0].value
    assert "published" not in preview, "its year is not a day"
    assert album.updated == "2024-05-17T00:00:00Z"


def test_the_same_query_has_the_same_id_and_another_another(db: Path) -> None:
    def name(body: bytes) -> str:
        return str(feedparser.parse(body).feed.id)

    assert name(written(db, "dancer")) == name(written(db, " dancer ", limit=1))
    assert name(written(db, "dancer")) != name(written(db, "ballerina"))
    assert name(written(db, "dancer", selection=Selection(kinds=("review",)))) != name(written(db, "dancer"))


def test_json_feed(db: Path) -> None:
    read = json.loads(written(db, "dancer", form="json", title="Dancers", sort="added", limit=1))
    assert (read["version"], read["title"]) == ("https://jsonfeed.org/version/1.1", "Dancers")
    (item,) = read["items"]
    assert item["id"] == item["url"] == "https://noise.example/albums/tide?id=7"
    assert item["authors"] == [{"name": "Zoe Ortega"}] and item["language"] == "de"
    assert item["date_published"] == "2024-05-17T00:00:00Z"
    assert item["content_text"].startswith("A record of two halves")


@pytest.mark.parametrize("form", ["atom", "json"])
def test_hostile_text_is_inert_and_whole(db: Path, add: Callable[..., int], form: str) -> None:
    text = " ".join(["<script>alert(1)</script> ]]> &amp; \x0b\ufffe \u202e end"] * 40)
    hostile = article(
        "https://evil.example/?a=1&b=<2>",
        '\x1b[2J<b>bold</b> & "quoted"',
        text,
        authors=Reading((Author("<i>Eve</i>"),), "byline"),
        published=moment("2026-03-01"),
    )
    add(hostile, Capture(hostile.url, NOW, b"evil"))
    short, whole = written(db, "evil OR script", form=form), written(db, "script", form=form, whole=True)
    assert len(short) < len(whole)
    if form == "json":
        (item,) = json.loads(whole)["items"]
        assert item["content_text"].count("<script>") == 40 and "\x1b" not in item["title"]
        return
    ElementTree.fromstring(whole)
    (entry,) = feedparser.parse(whole).entries
    assert entry.link == hostile.url
    assert entry.title.endswith('&lt;b&gt;bold&lt;/b&gt; &amp; "quoted"') or "<b>bold</b>" in entry.title
    assert entry.authors[0].name == "<i>Eve</i>"


def test_an_empty_feed_is_a_feed(db: Path) -> None:
    read = feedparser.parse(written(db, "zzz"))
    assert not read.bozo and read.entries == [] and read.feed.updated == "2026-03-16T12:00:00+00:00"
