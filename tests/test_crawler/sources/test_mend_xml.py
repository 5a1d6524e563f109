"""Mistakes in the XML of sitemaps lose no part of a link. Those of feeds are in test_feed.py."""

from __future__ import annotations

import gzip
from contextlib import suppress

import pytest

from crawler.sources.links import SourceError
from crawler.sources.mail_addresses import without_addresses
from crawler.sources.mend_xml import mend_whole_xml
from crawler.sources.sitemap import read_sitemap
from tests.test_crawler.sources.test_sitemap import URL, loc, urls, urlset

PLAIN = loc("https://outlet.test/a?x=1&amp;y=2") + loc("https://outlet.test/b?x=1&amp;y=2")
LAST = loc("https://outlet.test/z?x=1&amp;y=2")


@pytest.mark.parametrize(
    "mistake",
    [
        lambda body: b"\n\n" + body,
        lambda body: b"\xef\xbb\xbf\r\n" + body,
        lambda body: b"\n\xef\xbb\xbf\xef\xbb\xbf" + body,
        lambda body: b"<br />\n<b>Warning</b>: Undefined variable in /srv/map.php<br />\n" + body,
        lambda body: b"PHP Notice: something\n" + body,
        lambda body: body + b"\n<!-- cached --><br /><b>Warning</b>: late",
        lambda body: body.partition(b"?>")[0] + b"?>" + body,
        lambda body: body.replace(b' encoding="UTF-8"?>', b">"),
        lambda body: body.replace(
            b"<urlset ", b'<urlset xmlns:x="u" xmlns:x="u" ' + body.split()[3].split(b">")[0] + b" "
        ),
        lambda body: body.replace(b"<urlset ", b"<urlset version=1 checked "),
        lambda body: ("\n" + body.decode().replace("UTF-8", "UTF-16")).encode("utf-16"),
        lambda body: body.decode().replace("UTF-8", "UTF-16").encode("utf-16-le"),
        lambda body: gzip.compress(b"\n" + body[:90]) + gzip.compress(body[90:]),
        lambda body: gzip.compress(body) + b"\0\0 trailing",
        lambda body: body.replace(b"</urlset>", b"<x:y>undeclared</x:y></urlset>"),
    ],
)
def test_a_mistake_around_the_links_loses_no_part_of_them(mistake) -> None:
    body = urlset(PLAIN + LAST)
    assert urls(mistake(body)) == urls(body) == [f"https://outlet.test/{page}?x=1&y=2" for page in "abz"]


@pytest.mark.parametrize(
    ("mistake", "url"),
    [
        ("<url><loc>https://outlet.test/m?a=1&copy=2&amp;lt=3</loc></url>", "m?a=1&copy=2&lt=3"),
        ("<url><loc>https://outlet.test/m&eacute;?n&unknown;</loc><x>&nbsp;</x></url>", "mé?n&unknown;"),
        ("<url><loc>https://outlet.test/m\x00\x08&#8;&#xFFFF;&#xD83D;n</loc></url>", "mn"),
        ("<url><loc>https://outlet.test/m&#55357;&#56832;</loc></url>", "m😀"),
        ("<url><loc>https://outlet.test/m<n?a=1&amp;b=2</loc></url>", "m<n?a=1&b=2"),
        ("<!-- a -- b --><url><loc>https://outlet.test/m</loc></url>", "m"),
        ('<url a="1" a="2 > 1" b=\'"\' c=&><loc>https://outlet.test/m</loc></url>', "m"),
        ("<url><loc>https://outlet.test/m</loc></lod></url>", "m"),
        ("<url><loc>https://outlet.test/m</loc><b>", "m"),
        ("<url><loc>/m/../n?a=1&b=2</loc></url>", "n?a=1&b=2"),
        ("<url><loc>m</loc><news:news><news:title>R&B &copy <b</news:title></news:news></url>", "m"),
        ("<url><loc>//outlet.test/m</loc></url>", "m"),
    ],
)  # fmt: skip
def test_a_mistake_in_one_link_leaves_the_others_whole(mistake: str, url: str) -> None:
    read = urls(urlset(PLAIN + mistake + LAST))
    sound = urls(urlset(PLAIN + LAST))
    assert sorted(read) == sorted([*sound, f"https://outlet.test/{url}"])


def test_a_byte_that_its_encoding_does_not_have_is_not_lost() -> None:
    body = urlset(PLAIN + loc("https://outlet.test/m") + LAST).replace(b"/m<", b"/caf\xe9<")
    assert urls(body)[2:] == ["https://outlet.test/café", "https://outlet.test/z?x=1&y=2"]
    labelled = urlset(loc("https://outlet.test/é")).replace(b"UTF-8", b"ISO-8859-1")
    assert urls(labelled) == ["https://outlet.test/é"], "UTF-8, whatever its label says"
    surrogates = "https://outlet.test/\ud83d\ude00\ud83d".encode("utf-8", "surrogatepass")
    assert urls(urlset(loc("LOC")).replace(b"LOC", surrogates)) == ["https://outlet.test/😀"]


def test_mistakes_across_chunks_are_mended() -> None:
    """Every length of padding puts the cut between two chunks at another place."""
    entry = "<url><!-- x > --><loc><![CDATA[https://outlet.test/{}?a=1&b=<2>]]></loc><x a='1' a='>'/></url>"
    many = "".join(entry.format(number) for number in range(8))
    expected = [f"https://outlet.test/{number}?a=1&b=<2>" for number in range(8)]
    for padding in range(64 * 1024 - 300, 64 * 1024):
        assert urls(urlset(" " * padding + many)) == expected


def test_an_unclosed_comment_takes_bounded_time() -> None:
    body = urlset(PLAIN + "<!-- " + LAST * 40_000)
    assert urls(body)[:2] == urls(urlset(PLAIN))


def mended(inner: str) -> list[str]:
    read: list[str] = []
    with suppress(SourceError):
        for entry in read_sitemap(urlset(PLAIN + inner), URL):
            read.append(entry.url)
    return read


@pytest.mark.parametrize(
    "hostile",
    [
        *(text * 15_000 for text in ("<!-- ", "<![CDATA[", "<!DOCTYPE [", "<? ", '<a b="', "<a b='", "</a>")),
        *("<author>" + " " * 50_000, "<author><![CDATA[" * 15_000),
        *("&" * 100_000, "&#55357;" * 25_000, "<" * 100_000, "<url " + "a=1 " * 25_000 + ">", "<a>" * 200),
    ],
    ids=lambda hostile: hostile[:12],
)  # fmt: skip
def test_no_text_takes_the_square_of_its_length(hostile: str) -> None:
    """With one pattern that takes the square, this test takes a quarter of an hour."""
    assert mended(hostile)[:2] == urls(urlset(PLAIN))
    assert without_addresses(mend_whole_xml(hostile)) is not None
