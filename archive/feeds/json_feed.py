"""A feed as JSON Feed 1.1."""

from __future__ import annotations

import json
from typing import Any

from archive.feeds.feed import Entry, Feed

_VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> bytes:
    """The feed as a JSON document."""
    shown = {
        "version": _VERSION,
        "title": feed.title,
        "description": feed.query or None,
        "items": [_item(entry) for entry in feed.entries],
    }
    known = {key: value for key, value in shown.items() if value is not None}
    return json.dumps(known, ensure_ascii=False, indent=2).encode() + b"\n"


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.url,
        "url": entry.url,
        "title": entry.title,
        "content_text": entry.text or "",  # an item must have content
        "date_published": entry.published,
        "date_modified": entry.updated,
        "authors": [{"name": name} for name in entry.authors] or None,
        "language": entry.language,
        "tags": list(entry.tags) or None,
    }
    return {key: value for key, value in item.items() if value is not None}
