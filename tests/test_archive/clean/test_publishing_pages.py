"""Single pages of publishing software on which something went wrong once: ../shared/faults/publishing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from archive.clean.article import clean
from archive.model import Article, Capture
from tests.support.paths import SHARED

FAULTS = SHARED / "faults" / "publishing"

pytestmark = pytest.mark.skipif(not FAULTS.is_dir(), reason="../shared/faults is not here")

BERLIN = timezone(timedelta(hours=1))
TITLE = "The Glass Lighthouse review: a keeper and a storm"


def read(name: str, url: str = "http://gaslight.example/a-page/") -> Article:
    body = (FAULTS / name).read_bytes()
    return clean(Capture(url, datetime(2026, 11, 28, tzinfo=UTC), body, content_type="text/html"))


def names(article: Article) -> list[str]:
    return [author.name for author in article.authors.value] if article.authors else []


def title(article: Article) -> str | None:
    return article.title.value if article.title else None


def moment(article: Article) -> datetime | None:
    return article.published.value.at if article.published else None


@pytest.mark.parametrize(
    ("page", "read_value", "right"),
    [
        ("01-list-pages-become-articles/ananke-tags-index.html", lambda one: one.gate.is_article, False),
        ("03-title-is-site-name/t1-pelican-simple.html", title, TITLE),
        ("03-title-is-site-name/t2-old-wordpress.html", title, TITLE),
        ("03-title-is-site-name/t3-blogger.html", title, TITLE),
        ("03-title-is-site-name/t7-site-h1-and-post-h1.html", title, "The Quiet Auction"),
        (
            "04-wp-date-below-text-loses-to-url-month/d4-time-below.html",
            moment,
            datetime(2026, 11, 14, 23, 10, tzinfo=BERLIN),
        ),
        ("05-paid-teaser-takes-other-posts/g1-ghost-paid.html", lambda one: one.status, "paywalled"),
        ("05-paid-teaser-takes-other-posts/g1-ghost-paid.html", lambda one: len(one.text.split()), 17),
        ("05-paid-teaser-takes-other-posts/g1-ghost-paid.html", lambda one: one.review.spoilers, None),
        ("07-password-protected-is-article/tt3-protected.html", lambda one: one.gate.is_article, False),
        ("08-roundup-loses-first-stars/r1-roundup-first-stars.html", lambda one: "★★★★☆" in one.text, True),
        (
            "09-second-author-lost/m1-ghost-contributor.html",
            names,
            ["Mara Ellingsen", "Jonah Okafor"],
        ),
        ("09-second-author-lost/d3-abbr-published.html", names, ["Ines Carrow", "Jonah Okafor"]),
        (
            "10-abbr-published-time-lost/d3-abbr-published.html",
            moment,
            datetime(2026, 11, 12, 14, 20, tzinfo=BERLIN),
        ),
        ("11-with-in-prose-is-byline/a5-min.html", names, []),
        ("12-japanese-author-refused/j1-ame-tt3.html", names, ["高橋美咲"]),
        (
            "20-work-and-medium-small/short-tall-order-renewed.html",
            lambda one: str(one.review.work.value) if one.review.work else None,
            "Tall Order, tv",
        ),
        (
            "20-work-and-medium-small/index.html",
            lambda one: one.review.work.value.medium if one.review.work else None,
            "film",
        ),
    ],
)
def test_what_is_right(page: str, read_value: Callable[[Article], object], right: object) -> None:
    assert read_value(read(page)) == right


def test_no_sign_of_a_permalink_stays_in_a_heading() -> None:
    article = read("06-heading-permalinks-leak/h1-papermod-anchor.html")
    text = f"{article.text}\n{article.markdown}".replace("## ", "").replace("# ", "")
    assert not any(sign in text for sign in "#¶🔗")
