"""Bytes to text, whatever the label says."""

from __future__ import annotations

import pytest
from lxml import etree

from archive.html.parse_html import decode, decode_page, parse_html, without_bad_escapes

WESTERN = "<p>Café crème, “naïve” déjà-vu — façade et garçon.</p>"
JAPANESE = "<p>これは映画についての長い文章です。とても面白かったです。</p>"
RUSSIAN = "<p>Этот фильм о приливе и о людях, которые живут у моря и ждут.</p>"


@pytest.mark.parametrize(
    "label", [None, "text/html", "text/html; charset=iso-8859-1", "text/html; charset=nonsense"]
)
def test_utf8_is_utf8_whatever_it_is_called(label: str | None) -> None:
    assert decode(WESTERN.encode(), label) == WESTERN


@pytest.mark.parametrize(
    ("text", "encoding", "label"),
    [
        (WESTERN, "cp1252", "text/html; charset=iso-8859-1"),
        (WESTERN, "cp1252", "text/html; charset=utf-8"),
        (WESTERN, "cp1252", None),
        (JAPANESE, "shift_jis", "text/html; charset=Shift_JIS"),
        (JAPANESE * 20, "euc_jp", "text/html; charset=utf-8"),
        (JAPANESE, "iso2022_jp", "text/html; charset=iso-2022-jp"),
        (RUSSIAN, "cp1251", None),
        (WESTERN, "utf-16", None),
        (WESTERN, "utf-16-le", None),
        (WESTERN, "utf-16-be", "text/html; charset=utf-8"),
        (WESTERN, "utf-8-sig", "text/html; charset=iso-8859-1"),
    ],
)
def test_other_encodings(text: str, encoding: str, label: str | None) -> None:
    assert decode(text.encode(encoding), label) == text


@pytest.mark.parametrize(
    ("body", "is_utf8"),
    [
        (WESTERN.encode(), True),
        (b"<p>plain</p>", True),
        (WESTERN.encode("utf-8-sig"), False),
        (WESTERN.encode("cp1252"), False),
        (b"<p>Caf\xc3\xa9</p>\xe2\x80", False),  # ends within a character
        (b"<p>Caf\xc3\xa9\x07</p>", False),
        ("<p>It’s</p>".encode().decode("cp1252").encode(), False),
        (JAPANESE.encode("iso2022_jp"), False),
    ],
)
def test_a_body_that_is_its_text_in_utf8_is_known(body: bytes, is_utf8: bool) -> None:
    text, known = decode_page(body, "text/html; charset=iso-2022-jp" if b"\x1b" in body else None)
    assert known is is_utf8
    assert not known or text.encode() == body


@pytest.mark.parametrize(
    "text",
    [
        f"<html><head><meta charset=shift_jis></head><body>{JAPANESE}</body></html>",
        f"<html><body>{WESTERN}</body></html>{'<p>more</p>' * 9}",  # goes on after its end
        f"<html><body><p {' '.join(f'a{i}=x' for i in range(4000))}>{WESTERN}</body></html>",
        "<div>" * 400 + WESTERN,
    ],
)
def test_a_page_is_parsed_alike_from_its_text_and_from_its_bytes(text: str) -> None:
    trees = parse_html(text), parse_html(text, text.encode())
    assert etree.tostring(trees[0]) == etree.tostring(trees[1])


def test_the_page_declares_its_own() -> None:
    text = '<meta charset="windows-1251">' + RUSSIAN
    assert decode(text.encode("cp1251"), "text/html") == text


def test_ascii_that_claims_to_be_wide_is_ascii() -> None:
    assert decode(b"<p>plain</p>", "text/html; charset=utf-16") == "<p>plain</p>"


def test_a_character_cut_off_at_the_end_costs_only_itself() -> None:
    assert decode((WESTERN + "é").encode()[:-1], "text/html") == WESTERN


def test_one_bad_byte_does_not_condemn_the_label() -> None:
    torn = WESTERN.encode() * 5 + b"\xff"
    assert decode(torn, "text/html; charset=utf-8").startswith(WESTERN)


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252"])
def test_a_text_encoded_twice_is_decoded_twice(encoding: str) -> None:
    text = "It’s late — very late…"
    assert decode(text.encode().decode(encoding).encode()) == text


def test_a_part_encoded_twice_is_repaired_and_the_rest_stays() -> None:
    body = "<p>Für Iâ€™d “Only” Known</p>".encode()
    assert decode(body, "text/html; charset=utf-8") == "<p>Für I’d “Only” Known</p>"


def test_parts_encoded_twice_are_repaired_wherever_they_stand() -> None:
    script = "window.slots.push({id: 1});\n" * 200
    body = f"<p>Iâ€™d</p>{script}<p>dÃ©jÃ\xa0 vu</p>{script}<p>“Only” CafÃ©</p>".encode()
    whole = f"<p>I’d</p>{script}<p>déjà vu</p>{script}<p>“Only” Café</p>"
    assert decode(body, "text/html; charset=utf-8") == whole


def test_a_nul_encoded_twice_moves_no_other_part() -> None:
    body = "<p>Iâ\x80\x99d</p><p>b À\x80 c</p><p>padding</p><p>dÃ©jÃ\xa0 vu</p><p>CafÃ©</p>".encode()
    whole = "<p>I’d</p><p>b  c</p><p>padding</p><p>déjà vu</p><p>Café</p>"  # control characters are removed
    assert decode(body, "text/html; charset=utf-8") == whole


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02\xff\xfe\xfd", b"\xff\xfe", bytes(range(256)) * 4])
def test_nothing_raises(body: bytes) -> None:
    assert "\x00" not in decode(body)


def test_control_characters_are_removed() -> None:
    assert decode("a\x00b\x01c\x0bd\x1be\x7ff\ufffeg\uffffh\t\ni\x0cj é".encode()) == "abcdefgh\t\ni\x0cj é"


@pytest.mark.parametrize(
    ("escaped", "mended"),
    [
        (r"A \ud83d B", r"A \ufffd B"),
        (r"A \uDE00 B", r"A \ufffd B"),
        (r"A \ud83d\ude00 B", r"A \ud83d\ude00 B"),
        (r"A \\ud83d B \\ud83d\\ude00", r"A \\ufffd B \\ud83d\\ude00"),
        (r"A \u0000\u0007\u001f\ufffe B", r"A \u0020\u0020\u0020\u0020 B"),
        (r"Caf\u00e9\n\u2019", r"Caf\u00e9\n\u2019"),
    ],
)
def test_escapes_that_nothing_takes_are_replaced(escaped: str, mended: str) -> None:
    assert without_bad_escapes(escaped) == mended


def test_an_encoding_is_guessed_beside_a_long_line() -> None:
    assert decode(b"caf\xe9\n" + b"a" * 400_000).startswith("café")
