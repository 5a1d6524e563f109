"""Turn an article body as content systems store it (HTML, plain text or blocks) back into elements.

The block formats of Sanity, Contentful, ProseMirror, Lexical, Slate, Editor.js, Gutenberg and the like are
read by one set of rules, which look only for runs of text and for the sort of line that each stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archive.clean.dom.blocks import PROSE_WORDS
from archive.clean.patterns import phrases
from archive.clean.vocabulary import word_list
from archive.html.parse_html import without_invisible, xml_text
from archive.word_count import count_words

_TAG = re.compile(
    r"<(?:p|div|br|h[1-6]|ul|ol|blockquote|section|article|figure|table|span|em|strong|a)\b[^<>]*>", re.I
)
_BLANK_LINE = re.compile(r"\n\s*\n")
_LEVEL = re.compile(r"(?:h|heading-?)([1-6])")
_LIST_ITEM = re.compile(r"list[-_]?item")
_HEADING = re.compile(r"head(?:er|ing|line)?|(?<![a-z])h[1-6](?![a-z\d])")
_TYPE_KEYS = word_list("states", "types")
_KIND_KEYS = ("_type", "type", "nodeType", "tag")
_CONTENT_KEYS = word_list("states", "contents")
_SKIPPED = phrases("states", "skipped")
_INLINE = phrases("states", "inline")
_DEEPEST = 30
_MOST = 5000  # blocks of one body
TaggedText = tuple[str, str]  # a tag, or `html` where the text is markup, and the text


def body_elements(value: Any) -> list[HtmlElement]:
    """The elements of a body; [] where it has no text. Never raises, whatever it holds."""
    elements: list[HtmlElement] = []
    for tag, raw in islice(_lines(value, "p", 0), _MOST):
        text = without_invisible(raw)
        elements.append(_parse(text) if tag == "html" else lxml_html.Element(tag))
        if tag != "html":
            elements[-1].text = xml_text(text)
    return elements


def prose_words(value: Any) -> int:
    """How many words are in a body's running text: in its lines of eight words and more."""
    lines = islice(_lines(value, "p", 0), _MOST)
    counts = (count_words(_parse(text).text_content() if tag == "html" else text) for tag, text in lines)
    return sum(count for count in counts if count >= PROSE_WORDS)


def _lines(value: Any, tag: str, depth: int) -> Iterator[TaggedText]:
    """The lines of a body, those without a tag of their own with this one."""
    if depth > _DEEPEST:
        return
    if isinstance(value, str) and _TAG.search(value):
        is_whole = value.lstrip()[:2].lower() in ("<p", "<d", "<h", "<s")
        yield "html", value if is_whole else f"<{tag}>{value}</{tag}>"
    elif isinstance(value, str):
        yield from ((tag, part.strip()) for part in _BLANK_LINE.split(value) if part.strip())
    elif isinstance(value, list) and (text := _inline_text(value)):
        yield ("html" if _TAG.search(text) else tag), text
    elif isinstance(value, list):
        for item in value:
            yield from _lines(item, tag, depth + 1)
    elif isinstance(value, dict):
        yield from _block_lines(value, tag, depth)


def _block_lines(block: dict[str, Any], tag: str, depth: int) -> Iterator[TaggedText]:
    named = (text for key in _TYPE_KEYS if isinstance(text := block.get(key), str) and len(text) < 40)
    kind = " ".join(named).lower()
    if not _SKIPPED.search(kind):
        tag = _tag(kind, block, tag)
        contents = (block.get(key) for key in _CONTENT_KEYS)
        lines = (list(_lines(inner, tag, depth + 1)) for inner in contents if inner)
        yield from next(filter(None, lines), [])


def _tag(kind: str, block: dict[str, Any], default: str) -> str:
    """The tag for a block's lines; `default` where its type names none."""
    if _HEADING.search(kind):
        attributes = block.get("attrs") or block.get("attributes") or block.get("data") or block
        level = attributes.get("level") if isinstance(attributes, dict) else None
        named = _LEVEL.search(kind)
        number = int(named[1]) if named else level if isinstance(level, int) and 1 <= level <= 6 else 2
        return f"h{max(number, 2)}"
    if "quote" in kind:
        return "blockquote"
    if _LIST_ITEM.search(kind) or isinstance(block.get("listItem"), str):
        return "li"
    return "pre" if "code" in kind else default


def _inline_text(value: list[Any]) -> str:
    """The text of a list of inline pieces; "" where it is a list of anything else."""
    texts: list[str] = []
    for piece in value:
        if not isinstance(piece, dict) or not _is_inline(piece):
            return ""
        text = piece.get("text", piece.get("value", piece.get("data")))
        inner = piece.get("children") or piece.get("content")
        inner_text = _inline_text(inner) if isinstance(inner, list) else ""
        texts.append(text if isinstance(text, str) else inner_text)
    return "".join(texts)


def _is_inline(piece: dict[str, Any]) -> bool:
    kinds = [piece[key] for key in _KIND_KEYS if isinstance(piece.get(key), str)]
    return all(map(_INLINE.fullmatch, kinds)) and (bool(kinds) or set(piece) == {"text"})


def _parse(source: str) -> HtmlElement:
    try:
        return lxml_html.fragment_fromstring(xml_text(source), create_parent="div")
    except (etree.ParserError, ValueError):
        return lxml_html.Element("div")
