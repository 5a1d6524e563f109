"""Readers' comments, read from a page's elements and JSON-LD."""

from __future__ import annotations

from typing import Any

import pytest

from archive.clean.article import clean
from archive.clean.comments.comments import MOST, read_comments
from archive.model import Capture
from tests.support.web import PROSE
from tests.test_archive.clean.comments import pages
from tests.test_archive.clean.fact_pages import CAPTURED_AT, URL, page, plain

Read = list[tuple[str, str | None, int | None, str | None]]


def read(body: str = "", ld: Any = None) -> Read:
    """Text, author, parent and date of each comment."""
    return [
        (comment.text, comment.author, comment.parent, comment.published and comment.published.value.iso())
        for comment in read_comments(page(body, ld=ld))
    ]


def test_wordpress_nests_replies() -> None:
    assert read(pages.WORDPRESS) == [
        ("First para.\nSecond\nline.", "Ann Lee", None, "2024-05-03T10:00:00+00:00"),
        ("I agree.", "Bob", 0, None),
        ("Me too.", "Cat", 1, None),
        ("Not me.", "Eve", 0, None),
        ("No.", "Dan", None, None),
    ]


@pytest.mark.parametrize(
    ("body", "comments"),
    [
        (pages.OLD_WORDPRESS, [("Hello there all.", "Ann", None, "2019-05-03T13:00:00+00:00")]),
        (
            pages.BLOGGER,
            [("Nice post.\nBye", "Ann", None, "2019-05-03T13:00:00+00:00"), ("Thanks", "Bob", 0, None)],
        ),
        (pages.SIBLING_REPLIES, [("One", "Ann", None, None), ("Two", "Bob", 0, None)]),
        (pages.SEMANTIC_UI, [("How artistic!", "Matt", None, "2020-05-05"), ("Yes.", "Jo", 0, None)]),
        (pages.MICRODATA, [("Good one.", "Ann", None, "2020-01-02")]),
        (pages.UNNAMED, [("Nice one.", "posted by Ann", None, "2019-05-03")]),
        (pages.NO_COMMENTS, []),
        ("<article class=comment><h1>Comment: the season so far</h1><p class=author>Ann</p></article>", []),
    ],
)
def test_other_systems(body: str, comments: Read) -> None:
    assert read(body) == comments


def test_json_ld_describes_comments_that_the_page_does_not_show() -> None:
    reply = {"@type": "Comment", "text": "Re"}
    first = {
        "@type": "Comment",
        "@id": "a",
        "text": "<p>One</p><p>Two &amp; three</p>",
        "author": {"@type": "Person", "name": "Ann"},
        "dateCreated": "2020-01-02",
        "comment": [reply],
    }
    later = {"@type": "Comment", "text": "Later", "parentItem": {"@id": "a"}}
    assert read(ld={"@type": "NewsArticle", "comment": [first, later]}) == [
        ("One\nTwo & three", "Ann", None, "2020-01-02"),
        ("Re", None, 0, None),
        ("Later", None, 0, None),
    ]


def test_sources() -> None:
    assert [comment.source for comment in read_comments(page(pages.MICRODATA))] == ["microdata"]
    assert {comment.source for comment in read_comments(page(pages.BLOGGER))} == {"page"}
    ld = {"@type": "Comment", "text": "Hm"}
    assert [comment.source for comment in read_comments(page(ld=ld))] == ["json-ld"]


@pytest.mark.parametrize(
    "ld",
    [
        {"@type": "Comment", "text": 7, "author": []},
        {"@type": "Comment", "text": "<", "comment": "x", "parentItem": 3},
        {"@type": "Article", "comment": [None, "x", {"text": ""}]},
        {"@id": "a", "@type": "Comment", "text": "x", "comment": {"@id": "a"}},
    ],
)
def test_malformed_json_ld_raises_nothing(ld: Any) -> None:
    assert len(read(ld=ld)) <= 1


def test_plain_text_has_no_comments() -> None:
    assert read_comments(plain("Film", "Comments", "Ann: nice")) == ()


@pytest.mark.parametrize("closing", ["", "</div>"])
def test_their_number_is_bounded_however_they_nest(closing: str) -> None:
    many = f"<div class=comment><b class=author>Ann</b>Hm{closing}" * (MOST + 500)
    comments = read(f"<div id=comments>{many}</div>")
    assert 0 < len(comments) <= MOST
    assert {text for text, *_ in comments} == {"Hm"}


def capture(comments: str, *, keep: bool) -> Capture:
    body = (
        f"<html lang=en><head><title>Film</title></head><body><article><h1>Film</h1><p>{PROSE}</p></article>"
        f"{comments}</body></html>"
    )
    return Capture(URL, CAPTURED_AT, body.encode(), content_type="text/html", keep_comments=keep)


LONG = "I saw this one twice, and I still think that the second act drags on for far too long. " * 8


@pytest.mark.parametrize("template", [pages.WORDPRESS, pages.BLOGGER])
def test_comments_longer_than_the_article_are_not_its_text(template: str) -> None:
    comments = template.replace("I agree.", LONG).replace("Thanks", LONG).replace("Me too.", LONG)
    kept, plain_article = (clean(capture(comments, keep=keep)) for keep in (True, False))
    assert kept.text == plain_article.text
    assert "harbour town" in kept.text and "second act" not in kept.text
    assert plain_article.comments is None
    assert kept.comments and any("second act" in comment.text for comment in kept.comments)


def test_an_article_that_nobody_commented() -> None:
    assert clean(capture("", keep=True)).comments == ()
