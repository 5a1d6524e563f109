"""Find the article of a page that is rendered by scripts, in the data that the page embeds for them.

Only where the page's own HTML has (nearly) no prose; on other pages this reads only a few paragraphs. Bodies
marked as not free are not read.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.read_blocks import read_blocks
from archive.clean.metadata.nodes import Node, is_locked
from archive.clean.patterns import TITLE_SEPARATOR, phrases
from archive.clean.script_data.next_stream import MARKER, render, streamed_rows
from archive.clean.script_data.rich_text import body_elements, prose_words
from archive.clean.script_data.scripts import STATE_MARKERS, embedded_states
from archive.clean.vocabulary import word_list
from archive.folding import letters
from archive.html.parse_html import xml_text

_ENOUGH_WORDS = 60  # of prose in the HTML; such a page is read as it is
_ENOUGH_CHARS = 500  # in `<p>` elements; then the words are not counted
_FEWEST_WORDS = 80  # of a body
_TIMES_LONGER = 3  # than the prose in the HTML
_MOST_VALUES = 200_000
_BODY_DEPTH = 7  # levels below its record at which a body may be
_TITLES, _URL_KEYS = word_list("states", "titles"), word_list("states", "urls")
_META_TITLES = ("og:title", "twitter:title")
_SHORTEST_SLUG = 8  # characters; a shorter one does not tell records apart
_TAG = re.compile(r"<[^<>]*>")


@dataclass(frozen=True, slots=True)
class ScriptBody:
    """An article body that a page holds only in its scripts."""

    source: str  # `json-ld`, or the name of the script data: `__NEXT_DATA__`, `__INITIAL_STATE__` ...
    title: str | None  # stored beside the body; None for none
    body: Any  # HTML, plain text, or the blocks of an editor, as stored
    words: int  # of prose


def add_script_body(tree: HtmlElement, source: str, nodes: tuple[Node, ...], url: str) -> ScriptBody | None:
    """Insert the article's body into a page whose HTML has none, as an `<article>`.

    Returns what was inserted; None where the page has prose, is not free, or embeds no body.

    Args:
        tree: of the page; changed.
        source: its HTML.
        nodes: its JSON-LD nodes.
        url: its URL.
    """
    shown = _words_shown(tree)
    is_served = shown >= _ENOUGH_WORDS or not any(marker in source for marker in STATE_MARKERS)
    if is_served or any(map(is_locked, nodes)):
        return None
    script_body = find_script_body(tree, nodes, url)
    if script_body is None or script_body.words < _TIMES_LONGER * shown:
        return None
    _insert(tree, script_body)
    return script_body


def has_little_prose(tree: HtmlElement) -> bool:
    """Whether the page's own HTML has (nearly) no prose."""
    return _words_shown(tree) < _ENOUGH_WORDS


def find_script_body(tree: HtmlElement, nodes: tuple[Node, ...], url: str) -> ScriptBody | None:
    """The longest body of prose in a record that has the page's own title or URL; None for none."""
    titles = frozenset(filter(None, map(letters, _page_titles(tree))))
    rows = streamed_rows(tree)
    states = (("json-ld", list(nodes)), *embedded_states(tree), (MARKER, list(rows.values())))
    bodies = [body for name, value in states for body in _bodies(name, value, titles, _slug(url))]
    if not bodies:  # the elements that a page streams; the judge finds the article's among them
        rendered = [(prose_words(html), html) for html in map(render, rows.values()) if html]
        bodies = [ScriptBody(MARKER, None, html, words) for words, html in rendered if words >= _FEWEST_WORDS]
    return max(bodies, key=lambda body: body.words, default=None)


def _words_shown(tree: HtmlElement) -> int:
    """How many words of prose the HTML has; `_ENOUGH_WORDS` where its paragraphs are long."""
    sizes = accumulate(len("".join(paragraph.itertext())) for paragraph in tree.iter("p"))
    if any(size > _ENOUGH_CHARS for size in sizes):
        return _ENOUGH_WORDS
    return sum(block.words for block in read_blocks(tree)[0] if block.is_prose)


def _insert(tree: HtmlElement, script_body: ScriptBody) -> None:
    body = tree.find("body")
    if body is None:
        body = etree.SubElement(tree, "body")
    article = etree.SubElement(body, "article")
    if script_body.title and tree.find(".//h1") is None:
        etree.SubElement(article, "h1").text = xml_text(script_body.title)
    article.extend(body_elements(script_body.body))


def _bodies(source: str, state: Any, titles: frozenset[str], slug: str) -> Iterator[ScriptBody]:
    """The values that are long enough for a body in those records of a state that are the page's own article.

    Values below another title belong to another article and are passed over.
    """
    queue: deque[tuple[Any, str | None, int]] = deque([(state, None, 0)])  # value, title of its record, depth
    for _ in range(_MOST_VALUES):
        if not queue:
            return
        value, record, depth = queue.popleft()
        if record is not None and isinstance(value, str | list) and depth <= _BODY_DEPTH:
            is_long = isinstance(value, list) or len(value) > 5 * _FEWEST_WORDS
            if is_long and (words := prose_words(value)) >= _FEWEST_WORDS:
                yield ScriptBody(source, record or None, value, words)
        if isinstance(value, dict):
            title = _title(value)
            urls = (url for key in _URL_KEYS if slug and isinstance(url := value.get(key), str))
            if not is_locked(value) and (letters(title) in titles or slug in map(_slug, urls)):
                record, depth = title, 0
            elif title:
                record = None
            queue.extend((inner, record, depth + 1) for key, inner in value.items() if not _is_other(key))
        elif isinstance(value, list):
            queue.extend((item, None, 0) for item in value)


def _title(record: dict[str, Any]) -> str:
    """The title of a record; "" for none."""
    for key in _TITLES:
        value = record.get(key)
        if isinstance(value, dict):
            value = value.get("rendered") or value.get("text") or value.get("value")
        if isinstance(value, str) and value.strip():
            return " ".join(_TAG.sub("", value).split())
    return ""


def _page_titles(tree: HtmlElement) -> Iterator[str]:
    shown = tree.findtext(".//title") or ""
    yield from (shown, *TITLE_SEPARATOR.split(shown)[:1])
    yield from (heading.text_content() for heading in tree.iter("h1"))
    metas = ((meta, meta.get("property") or meta.get("name") or "") for meta in tree.iter("meta"))
    yield from (meta.get("content") or "" for meta, name in metas if name.lower() in _META_TITLES)


def _slug(url: str) -> str:
    """The last part of a URL's path in lower case; "" where it is too short or only a number."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    last = unquote(path).rstrip("/").rpartition("/")[2].casefold().removesuffix(".html")
    return "" if last.isdigit() or len(last) < _SHORTEST_SLUG else last


@lru_cache(maxsize=10_000)
def _is_other(key: Any) -> bool:
    return isinstance(key, str) and phrases("states", "other_keys").search(key) is not None
