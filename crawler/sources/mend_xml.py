"""Repair the common mistakes in feeds and sitemaps, so that XML parsers read all of their text. Pure.

What the parsers do with such mistakes:

- libxml2, as `recover=True` uses it, drops every `&amp;` after the first mistake of any kind:
  `xmlParseReference` returns at once if the document is no longer well-formed. It keeps character references.
  (To report upstream: GNOME/libxml2, parser.c, `if (ctxt->wellFormed == 0) return`.)
- feedparser changes to its HTML-like parser after the first mistake. That reads `?a=1&copy=2` as `?a=1©=2`
  and drops the text after a bare `&` up to the next word. What it does to the `&` of addresses, `feed.py`
  prevents. (To report upstream: kurtmckee/feedparser, sgml.py.)
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from html.entities import html5

from w3lib.encoding import read_bom, resolve_encoding

from archive.html.parse_html import join_surrogates

# A document in memory has at most this many characters that wait for the end of a tag, comment or CDATA.
_MOST_WAITING = 1 << 20

_NAME = r"[^\W\d][\w.:-]*"

# No alternative reads on to the end of the text from each of many beginnings, which would take their square.
# Each piece of XML that may need repair. A tag without attributes needs none, and matches nothing here.
_PIECE = re.compile(
    rf"<(?!/?{_NAME}\s*/?>)(?:"
    r"(?P<keep>!\[CDATA\[(?:(?!<!\[CDATA\[).)*?\]\]>|!DOCTYPE[^<>\[]*(?:\[(?:(?!<!DOCTYPE).)*?\]\s*)?>)"
    r"|(?P<drop>!--(?:(?!<!--).)*?-->|\?[^<>]*>|\?[^<]*?\?>)"
    rf"|(?P<tag>{_NAME}(?=[\s/])(?:(?:\"[^\"<]*+\"|'[^'<]*+'|[^<>\"'])*+>|[^<>]*>))"
    r"|)"
    r"|&(?:"
    r"(?P<pair>#(?:5[56]\d{3}|[xX][dD][89abAB][0-9a-fA-F]{2});&#(?:5[67]\d{3}|[xX][dD][c-fC-F][0-9a-fA-F]{2});)"
    r"|(?P<reference>(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9._-]*);)"
    r"|)",
    re.DOTALL,
)

_ANY_TAG = re.compile(rf"<!\[CDATA\[.*?\]\]>|<(?P<end>/?)(?P<name>{_NAME})[^<>]*?(?P<empty>/?)>", re.DOTALL)

# Where a document begins. Errors that the site's program printed may stand before it.
_START = re.compile(r"<\?xml\b|<!DOCTYPE|<(?:[\w.-]+:)?(?:urlset|sitemapindex|rss|feed|RDF)\b")

_CUT_TAG = re.compile(rf"</?{_NAME}[^<>]*")

_ATTRIBUTE = re.compile(r"([^\s=/\"'<>]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s>]+))?")

_REFERENCE = re.compile(r"&(?:(?:#[0-9]{1,8}|#[xX][0-9a-fA-F]{1,8}|[A-Za-z][A-Za-z0-9._-]*);)?")

_SOUND_TAG = re.compile(rf"<{_NAME}(?:\s+{_NAME}\s*=\s*(?:\"[^\"<&]*\"|'[^'<&]*'))?\s*/?>")

_OPEN, _CLOSE = ("<![CDATA[", "<!--", "<?", "<!DOCTYPE"), ("]]>", "-->", "?>", ">")

_ENTITY = re.compile(r"<!ENTITY\s+(?:%\s+)?([\w.:-]+)")

# What neither XML nor SQLite takes.
_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_LABEL = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)")


def decode_xml(chunks: Iterable[bytes]) -> Iterator[str]:
    """The text of a document in chunks, decoded by its byte order mark, its NULs or its XML declaration.

    Bytes that its encoding does not have are read as Windows-1252, so that no byte of a URL is lost.
    """
    encoding, decoder = "", None
    for chunk in chunks:
        if decoder is None:
            encoding = _encoding(chunk)
            decoder = codecs.getincrementaldecoder(encoding)(_AS_WESTERN)
        yield decoder.decode(join_surrogates(chunk) if encoding == "utf-8" else chunk)
    if decoder is not None:
        yield decoder.decode(b"", final=True)


def _encoding(head: bytes) -> str:
    marked, _ = read_bom(head)
    if marked:
        return marked
    start = head.lstrip(b" \t\r\n")[:4]
    if start[1:2] == b"\0":
        return "utf-16-le"
    if head[:1] == b"\0":
        return "utf-16-be"
    label = _LABEL.search(head)
    encoding = resolve_encoding(label[1].decode("ascii")) if label else None
    # A declaration that can be read as ASCII is not UTF-16, and little but UTF-8 can be read as UTF-8.
    if encoding is None or encoding.startswith(("utf-16", "utf-32")) or _is_utf8(head):
        return "utf-8"
    return encoding


def _is_utf8(head: bytes) -> bool:
    try:
        return not codecs.getincrementaldecoder("utf-8")().decode(head).isascii()
    except UnicodeDecodeError:
        return False


_AS_WESTERN = "matinee-western"


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "ignore"), error.end


codecs.register_error(_AS_WESTERN, _western)


def mend_xml(chunks: Iterable[str]) -> Iterator[str]:
    """A document in which these mistakes are repaired, in chunks.

    What stands before the XML declaration (blank lines, byte order marks, warnings), the declaration itself,
    comments and processing instructions are left out. Control characters and halves of surrogate pairs are
    removed. A bare `&` or `<` is escaped, and HTML's named entities become their characters. An attribute
    that is given twice is left out the second time. CDATA stays. Entities that a DOCTYPE declares stay
    references.
    """
    declared: set[str] = set()
    waiting, started = "", False
    for chunk in chunks:
        waiting += _NO_TEXT.sub("", chunk)
        if not started:
            waiting = _from_start(waiting)
            started = bool(waiting)
        cut = _safe_cut(waiting)
        if cut == 0 and len(waiting) < _MOST_WAITING:
            continue
        piece, waiting = (waiting[:cut], waiting[cut:]) if cut else (waiting, "")
        yield _mended(piece, declared)
    # The parser reports a document that ends within a tag.
    yield waiting if _CUT_TAG.fullmatch(waiting) else _mended(waiting, declared)


def mend_whole_xml(text: str) -> str:
    """A whole document, repaired as `mend_xml` does it."""
    return _mended(_from_start(_NO_TEXT.sub("", text)), set())


def balance_tags(chunks: Iterable[str]) -> Iterator[str]:
    """A document that `mend_xml` repaired, with each element closed in its parent and no other end tags.

    libxml2 takes an end tag of any name for that of the innermost element.
    """
    elements: list[str] = []

    def balance(match: re.Match[str]) -> str:
        name = match["name"]
        if name is None or match["empty"]:
            return match[0]
        if not match["end"]:
            closing = _close(elements, name) if name in elements[1:] else ""
            elements.append(name)
            return closing + match[0]
        return _close(elements, name) if name in elements else ""

    for chunk in chunks:
        yield _ANY_TAG.sub(balance, chunk)


def _close(elements: list[str], name: str) -> str:
    """End tags up to that of the innermost element of a name; the elements are removed from the list."""
    tags = ""
    while True:
        element = elements.pop()
        tags += f"</{element}>"
        if element == name:
            return tags


def _from_start(text: str) -> str:
    start = _START.search(text)
    return text[start.start() :] if start else text.lstrip("\ufeff \t\r\n")


def _safe_cut(text: str) -> int:
    """Where to cut a text so that no tag, comment, CDATA or reference is cut: before a `<`."""
    cut = max(text.rfind("<"), 0)
    for opening, closing in zip(_OPEN, _CLOSE, strict=True):
        start = text.rfind(opening, 0, cut)
        if start >= 0 and text.find(closing, start, cut) < 0:
            cut = min(cut, start)
    return cut


def _mended(text: str, declared: set[str]) -> str:
    if "<!ENTITY" in text:
        declared.update(_ENTITY.findall(text))

    def mend(match: re.Match[str]) -> str:
        if match["keep"]:
            return match[0]
        if match["drop"]:
            return ""
        if match["tag"]:
            return _mended_tag(match[0], declared)
        return _joined_pair(match[0]) if match["pair"] else _mended_reference(match[0], declared)

    return _PIECE.sub(mend, text)


def _joined_pair(references: str) -> str:
    """The character that two references to the halves of a surrogate pair mean."""
    high, low = (_number(reference) for reference in references.removesuffix(";").split(";"))
    if 0xD800 <= high < 0xDC00 <= low < 0xE000:
        return f"&#{0x10000 + ((high - 0xD800) << 10) + low - 0xDC00};"
    return "".join(_mended_reference(f"&#{number};", set()) for number in (high, low))


def _number(reference: str) -> int:
    digits = reference.removeprefix("&#")
    return int(digits[1:], 16) if digits[:1] in {"x", "X"} else int(digits)


def _mended_tag(tag: str, declared: set[str]) -> str:
    if _SOUND_TAG.fullmatch(tag):
        return tag
    name = re.match(_NAME, tag[1:])
    assert name is not None, tag
    inner = tag[1 + name.end() : -1]
    closing = "/" if inner.endswith("/") else ""
    attributes: dict[str, str] = {}
    for attribute, value in _ATTRIBUTE.findall(inner.removesuffix("/") if closing else inner):
        bare = value[1:-1] if value[:1] in {'"', "'"} and value[-1:] == value[:1] else value
        bare = _REFERENCE.sub(lambda match: _mended_reference(match[0], declared), bare)
        if re.fullmatch(_NAME, attribute):
            attributes.setdefault(attribute, bare.replace('"', "&#34;").replace("<", "&#60;"))
    written = "".join(f' {attribute}="{value}"' for attribute, value in attributes.items())
    return f"<{name[0]}{written}{closing}>"


def _mended_reference(reference: str, declared: set[str]) -> str:
    """A reference, bare `&` or bare `<` as character references; a named one that is declared stays."""
    if reference in {"&", "<"}:
        return f"&#{ord(reference)};"
    name = reference[1:-1]
    if name.startswith("#"):
        number = _number(f"&{name}")
        text = chr(number) if number <= 0x10FFFF else ""
        return "" if not text or _NO_TEXT.search(text) else reference
    if name in declared:
        return reference
    text = html5.get(f"{name};", "")
    if not text:
        return f"&#38;{name};"
    return "".join(f"&#{ord(char)};" for char in text)
