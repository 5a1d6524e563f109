"""A reader that fails costs what it reads, and the log names it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import Any

import pytest

from archive.clean.article import clean
from archive.clean.guard import Guard
from archive.model import Capture

URL = "https://film.example/the-harbour"
PROSE = "The film opens on a harbour at dawn, and for ten minutes nobody says a word. " * 6


def test_what_a_reader_gives() -> None:
    guard = Guard(URL)
    assert guard.read("title", lambda: "The Harbour", None) == "The Harbour"
    assert guard.failures == []


def test_a_reader_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    guard = Guard(f"{URL}\ud83d")
    with caplog.at_level(logging.WARNING):
        assert guard.read("title", lambda: [1].index(2), "none") == "none"
        assert guard.read("dates", lambda: int("a\nb\ud83d"), 7) == 7
    title, dates = guard.failures
    assert title == "title: ValueError: 2 is not in list"
    assert dates.startswith("dates: ValueError: invalid literal for int")
    messages = [record.getMessage() for record in caplog.records]
    assert messages == [f"{URL}\\ud83d: {failure}" for failure in guard.failures]
    assert all("\n" not in message and message.encode() for message in messages)


def test_what_nobody_may_catch_passes() -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Guard(URL).read("title", stop, None)


def test_a_page_whose_headers_cannot_be_read_keeps_its_other_facts() -> None:
    # No capture has such headers. They stand for a mistake of ours, in two readers.
    headers: Any = {"link": 5, "content-language": 7}
    source = f"<title>The Harbour</title><h1>The Harbour</h1><p>{PROSE}</p><p>{PROSE[5:]}</p>"
    article = clean(Capture(URL, datetime(2025, 6, 1, tzinfo=UTC), source.encode(), headers=headers))
    assert article.title is not None and article.title.value == "The Harbour"
    assert "nobody says a word" in article.text
    assert article.url == URL
    unread = [failure.partition(":")[0] for failure in article.unread]
    assert unread == ["canonical URL", "canonical URL on another site", "language"]
    assert "(archive/clean/facts/canonical_url.py, line " in article.unread[0]


def test_a_page_that_cannot_be_read_at_all_is_no_article() -> None:
    body: Any = 5
    article = clean(Capture(URL, datetime(2025, 6, 1, tzinfo=UTC), body))
    assert (article.gate.page_type, article.gate.is_article, article.text) == ("unreadable", False, "")
    assert article.gate.reasons == article.unread
    assert article.unread[0].startswith("page: ")
