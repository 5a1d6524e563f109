"""Remove mail addresses from the authors of feeds: RSS has `mara@lantern.studio (Mara Voss)`. Pure."""

from __future__ import annotations

import re
from html import unescape
from xml.sax.saxutils import escape

_PART = r"[^\s@()<>\[\],;:\"']+"

_ADDRESS = re.compile(
    rf"[<(]?\s*(?:mailto:)?{_PART}@(?:{_PART}\.(?:xn--[a-z\d-]+|[^\s@()<>\[\],;:\"'.\d]{{2,}})|localhost)"
    r"(?:\?[^\s()<>]*)?\s*[>)]?",
    re.IGNORECASE,
)

_LONGEST = 500  # characters of a name; the search for addresses, feedparser's too, takes the square of that

_IN_BRACKETS = re.compile(r"\(([^()]*)\)")

_AUTHOR = re.compile(
    r"<((?:[\w.-]+:)?(?:author|creator))\b([^<>]*)>"
    r"(?:\s*+<!\[CDATA\[(?P<raw>(?:(?!\]\]>).)*)\]\]>\s*|(?P<text>[^<]*+))</\1\s*>",
    re.DOTALL,
)


def without_addresses(feed: str) -> str:
    """The XML of a feed in which no author that is plain text has a mail address.

    feedparser cuts addresses out of authors itself, but ends them after four letters of the top-level domain:
    it reads `mara@lantern.studio (Mara Voss)` as `io (Mara Voss`. (To report upstream: kurtmckee/feedparser,
    mixin.py, `_sync_author_detail`.)
    """
    return _AUTHOR.sub(_mended_author, feed)


def _mended_author(match: re.Match[str]) -> str:
    text = match["raw"] if match["raw"] is not None else unescape(match["text"])
    if "@" not in text and len(text) <= _LONGEST:
        return match[0]
    return f"<{match[1]}{match[2]}>{escape(without_address(text))}</{match[1]}>"


def without_address(author: str) -> str:
    """An author's name without mail addresses; "" if there is nothing else, or far too much for a name."""
    if len(author) > _LONGEST:
        return ""
    if "@" not in author:
        return author
    name, count = _ADDRESS.subn(" ", author)
    if not count:
        return author
    name = " ".join(_IN_BRACKETS.sub(r"\1", name).split())
    return re.sub(r"\s+([,;])", r"\1", name).strip(" ,;\"'<>()")
