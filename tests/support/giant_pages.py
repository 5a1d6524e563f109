"""Pages too large, too deep or too broken for careless code: each is made for a size, the same every time."""

from __future__ import annotations

from collections.abc import Callable

PROSE = (
    "The film opens on a harbour at dawn, and for ten minutes nobody says a word. "
    "What follows is a patient study of two sisters who have not spoken for years."
)

_LINE, _PARAGRAPH = f"{PROSE}\n", f"{PROSE}\n\n"

_SCOPE = '<div itemscope itemtype="https://schema.org/Review"'

_H_REVIEW = '<div class="h-review"><b class="p-name">A</b><i class="p-rating">4</i></div>'

_FIGURE = "<figure><img src=x><figcaption>A caption here</figcaption></figure>"

_COMMENT = f'<div class="comment"><b class="comment-author">Ana</b><p>{PROSE}</p></div>'

_DRAWN_STARS = "<div class='stars'>" + "<i class='star full'></i>" * 3 + "<i class='star'></i>" * 2 + "</div>"

ARTICLE = f"<h1>The Harbour</h1><p>By Ana Ferrer</p><p>{PROSE}</p><p>{PROSE} Much is left unsaid.</p>"


def document(body: str, head: str = "") -> str:
    """A page with a headline, two paragraphs of prose and this."""
    return (
        f"<!doctype html><html lang=en><head><title>The Harbour | Film Paper</title>{head}</head>"
        f"<body><main><article>{ARTICLE}{body}</article></main></body></html>"
    )


def _nested_tables(depth: int) -> str:
    return "<table><tr><td>cell one<td>" * depth + PROSE + "</td></tr></table>" * depth


def _unclosed_lists(count: int) -> str:
    return "".join(f"<ul><li>Item {number}" for number in range(count))


def _mixed_containers(count: int) -> str:
    return "".join(
        f'<div class="card card-{number}"><h3>Card {number}</h3><p>By Writer {number}</p>'
        f'<time datetime="2024-01-{number % 28 + 1:02}">1</time><a href="/p/{number}">{PROSE[:60]}</a></div>'
        for number in range(count)
    )


def _json_nodes(count: int) -> str:
    nodes = ",".join(
        f'{{"@type":"Review","name":"R{number}","author":{{"@type":"Person","name":"Ana {number}"}},'
        f'"reviewRating":{{"ratingValue":"4","bestRating":"5"}}}}'
        for number in range(count)
    )
    return f'<script type="application/ld+json">[{nodes}]</script>'


def _nested_json(depth: int) -> str:
    return f'<script type="application/ld+json">{"[" * depth}{"]" * depth}</script>'


def _script_state(size: int) -> str:
    lists = ",".join(["[1,2]"] * (size // 12))
    return document("", f'<script>window.__STATE__={{"a":"{"x" * (size // 2)}","b":[{lists}]}}</script>')


def _bare_page(scripts: str) -> str:
    """A page whose HTML has no text."""
    return f"<html><head><title>The Harbour</title></head><body><div id=root></div>{scripts}</body></html>"


def _bare_script_state(size: int) -> str:
    texts = ",".join([f'{{"text":"{PROSE}"}}'] * (size // 180))
    return _bare_page(f'<script>window.__STATE__={{"body":"{PROSE}","b":[{texts}]}}</script>')


def _streamed_script_state(size: int) -> str:
    rows = (f'self.__next_f.push([1,"{number}:{PROSE}\\n"])' for number in range(size // 220))
    return _bare_page("".join(f"<script>{row}</script>" for row in rows))


def _next_data(size: int) -> str:
    contents = ",".join([f'{{"content":"<p>{PROSE}</p>"}}'] * (size // 190))
    data = f'{{"props":[{contents}]}}'
    return _bare_page(f'<script id="__NEXT_DATA__" type="application/json">{data}</script>')


# By name: the size that a page must be read at, and the page of a size.
GIANTS: dict[str, tuple[int, Callable[[int], str]]] = {
    "short paragraphs": (100_000, lambda n: document("".join(f"<p>Line {i} here.</p>" for i in range(n)))),
    "long paragraphs": (20_000, lambda n: document("".join(f"<p>{PROSE} {i}</p>" for i in range(n)))),
    "links": (300_000, lambda n: document("".join(f'<a href="/a/{i}">link {i}</a> ' for i in range(n)))),
    "linked paragraphs": (
        100_000, lambda n: document("".join(f'<p><a href="/a/{i}">A link {i}</a></p>' for i in range(n))),
    ),
    "attributes": (
        100_000, lambda n: document(f"<div {' '.join(f'data-a{i}=x' for i in range(n))}><p>{PROSE}</div>"),
    ),
    "class names": (
        100_000, lambda n: document(f'<div class="{" ".join(f"c{i}" for i in range(n))}"><p>{PROSE}</div>'),
    ),
    "spans": (200_000, lambda n: document(f"<p>{''.join(f'<span>word{i} </span>' for i in range(n))}</p>")),
    "bold words": (100_000, lambda n: document(f"<p>{'<b>word</b> and '* n}</p>")),
    "breaks": (100_000, lambda n: document(f"<p>{f'{PROSE[:70]}<br>' * n}</p>")),
    "signed lines": (50_000, lambda n: document(f"<div>{'Ana Ferrer and The Harbour<br>' * n}</div>")),
    "one line": (5_000_000, lambda n: document(f"<p>{'word ' * (n // 5)}</p>")),
    "one line and a bad byte": (500_000, lambda n: document(f"<p>{'word ' * (n // 5)}\n<p>caf\udce9")),
    "one word": (5_000_000, lambda n: document(f"<p>{'x' * n}</p>")),
    "spaces": (5_000_000, lambda n: document(f"<p>{'a' + ' ' * n}b</p>")),
    "digits": (1_000_000, lambda n: document(f"<p>{'1' * n}</p>")),
    "names": (1_000_000, lambda n: document(f"<p>{'Ana Ferrer ' * (n // 11)}</p>")),
    "stars": (1_000_000, lambda n: document(f"<p>{'★' * n}</p>")),
    "title": (
        2_000_000, lambda n: document("", f'<meta property="og:title" content="{"A - " * (n // 4)}">'),
    ),
    "table rows": (
        50_000,
        lambda n: document(
            f"<table>{''.join(f'<tr><td>Row {i}<td>{i}<td>Some words</tr>' for i in range(n))}</table>"
        ),
    ),
    "cells in a row": (
        20_000,
        lambda n: document(f"<table><tr>{'<td><b>x</b> <a href=/y>z</a></td>' * n}</tr></table>"),
    ),
    "drawn stars": (5_000, lambda n: document(_DRAWN_STARS * n)),
    "labels alone": (50_000, lambda n: f"<html><body><h1>The Harbour</h1>{'<p>ab cd</p>' * n}</body></html>"),
    "nested tables": (500, lambda n: document(_nested_tables(n))),
    "list items": (
        100_000, lambda n: document(f"<ol>{''.join(f'<li>Item {i} is here.</li>' for i in range(n))}</ol>"),
    ),
    "long list items": (
        30_000, lambda n: document(f"<ol>{''.join(f'<li>{PROSE} {i}</li>' for i in range(n))}</ol>"),
    ),
    "unclosed lists": (5_000, lambda n: document(_unclosed_lists(n))),
    "unclosed bold": (100_000, lambda n: document("".join(f"<b>bold {i} " for i in range(n)))),
    "unclosed links": (100_000, lambda n: document("".join(f"<a href=x{i}>link {i} " for i in range(n)))),
    "unclosed paragraphs in bold": (20_000, lambda n: document("<p><b>Some words here. " * n)),
    "nested": (30_000, lambda n: document("<div>" * n + PROSE + "</div>" * n)),
    "nested quotes": (3_000, lambda n: document("<blockquote>words " * n + "</blockquote>" * n)),
    "script state": (20_000_000, _script_state),
    "bare script state": (20_000_000, _bare_script_state),
    "streamed script state": (20_000_000, _streamed_script_state),
    "next data": (20_000_000, _next_data),
    "open braces": (1_000_000, lambda n: document("", f"<script>window.x = {'{' * n}</script>")),
    "structured data": (30_000, lambda n: document("", _json_nodes(n))),
    "nested structured data": (100_000, lambda n: document("", _nested_json(n))),
    "microdata": (
        30_000,
        lambda n: document(f"{_SCOPE}><b itemprop=name>A</b></div>" * n),
    ),
    "nested microdata": (
        3_000,
        lambda n: document(f"{_SCOPE} itemprop=review>" * n + PROSE),
    ),
    "microformats": (
        20_000, lambda n: document(_H_REVIEW * n),
    ),
    "cards": (30_000, lambda n: document(_mixed_containers(n))),
    "headings": (100_000, lambda n: document("".join(f"<h2>Heading {i}</h2>" for i in range(n)))),
    "headlines": (30_000, lambda n: document("".join(f"<h1>Heading {i}</h1>" for i in range(n)))),
    "times": (
        100_000, lambda n: document('<time datetime="2024-01-02">2 January 2024</time> ' * n),
    ),
    "bylines": (30_000, lambda n: document("".join(f"<p class=byline>By Ana Ferrer{i}" for i in range(n)))),
    "ratings": (30_000, lambda n: document('<p class="rating">Rating: 4/5 stars</p>' * n)),
    "rated lines": (
        50_000, lambda n: document("".join(f"<p>Film {i}: {i % 10}/10" for i in range(n))),
    ),
    "dated lines": (
        50_000, lambda n: document("".join(f"<p>Posted on {i % 28 + 1} March 2024 by Ana" for i in range(n))),
    ),
    "dialogs": (50_000, lambda n: document(f'<div role="dialog"><p>{PROSE}</p></div>' * n)),
    "forms": (30_000, lambda n: document('<form><input type=email><p>Sign up now</p></form>' * n)),
    "figures": (
        20_000, lambda n: document(f"{_FIGURE}<p>{PROSE}" * n),
    ),
    "comments": (
        30_000,
        lambda n: document(f"<div class=comments>{_COMMENT * n}</div>"),
    ),
    "markup comments": (200_000, lambda n: document("<!-- a comment -->" * n)),
    "open markup comments": (1_000_000, lambda n: "<!--" * (n // 4) + document("")),
    "meta tags": (
        100_000, lambda n: document("", "".join(f'<meta name="author" content="Ana {i}">' for i in range(n))),
    ),
    "entities": (1_000_000, lambda n: document(f"<p>{'&#x1F600;&amp;&bogus;' * (n // 20)}</p>")),
    "preformatted": (3_000_000, lambda n: document(f"<pre>{_LINE * (n // 150)}</pre>")),
    "preformatted paragraphs": (3_000_000, lambda n: document(f"<pre>{_PARAGRAPH * (n // 150)}</pre>")),
    "markup signs": (2_000_000, lambda n: document("<" * n)),
    "options": (200_000, lambda n: document(f"<select>{'<option>An option' * n}</select>")),
    "hidden links in headings": (30_000, lambda n: document('<h2><a href="#x">#</a> Part</h2>' * n)),
    "end tags": (300_000, lambda n: document("</div></html>" * n)),
    "body tags": (100_000, lambda n: document("</body><body class=a><p>Some words</p>" * n)),
    "plain text": (5_000_000, lambda n: f"The Harbour\n\n{_LINE * (n // 150)}"),
    "styles": (30_000, lambda n: document("<style>p{color:red}</style><p>Short line" * n)),
    "invisible characters": (2_000_000, lambda n: document(f"<p>{'a&shy;b' * (n // 7)}</p>")),
}  # fmt: skip
