"""Bytes of captures: compressed alone or with a dictionary, and back."""

from __future__ import annotations

import hashlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.db.bodies.compression import (
    MOST_BYTES,
    DamagedBody,
    Dictionary,
    choose_dictionary,
    dictionary_content,
    pack_body,
    unpack_body,
)
from archive.db.rows import text_hash


def pages(count: int, own: int = 30) -> list[bytes]:
    """Pages of one template, each with some words of its own."""
    chance = random.Random(7)
    template = "".join(f"<li class=item-{number}>{chance.random()}</li>" for number in range(300))
    return [f"{template}<p>{chance.randbytes(own).hex()}</p>".encode() for _ in range(count)]


@given(st.binary(max_size=5000), st.one_of(st.none(), st.binary(min_size=1, max_size=5000)))
def test_a_body_comes_back_as_it_was(body: bytes, content: bytes | None) -> None:
    dictionary = Dictionary(1, content) if content else None
    packed = pack_body(body, dictionary)
    assert unpack_body(hashlib.sha256(body).hexdigest(), len(body), packed, dictionary) == body


def test_a_page_of_the_same_template_takes_a_tenth() -> None:
    first, second = pages(2)
    with_dictionary = len(pack_body(second, Dictionary(1, first)))
    assert with_dictionary * 10 < len(pack_body(second))


@pytest.mark.parametrize("change", ["bytes", "size", "hash", "dictionary"])
def test_damage_is_found(change: str) -> None:
    first, second = pages(2)
    dictionary = Dictionary(1, first)
    packed, size, sha256 = pack_body(second, dictionary), len(second), text_hash(second.decode())
    match change:
        case "bytes":
            packed = packed[:-4]
        case "size":
            size -= 1
        case "hash":
            sha256 = text_hash("another")
        case "dictionary":
            dictionary = Dictionary(1, first[::-1])
    with pytest.raises(DamagedBody):
        unpack_body(sha256, size, packed, dictionary)


def test_a_dictionary_is_made_where_it_saves_space() -> None:
    assert choose_dictionary(pages(10), 1000) > 0
    assert choose_dictionary([random.Random(number).randbytes(3000) for number in range(10)], 1000) == 0
    assert choose_dictionary(pages(3), 3) > 0
    assert choose_dictionary([], 0) == 0


def test_a_dictionary_is_bounded() -> None:
    assert len(dictionary_content([b"x" * MOST_BYTES] * 8)) == MOST_BYTES
