"""Invented pages written by somebody who did not build the cleaner, each with what its text must hold.

A folder of `unseen_pages` has `page.html` and `expect.json`: `url`, `text_begins`, `text_ends`,
`must_contain`, `must_not_contain` and, where the page is about them, `title`, `authors` and `completeness`
(an article's status). Runs of white space count as one space, in the page and in what is expected.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from archive.clean.article import clean
from archive.model import Article, Capture

PAGES = Path(__file__).parent / "unseen_pages"
CAPTURED_AT = datetime(2026, 3, 15, 12, tzinfo=UTC)


@cache
def expected(name: str) -> dict[str, Any]:
    """What a page must give."""
    expect: dict[str, Any] = json.loads((PAGES / name / "expect.json").read_text("utf-8"))
    return expect


@cache
def cleaned(name: str) -> Article:
    """The article of a page, which is cleaned once for all tests of it."""
    body = (PAGES / name / "page.html").read_bytes()
    return clean(Capture(expected(name)["url"], CAPTURED_AT, body, content_type="text/html"))


def names(field: str) -> list[str]:
    """The pages whose expectation has a field."""
    return [path.name for path in sorted(PAGES.iterdir()) if field in expected(path.name)]


def squeeze(text: str) -> str:
    """The text with a single space for each run of white space."""
    return " ".join(text.split())


@pytest.mark.parametrize("name", names("url"))
def test_text(name: str) -> None:
    expect, text = expected(name), squeeze(cleaned(name).text)
    faults = []
    begins, ends = squeeze(expect.get("text_begins", "")), squeeze(expect.get("text_ends", ""))
    if not text.startswith(begins):
        faults.append(f"begins {text[:90]!r}, not {begins!r}")
    if not text.endswith(ends):
        faults.append(f"ends {text[-90:]!r}, not {ends!r}")
    faults += [f"lacks {words!r}" for words in expect["must_contain"] if squeeze(words) not in text]
    faults += [f"has {words!r}" for words in expect["must_not_contain"] if squeeze(words) in text]
    assert not faults


@pytest.mark.parametrize("name", names("title"))
def test_title(name: str) -> None:
    title = cleaned(name).title
    assert title is not None
    assert squeeze(title.value) == squeeze(expected(name)["title"])


@pytest.mark.parametrize("name", names("authors"))
def test_authors(name: str) -> None:
    authors = cleaned(name).authors
    assert authors is not None
    assert [author.name for author in authors.value] == expected(name)["authors"]


@pytest.mark.parametrize("name", names("completeness"))
def test_completeness(name: str) -> None:
    assert cleaned(name).status == expected(name)["completeness"]
