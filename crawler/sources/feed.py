"""Read RSS, Atom and JSON Feed: bytes in, links out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser
from w3lib.html import remove_tags, replace_entities

from archive.model import Hint
from crawler.sources.links import Link, SourceContent, resolve, unique_links

_JSON_FEED = "https://jsonfeed.org/version/"


def read_feed(body: bytes, url: str, content_type: str | None = None) -> SourceContent:
    """The links in a feed, each with the title, authors and date that the feed gives.

    Args:
        body: the feed's bytes.
        url: its URL, the base of relative links.
        content_type: the Content-Type header, for its charset.

    Returns:
        The links. A broken feed gives the entries that can be read, and a `problem`.
    """
    if body.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return _read_json_feed(body, url)
    try:
        return _read_xml(body, url, content_type)
    except Exception as error:  # on garbage, feedparser raises errors of many types
        return SourceContent(problem=f"cannot be read as a feed ({type(error).__name__}: {error})")


def _read_xml(body: bytes, url: str, content_type: str | None) -> SourceContent:
    headers = {"content-location": url, **({"content-type": content_type} if content_type else {})}
    # A stream: feedparser would first take plain bytes for a file name.
    feed = feedparser.parse(
        io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    links = unique_links(link for entry in feed.entries if (link := _link(entry, url, feed.version)))
    return SourceContent(links, problem=_problem(body, feed, len(feed.entries)))


def _problem(body: bytes, feed: Mapping[str, Any], entries: int) -> str | None:
    if not body.strip():
        return "is empty"
    if not feed["version"] and not entries:
        return "is not a feed (neither RSS nor Atom nor JSON Feed)"
    error = feed.get("bozo_exception")
    # feedparser also reports mistakes that it repaired without loss: an encoding label, a content type.
    if not feed["bozo"] or isinstance(error, feedparser.ThingsNobodyCaresAboutButMe):
        return None
    return f"is broken XML ({str(error).removeprefix('<unknown>:')}); entries that could be read: {entries}"


def _link(entry: Mapping[str, Any], base: str, version: str) -> Link | None:
    address = entry.get("feedburner_origlink") or entry.get("link") or _url_from_id(entry)
    target = resolve(base, address) if address else None
    if target is None:
        return None
    # RSS 1.0 gives an item's publication date as dc:date, which feedparser calls `updated`. In Atom `updated`
    # is the date of the last change.
    published = entry.get("published") or (entry.get("updated") if version.startswith("rss") else None)
    hint = Hint(
        "feed",
        title=_without_markup(entry.get("title")),
        authors=tuple(dict.fromkeys(_names(entry))),
        published=published or None,
    )
    # feedparser's `get` would return the published date for a missing `updated`.
    lastmod = entry["updated"] if "updated" in entry else None  # noqa: SIM401
    return Link(target, _unless_empty(hint), lastmod)


def _url_from_id(entry: Mapping[str, Any]) -> str | None:
    """The entry's id if it is a URL: some Atom entries have no link, some RSS guids lack `isPermaLink`."""
    entry_id = entry.get("id") or ""
    return entry_id if entry_id.startswith(("http://", "https://")) else None


def _names(entry: Mapping[str, Any]) -> Iterator[str]:
    for author in entry.get("authors") or ():
        if name := _without_markup(author.get("name")):
            yield name


def _without_markup(text: str | None) -> str | None:
    """The text without HTML markup, which both RSS and Atom allow in titles."""
    if not text:
        return None
    return " ".join(replace_entities(remove_tags(text)).split()) or None


def _unless_empty(hint: Hint) -> Hint | None:
    return hint if hint.title or hint.authors or hint.published else None


def _read_json_feed(body: bytes, url: str) -> SourceContent:
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        return SourceContent(problem=f"is broken JSON ({error})")
    if not str(feed.get("version")).startswith(_JSON_FEED) or not isinstance(feed.get("items"), list):
        return SourceContent(problem="is JSON, but not a JSON Feed (its `version` or `items` is missing)")
    items = [item for item in feed["items"] if isinstance(item, dict)]
    return SourceContent(unique_links(link for item in items if (link := _json_link(item, url))))


def _json_link(item: Mapping[str, Any], base: str) -> Link | None:
    address = _as_text(item.get("url")) or _url_from_id({"id": _as_text(item.get("id"))})
    target = resolve(base, address) if address else None
    if target is None:
        return None
    # JSON Feed 1.0 has one `author`, 1.1 a list of `authors`.
    people = item.get("authors") or [item.get("author")]
    names = [_without_markup(_as_text(person.get("name"))) for person in people if isinstance(person, dict)]
    hint = Hint(
        "feed",
        title=_without_markup(_as_text(item.get("title"))),
        authors=tuple(name for name in names if name),
        published=_as_text(item.get("date_published")),
    )
    return Link(target, _unless_empty(hint), _as_text(item.get("date_modified")))


def _as_text(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
