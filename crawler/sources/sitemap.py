"""Sitemaps: bytes in, links out, one at a time, so that a big one costs neither memory nor a stalled loop."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator

from lxml import etree

from archive.model import Hint
from crawler.sources.links import Link, Onward, SourceError

LARGEST = 50 * 1024 * 1024  # bytes, uncompressed: the protocol's bound

_CHUNK = 64 * 1024

_UTF16 = (b"\xff\xfe", b"\xfe\xff")

# The commonest mistake in sitemaps: a query string put in as it is. Within CDATA that is right.
_BARE_AMPERSAND = re.compile(
    rb"(<!\[CDATA\[.*?\]\]>)|&(?!(?:[A-Za-z][\w.-]*|#\d+|#x[\dA-Fa-f]+);)", re.DOTALL
)


def read_sitemap(body: bytes, url: str) -> Iterator[Link | Onward]:
    """A sitemap's pages (`Link`) or, of an index, its sitemaps (`Onward`), in the order of the file.

    Takes XML with or without namespaces, the news extension, text (one URL a line), and any of them gzipped.
    Parses as it is read: take as many as you want and come back for more.

    Args:
        body: the sitemap's bytes.
        url: its address, for errors.

    Raises:
        SourceError: it is no sitemap, breaks off, or is over 50 MiB uncompressed; what came before is good.
    """
    chunks = _chunks(body, url)
    first = next(chunks, b"")
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise SourceError(url, "is empty")
    if start.startswith(b"<"):
        yield from _read_xml(_escaped(_chained(first, chunks)), url)
    elif start.startswith(_UTF16):
        yield from _read_xml(_chained(first, chunks), url)
    else:
        yield from _read_lines(_chained(first, chunks), url)


def _chunks(body: bytes, url: str) -> Iterator[bytes]:
    """The body in pieces, unpacked where its magic says gzip: servers label that in every way."""
    stream: io.BytesIO | gzip.GzipFile = io.BytesIO(body)
    if body.startswith(b"\x1f\x8b"):
        stream = gzip.GzipFile(fileobj=stream)
    left = LARGEST
    while True:
        try:
            chunk = stream.read1(_CHUNK)
        except (EOFError, OSError, zlib.error) as error:
            raise SourceError(url, f"is broken gzip ({error})") from None
        if not chunk:
            return
        left -= len(chunk)
        if left < 0:
            raise SourceError(url, f"is over {LARGEST // 2**20} MiB uncompressed", "split it in several")
        yield chunk


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _escaped(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same XML with bare ampersands escaped; cut before a tag, so that no entity and no CDATA is cut."""
    carried = b""
    for chunk in chunks:
        whole = carried + chunk
        cut = whole.rfind(b"<")
        cut = len(whole) if cut <= 0 else cut
        carried = whole[cut:]
        yield _BARE_AMPERSAND.sub(_escape, whole[:cut])
    yield _BARE_AMPERSAND.sub(_escape, carried)


def _escape(match: re.Match[bytes]) -> bytes:
    return match[1] or b"&amp;"


def _read_xml(chunks: Iterator[bytes], url: str) -> Iterator[Link | Onward]:
    # Entities stay unresolved, and without huge_tree libxml2 keeps its bounds on depth and text.
    parser = etree.XMLPullParser(
        events=("end",), tag=("{*}url", "{*}sitemap"), recover=True, resolve_entities=False, no_network=True,
        remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip
    try:
        for chunk in chunks:
            parser.feed(chunk)
            yield from _entries(parser)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise SourceError(url, f"is broken XML ({error.msg})") from None
    kind = _name(root) if root is not None else "nothing"
    if kind not in {"urlset", "sitemapindex"}:
        remedy = "put it under `feeds`" if kind in {"rss", "feed", "RDF"} else ""
        raise SourceError(url, f"is no sitemap (its root is <{kind}>)", remedy)
    if fatal := [mistake for mistake in parser.feed_error_log if mistake.level == etree.ErrorLevels.FATAL]:
        raise SourceError(url, f"is broken XML (line {fatal[0].line}: {fatal[0].message.strip()})")


def _entries(parser: etree.XMLPullParser) -> Iterator[Link | Onward]:
    """What the parser has read to its end since it was asked last."""
    for _, element in parser.read_events():
        assert isinstance(element, etree._Element)  # the one kind of event that was asked for
        entry = _onward(element) if _name(element) == "sitemap" else _link(element)
        _forget(element)
        if entry:
            yield entry


def _forget(element: etree._Element) -> None:
    """Free an element that was read, and the siblings before it that lxml still holds."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _name(element: etree._Element) -> str:
    """Local name; a prefix that the file never declared stays before a colon."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _texts(element: etree._Element) -> dict[str, str]:
    """Text of the children by local name, the first of each."""
    texts: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        text = " ".join((child.text or "").split())
        if text and not len(child):  # an entity that was left unresolved counts as a child
            texts.setdefault(_name(child), text)
    return texts


def _onward(element: etree._Element) -> Onward | None:
    texts = _texts(element)
    return Onward(texts["loc"], texts.get("lastmod")) if "loc" in texts else None


def _link(element: etree._Element) -> Link | None:
    texts = _texts(element)
    if "loc" not in texts:
        return None
    news = next((child for child in element.iterchildren(etree.Element) if _name(child) == "news"), None)
    return Link(texts["loc"], None if news is None else _hint(news), texts.get("lastmod"))


def _hint(news: etree._Element) -> Hint | None:
    texts = _texts(news)
    title, published = texts.get("title"), texts.get("publication_date")
    return Hint("sitemap", title=title, published=published) if title or published else None


def _read_lines(chunks: Iterator[bytes], url: str) -> Iterator[Link]:
    found = False
    for number, line in enumerate(_lines(chunks), 1):
        address = line.decode("utf-8-sig", "replace").strip()
        if address.startswith(("http://", "https://")):
            found = True
            yield Link(address)
        elif address and not found:
            raise SourceError(url, f"is no sitemap (line {number} is neither XML nor a URL)")


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    carried = b""
    for chunk in chunks:
        *lines, carried = (carried + chunk).split(b"\n")
        yield from lines
    yield carried
