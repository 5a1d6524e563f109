"""Feeds: RSS, Atom and JSON Feed, sound and broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from archive.model import Hint
from crawler.sources.feed import read_feed
from crawler.sources.links import Link

URL = "https://outlet.test/feeds/all"
XHTML = 'xmlns="http://www.w3.org/1999/xhtml"'


def rss(items: str, head: str = '<rss version="2.0"><channel><title>Outlet</title>') -> bytes:
    return f'<?xml version="1.0" encoding="utf-8"?>{head}{items}</channel></rss>'.encode()


def urls(body: bytes) -> list[str]:
    return [link.url for link in read_feed(body, URL).links]


def test_rss_gives_links_with_what_it_says_of_each() -> None:
    found = read_feed(
        rss(
            "<item><title>Night Trains</title><link>https://outlet.test/night-trains</link>"
            "<author>mara@outlet.test (Mara Quell)</author>"
            "<pubDate>Tue, 07 May 2024 09:30:00 +0200</pubDate></item>"
        ),
        URL,
    )
    hint = Hint("feed", "Night Trains", ("Mara Quell",), "Tue, 07 May 2024 09:30:00 +0200")
    assert found.links == (Link("https://outlet.test/night-trains", hint),)
    assert found.problem is None


def test_titles_lose_markup_and_keep_signs() -> None:
    body = rss(
        "<item><title>&lt;em&gt;Salt&lt;/em&gt; &amp;amp; Ash: 3 &amp;lt; 4</title><link>/a</link></item>"
        "<item><title><![CDATA[The <i>Long</i> Quay &#8212; review]]></title><link>/b</link></item>"
    )
    titles = [link.hint.title for link in read_feed(body, URL).links if link.hint]
    assert titles == ["Salt & Ash: 3 < 4", "The Long Quay — review"]


def test_relative_links_count_from_the_feed_and_permalinks_stand_in_for_links() -> None:
    body = rss(
        "<item><link>/reviews/one</link></item>"
        "<item><guid>https://outlet.test/two</guid></item>"
        '<item><guid isPermaLink="false">tag-3</guid></item>'
        "<item><link>three?a=1&amp;b=2</link></item>"
    )
    assert urls(body) == [
        "https://outlet.test/reviews/one",
        "https://outlet.test/two",
        "https://outlet.test/feeds/three?a=1&b=2",
    ]


def test_atom_resolves_by_xml_base_and_does_not_take_updated_for_published() -> None:
    body = b"""<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://cdn.test/x/">
      <entry><title type="html">A &amp;lt; B</title><link rel="enclosure" href="show.mp3"/>
        <link rel="alternate" href="y"/><updated>2024-03-02T00:00:00Z</updated>
        <author><name>Ines</name></author><author><name>Tobi</name></author></entry>
      <entry><link href="z"/><published>2024-03-01</published></entry></feed>"""
    first, second = read_feed(body, URL).links
    assert first == Link(
        "https://cdn.test/x/y", Hint("feed", "A < B", ("Ines", "Tobi")), "2024-03-02T00:00:00Z"
    )
    assert second == Link("https://cdn.test/x/z", Hint("feed", published="2024-03-01"))


def test_the_date_of_rss_1_is_dc_date() -> None:
    body = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><item><title>T</title><link>https://outlet.test/a</link>
      <dc:creator>Ada Lund</dc:creator><dc:date>2024-05-07</dc:date></item></rdf:RDF>"""
    (link,) = read_feed(body, URL).links
    assert link.hint == Hint("feed", "T", ("Ada Lund",), "2024-05-07")


def test_a_broken_feed_gives_what_can_be_read_and_says_so() -> None:
    body = rss(
        "<item><title>A & B</title><link>https://outlet.test/1</link></item><item><link>https://outlet.test/2</link>"
    )
    found = read_feed(body[: -len("</channel></rss>")], URL)
    assert [link.url for link in found.links] == ["https://outlet.test/1", "https://outlet.test/2"]
    assert found.problem and "broken XML" in found.problem and "2" in found.problem


def test_a_wrong_charset_label_is_mended_without_a_word() -> None:
    body = rss("<item><title>Café</title><link>/a</link></item>")
    found = read_feed(body, URL, "application/rss+xml; charset=iso-8859-1")
    assert found.problem is None
    assert len(found.links) == 1


def test_what_is_no_feed_is_named() -> None:
    assert read_feed(b"<html><body>Not found</body></html>", URL).problem == (
        "is not a feed (neither RSS nor Atom nor JSON Feed)"
    )
    assert read_feed(b" \n", URL).problem == "is empty"
    assert read_feed(b"\x00\x01\x02\xff", URL).problem is not None
    assert read_feed(rss(""), URL).problem is None, "a feed may be sound and have nothing in it"


def test_a_url_is_listed_once() -> None:
    body = rss("<item><link>/a</link><title>One</title></item><item><link>/a</link></item>")
    (link,) = read_feed(body, URL).links
    assert link.hint and link.hint.title == "One"


def test_nothing_is_opened_by_name(tmp_path: Path) -> None:
    """feedparser opens a file for bytes that happen to be its name."""
    feed = tmp_path / "feed.xml"
    feed.write_bytes(rss("<item><link>https://outlet.test/secret</link></item>"))
    assert read_feed(str(feed).encode(), URL).links == ()


def json_feed(items: list[object], version: str = "1.1") -> bytes:
    return json.dumps({"version": f"https://jsonfeed.org/version/{version}", "items": items}).encode()


def test_json_feed() -> None:
    body = json_feed(
        [
            {
                "id": "1",
                "url": "/a",
                "title": "Low Tide",
                "authors": [{"name": "Ines"}, {"name": "Tobi"}],
                "date_published": "2024-05-07T10:00:00Z",
                "date_modified": "2024-05-08",
            },
            {"id": "https://outlet.test/b", "author": {"name": "Ada"}},
            {"id": 7, "content_text": "a note without address"},
            "nonsense",
        ]
    )
    assert read_feed(b"\xef\xbb\xbf" + body, URL).links == (
        Link(
            "https://outlet.test/a",
            Hint("feed", "Low Tide", ("Ines", "Tobi"), "2024-05-07T10:00:00Z"),
            "2024-05-08",
        ),
        Link("https://outlet.test/b", Hint("feed", authors=("Ada",))),
    )
    assert urls(json_feed([{"url": "https://outlet.test/c"}], "1")) == ["https://outlet.test/c"]


def test_broken_and_other_json_is_named() -> None:
    assert "broken JSON" in (read_feed(b'{"version": ', URL).problem or "")
    assert "not a JSON Feed" in (read_feed(b'{"items": []}', URL).problem or "")
    assert "broken JSON" in (read_feed(b'{"a":' + b"[" * 100_000, URL).problem or "")


def test_an_ampersand_that_is_not_escaped_is_an_ampersand() -> None:
    read = read_feed(
        rss(
            "<item><title>R&B & soul</title><link>https://outlet.test/?a=1&copy=2&amp;reg=3</link></item>"
            "<item><guid>https://outlet.test/?a=1&section=2&lt=3</guid></item>"
            "<item><title><![CDATA[Q&A &amp; more]]></title><link>/x&y=z</link></item>"
            "<item><title>Caf&eacute;&nbsp;&rsquo;26</title><link>/e</link></item>"
        ),
        URL,
    )
    assert [link.url.removeprefix("https://outlet.test") for link in read.links] == [
        "/?a=1&copy=2&reg=3",
        "/?a=1&section=2&lt=3",
        "/x&y=z",
        "/e",
    ]
    titles = [link.hint.title for link in read.links if link.hint]
    assert titles == ["R&B & soul", "Q&A & more", "Café ’26"]
    assert read.problem is None, "all of it was read"


@pytest.mark.parametrize("mistake", ["", "<br>"], ids=["sound", "broken"])
@pytest.mark.parametrize(
    "element",
    [
        "<link>http://a.example/?q=&eacute;&amp;copy;=2&amp;b=3</link>",
        "<link><![CDATA[ http://a.example/?q=é&copy;=2&b=3 ]]></link>",
        "<guid>http://a.example/?q=é&#38;copy;=2&b=3</guid>",
        "<link>http://a.example/?q=é&amp;copy;=2&amp;amp;b=3</link>",
        '<link xmlns="http://www.w3.org/2005/Atom" href="http://a.example/?q=é&amp;copy;=2&amp;b=3"/>',
    ],
)
def test_an_address_keeps_what_looks_like_the_name_of_a_character(element: str, mistake: str) -> None:
    feed = rss(f"<item>{element}{mistake}<title>R</title></item>")
    assert urls(feed) == ["http://a.example/?q=é&copy;=2&b=3"]


@pytest.mark.parametrize(
    "half", ["&#xD83D;", "&#55357;", "\ud83d", "&#8;", "\x08", "&#0;", "\x00", "&#xFFFF;"]
)
def test_what_is_no_character_loses_itself_only(half: str) -> None:
    items = f"<item><title>Low {half}Tide</title><link>/a</link></item>"
    items += "<item><title>Ok</title><link>/b</link></item>"
    body = rss("ITEMS").replace(b"ITEMS", items.encode("utf-8", "surrogatepass"))
    read = read_feed(body, URL)
    assert [link.hint.title for link in read.links if link.hint] == ["Low Tide", "Ok"]
    assert read.problem is None
    body = json_feed([{"url": "/a", "title": "Low HALFTide"}, {"url": "/b", "title": "Ok"}]).replace(
        b"HALF", b"\\ud83d" if half == "\ud83d" else b"\x08"
    )
    assert [link.hint.title for link in read_feed(body, URL).links if link.hint] == ["Low Tide", "Ok"]


def test_both_halves_are_one_character() -> None:
    halves = "\ud83d\ude00".encode("utf-8", "surrogatepass")
    body = rss("<item><title>&#55357;&#56832; &#xD83D;&#xDE00; RAW é</title><link>/a</link></item>")
    (link,) = read_feed(body.replace(b"RAW", halves), URL).links
    assert link.hint and link.hint.title == "😀 😀 😀 é"


@pytest.mark.parametrize(
    ("author", "name"),
    [
        ("mara@lantern.studio (Mara Voss)", "Mara Voss"),
        ("mara.voss+reviews@mail.lantern.photography (Mara Voss)", "Mara Voss"),
        ("mara@lantern.com (Mara Voss)", "Mara Voss"),
        ("mara@laterne.xn--p1ai (Mara Voss)", "Mara Voss"),
        ("mära@bücher.online (Mara Voss)", "Mara Voss"),
        ("Mara Voss &lt;mara@lantern.museum&gt;", "Mara Voss"),
        ('"Mara Voss" &lt;mara@lantern.museum&gt;', "Mara Voss"),
        ("<![CDATA[Mara Voss <mara@lantern.museum>]]>", "Mara Voss"),
        ("Mara Voss (mara@lantern.media)", "Mara Voss"),
        ("Mara Voss, mara@lantern.media", "Mara Voss"),
        ("mailto:mara@lantern.online", None),
        ("mara@lantern.online", None),
        ("wordpress@localhost (Mara Voss)", "Mara Voss"),
        ("Mara Voss @maravoss", "Mara Voss @maravoss"),
        ("Mara Voss (critic)", "Mara Voss (critic)"),
    ],
)
@pytest.mark.parametrize("tag", ["author", "dc:creator"])
def test_a_mail_address_is_no_author(tag: str, author: str, name: str | None) -> None:
    head = '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'
    body = rss(f"<item><title>T</title><link>/a</link><{tag}>{author}</{tag}></item>", head)
    (link,) = read_feed(body, URL).links
    assert link.hint and link.hint.authors == ((name,) if name else ())


def test_a_mail_address_is_no_author_in_atom_and_json_either() -> None:
    people = "<author><name>mara@lantern.studio</name></author>"
    people += "<author><name>Tobi</name><email>t@l.studio</email></author>"
    atom = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="/a"/>{people}</entry></feed>'
    (link,) = read_feed(atom.encode(), URL).links
    assert link.hint == Hint("feed", authors=("Tobi",))
    (link,) = read_feed(json_feed([{"url": "/a", "authors": [{"name": "Ines (i@l.studio)"}]}]), URL).links
    assert link.hint == Hint("feed", authors=("Ines",))


def test_many_dots_in_an_author_take_no_time() -> None:
    read = read_feed(
        rss(f"<item><link>/a</link><author>{'a.' * 20_000}@{'a.' * 20_000}</author></item>"), URL
    )
    assert len(read.links) == 1


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("<title>&lt;Untitled&gt; &amp;amp; 2 &lt; 3</title>", "<Untitled> &amp; 2 < 3"),
        ('<title type="text">&lt;b&gt;</title>', "<b>"),
        ('<title type="text"><![CDATA[<Untitled> & R&amp;B]]></title>', "<Untitled> & R&amp;B"),
        ('<title type="html">&lt;i&gt;Salt&lt;/i&gt; &amp;amp; &amp;lt;Ash&amp;gt;</title>', "Salt & <Ash>"),
        (f'<title type="xhtml"><div {XHTML}><i>Salt</i> &amp; &lt;Ash&gt;</div></title>', "Salt & <Ash>"),
    ],
)  # fmt: skip
def test_a_title_of_atom_is_read_by_its_type(title: str, text: str) -> None:
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><entry>{title}<link href="/a"/></entry></feed>'
    (link,) = read_feed(body.encode(), URL).links
    assert link.hint and link.hint.title == text


def test_a_title_of_rss_loses_the_tags_of_html_only() -> None:
    title = "&lt;em&gt;The&lt;/em&gt; &lt;Untitled&gt;"
    (link,) = read_feed(rss(f"<item><title>{title}</title><link>/a</link></item>"), URL).links
    assert link.hint and link.hint.title == "The <Untitled>"


@pytest.mark.parametrize(
    "mistake",
    [
        lambda body: b"\n\n\xef\xbb\xbf" + body,
        lambda body: b"<br /><b>Warning</b>: in /srv/feed.php<br />" + body,
        lambda body: body + b"\n<!-- cached --><script>late()</script>",
        lambda body: body.replace(b"<rss ", b'<rss version="2.0" a=b '),
        lambda body: body.replace(b"</item>", b"<x a='1' a='2'/></item>", 1),
    ],
)
def test_a_feed_that_was_read_whole_is_no_failure(mistake) -> None:
    body = rss("<item><link>https://outlet.test/1?a=1&amp;b=2</link></item><item><link>/2</link></item>")
    read = read_feed(mistake(body), URL)
    assert [link.url for link in read.links] == ["https://outlet.test/1?a=1&b=2", "https://outlet.test/2"]
    assert read.problem is None
