"""Giant pages are read, or in part with a reason, and the work grows as the page does.

What counts is calls of functions, the same on every machine: of twice as large a page twice as many.
`python -m tests.bench.giants` reads each page in its full size.
"""

from __future__ import annotations

from cProfile import Profile
from datetime import UTC, datetime

import pytest

from archive.clean.article import clean
from archive.clean.page.read import MOST_ELEMENTS, read_page
from archive.model import Article, Capture
from tests.support.giant_pages import GIANTS, PROSE, document

CAPTURED_AT = datetime(2024, 2, 1, tzinfo=UTC)
URL = "https://film.example/2024/01/02/the-harbour"

# The giants whose calls are counted. What grows in a call of C, such as a search, only the full size shows.
COUNTED = (
    "short paragraphs", "links", "spans", "table rows", "list items", "microdata", "cards", "times",
    "ratings", "forms", "figures", "signed lines", "cells in a row",
)  # fmt: skip
FEWEST = 100  # pieces of the smaller of two pages


def giant(name: str, size: int) -> Capture:
    body = GIANTS[name][1](size).encode("utf-8", "surrogateescape")
    kind = "text/plain" if name == "plain text" else "text/html"
    return Capture(URL, CAPTURED_AT, body, 200, kind, keep_comments=True)


def check(name: str, article: Article) -> None:
    """Nothing failed, and the text is there, or a reason why not."""
    assert article.unread == ()
    if article.gate.is_article:
        assert PROSE[:70] in article.text or name == "labels alone"
        assert article.title is not None and article.title.value == "The Harbour"
    else:
        assert article.gate.reasons, name


@pytest.mark.parametrize("name", GIANTS)
def test_a_small_giant(name: str) -> None:
    check(name, clean(giant(name, max(300, GIANTS[name][0] // 500)), places=True))


def count_calls(capture: Capture) -> int:
    """How many functions of Python and of C are called to clean a page."""
    profile = Profile()
    profile.runcall(clean, capture, places=True)
    return sum(entry.callcount for entry in profile.getstats())


@pytest.mark.parametrize("name", COUNTED)
def test_eight_times_the_page_is_less_than_eight_times_the_work(name: str) -> None:
    """A square would be 64 times. A few lines may be the text at one size, and all at another."""
    clean(giant(name, FEWEST), places=True)  # imports, and fills caches
    small, large = (count_calls(giant(name, FEWEST * times)) for times in (1, 8))
    assert large < 8 * small


def test_of_a_giant_the_beginning_is_read() -> None:
    many = MOST_ELEMENTS + 1000
    capture = Capture(URL, CAPTURED_AT, document("<br>" * many + "<p>The end.").encode())
    page = read_page(capture)
    assert len(page.elements.all) == MOST_ELEMENTS
    assert page.left_out > 1000
    article = clean(capture)
    assert PROSE in article.text
    assert "The end." not in article.text
    assert (article.status, article.status_reason) == (
        "truncated",
        f"a giant page: its last {page.left_out:,} elements were not read",
    )
