"""Any capture becomes a page: parsed, with its JSON-LD, and never an exception."""

from __future__ import annotations

import gc
import json
from datetime import UTC, datetime

import pytest

from archive.clean.article import clean
from archive.clean.metadata.nodes import articles, types, value_text, values
from archive.clean.page.page import Page
from archive.clean.page.read import read_page
from archive.model import Capture, Hint
from tests.test_archive.clean.fact_pages import CAPTURED_AT, page
from tests.test_archive.proven_pages import capture


def read(body: bytes, content_type: str | None = "text/html") -> Page:
    return read_page(Capture("https://a.example/x", CAPTURED_AT, body, content_type=content_type))


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"", "text/html"),
        (b"", None),
        (b"\x00" * 200, "text/html"),
        (bytes(range(256)) * 8, "text/html"),
        (b"\x89PNG\r\n\x1a\n" + bytes(400), None),
        (b"%PDF-1.7 ...", "application/pdf"),
        (b"<!-- nothing -->", "text/html"),
        (b"<?xml version='1.0' encoding='utf-16'?>", "application/xhtml+xml"),
        (b"<html><body>" + b"<div>" * 6000, "text/html"),
        (b"<script type='application/ld+json'>" + b"[" * 5000, "text/html"),
    ],
)
def test_odd_captures_are_pages_too(body: bytes, content_type: str | None) -> None:
    odd = read(body, content_type)
    assert odd.tree is not None and odd.lines == () and odd.nodes == ()


def test_plain_text_has_lines_and_no_tree() -> None:
    text = read(b"One  line\r\n\r\n  and another\r\n", "text/plain; charset=utf-8")
    assert text.tree is None
    assert text.lines == ("One line", "and another")


def test_html_that_a_server_calls_plain_text_is_html() -> None:
    assert read(b"<!DOCTYPE html><title>x</title><p>y", "text/plain").tree is not None


def test_a_file_without_a_label_is_what_it_looks_like() -> None:
    assert read(b"Just words, 3 < 4.", None).tree is None
    assert read(b"<p>Marked up</p>", None).tree is not None


def test_an_encoding_declaration_is_no_obstacle() -> None:
    declared = read(b'<?xml version="1.0" encoding="iso-8859-1"?><html><body><p>caf\xe9</p></body></html>')
    assert declared.tree is not None and declared.tree.text_content().strip() == "café"


def test_nul_bytes_cut_nothing_off() -> None:
    torn = read(b"<html><body><p>before\x00</p><p>after</p></body></html>")
    assert torn.tree is not None and "after" in torn.tree.text_content()


def test_what_the_capture_knows_is_kept() -> None:
    hint = Hint("feed", title="T")
    kept = read_page(
        Capture("https://a.example/x", CAPTURED_AT, b"<p>x", headers={"x": "y"}, medium="film", hint=hint)
    )
    assert (kept.url, kept.captured_at) == ("https://a.example/x", CAPTURED_AT)
    assert (kept.headers["x"], kept.medium, kept.hint) == ("y", "film", hint)


def test_json_ld_is_flat_over_graphs_and_lists() -> None:
    ld = [
        {"@graph": [{"@type": "WebSite", "name": "S"}, [{"@type": "Article", "headline": "H"}]]},
        {"@type": "Person"},
    ]
    assert [sorted(types(node)) for node in page(ld=ld).nodes] == [["WebSite"], ["Article"], ["Person"]]


def test_a_broken_script_loses_only_itself() -> None:
    good = json.dumps({"@type": "Article", "headline": "H"})
    scripts = [
        "{not json",
        "",
        "null",
        "7",
        f"<!-- {good} -->",
        f"//<![CDATA[\n{good}\n//]]>",
        f"{good};",
        good,
    ]
    body = "".join(f'<script type="application/LD+JSON; charset=utf-8">{text}</script>' for text in scripts)
    nodes = read(body.encode()).nodes
    assert [node["headline"] for node in nodes] == ["H"] * 4


def test_line_breaks_within_strings_are_forgiven() -> None:
    broken = b'<script type="application/ld+json">{"@type": "Article", "headline": "One\ntwo"}</script>'
    assert value_text(read(broken).nodes[0]["headline"]) == "One two"


def test_references_are_resolved() -> None:
    ld = {
        "@graph": [
            {"@type": "Article", "author": {"@id": "#ann"}},
            {"@type": "Person", "@id": "#ann", "name": "Ann Lee"},
        ]
    }
    nodes = page(ld=ld).nodes
    assert [value_text(person) for person in values(nodes[0], "author", nodes)] == ["Ann Lee"]


def test_the_article_is_told_from_what_it_lists_and_reviews() -> None:
    ld = {
        "@type": ["WebPage", "ItemPage"],
        "mainEntity": {
            "@type": "https://schema.org/Review",
            "name": "ours",
            "itemReviewed": {"@type": "Movie", "review": {"@type": "Review", "name": "theirs"}},
            "comment": [{"@type": "UserReview", "name": "a reader's"}],
        },
        "hasPart": [{"@type": "Article", "name": "a neighbour"}],
    }
    found = articles(
        (*page(ld=ld).nodes, {"@type": "ItemList", "itemListElement": [{"@type": "NewsArticle"}]})
    )
    assert [node["name"] for node in found] == ["ours"]


@pytest.mark.parametrize(
    "html",
    [
        "<!doctype html><title>T</title><article><h1>One</h1><p>Two</p></article>",
        "<meta charset=utf-8><title>T</title><header>One</header><p>Two</p><p></p>",
        "<title>T</title><main>One <b>Two</b></main>",
        "<title>T</title><body><main>One <b>Two</b></main>",
    ],
)
def test_a_page_may_leave_html_head_and_body_out(html: str) -> None:
    page = read_page(Capture("https://a.example/", datetime(2026, 1, 1, tzinfo=UTC), html.encode()))
    assert page.tree is not None
    (head, body) = page.tree
    assert (head.tag, head.text_content(), body.tag) == ("head", "T", "body")
    assert " ".join(body.itertext()).split() == ["One", "Two"]


def test_a_page_is_freed_when_it_is_cleaned_and_waits_for_no_search_for_garbage() -> None:
    def pages() -> int:
        return sum(type(held) is Page for held in gc.get_objects())

    clean(capture("ghost", 0))
    gc.collect()
    gc.disable()
    try:
        before = pages()
        clean(capture("ghost", 1))
        assert pages() == before, "what a page's cache holds refers to the page"
    finally:
        gc.enable()


def test_elements_are_found_by_their_attributes_in_document_order() -> None:
    found = page(
        "<p id=first><a href=/one rel=tag>one</a> <a name=two>two</a> <span id=last itemprop=author>x</span>"
    )
    assert [value for _, value in found.attributed("id")] == ["first", "last"]
    assert [(link.text, href) for link, href in found.links] == [("one", "/one")]
    assert [element.tag for element, _ in found.attributed("itemprop")] == ["span"]
    assert found.attributed("alt") == []


def test_a_plain_text_has_no_attributes() -> None:
    found = read(b"Words alone.", "text/plain")
    assert found.attributed("id") == []
    assert found.links == []
