"""Read sitemaps: bytes in, links out. Links come one at a time, so that a big file never blocks the loop."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Iterator

from lxml import etree

from archive.model import Hint
from crawler.sources.links import Link, SourceError, SourceLink

MAX_BYTES = 50 * 1024 * 1024  # uncompressed: the protocol's limit

_CHUNK = 64 * 1024

_UTF16 = (b"\xff\xfe", b"\xfe\xff")

# The most common mistake in sitemaps is an unescaped `&` in a query string. In CDATA it is correct.
_BARE_AMPERSAND = re.compile(
    rb"(<!\[CDATA\[.*?\]\]>)|&(?!(?:[A-Za-z][\w.-]*|#\d+|#x[\dA-Fa-f]+);)", re.DOTALL
)


def read_sitemap(body: bytes, url: str) -> Iterator[Link | SourceLink]:
    """The pages in a sitemap (`Link`), or the sitemaps in an index (`SourceLink`), in the order of the file.

    Reads XML with or without namespaces, the news extension, text (one URL a line), and all of them gzipped.
    The file is parsed lazily, as far as the caller iterates.

    Args:
        body: the sitemap's bytes.
        url: its URL, for errors.

    Raises:
        SourceError: it is not a sitemap, breaks off, or is over 50 MiB uncompressed. Earlier links are good.
    """
    chunks = _chunks(body, url)
    first = next(chunks, b"")
    start = first.lstrip(b"\xef\xbb\xbf \t\r\n")
    if not start:
        raise SourceError(url, "is empty")
    if start.startswith(b"<"):
        yield from _read_xml(_escape_ampersands(_with_first(first, chunks)), url)
    elif start.startswith(_UTF16):
        yield from _read_xml(_with_first(first, chunks), url)
    else:
        yield from _read_lines(_with_first(first, chunks), url)


def _chunks(body: bytes, url: str) -> Iterator[bytes]:
    """The body in chunks, decompressed if it begins as gzip does: servers label gzip in many ways."""
    stream: io.BytesIO | gzip.GzipFile = io.BytesIO(body)
    if body.startswith(b"\x1f\x8b"):
        stream = gzip.GzipFile(fileobj=stream)
    left = MAX_BYTES
    while True:
        try:
            chunk = stream.read1(_CHUNK)
        except (EOFError, OSError, zlib.error) as error:
            raise SourceError(url, f"is broken gzip ({error})") from None
        if not chunk:
            return
        left -= len(chunk)
        if left < 0:
            raise SourceError(url, f"is over {MAX_BYTES // 2**20} MiB uncompressed", "split it in several")
        yield chunk


def _with_first(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _escape_ampersands(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The same XML with bare ampersands escaped. Chunks are cut before a tag, never in an entity or CDATA."""
    carried = b""
    for chunk in chunks:
        whole = carried + chunk
        cut = whole.rfind(b"<")
        cut = len(whole) if cut <= 0 else cut
        carried = whole[cut:]
        yield _BARE_AMPERSAND.sub(_escape_match, whole[:cut])
    yield _BARE_AMPERSAND.sub(_escape_match, carried)


def _escape_match(match: re.Match[bytes]) -> bytes:
    return match[1] or b"&amp;"


def _read_xml(chunks: Iterator[bytes], url: str) -> Iterator[Link | SourceLink]:
    # Unresolved entities cannot read files or blow up. Without huge_tree, libxml2 limits depth and text size.
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
        raise SourceError(url, f"is not a sitemap (its root is <{kind}>)", remedy)
    if fatal := [mistake for mistake in parser.feed_error_log if mistake.level == etree.ErrorLevels.FATAL]:
        raise SourceError(url, f"is broken XML (line {fatal[0].line}: {fatal[0].message.strip()})")


def _entries(parser: etree.XMLPullParser) -> Iterator[Link | SourceLink]:
    """The entries that the parser has completed since the last call."""
    for _, element in parser.read_events():
        assert isinstance(element, etree._Element)  # the parser reports "end" events only
        entry = _nested_sitemap(element) if _name(element) == "sitemap" else _link(element)
        _free(element)
        if entry:
            yield entry


def _free(element: etree._Element) -> None:
    """Free the memory of an element that was read, and of the siblings before it."""
    element.clear()
    parent = element.getparent()
    if parent is not None:
        while element.getprevious() is not None:
            del parent[0]


def _name(element: etree._Element) -> str:
    """The local name, also of an element whose prefix the file does not declare."""
    return str(element.tag).rpartition("}")[2].rpartition(":")[2]


def _texts(element: etree._Element) -> dict[str, str]:
    """The text of the first child of each local name."""
    texts: dict[str, str] = {}
    for child in element.iterchildren(etree.Element):
        text = " ".join((child.text or "").split())
        if text and not len(child):  # an unresolved entity counts as a child: its text would be incomplete
            texts.setdefault(_name(child), text)
    return texts


def _nested_sitemap(element: etree._Element) -> SourceLink | None:
    texts = _texts(element)
    return SourceLink(texts["loc"], texts.get("lastmod")) if "loc" in texts else None


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
    any_url = False
    for number, line in enumerate(_lines(chunks), 1):
        address = line.decode("utf-8-sig", "replace").strip()
        if address.startswith(("http://", "https://")):
            any_url = True
            yield Link(address)
        elif address and not any_url:
            raise SourceError(url, f"is not a sitemap (line {number} is neither XML nor a URL)")


def _lines(chunks: Iterator[bytes]) -> Iterator[bytes]:
    carried = b""
    for chunk in chunks:
        *lines, carried = (carried + chunk).split(b"\n")
        yield from lines
    yield carried
