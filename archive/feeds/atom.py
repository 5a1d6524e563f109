"""A feed as Atom (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from archive.feeds.feed import Entry, Feed

_NAMESPACE = "http://www.w3.org/2005/Atom"
_NEVER = "1970-01-01T00:00:00Z"  # when a feed without entries was updated: the same at each writing


def atom(feed: Feed) -> bytes:
    """The feed as an XML document."""
    root = Element("feed", xmlns=_NAMESPACE)
    _add(root, "id", feed.id)
    _add(root, "title", feed.title)
    if feed.query:
        _add(root, "subtitle", feed.query)
    _add(root, "updated", feed.updated)
    _add(SubElement(root, "author"), "name", "Matinee")
    _add(root, "generator", "Matinee")
    for entry in feed.entries:
        root.append(_entry_node(entry))
    indent(root)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def write_atom(entries: Iterable[Entry], feed_id: str, title: str, out: BinaryIO) -> int:
    """Write a feed of any number of entries, one at a time; return how many.

    The time of the latest entry stands behind them all, where it is known. Atom lets them stand in any
    order.
    """
    head = Element("feed", xmlns=_NAMESPACE)
    _add(head, "id", feed_id)
    _add(head, "title", title)
    _add(SubElement(head, "author"), "name", "Matinee")
    _add(head, "generator", "Matinee")
    end = b"</feed>"
    out.write(tostring(head, encoding="utf-8", xml_declaration=True).removesuffix(end) + b"\n")
    count, latest = 0, _NEVER
    for entry in entries:
        out.write(tostring(_entry_node(entry), encoding="utf-8") + b"\n")
        count, latest = count + 1, max(latest, entry.updated)
    out.write(f"<updated>{latest}</updated>\n".encode() + end + b"\n")
    return count


def _entry_node(entry: Entry) -> Element:
    node = Element("entry")
    if entry.language:
        node.set("xml:lang", entry.language)
    _add(node, "id", entry.url)
    _add(node, "title", entry.title)
    SubElement(node, "link", rel="alternate", href=entry.url)
    _add(node, "updated", entry.updated)
    if entry.published:
        _add(node, "published", entry.published)
    for author in entry.authors:
        _add(SubElement(node, "author"), "name", author)
    for tag in entry.tags:
        SubElement(node, "category", term=tag)
    if entry.text:
        _add(node, "content", entry.text)  # of type text, which readers do not take for markup
    return node


def _add(node: Element, name: str, text: str) -> None:
    SubElement(node, name).text = text
