"""Keys of removed pages: spellings of one page have one key, other pages another."""

from __future__ import annotations

import pytest

from archive.db.tombstones import outlet_key, url_key

ONE = "https://reel.example/reviews/heist"


@pytest.mark.parametrize(
    "url",
    [
        "http://reel.example/reviews/heist",
        "https://www.reel.example/reviews/heist/",
        "HTTPS://Reel.example:443/reviews/heist#top",
        "https://reel.example/reviews/heist?utm_source=feed",
        "https://reel.example/a/../reviews/h%65ist",
    ],
)
def test_spellings_of_one_page_have_one_key(url: str) -> None:
    assert url_key(url) == url_key(ONE)


@pytest.mark.parametrize(
    "url",
    [
        "https://reel.example/reviews/heist?page=2",
        "https://reel.example/reviews/heist-2",
        "https://m.reel.example/reviews/heist",
        "https://reel.example/",
        "http://[broken/reviews",
        "not a url \ud800",
    ],
)
def test_other_pages_have_other_keys(url: str) -> None:
    assert url_key(url) not in (url_key(ONE), outlet_key(ONE))
