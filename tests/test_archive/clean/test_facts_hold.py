"""No page makes a reader of facts raise: hostile ones of our own, and real ones that are not articles."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastwarc.warc import ArchiveIterator, WarcRecordType

from archive.clean.authors.authors import read_authors
from archive.clean.dates.dates import read_dates
from archive.clean.facts.canonical_url import article_url
from archive.clean.facts.language import read_language
from archive.clean.facts.rights import read_rights
from archive.clean.facts.title import read_title
from archive.clean.page.read import read_page
from archive.model import Capture, Hint
from tests.support.examples import page_step
from tests.test_archive.clean.fact_pages import CAPTURED_AT

HOSTILE = {
    "empty": b"",
    "no body": b"<title>x</title>",
    "only comments": b"<!-- a --><html><!-- b --><body><h1><!-- c --></h1><p>by <!-- d --></p>",
    "instructions": b"<h1>x</h1><?php a ?><p>By <?b ?></p><time datetime='2025-05-05'><?c ?></time>",
    "attributes": b"<h1 class=''>x</h1><a rel rel=author itemprop href=''>A B</a><meta name content>",
    "addresses": b"<link rel=canonical href='http://[::1'><meta property=og:url content='//:x'>",
    "wrong types": b"""<script type="application/ld+json">{"@type": ["Article", 5], "@id": 3,
        "author": [[{"name": ["A B"]}], 7, null], "headline": {"x": 1}, "inLanguage": {"name": "en"},
        "datePublished": [{"@value": "2025-05-05"}], "publisher": "x", "license": [1],
        "copyrightHolder": [[]]}</script><h1>x</h1>""",
    "circle": b"""<script type="application/ld+json">{"@graph": [{"@type": "Article", "@id": "#a",
        "author": {"@id": "#b"}}, {"@id": "#b", "author": {"@id": "#a"}}]}</script>""",
    "no such days": b"<h1>x</h1><p>99 May 2025, 31 February 2025, 0000-00-00, 999999999999 years ago</p>",
    "one long line": b"<h1>x</h1><p>By " + b"A " * 50_000 + b"</p>",
    "many bylines": b"<h1>x</h1>" + b"<span class=author>By A B</span>" * 3_000,
    "deep": b"<h1>x</h1>" + b"<div class=byline>" * 3_000 + b"By A B",
}


def read_all(capture: Capture) -> None:
    page = read_page(capture)
    title = read_title(page)
    headline = title.value if title else None
    authors, dates = read_authors(page, headline), read_dates(page, headline)
    text = " ".join(page.lines) or (page.tree.text_content() if page.tree is not None else "")
    language, rights = read_language(page, text), read_rights(page)
    assert title is None or title.value.strip()
    assert authors is None or all(author.name.strip() for author in authors.value)
    for reading in (dates.published, dates.updated):
        assert reading is None or reading.value.at.tzinfo is not None
    assert language is None or language.value.islower()
    assert all(rights.values())
    assert article_url(page) or not capture.url


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("content_type", ["text/html", "text/plain", None])
def test_hostile_pages(name: str, content_type: str | None) -> None:
    hint = Hint("feed", title="", authors=("", "@x"), published="no date at all")
    for url in ("https://a.example/2025/13/40/x?p=2", "http://[::1]/", "file:///x", ""):
        read_all(Capture(url, CAPTURED_AT, HOSTILE[name], 200, content_type, hint=hint))


def test_real_pages_that_are_not_articles(shared: Path) -> None:
    read, step = 0, page_step(24)
    with (shared / "corpus" / "other-pages.warc.gz").open("rb") as stream:
        for number, record in enumerate(
            ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True)
        ):
            if number % step == 0:
                read_all(
                    Capture(
                        record.headers["WARC-Target-URI"], CAPTURED_AT, record.reader.read(), 200, "text/html"
                    )
                )
                read += 1
    assert read == 240 // step
