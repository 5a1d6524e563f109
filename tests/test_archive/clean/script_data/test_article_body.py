"""The article of a page that shows none, from the state that it carries; no state where a page has prose."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from archive.clean.article import clean
from archive.clean.explanation.explain import explain
from archive.clean.page.read import read_page
from archive.clean.script_data.article_body import find_script_body
from archive.clean.script_data.rich_text import body_elements
from archive.clean.script_data.scripts import unflatten_nuxt
from archive.importing.warc import read_warc
from archive.model import Capture
from tests.support.examples import page_step

TITLE = "The Ferry Clerk keeps its nerve"
LINES = [
    f"Scene {number}: the harbour town of the title never appears in daylight, and that is the first of many "
    "things this film gets right, for nothing in it is hurried and nothing in it is explained twice."
    for number in range(1, 6)
]
HTML = "<p>" + "</p><h2>The storm</h2><p>".join((" ".join(LINES[:2]), "</p><p>".join(LINES[2:]))) + "</p>"
OTHER = {"title": "Another film altogether", "body": HTML.replace("Scene", "Elsewhere") * 3}


def page(script: str, *, head: str = "", body: str = '<div id="root"></div>', title: str = TITLE) -> Capture:
    source = (
        f"<html lang=en><head><title>{title} | Rampe</title>{head}</head><body>{body}{script}</body></html>"
    )
    now = datetime(2025, 3, 4, tzinfo=UTC)
    return Capture(
        "https://rampe.test/reviews/the-ferry-clerk", now, source.encode(), content_type="text/html"
    )


def data(value: Any, attributes: str = 'type="application/json"') -> str:
    return f"<script {attributes}>{json.dumps(value)}</script>"


def post(body: Any) -> dict[str, Any]:
    return {
        "props": {"pageProps": {"related": [OTHER], "teasers": [OTHER], "post": {"title": TITLE, "x": body}}}
    }


def told(text: Any) -> str:
    """As a script may hold it."""
    return json.dumps(text).replace("</", "<\\/")


def sanity(line: str, style: str = "normal") -> dict[str, Any]:
    return {"_type": "block", "style": style, "children": [{"_type": "span", "text": line}]}


def contentful(line: str, kind: str = "paragraph") -> dict[str, Any]:
    linked = {"nodeType": "hyperlink", "content": [{"nodeType": "text", "value": line[40:]}]}
    return {"nodeType": kind, "content": [{"nodeType": "text", "value": line[:40]}, linked]}


def prosemirror(line: str, kind: str = "paragraph") -> dict[str, Any]:
    return {"type": kind, "attrs": {"level": 2}, "content": [{"type": "text", "text": line}]}


def editorjs(line: str, kind: str = "paragraph") -> dict[str, Any]:
    return {"type": kind, "data": {"text": line, "level": 2}}


def gutenberg(line: str, kind: str = "core/paragraph") -> dict[str, Any]:
    return {"name": kind, "attributes": {"content": line, "level": 2}}


def blocks(make: Any, heading: str, *between: Any) -> list[Any]:
    return [*map(make, LINES[:2]), *between, make("The storm", heading), *map(make, LINES[2:])]


APOLLO = {"ROOT_QUERY": {"__typename": "Query"}, "Article:9": {"headline": TITLE, 'content({"f":1})': HTML}}
TEXTS = [" ".join(LINES[:2]), " ".join(LINES[2:])]
FLAT = [{"post": 1}, ["Reactive", 2], {"title": 3, "bodyBlocks": 4, "at": 7}, TITLE, [5, 6], {"text": 8}]
FLAT += [{"text": 9}, ["Date", "2025-03-04"], *TEXTS]
LD = {"@type": "Review", "headline": TITLE, "reviewBody": "no", "articleBody": "\n\n".join(LINES)}
POST = f"{{title:{told(TITLE)},body:{told(HTML)},n:a}}"
NUXT = f"(function(a,b){{return {{layout:'x',data:[{{post:{POST}}}]}}}}(null,7))"
LOOSE = (
    f"{{user: undefined, 'post': {{title: {told(TITLE)}, html: {told(HTML)},}},}};(function(){{var s;}}());"
)
PACKED = told(json.dumps(post(HTML)))
SHAPES = {
    "__NEXT_DATA__": data(post(HTML), 'id="__NEXT_DATA__" type="application/json"'),
    "application/json": data(post({"rendered": HTML})),
    "__NUXT__": f"<script>window.__NUXT__={NUXT};</script>",
    "__NUXT_DATA__": data(FLAT, 'id="__NUXT_DATA__" type="application/json"'),
    "__INITIAL_STATE__": f"<script>window.__INITIAL_STATE__ = {LOOSE}</script>",
    "__PRELOADED_STATE__": f"<script>__PRELOADED_STATE__ = JSON.parse({PACKED});</script>",
    "__APOLLO_STATE__": f"<script>window.__APOLLO_STATE__={told(APOLLO)};</script>",
    "json-ld": data(LD, 'type="application/ld+json"'),
}
PICTURE = {"_type": "image", "caption": "Credit: nobody, who stood there and took this picture of the boat"}
BLOCKS = {
    "sanity": blocks(sanity, "h2", PICTURE),
    "contentful": {"nodeType": "document", "content": blocks(contentful, "heading-2")},
    "prosemirror": {"type": "doc", "content": blocks(prosemirror, "heading")},
    "editorjs": {"blocks": blocks(editorjs, "header")},
    "gutenberg": blocks(gutenberg, "core/heading"),
    "strings": [*LINES[:2], "The storm", *LINES[2:]],
}


def text_of(capture: Capture) -> str:
    return clean(capture).text


@pytest.mark.parametrize("name", SHAPES)
def test_the_body_is_found_in_every_make_of_state(name: str) -> None:
    capture = page(SHAPES[name])
    article = clean(capture)
    assert article.gate.is_article, article.gate
    assert all(line in article.text for line in LINES) and "Elsewhere" not in article.text
    assert article.title and article.title.value == TITLE
    assert f"({name})" in explain(capture).text.reading


@pytest.mark.parametrize("name", BLOCKS)
def test_blocks_of_every_editor_become_lines(name: str) -> None:
    article = clean(page(data(post(BLOCKS[name]))))
    assert article.text.splitlines()[-6:] == [*LINES[:2], "The storm", *LINES[2:]]
    assert name == "strings" or "## The storm" in (article.markdown or "")


def test_markup_keeps_its_form() -> None:
    assert "## The storm" in (clean(page(data(post(HTML)))).markdown or "")


def test_a_page_with_prose_of_its_own_is_read_as_it_stands() -> None:
    own = "".join(f"<p>{line.replace('Scene', 'Printed')}</p>" for line in LINES)
    capture = page(data(post(HTML * 5)), body=f"<article><h1>{TITLE}</h1>{own}</article>")
    assert "Printed 3" in text_of(capture) and "Scene" not in text_of(capture)
    assert "state" not in explain(capture).text.reading


@pytest.mark.parametrize(
    "script",
    [
        data({"props": {"page": OTHER}}),  # of another title
        data(post(LINES[0])),  # too little
        data({"comments": [{"title": TITLE, "body": HTML}]}),  # a reader's
        data({"post": {"title": TITLE, "body": HTML, "isAccessibleForFree": False}}),
        data(post(HTML))
        + data({"@type": "Article", "isAccessibleForFree": "False"}, 'type="application/ld+json"'),
        '<script type="application/json">{"title": ' + "[" * 5000 + "</script>",
        "<script>window.__INITIAL_STATE__ = {title: " + "{a:[" * 3000 + "</script>",
        f"<script>window.__X__ = JSON.parse({'x' * 500}</script>",
    ],
)
def test_nothing_is_taken_that_is_not_the_articles_own_or_is_kept_from_readers(script: str) -> None:
    capture = page(script)
    assert read_page(capture).script_body is None
    assert "Scene 3" not in text_of(capture)


def test_a_short_title_is_known_too() -> None:
    record = {"title": "Jaws", "body": HTML}
    assert LINES[3] in text_of(page(data([record, OTHER]), title="Jaws"))
    assert read_page(page(data([record, OTHER]), title="Jawsome")).script_body is None


def test_an_address_serves_where_the_page_has_no_title() -> None:
    record = {"slug": "the-ferry-clerk", "title": TITLE, "content": HTML}
    assert LINES[3] in text_of(page(data([OTHER, record]), title=""))


def test_flattened_values_that_refer_to_themselves_are_read() -> None:
    assert unflatten_nuxt([[1, 0], {"a": 0}])[0]["a"][0]["a"]
    assert unflatten_nuxt([{"a": 99, "b": -1, "c": True}]) == {"a": None, "b": None, "c": None}
    assert unflatten_nuxt("x") == "x"


def test_real_states_hold_what_their_pages_show(shared: Path) -> None:
    """Saved pages that show their prose too: what is found agrees with what people read on them."""
    truth = {}
    for row in (shared / "corpus" / "articles.truth.jsonl").read_text(encoding="utf-8").strip().split("\n"):
        one = json.loads(row)
        truth[one["url"]] = set(one["main_content"].split())
    good = found = 0
    step = page_step(3)
    for capture in islice(read_warc(shared / "corpus" / "articles.warc.gz"), 0, None, step):
        if not any(sign in capture.body for sign in (b"__NEXT_DATA__", b"__NUXT", b"articleBody")):
            continue
        shown = read_page(capture)
        assert shown.script_body is None and shown.tree is not None
        told = find_script_body(shown.tree, shown.nodes, capture.url)
        if told is None:
            continue
        found += 1
        words = {word for one in body_elements(told.body) for word in " ".join(one.itertext()).split()}
        real = truth[capture.url]
        good += len(words & real) > 0.8 * len(real) and len(words & real) > 0.8 * len(words)
    assert found >= 40 / step and good >= 0.8 * found, (good, found)
