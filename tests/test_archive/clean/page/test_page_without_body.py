"""HTML 5 lets a page leave out `<html>`, `<head>` and `<body>`."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from archive.clean.page.read import read_page
from archive.model import Capture


@pytest.mark.parametrize(
    "html",
    [
        "<!doctype html><title>T</title><article><h1>One</h1><p>Two</p></article>",
        "<meta charset=utf-8><title>T</title><header>One</header><p>Two</p><p></p>",
        "<title>T</title><main>One <b>Two</b></main>",
        "<title>T</title><body><main>One <b>Two</b></main>",
    ],
)
def test_the_article_is_in_the_body(html: str) -> None:
    page = read_page(Capture("https://a.example/", datetime(2026, 1, 1, tzinfo=UTC), html.encode()))
    assert page.tree is not None
    (head, body) = page.tree
    assert (head.tag, head.text_content(), body.tag) == ("head", "T", "body")
    assert " ".join(body.itertext()).split() == ["One", "Two"]
