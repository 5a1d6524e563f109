"""Read what a sitemap index lists: sitemaps, and feeds too, which the protocol allows as sitemaps."""

from __future__ import annotations

from collections.abc import Iterator

from crawler.sources.feed import is_xml_feed, read_feed
from crawler.sources.links import Link, SourceError, SourceLink
from crawler.sources.mend_xml import decode_xml
from crawler.sources.sitemap import read_sitemap, unpacked_chunks


def read_sitemap_or_feed(
    body: bytes, url: str, content_type: str | None = None
) -> Iterator[Link | SourceLink]:
    """The links in a sitemap or in an RSS, Atom or JSON feed, the latter with the hints of the feed.

    Args:
        body: the document's bytes, gzipped or not.
        url: its URL, the base of relative links.
        content_type: the Content-Type header, for the charset of a feed.

    Raises:
        SourceError: see `read_sitemap`; or the feed could not be read to its end. Earlier links are good.
    """
    head = next(decode_xml(unpacked_chunks(body, url)), "")
    if not (is_xml_feed(head) or head.lstrip("\ufeff \t\r\n").startswith("{")):
        yield from read_sitemap(body, url)
        return
    content = read_feed(b"".join(unpacked_chunks(body, url)), url, content_type)
    yield from content.links
    if content.problem:
        raise SourceError(url, content.problem)
