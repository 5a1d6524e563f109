"""What an index lists may be a sitemap or a feed."""

from __future__ import annotations

import gzip

import pytest

from archive.model import Hint
from crawler.sources.links import Link, SourceError
from crawler.sources.sitemap import read_sitemap
from crawler.sources.sitemap_or_feed import read_sitemap_or_feed
from tests.test_crawler.sources.test_sitemap import URL, loc, urlset

PLAIN = loc("https://outlet.test/a?x=1&amp;y=2")


def test_a_feed_is_read_where_a_sitemap_may_be_one() -> None:
    feed = (
        b'\n<?xml version="1.0"?><!-- x --><rss version="2.0"><channel><item><title>R&B</title>'
        b"<link>/a?x=1&copy=2</link></item></channel></rss>"
    )
    expected = [Link("https://outlet.test/a?x=1&copy=2", Hint("feed", "R&B"))]
    assert list(read_sitemap_or_feed(feed, URL)) == expected
    assert list(read_sitemap_or_feed(gzip.compress(feed), URL)) == expected
    atom = b'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:link href="b"/></a:entry></a:feed>'
    assert list(read_sitemap_or_feed(atom, URL)) == [Link("https://outlet.test/b")]
    plain = b' {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "url": "/b"}]}'
    assert [link.url for link in read_sitemap_or_feed(plain, URL)] == ["https://outlet.test/b"]
    assert list(read_sitemap_or_feed(urlset(PLAIN), URL)) == list(read_sitemap(urlset(PLAIN), URL))
    with pytest.raises(SourceError, match="broken XML"):
        list(read_sitemap_or_feed(feed[:-20], URL))
