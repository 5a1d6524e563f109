"""Read sitemaps: bytes in, links out. Links come one at a time, so that a big file never blocks the loop."""

from __future__ import annotations

import gzip
import io
import re
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass

from lxml import etree

from archive.model import Hint
from crawler.sources.links import Link, SourceError, SourceLink, resolve
from crawler.sources.mend_xml import balance_tags, decode_xml, mend_xml

MAX_BYTES = 50 * 1024 * 1024  # uncompressed: the protocol's limit

_CHUNK = 64 * 1024

_XML_SITEMAP = re.compile(r"<(?:[\w.-]+:)?(?:urlset|sitemapindex|rss|feed|RDF)\b")

_END = re.compile(r"</(?:[\w.-]+:)?(?:urlset|sitemapindex)\s*>")

# Entities that blow up, elements nested too deeply: what libxml2 refuses, it does not read.
_TOO_MUCH = frozenset((etree.ErrorTypes.ERR_ENTITY_LOOP, etree.ErrorTypes.ERR_RESOURCE_LIMIT))

_TAIL = 64 * 1024  # characters at the end of a document in which its last tag is looked for


def read_sitemap(body: bytes, url: str) -> Iterator[Link | SourceLink]:
    """The pages in a sitemap (`Link`), or the sitemaps in an index (`SourceLink`), in the order of the file.

    Reads XML with or without namespaces, the news extension, text (one URL a line), and all of them gzipped.
    The file is parsed lazily, as far as the caller iterates.

    Args:
        body: the sitemap's bytes.
        url: its URL, the base of relative `<loc>`s; also for errors.

    Raises:
        SourceError: it is not a sitemap, breaks off, or is over 50 MiB uncompressed. Earlier links are good.
            What `mend_xml` repairs is no error, nor another mistake if the document goes on to its end.
    """
    chunks = decode_xml(unpacked_chunks(body, url))
    first = next(chunks, "")
    while not (start := first.lstrip("\ufeff \t\r\n")):
        more = next(chunks, None)
        if more is None:
            raise SourceError(url, "is empty")
        first = more
    if start.startswith("<") or _XML_SITEMAP.search(first):
        yield from _read_xml(body, url)
    else:
        yield from _read_lines(_with_first(first, chunks), url)


def unpacked_chunks(body: bytes, url: str) -> Iterator[bytes]:
    """The body in chunks, decompressed if it begins as gzip does: servers label gzip in many ways."""
    stream: io.BytesIO | gzip.GzipFile = io.BytesIO(body)
    if body.startswith(b"\x1f\x8b"):
        stream = gzip.GzipFile(fileobj=stream)
    left = MAX_BYTES
    while True:
        try:
            chunk = stream.read1(_CHUNK)
        except (EOFError, OSError, zlib.error) as error:
            if left < MAX_BYTES and str(error).startswith("Not a gzipped file"):
                return  # bytes after the last member, which gzip ignores too
            raise SourceError(url, f"is broken gzip ({error})") from None
        if not chunk:
            return
        left -= len(chunk)
        if left < 0:
            raise SourceError(url, f"is over {MAX_BYTES // 2**20} MiB uncompressed", "split it in several")
        yield chunk


def _with_first(first: str, rest: Iterator[str]) -> Iterator[str]:
    yield first
    yield from rest


def _read_xml(body: bytes, url: str) -> Iterator[Link | SourceLink]:
    outcome = yield from _parse(_mended(body, url), url)
    if etree.ErrorTypes.ERR_TAG_NAME_MISMATCH in {mistake.type for mistake in outcome.fatal}:
        known = {entry.url for entry in _parse(_mended(body, url), url)}
        entries = _parse(balance_tags(_mended(body, url)), url)
        yield from (entry for entry in entries if entry.url not in known)
    if outcome.root not in {"urlset", "sitemapindex"}:
        remedy = "put it under `feeds`" if outcome.root in {"rss", "feed", "RDF"} else ""
        raise SourceError(url, f"is not a sitemap (its root is <{outcome.root}>)", remedy)
    if outcome.fatal and (outcome.fatal[0].type in _TOO_MUCH or not outcome.has_end):
        mistake = outcome.fatal[0]
        raise SourceError(url, f"is broken XML (line {mistake.line}: {mistake.message.strip()})")


def _mended(body: bytes, url: str) -> Iterator[str]:
    return mend_xml(decode_xml(unpacked_chunks(body, url)))


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How parsing ended: the root's name, the mistakes in the document, whether its last tag was there."""

    root: str
    fatal: tuple[etree._LogEntry, ...]
    has_end: bool


def _parse(chunks: Iterator[str], url: str) -> Generator[Link | SourceLink, None, _Outcome]:
    # Unresolved entities cannot read files or blow up. Without huge_tree, libxml2 limits depth and text size.
    parser = etree.XMLPullParser(
        events=("end",), tag=("{*}url", "{*}sitemap"), recover=True, resolve_entities=False, no_network=True,
        remove_comments=True, remove_pis=True, collect_ids=False, encoding="utf-8",
    )  # fmt: skip
    tail = ""
    try:
        for chunk in chunks:
            tail = (tail + chunk)[-_TAIL:]
            parser.feed(chunk.encode())
            yield from _entries(parser, url)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise SourceError(url, f"is broken XML ({error.msg})") from None
    fatal = [mistake for mistake in parser.feed_error_log if mistake.level == etree.ErrorLevels.FATAL]
    name = _name(root) if root is not None else "nothing"
    return _Outcome(name, tuple(fatal), _END.search(tail) is not None)


def _entries(parser: etree.XMLPullParser, url: str) -> Iterator[Link | SourceLink]:
    """The entries that the parser has completed since the last call."""
    for _, element in parser.read_events():
        assert isinstance(element, etree._Element)  # the parser reports "end" events only
        entry = _nested_sitemap(element, url) if _name(element) == "sitemap" else _link(element, url)
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


def _absolute(base: str, loc: str) -> str | None:
    return loc if loc.startswith(("http://", "https://")) else resolve(base, loc)


def _nested_sitemap(element: etree._Element, base: str) -> SourceLink | None:
    texts = _texts(element)
    target = _absolute(base, texts.get("loc", ""))
    return SourceLink(target, texts.get("lastmod")) if "loc" in texts and target is not None else None


def _link(element: etree._Element, base: str) -> Link | None:
    texts = _texts(element)
    target = _absolute(base, texts.get("loc", ""))
    if "loc" not in texts or target is None:
        return None
    news = next((child for child in element.iterchildren(etree.Element) if _name(child) == "news"), None)
    return Link(target, None if news is None else _hint(news), texts.get("lastmod"))


def _hint(news: etree._Element) -> Hint | None:
    texts = _texts(news)
    title, published = texts.get("title"), texts.get("publication_date")
    return Hint("sitemap", title=title, published=published) if title or published else None


def _read_lines(chunks: Iterator[str], url: str) -> Iterator[Link]:
    any_url = False
    for number, line in enumerate(_lines(chunks), 1):
        address = line.strip("\ufeff \t\r\n")
        if address.startswith(("http://", "https://")):
            any_url = True
            yield Link(address)
        elif address and not any_url:
            raise SourceError(url, f"is not a sitemap (line {number} is neither XML nor a URL)")


def _lines(chunks: Iterator[str]) -> Iterator[str]:
    carried = ""
    for chunk in chunks:
        *lines, carried = (carried + chunk).split("\n")
        yield from lines
    yield carried
