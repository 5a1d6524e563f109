"""Bytes to text to an lxml tree, decoded and parsed in one place."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FALLBACK = "cp1252"
_TWICE_ENCODED = ("â\x80", "â€")
_SAMPLE = 32_768
_BROKEN_SHARE = 0.1
_WESTERN = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßÀÂÄÁÃÅÆÇÉÈÊËÍÎÏÑÓÔÖÕØŒÚÙÛÜ‘’‚“”„–—…•·€£©®™°«»¿¡§´\xa0")
_NON_ASCII_LINE = re.compile(rb"[^\n]*[\x80-\xff][^\n]*")
_HEAD = frozenset(("title", "base", "link", "meta", "style", "script", "noscript", "template"))
# lxml.html asks Python for the class of each element, each time it is met; this is told once.
_CLASSES = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)


def decode(body: bytes, content_type: str | None = None) -> str:
    """The text of a body, whatever it is labelled as. Never raises; NULs and a byte order mark are dropped.

    In order: byte order mark; a body that is UTF-8 and holds more than ASCII; the Content-Type header; the
    page's own declaration; a guess from the bytes.
    """
    text = _decode(body, content_type).replace("\x00", "").removeprefix("\ufeff")
    return _undo_double(text)


def _decode(body: bytes, content_type: str | None) -> str:
    bom_encoding, bom = read_bom(body)
    if bom_encoding and bom:
        return to_unicode(body[len(bom) :], bom_encoding)
    if wide := _wide_encoding(body):
        return to_unicode(body, wide)
    label = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    if body.isascii():
        return to_unicode(body, label if label and label.startswith("iso2022") else "utf-8")
    text = _as_utf8(body)
    if text is not None:
        return text
    for encoding in (label, "utf-8", _guess(body)):
        if encoding and not encoding.startswith(("utf-16", "utf-32")):
            text = to_unicode(body, encoding)
            if _mostly_sound(text):
                return text
    return to_unicode(body, _FALLBACK)


def _undo_double(text: str) -> str:
    """A text that was encoded twice ("â\x80\x99" for "’"), all of it or a part, decoded once more."""
    if not any(mark in text for mark in _TWICE_ENCODED):
        return text  # ftfy takes longer than all the rest of a page's reading
    from ftfy import fix_encoding  # noqa: PLC0415 - few pages come this far

    return fix_encoding(text)


def _wide_encoding(body: bytes) -> str | None:
    """UTF-16 without its mark shows as markup with a NUL beside every letter."""
    head = body[:64]
    if head.count(0) < len(head) // 3 or not head:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _as_utf8(body: bytes) -> str | None:
    """The body as UTF-8, or None where it is not. A character cut in two at the end is forgiven."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        return None


def _guess(body: bytes) -> str | None:
    """The likeliest encoding by the lines that are not ASCII."""
    lines = [match.group() for match in _NON_ASCII_LINE.finditer(body[: _SAMPLE * 16])]
    sample = b"\n".join(lines)[:_SAMPLE]
    if all(char in _WESTERN for char in sample.decode(_FALLBACK, "replace") if char > "\x7f"):
        return _FALLBACK  # A guess among the Latin code pages is a coin toss where there is little text.
    from charset_normalizer import from_bytes  # noqa: PLC0415 - slow to import, and few pages come this far

    best = from_bytes(sample).best()
    return best.encoding if best else None


def _mostly_sound(text: str) -> bool:
    """Whether few of the characters beyond ASCII failed: a stray bad byte does not condemn a label."""
    broken = text.count("\ufffd")
    if not broken:
        return True
    beyond = sum(1 for char in text if char > "\x7f")
    return broken <= beyond * _BROKEN_SHARE


def parse_html(text: str) -> HtmlElement:
    """The tree of a document. As bytes, since lxml refuses text that carries an encoding declaration."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True)
    parser.set_element_class_lookup(_CLASSES)
    try:
        tree = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = lxml_html.document_fromstring("<html><body></body></html>")
    _empty_head(tree)
    return tree


def _empty_head(tree: HtmlElement) -> None:
    """HTML 5 lets a page leave `<body>` out; libxml2, which knows no `<article>`, keeps that in the head."""
    head, body = tree.find("head"), tree.find("body")
    strays = (
        [] if head is None else [node for node in head if isinstance(node.tag, str) and node.tag not in _HEAD]
    )
    if strays:
        (etree.SubElement(tree, "body") if body is None else body)[:0] = strays
