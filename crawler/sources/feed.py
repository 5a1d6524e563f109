"""RSS, Atom and JSON Feed: bytes in, links out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser
from w3lib.html import remove_tags, replace_entities

from archive.model import Hint
from crawler.sources.links import Link, SourceContent, resolve, unique

_JSON_FEED = "https://jsonfeed.org/version/"


def read_feed(body: bytes, url: str, content_type: str | None = None) -> SourceContent:
    """Links of a feed, each with the title, authors and date that the feed gives.

    Args:
        body: the feed's bytes.
        url: its address; relative links count from here.
        content_type: the Content-Type header, for its charset.

    A broken feed gives the entries that can be read and a `problem`.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json(body, url)
    try:
        return _read_xml(body, url, content_type)
    except Exception as error:  # garbage makes feedparser raise whatever it happens to trip over
        return SourceContent(problem=f"cannot be read as a feed ({type(error).__name__}: {error})")


def _read_xml(body: bytes, url: str, content_type: str | None) -> SourceContent:
    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    # A stream, never the bytes: feedparser takes those for a file name first.
    feed = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    links = unique(link for entry in feed.entries if (link := _link(entry, url, feed.version)))
    return SourceContent(links, problem=_problem(body, feed, len(feed.entries)))


def _problem(body: bytes, feed: Mapping[str, Any], entries: int) -> str | None:
    if not body.strip():
        return "is empty"
    if not feed["version"] and not entries:
        return "is no feed (neither RSS nor Atom nor JSON Feed)"
    error = feed.get("bozo_exception")
    # feedparser also reports what it mended without loss: an encoding label, a content type.
    if not feed["bozo"] or isinstance(error, feedparser.ThingsNobodyCaresAboutButMe):
        return None
    return f"is broken XML ({str(error).removeprefix('<unknown>:')}); entries that could be read: {entries}"


def _link(entry: Mapping[str, Any], base: str, version: str) -> Link | None:
    address = entry.get("feedburner_origlink") or entry.get("link") or _permalink(entry)
    target = resolve(base, address) if address else None
    if target is None:
        return None
    # RSS 1.0 dates an item by dc:date, which feedparser calls `updated`; Atom's updated is another thing.
    published = entry.get("published") or (entry.get("updated") if version.startswith("rss") else None)
    hint = Hint(
        "feed",
        title=_plain(entry.get("title")),
        authors=tuple(dict.fromkeys(_names(entry))),
        published=published or None,
    )
    # `get` would give the published date for a missing `updated`.
    lastmod = entry["updated"] if "updated" in entry else None  # noqa: SIM401
    return Link(target, _worth(hint), lastmod)


def _permalink(entry: Mapping[str, Any]) -> str | None:
    """The id where it is an address: Atom feeds without links, guids that say nothing of being permalinks."""
    identity = entry.get("id") or ""
    return identity if identity.startswith(("http://", "https://")) else None


def _names(entry: Mapping[str, Any]) -> Iterator[str]:
    for author in entry.get("authors") or ():
        if name := _plain(author.get("name")):
            yield name


def _plain(text: str | None) -> str | None:
    """Text without markup: titles come as HTML in feeds of either kind."""
    if not text:
        return None
    return " ".join(replace_entities(remove_tags(text)).split()) or None


def _worth(hint: Hint) -> Hint | None:
    return hint if hint.title or hint.authors or hint.published else None


def _read_json(body: bytes, url: str) -> SourceContent:
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        return SourceContent(problem=f"is broken JSON ({error})")
    if not str(feed.get("version")).startswith(_JSON_FEED) or not isinstance(feed.get("items"), list):
        return SourceContent(problem="is JSON, but no JSON Feed (its `version` or `items` is missing)")
    items = [item for item in feed["items"] if isinstance(item, dict)]
    return SourceContent(unique(link for item in items if (link := _json_link(item, url))))


def _json_link(item: Mapping[str, Any], base: str) -> Link | None:
    address = _text(item.get("url")) or _permalink({"id": _text(item.get("id"))})
    target = resolve(base, address) if address else None
    if target is None:
        return None
    # 1.0 has one `author`, 1.1 a list of `authors`.
    people = item.get("authors") or [item.get("author")]
    names = [_plain(_text(person.get("name"))) for person in people if isinstance(person, dict)]
    hint = Hint(
        "feed",
        title=_plain(_text(item.get("title"))),
        authors=tuple(name for name in names if name),
        published=_text(item.get("date_published")),
    )
    return Link(target, _worth(hint), _text(item.get("date_modified")))


def _text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
