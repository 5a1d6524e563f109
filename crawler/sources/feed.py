"""Read RSS, Atom and JSON Feed: bytes in, links out."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import feedparser
from lxml.html import defs
from w3lib.html import remove_tags, replace_entities

from archive.html.parse_html import decode, without_bad_escapes, xml_text
from archive.model import Hint
from crawler.sources.links import Link, SourceContent, resolve, unique_links
from crawler.sources.mail_addresses import without_address, without_addresses
from crawler.sources.mend_xml import mend_whole_xml, mend_xml

_JSON_FEED = "https://jsonfeed.org/version/"

_ROOT = re.compile(r"<(?![?!])(?:[\w.-]+:)?(\w+)")

_END, _ENTRY = (
    re.compile(r"</(?:[\w.-]+:)?(?:rss|feed|RDF)\s*>"),
    re.compile(r"<(?:[\w.-]+:)?(?:item|entry)[\s>]"),
)

# An element or an attribute with the address of an entry, in XML that `mend_whole_xml` has repaired.
_ADDRESS = re.compile(
    r"<(?:[\w.-]+:)?(?:link|guid|id|origLink)\b[^<>]*>(?:\s*<!\[CDATA\[(?P<cdata>(?:(?!<!\[CDATA\[).)*?)\]\]>|[^<]*)",
    re.DOTALL,
)

# Stands for the `&` of addresses in what feedparser reads, as it takes `&copy;` in them for `&copy`, and in
# attributes of a broken feed keeps `&#38;`. A character for private use, which no address contains.
# (To report upstream: kurtmckee/feedparser, mixin.py, `pop`, and sgml.py.)
_AMPERSAND = "\U000f0026"

# Which tags are markup in a title: `<Untitled>` is the title of a film.
_HTML_TAGS = tuple(sorted(defs.tags))


def is_xml_feed(head: str) -> bool:
    """Whether a document that begins with this text is RSS or Atom."""
    root = _ROOT.search(next(mend_xml([head])))
    return root is not None and root[1] in {"rss", "feed", "RDF"}


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
    if not body.strip():
        return SourceContent(problem="is empty")
    text = _hide_ampersands(without_addresses(mend_whole_xml(decode(body, content_type))))
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    # A stream: feedparser would first take plain bytes for a file name.
    feed = feedparser.parse(
        io.BytesIO(text.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
    )
    links = unique_links(link for entry in feed.entries if (link := _link(entry, url, feed.version)))
    return SourceContent(links, problem=_problem(text, feed, len(feed.entries)))


def _problem(text: str, feed: Mapping[str, Any], entries: int) -> str | None:
    if not feed["version"] and not entries:
        return "is not a feed (neither RSS nor Atom nor JSON Feed)"
    error = feed.get("bozo_exception")
    # feedparser also reports mistakes that it repaired without loss: an encoding label, a content type.
    if not feed["bozo"] or isinstance(error, feedparser.ThingsNobodyCaresAboutButMe):
        return None
    if _END.search(text) and entries >= len(_ENTRY.findall(text)):
        return None
    return f"is broken XML ({str(error).removeprefix('<unknown>:')}); entries that could be read: {entries}"


def _link(entry: Mapping[str, Any], base: str, version: str) -> Link | None:
    address = entry.get("feedburner_origlink") or entry.get("link") or _url_from_id(entry)
    target = resolve(base, _show_ampersands(address)) if address else None
    if target is None:
        return None
    # RSS 1.0 gives an item's publication date as dc:date, which feedparser calls `updated`. In Atom `updated`
    # is the date of the last change.
    published = entry.get("published") or (entry.get("updated") if version.startswith("rss") else None)
    hint = Hint(
        "feed",
        title=_title(entry, version),
        authors=tuple(dict.fromkeys(_names(entry))),
        published=published or None,
    )
    # feedparser's `get` would return the published date for a missing `updated`.
    lastmod = entry["updated"] if "updated" in entry else None  # noqa: SIM401
    return Link(target, _unless_empty(hint), lastmod)


def _hide_ampersands(text: str) -> str:
    """A feed in which another character stands for each `&` of an address."""

    def hide(match: re.Match[str]) -> str:
        return match[0].replace("&" if match["cdata"] else "&#38;", _AMPERSAND)

    return _ADDRESS.sub(hide, text)


def _show_ampersands(address: str) -> str:
    """The address that feedparser read, with its `&`. Some feeds escape it twice."""
    return address.replace(_AMPERSAND, "&").replace("&amp;", "&")


def _url_from_id(entry: Mapping[str, Any]) -> str | None:
    """The entry's id if it is a URL: some Atom entries have no link, some RSS guids lack `isPermaLink`."""
    entry_id = entry.get("id") or ""
    return entry_id if entry_id.startswith(("http://", "https://")) else None


def _title(entry: Mapping[str, Any], version: str) -> str | None:
    """The title as text. In Atom its type says whether it is markup (RFC 4287, 3.1), in RSS nothing does."""
    title, kind = entry.get("title"), entry.get("title_detail", {}).get("type")
    if title and version.startswith("atom") and kind == "text/plain":
        return " ".join(title.split()) or None
    return _without_markup(title)


def _names(entry: Mapping[str, Any]) -> Iterator[str]:
    for author in entry.get("authors") or ():
        if name := _author_name(author.get("name")):
            yield name


def _author_name(text: str | None) -> str | None:
    """An author's name without markup and mail address."""
    return without_address(_without_markup(text) or "") or None


def _without_markup(text: str | None) -> str | None:
    """The text without HTML markup, which both RSS and Atom allow in titles."""
    if not text:
        return None
    return " ".join(replace_entities(remove_tags(text, which_ones=_HTML_TAGS)).split()) or None


def _unless_empty(hint: Hint) -> Hint | None:
    return hint if hint.title or hint.authors or hint.published else None


def _read_json_feed(body: bytes, url: str) -> SourceContent:
    try:
        # SQLite takes no halves of surrogate pairs. Raw control characters are an error that loses nothing.
        feed = json.loads(without_bad_escapes(body.decode("utf-8-sig")), strict=False)
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
    names = [_author_name(_as_text(person.get("name"))) for person in people if isinstance(person, dict)]
    hint = Hint(
        "feed",
        title=_without_markup(_as_text(item.get("title"))),
        authors=tuple(name for name in names if name),
        published=_as_text(item.get("date_published")),
    )
    return Link(target, _unless_empty(hint), _as_text(item.get("date_modified")))


def _as_text(value: object) -> str | None:
    return xml_text(value).replace("\ufffd", "").strip() or None if isinstance(value, str) else None
