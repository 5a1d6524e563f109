"""One spelling for each URL: what a server must treat alike is alike, and what may differ stays apart."""

from __future__ import annotations

import random
import re
from urllib.parse import quote, unquote, urlsplit

import pytest

from archive.urls import host_of, normalize_url, strip_tracking

ALIKE = [
    ("http://h.test/café", "http://h.test/caf%C3%A9", "http://h.test/caf%c3%a9", "http://h.test/c%61f%c3%A9"),
    ("http://h.test/~ann", "http://h.test/%7Eann", "http://h.test/%7eann"),
    ("http://h.test/b", "http://h.test/a/../b", "http://h.test/./b", "http://h.test/a/%2e%2E/b", "http://h.test/../b"),
    ("http://h.test/a/", "http://h.test/a/b/..", "http://h.test/a/."),
    ("http://bücher.example/x", "http://xn--bcher-kva.example/x", "http://BÜCHER.example/x", "http://XN--BCHER-KVA.example/x"),
    ("http://h.test/x", "http://h.test/x?", "http://h.test/x?#", "http://h.test:80/x", "http://H.Test./x", "http://h.test:/x"),
    ("http://h.test/x?q=é&b", "http://h.test/x?q=%c3%a9&&b", "http://h.test/x?q=%C3%A9&b&"),
    ("http://h.test/a b|c", "http://h.test/a%20b%7cc"),
    ("http://h.test/50%", "http://h.test/50%25"),
    ("http://h.test", "http://h.test/", "http://user:word@h.test/#top"),
]  # fmt: skip

APART = [
    ("http://h.test/a", "http://h.test/a/"),
    ("http://h.test/a/b", "http://h.test/a%2Fb"),
    ("http://h.test/a//b", "http://h.test/a/b"),
    ("http://h.test/A", "http://h.test/a"),
    ("http://h.test/a+b", "http://h.test/a%20b", "http://h.test/a%2Bb"),
    ("http://h.test/?a=1&b=2", "http://h.test/?b=2&a=1"),
    ("http://h.test/?ref=1001", "http://h.test/?ref=1002"),
    ("http://h.test/?q=a%26b", "http://h.test/?q=a&b"),
    ("http://faß.example/", "http://fass.example/"),
    ("http://h.test/", "https://h.test/", "http://www.h.test/", "http://h.test:8080/"),
]


@pytest.mark.parametrize("urls", ALIKE)
def test_spellings_of_one_page_are_one(urls: tuple[str, ...]) -> None:
    assert len(set(map(normalize_url, urls))) == 1
    assert len(set(map(strip_tracking, urls))) == 1


@pytest.mark.parametrize("urls", APART)
def test_different_pages_stay_apart(urls: tuple[str, ...]) -> None:
    assert len(set(map(strip_tracking, urls))) == len(urls)


SCRIPTS = [(0x30, 0x3A), (0xC0, 0x2FF), (0x400, 0x52F), (0x3041, 0x9FFF)]


def random_url(source: random.Random) -> str:
    letters = "abzAZ09-._~/!$&'()*+,;=:@ éßñΩж日😀\"<>[]{}|\\^`%?\x00\x7f\u00a0\ud800"
    escapes = ["%7E", "%c3%a9", "%C3%A9", "%2F", "%2f", "%25", "%2e", "%", "%zz", "%4", "..", "./", "//"]
    host = source.choice(["h.test", "Bücher.example", "faß.example", "H.TEST.", "127.0.0.1:80", "[::1]"])

    def part(length: int) -> str:
        return "".join(source.choice([source.choice(letters), source.choice(escapes)]) for _ in range(length))

    return f"http://{host}/{part(source.randrange(9))}" + source.choice(["", f"?{part(source.randrange(9))}"])


def test_the_spelling_of_a_spelling_is_itself_and_selects_the_same() -> None:
    source = random.Random(11)
    for _ in range(4_000):
        url = random_url(source)
        normal = normalize_url(url)
        assert normalize_url(normal) == normal, url
        assert normal.isascii() and normal.isprintable() and " " not in normal, url
        assert strip_tracking(strip_tracking(url)) == strip_tracking(url), url
        # Escaped once more or read back, an unreserved character is the same page.
        respelled = "".join(
            f"%{ord(char):02x}" if char.isalnum() and source.random() < 0.3 else char
            for char in urlsplit(normal).path.replace("%", "\0")
        ).replace("\0", "%")
        if "%" not in urlsplit(normal).path:
            assert normalize_url(normal.replace(urlsplit(normal).path, respelled, 1)) == normal, url


def test_a_path_in_any_script_is_the_same_escaped_and_read() -> None:
    source = random.Random(12)
    for _ in range(500):
        word = "".join(chr(source.randrange(*source.choice(SCRIPTS))) for _ in range(6))
        escaped = normalize_url(f"http://h.test/{quote(word)}?q={quote(word)}")
        assert normalize_url(f"http://h.test/{word}?q={word}") == escaped
        lower = re.sub("%..", lambda escape: escape[0].lower(), quote(word))
        assert normalize_url(f"http://h.test/{lower}?q={lower}") == escaped
        assert unquote(urlsplit(escaped).path) == f"/{word}"


@pytest.mark.parametrize(
    "url", ["", "mailto:ann@h.test", "/a/../b", "ftp://h.test/%7e", "http://[bad/", "http://h.test:port/"]
)
def test_what_is_no_web_address_stays(url: str) -> None:
    assert normalize_url(url) == url


def test_a_host_is_encoded_as_browsers_do_it() -> None:
    assert host_of("https://faß.example:443/") == "xn--fa-hia.example"
    assert host_of("https://Bücher.example./") == "xn--bcher-kva.example"
    assert host_of("https://a b/") is None
