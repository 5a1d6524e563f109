"""Real pages, broken the same way every time: tags dropped, moved, doubled, cut short; bytes changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from fastwarc.warc import ArchiveIterator, WarcRecordType

FILES = (
    "corpus/articles.warc.gz", "corpus/news.warc.gz", "corpus/other-pages.warc.gz", "reviews/pages.warc.gz",
)  # fmt: skip

_TAGS = re.compile(rb"(<[^<>]*>)")

_ENCODINGS = ("utf-16", "utf-8-sig", "cp1252", "cp437", "shift-jis", "utf-7")

_BYTES = b"\x00\x01\x08\x0b\x0c\x1b\x7f\x80\xc3\xed\xa0\x80\xff\xfe<>\"'&;/=-!\\{}[]"

_INSERTIONS = (
    b"<b>", b"</div>", b"<!--", b"-->", b"<![CDATA[", b"<script>", b"</script>", b"<table>", b"<svg>",
    b"<h1>", b"<p 47=1>", b"<div 47 :x @y>", b"&#xD800;", b"&#0;", b"&#99999999999;", b"&bogus;",
    b'<script type="application/ld+json">{"@type":[',
    b'<script type="application/ld+json">{"@type":"Article","author":"\\ud83d"}</script>',
    b"<a href='http://[::1'>", b"<link rel=canonical href='http://[::1'>", b"<base href='//[x'>",
    b"<time datetime='9999-99-99T99:99'>",
)  # fmt: skip

Mutation = Callable[[bytes, Random], bytes]


def _change_tags(body: bytes, random: Random, change: Callable[[bytes], bytes]) -> bytes:
    """The body with some of its tags changed."""
    pieces = _TAGS.split(body)  # text and tags by turns
    for place in _some_tags(pieces, random):
        pieces[place] = change(pieces[place])
    return b"".join(pieces)


def _some_tags(pieces: list[bytes], random: Random) -> list[int]:
    tags = range(1, len(pieces), 2)
    return random.sample(tags, min(len(tags), random.choice((1, 5, 50, 500))))


def drop_tags(body: bytes, random: Random) -> bytes:
    """Some tags are gone."""
    return _change_tags(body, random, lambda tag: b"")


def move_tags(body: bytes, random: Random) -> bytes:
    """Some tags stand where others stood, and the others in their place."""
    pieces = _TAGS.split(body)
    places = _some_tags(pieces, random)
    moved = [pieces[place] for place in places]
    random.shuffle(moved)
    for place, tag in zip(places, moved, strict=True):
        pieces[place] = tag
    return b"".join(pieces)


def double_tags(body: bytes, random: Random) -> bytes:
    """Some tags stand there several times."""
    return _change_tags(body, random, lambda tag: tag * random.choice((2, 9)))


def break_tags(body: bytes, random: Random) -> bytes:
    """Some tags end in the middle."""
    return _change_tags(body, random, lambda tag: tag[: random.randrange(1, 20)])


def truncate(body: bytes, random: Random) -> bytes:
    """The page ends in the middle."""
    return body[: random.randrange(len(body) + 1)]


def re_encode(body: bytes, random: Random) -> bytes:
    """The page, or a part of it, is in another encoding than it says."""
    start = random.choice((0, random.randrange(len(body) + 1)))
    return body[:start] + body[start:].decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "replace")


def break_bytes(body: bytes, random: Random) -> bytes:
    """Some bytes are others."""
    broken = bytearray(body)
    for _ in range(min(len(body), random.choice((1, 20, 500)))):
        broken[random.randrange(len(broken))] = random.choice(_BYTES)
    return bytes(broken)


def insert_markup(body: bytes, random: Random) -> bytes:
    """Something stands between the tags that no author wrote."""
    return _change_tags(body, random, lambda tag: tag + random.choice(_INSERTIONS))


MUTATIONS: tuple[Mutation, ...] = (
    drop_tags, move_tags, double_tags, break_tags, truncate, re_encode, break_bytes, insert_markup,
)  # fmt: skip


def mutate(body: bytes, seed: str) -> bytes:
    """A page after one to three mutations, the same for the same seed."""
    random = Random(seed)
    for _ in range(random.randrange(1, 4)):
        body = random.choice(MUTATIONS)(body, random)
    return body


def shared_pages(shared: Path) -> Iterator[tuple[str, bytes]]:
    """URL and bytes of each page of the shared corpus and of its reviews."""
    for name in FILES:
        with (shared / name).open("rb") as stream:
            for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
                yield record.headers["WARC-Target-URI"], record.reader.read()
