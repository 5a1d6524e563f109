"""A feed as Atom (RFC 4287)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from archive.feeds.feed import Entry, Feed

_NAMESPACE = "http://www.w3.org/2005/Atom"


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
        _add_entry(root, entry)
    indent(root)
    body: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return body + b"\n"


def _add_entry(root: Element, entry: Entry) -> None:
    node = SubElement(root, "entry")
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


def _add(node: Element, name: str, text: str) -> None:
    SubElement(node, name).text = text
