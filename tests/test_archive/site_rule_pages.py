"""A host whose pages generic reading gets wrong, and a folder of rules for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.model import Capture

HOST = "lantern.example"
LEAD = "The Lantern Hour is a slow and patient drama, and its third episode is the best that the season has."
SECOND = (
    "Its lead plays a night porter who knows every guest, and the series is never better than when she talks."
)
THIRD = "Where the first season of the show was all plot, this one has the time to look out of a window."
BLURB = "Our panel of readers in seven cities has gone through every box set that is for sale this autumn."
# The article stands in what is named as a sidebar, the headline in a h3 below the site's own h1, the rating
# is a bare figure, and another text stands where an article would.
PAGE = f"""<!doctype html><html lang="en"><head><title>The Lantern</title></head><body>
<h1>The Lantern: all that is on</h1>
<article class="promo-panel"><p>{BLURB}</p><p>{BLURB[::-1]}</p></article>
<div class="sidebar" id="piece">
<h3 class="head">The Lantern Hour keeps its nerve</h3>
<p class="credit">Words: Ada Quill &amp; Bo Reyes</p>
<i class="when" title="2024-03-03">last spring</i>
<p>{LEAD}</p><div class="newsletter-box">Hand-picked for you every week: our letter.
<form><input type="email"></form></div>
<p>{SECOND}</p><p>{THIRD}</p>
<div class="mark"><b>3</b> of <u>4</u></div><span class="desk">Television</span>
</div></body></html>"""
TOML = """
text = "#piece"
strip = [".mark", "//*[@class='credit' or @class='when' or @class='desk']"]
title = [".no-such-thing", "h3.head"]
author = "//p[@class='credit']/text()"
date = "i.when::attr(title)"
rating = ".mark b"
scale = ".mark u"
medium = ".desk"

[[test]]
page = "pages/hour.html"
title = "The Lantern Hour keeps its nerve"
"""

Write = Callable[..., Path]


def capture(page: str = PAGE, url: str = f"https://www.{HOST}/hour", on: str = "2024-03-05") -> Capture:
    """A page of the host as fetched on a day."""
    return Capture(
        url, datetime.fromisoformat(on).replace(tzinfo=UTC), page.encode(), content_type="text/html"
    )


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """`write(toml, name)`: a file in a folder of rules with a saved page beside it; gives the file."""
    pages = tmp_path / "rules" / "pages"
    pages.mkdir(parents=True)
    (pages / "hour.html").write_text(PAGE, encoding="utf-8")

    def put(content: str = TOML, name: str = f"{HOST}.toml") -> Path:
        file = tmp_path / "rules" / name
        file.write_text(content, encoding="utf-8")
        return file

    return put


@pytest.fixture
def make_capture() -> Callable[..., Capture]:
    """`make_capture(page, url, on)`"""
    return capture
