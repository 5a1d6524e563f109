"""The article of a page that its site draws with scripts: found in the state that the page carries for them.

Used only where the page's own HTML holds (nearly) no prose, so on other pages it costs a look at a few
paragraphs. What a page keeps from readers who do not pay is not taken from there either.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html
from lxml.html import HtmlElement

from archive.clean.dom.blocks import read_blocks
from archive.clean.metadata.nodes import Node
from archive.clean.script_data.rich_text import body_elements, prose_words
from archive.clean.script_data.script_body import ScriptBody
from archive.clean.script_data.scripts import STATE_MARKERS, embedded_states
from archive.word_count import count_words

_LITTLE = 60  # words of prose; a page that shows more is read as it stands

_FEW_CHARS = 500  # of paragraphs: enough for a look

_LEAST = 80  # words of a body

_MORE = 3  # times as long as what the page shows

_MOST_VALUES = 200_000

_PACKED = 500  # characters of a string that may be JSON again

_MOST_RECORDS = 40

_BODY_DEPTH = 7

_TITLES = ("headline", "title", "name", "heading", "pageTitle", "seoTitle", "metaTitle", "shortTitle")

_ADDRESSES = (
    "slug",
    "url",
    "path",
    "uri",
    "link",
    "permalink",
    "canonicalUrl",
    "canonical_url",
    "href",
    "fullSlug",
)

_ELSEWHERE = re.compile(
    r"comment|related|recommend|more|popular|latest|trending|author|byline|bio$|newsletter|menu|navigation|footer|"
    r"header$|sidebar|promo|mention|seo|meta|translation|config|disclaimer|policy|faq|transcript|excerpt|summary|description",
    re.I,
)

_SHORTEST_TITLE = 8  # of those that are found in longer ones

_PARTED = re.compile(r"\s+[|•·»–—-]\s+")

_LOCKED = ("isAccessibleForFree",)


def add_script_body(tree: HtmlElement, source: str, nodes: tuple[Node, ...], url: str) -> ScriptBody | None:
    """Put the body of the article into a page that shows none, as `<article>`; None where that is not so.

    Args:
        tree: of the page; changed.
        source: its HTML.
        nodes: its JSON-LD.
        url: its address.
    """
    if not any(sign in source for sign in STATE_MARKERS):
        return None
    shown = _shown(tree)
    if shown >= _LITTLE or any(_is_locked(node) for node in nodes):
        return None
    told = find_script_body(tree, nodes, url)
    if told is None or told.words < _MORE * shown:
        return None
    _insert(tree, told)
    return told


def has_little_prose(tree: HtmlElement) -> bool:
    """Whether the page's own HTML holds (nearly) no prose."""
    return _shown(tree) < _LITTLE


def find_script_body(tree: HtmlElement, nodes: tuple[Node, ...], url: str) -> ScriptBody | None:
    """The longest body of prose beside which a title or an address stands that is the page's own."""
    titles = frozenset(filter(None, map(_folded, _page_titles(tree))))
    place = _last_of(url)
    found = [
        ScriptBody(name, _title(record), body, words)
        for name, value in (("json-ld", list(nodes)), *embedded_states(tree))
        for record in _own(value, titles, place)
        for body, words in _bodies(record, titles)
    ]
    return max(found, key=lambda told: told.words, default=None)


def _shown(tree: HtmlElement) -> int:
    """Words of prose that the page's own HTML shows, as far as they need be counted."""
    chars = 0
    for paragraph in tree.iter("p"):
        chars += len("".join(paragraph.itertext()))
        if chars > _FEW_CHARS:
            return _LITTLE
    return sum(count_words(block.text) for block in read_blocks(tree)[0] if block.is_prose)


def _insert(tree: HtmlElement, told: ScriptBody) -> None:
    body = tree.find("body")
    if body is None:
        body = lxml_html.Element("body")
        tree.append(body)
    article = lxml_html.Element("article")
    if told.title and tree.find(".//h1") is None:
        heading = lxml_html.Element("h1")
        heading.text = told.title
        article.append(heading)
    article.extend(body_elements(told.body))
    body.append(article)


def _own(value: Any, titles: frozenset[str], place: str) -> Iterator[dict[str, Any]]:
    """The records of a state that are the page's own article, by their title or their address."""
    queue: deque[Any] = deque([value])
    given = 0
    for _ in range(_MOST_VALUES):
        if not queue or given >= _MOST_RECORDS:
            return
        item = queue.popleft()
        if isinstance(item, dict):
            if not _is_locked(item) and _is_own(item, titles, place):
                given += 1
                yield item
            queue.extend(one for key, one in item.items() if not _aside(key))
        elif isinstance(item, list):
            queue.extend(item)
        elif isinstance(item, str) and len(item) > _PACKED and item[0] in "{[":
            with suppress(ValueError, RecursionError):
                queue.append(json.loads(item))


def _is_own(record: dict[str, Any], titles: frozenset[str], place: str) -> bool:
    title = _folded(_title(record) or "")
    return any(_agree(title, one) for one in titles) or _is_at(record, place)


def _is_at(record: dict[str, Any], place: str) -> bool:
    """Whether it has the page's own address: a slug that is told by more than a number."""
    own = (record.get(key) for key in _ADDRESSES)
    return len(place) >= _SHORTEST_TITLE and any(
        isinstance(one, str) and _last_of(one) == place for one in own
    )


def _bodies(record: dict[str, Any], titles: frozenset[str]) -> Iterator[tuple[Any, int]]:
    queue: deque[tuple[Any, int]] = deque((one, 1) for key, one in record.items() if not _aside(key))
    while queue:
        value, depth = queue.popleft()
        if isinstance(value, str | list):
            words = prose_words(value) if not isinstance(value, str) or len(value) > 5 * _LEAST else 0
            if words >= _LEAST:
                yield value, words
                continue
        if isinstance(value, dict) and depth < _BODY_DEPTH:
            title = _title(value)
            if title and not any(_agree(_folded(title), one) for one in titles) and not _is_document(value):
                continue
            queue.extend((one, depth + 1) for key, one in value.items() if not _aside(key))


def _is_document(value: dict[str, Any]) -> bool:
    return any(isinstance(value.get(key), list) for key in ("content", "children", "blocks"))


def _title(record: dict[str, Any]) -> str | None:
    for key in _TITLES:
        value = record.get(key)
        if isinstance(value, dict):
            value = value.get("rendered") or value.get("text") or value.get("value")
        if isinstance(value, str) and value.strip():
            return " ".join(re.sub(r"<[^<>]*>", "", value).split())
    return None


def _page_titles(tree: HtmlElement) -> Iterator[str]:
    shown = tree.findtext(".//title") or ""
    yield from (shown, *_PARTED.split(shown)[:1])
    yield from (heading.text_content() for heading in tree.iter("h1"))
    for meta in tree.iter("meta"):
        if (meta.get("property") or meta.get("name") or "").lower() in ("og:title", "twitter:title"):
            yield meta.get("content") or ""


def _agree(one: str, other: str) -> bool:
    """Whether two titles are one, or one is in the other, as where a page adds the name of its site."""
    short, long = sorted((one, other), key=len)
    if short == long:
        return bool(short)
    return len(short) >= _SHORTEST_TITLE and short in long and 3 * len(short) > len(long)


def _folded(title: str) -> str:
    return "".join(filter(str.isalnum, title.casefold()))


def _last_of(address: str) -> str:
    try:
        path = urlsplit(address).path
    except ValueError:
        return ""
    last = unquote(path).rstrip("/").rpartition("/")[2].casefold()
    return "" if last.isdigit() else last.removesuffix(".html")


def _aside(key: Any) -> bool:
    return isinstance(key, str) and _ELSEWHERE.search(key) is not None


def _is_locked(record: dict[str, Any]) -> bool:
    said = [record.get(key) for key in _LOCKED]
    return any(one is False or (isinstance(one, str) and one.lower().endswith("false")) for one in said)
