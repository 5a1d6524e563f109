"""Turn the bytes of a page into text (`decode`), and the text into an lxml tree (`parse_html`)."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction
from w3lib.encoding import html_body_declared_encoding, http_content_type_encoding, read_bom, to_unicode

from archive.html.markup_limits import with_few_attributes, with_few_levels

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_FALLBACK = "cp1252"

# What UTF-8 that was read as a Western encoding, and encoded again, shows for quotation marks and dashes.
_TWICE_ENCODED = ("â\x80", "â€")

# Characters beyond ASCII with the few that stand between them, and a space after, which may be one of them.
# ftfy is given these alone: it takes twenty times as long for all of a page.
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+(?:[\x01-\x7f]{1,8}[^\x00-\x7f]+)* ?")

_SAMPLE = 32_768  # bytes that the encoding is guessed from

_BROKEN_SHARE = 0.1  # more undecodable characters than this, of those beyond ASCII, mean a wrong label

# The letters and signs that Western European text uses beyond ASCII.
_WESTERN = frozenset("àâäáãåæçéèêëíìîïñóòôöõøœúùûüýÿßÀÂÄÁÃÅÆÇÉÈÊËÍÎÏÑÓÔÖÕØŒÚÙÛÜ‘’‚“”„–—…•·€£©®™°«»¿¡§´\xa0")

_TAGS_AFTER_END = 8  # tags from `</html>` on; with fewer nothing but a script or a comment follows

_END = re.compile(rb"</html")  # found faster than by `bytes.find`

_END_TAGS = re.compile(r"</(?:html|body)\s*>", re.I)

_HEAD_ELEMENTS = frozenset(("title", "base", "link", "meta", "style", "script", "noscript", "template"))

# By default lxml.html calls Python to choose the class of each element. This table does it in C.
_ELEMENT_CLASSES = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)


def decode(body: bytes, content_type: str | None = None) -> str:
    """Decode the body of a page. Never raises. Control characters and a byte order mark are removed.

    The encoding is the first of these that decodes the body:

    1. the encoding of its byte order mark, or UTF-16 if every other byte is NUL;
    2. UTF-8, because little else is valid UTF-8 and labels are often wrong;
    3. the encoding that the Content-Type header names, or else the page itself;
    4. a guess from the bytes.
    """
    return decode_page(body, content_type)[0]


def decode_page(body: bytes, content_type: str | None = None) -> tuple[str, bool]:
    """The same, and whether the body is nothing but that text in UTF-8."""
    decoded, is_utf8 = _decode_once(body, content_type)
    text = decoded.removeprefix("\ufeff")
    no_characters = _EF in body and _NO_CHARACTERS.search(body)
    if no_characters or len(body.translate(None, _CONTROL_BYTES)) < len(body):
        text = _CONTROL.sub("", text)
    text = _undo_double_encoding(text)
    return text, is_utf8 and text is decoded


# What lxml takes in no text and in no attribute. They show nothing.
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f\ufffe\uffff]")

_CONTROL_BYTES = bytes(byte for byte in range(128) if _CONTROL.match(chr(byte)))

_EF = b"\xef"  # of few pages, and found ten times as fast as what it begins

_NO_CHARACTERS = re.compile(rb"\xef\xbf[\xbe\xbf]")  # U+FFFE and U+FFFF


# Soft hyphens, zero-width spaces, direction marks, word joiners, byte order marks: as characters, as HTML's
# references, as JSON's escapes. The joiners U+200C and U+200D stay: scripts and emoji need them.
_INVISIBLE = "\u00ad\u200b\u200e\u200f\u2060\ufeff"

_HTML_REFERENCES = (
    r"&(?:shy|ZeroWidthSpace|lrm|rlm|NoBreak|#0*(?:173|8203|8206|8207|8288|65279)"
    r"|#[xX]0*(?:[aA][dD]|200[bBeEfF]|2060|[fF][eE][fF][fF]));"
)

_JSON_ESCAPES = r"\\u(?<!\\\\u)(?:00[aA][dD]|200[bBeEfF]|2060|[fF][eE][fF][fF])"

# Two patterns: `re` finds one that begins with known characters ten times as fast as an alternative of both.
_REFERENCES = (re.compile(_HTML_REFERENCES), re.compile(_JSON_ESCAPES))

# The same in a page's bytes, which are searched faster.
_AS_BYTES = tuple(re.compile(pattern.encode()) for pattern in (_HTML_REFERENCES, _JSON_ESCAPES))


def may_have_invisible(body: bytes, text: str) -> bool:
    """Whether `without_invisible` may change the text that a body is decoded to."""
    if len(text) == len(body) and not text.isascii():  # decoded by a code page
        return True
    return any(pattern.search(body) for pattern in _AS_BYTES) or _has_invisible(text)


def without_invisible(text: str) -> str:
    """A text or the source of a page without characters that show nothing, however they are written."""
    if _has_invisible(text):
        for char in _INVISIBLE:
            text = text.replace(char, "")
    for pattern in _REFERENCES:
        text = pattern.sub("", text)
    return text


def _has_invisible(text: str) -> bool:
    return not text.isascii() and any(char in text for char in _INVISIBLE)


# What JSON escapes and neither SQLite nor lxml takes: a surrogate without the other (a pair is matched as a
# whole), a control character. In JSON within JSON the backslash is doubled.
_ESCAPES = re.compile(
    r"(\\(?<!\\\\)\\*)u(?:(?P<pair>[dD][89abAB][0-9a-fA-F]{2}\1u[dD][c-fC-F][0-9a-fA-F]{2})"
    r"|(?P<half>[dD][89a-fA-F][0-9a-fA-F]{2})|00(?:0[0-8bBeEfF]|1[0-9a-fA-F]|7[fF])|[fF]{3}[eEfF])"
)


def without_bad_escapes(script: str) -> str:
    """The source of a script without escapes of control characters, U+FFFD for each half of a character."""
    if "\\u" not in script:
        return script
    return _ESCAPES.sub(_mended, script)


def _mended(escape: re.Match[str]) -> str:
    if escape["pair"]:
        return escape[0]
    return f"{escape[1]}ufffd" if escape["half"] else f"{escape[1]}u0020"


def xml_text(text: str) -> str:
    """A text without the characters that lxml takes in no text and in no attribute."""
    return _NOT_XML.sub("", text)


_NOT_XML = re.compile(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def _decode_once(body: bytes, content_type: str | None) -> tuple[str, bool]:
    """The text of a body, and whether the body is that in UTF-8."""
    bom_encoding, bom = read_bom(body)
    if bom_encoding and bom:
        return to_unicode(body[len(bom) :], bom_encoding), False
    if wide := _wide_encoding(body):
        return to_unicode(body, wide), False
    label = http_content_type_encoding(content_type) or html_body_declared_encoding(body)
    if body.isascii():
        is_coded = label is not None and label.startswith("iso2022")
        return to_unicode(body, label if is_coded and label else "utf-8"), not is_coded
    with suppress(UnicodeDecodeError):
        return body.decode("utf-8"), True
    text = _as_utf8(body)
    if text is not None:
        return text, False
    return _by_label(body, label), False


def _by_label(body: bytes, label: str | None) -> str:
    """The text of a body that is no UTF-8, by its label or a guess."""
    for encoding in (label, "utf-8", _guess(body)):
        if encoding and not encoding.startswith(("utf-16", "utf-32")):
            text = to_unicode(body, encoding)
            if _mostly_decoded(text):
                return text
    return to_unicode(body, _FALLBACK)


def _undo_double_encoding(text: str) -> str:
    """Repair text that was encoded twice, or a part of it ("â\x80\x99" for "’"); other text stays."""
    if _TWICE_ENCODED[0][0] not in text or not any(mark in text for mark in _TWICE_ENCODED):
        return text  # ftfy takes longer than all the rest of a page's reading
    from ftfy import fix_encoding  # noqa: PLC0415 - few pages come this far

    parts = _BEYOND_ASCII.findall(text)
    fixed = fix_encoding("\0".join(parts)).split("\0")
    if len(fixed) == len(parts):
        in_order = iter(fixed)
        text = _BEYOND_ASCII.sub(lambda _: next(in_order), text)
    else:  # a part had a NUL that was encoded twice ("À\x80")
        text = fix_encoding(text)
    return _CONTROL.sub("", text)


def _wide_encoding(body: bytes) -> str | None:
    """The encoding of UTF-16 without a byte order mark: its markup has a NUL beside every letter."""
    head = body[:64]
    if head.count(0) < len(head) // 3 or not head:
        return None
    return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"


def _as_utf8(body: bytes) -> str | None:
    """The body decoded as UTF-8, or None if it is not. An incomplete character at the end is allowed."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(body, final=False)
    except UnicodeDecodeError:
        mended = join_surrogates(body)
        return None if mended == body else _as_utf8(mended)


# A pair of surrogates, or half of one, each encoded as if it were a character (CESU-8). UTF-8 has none.
_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]|\xed[\xa0-\xbf][\x80-\xbf]")


def join_surrogates(body: bytes) -> bytes:
    """UTF-8 in which a pair of encoded surrogates is the character that it means, and half of one is gone."""
    return _SURROGATES.sub(_joined, body)


def _joined(match: re.Match[bytes]) -> bytes:
    wide = match[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return wide.decode("utf-16-le", "ignore").encode()


def _guess(body: bytes) -> str | None:
    """Guess the encoding from the lines that are not ASCII; None if nothing fits."""
    lines = [line for line in body[: _SAMPLE * 16].split(b"\n") if not line.isascii()]
    sample = b"\n".join(lines)[:_SAMPLE]
    if all(char in _WESTERN for char in sample.decode(_FALLBACK, "replace") if char > "\x7f"):
        return _FALLBACK  # a guess among the Latin code pages is unreliable for little text
    from charset_normalizer import from_bytes  # noqa: PLC0415 (slow to import, and few pages need it)

    best = from_bytes(sample).best()
    return best.encoding if best else None


def _mostly_decoded(text: str) -> bool:
    """Whether most characters beyond ASCII decoded. A few bad bytes do not make a label wrong."""
    broken = text.count("\ufffd")
    if not broken:
        return True
    beyond = sum(1 for char in text if char > "\x7f")
    return broken <= beyond * _BROKEN_SHARE


def parse_html(text: str, body: bytes | None = None) -> HtmlElement:
    """Parse a document, without comments and processing instructions.

    Never raises: what cannot be parsed becomes an empty document.

    Args:
        text: the document.
        body: the same in UTF-8, where it came so: to encode it takes a tenth of the time of parsing.
    """
    source = _encoded(text) if body is None else body
    mended = with_few_attributes(_END_TAGS.sub("", text) if _goes_on(source) else text)
    tree, is_whole = _parse(source if mended is text else _encoded(mended))
    if not is_whole:
        tree, _ = _parse(_encoded(with_few_levels(mended)))
    _move_strays_to_body(tree)
    return tree


def _parse(source: bytes) -> tuple[HtmlElement, bool]:
    """The tree of a source, and whether it is whole: libxml2 ends where elements are nested too deeply."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    parser.set_element_class_lookup(_ELEMENT_CLASSES)
    try:
        # lxml refuses a str that has an encoding declaration, so it gets bytes.
        tree = lxml_html.document_fromstring(source, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        tree = lxml_html.document_fromstring("<html><body></body></html>")
    return tree, not any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _goes_on(source: bytes) -> bool:
    """Whether more than a line follows the first end tag of `html`: HTML 5 reads on, libxml2 drops it."""
    end = _END.search(source)
    return end is not None and source.count(b"<", end.start()) >= _TAGS_AFTER_END


def _move_strays_to_body(tree: HtmlElement) -> None:
    """Move elements that do not belong in the head to the body.

    HTML 5 allows a page without `<body>`. libxml2 does not know `<article>` and leaves it in the head.
    """
    head, body = tree.find("head"), tree.find("body")
    children = [] if head is None else [node for node in head if isinstance(node.tag, str)]
    strays = [node for node in children if node.tag not in _HEAD_ELEMENTS]
    if strays:
        (etree.SubElement(tree, "body") if body is None else body)[:0] = strays
