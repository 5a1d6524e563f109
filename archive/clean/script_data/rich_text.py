"""Bodies of articles as editors' tools store them: HTML, plain paragraphs, or blocks, made elements again.

The blocks of Sanity, Contentful, ProseMirror, Lexical, Slate, Editor.js, Gutenberg and their like are told
apart no further than a reader needs: what is a run of text, and what sort of line it stands in.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from archive.word_count import count_words

_TAG = re.compile(
    r"<(?:p|div|br|h[1-6]|ul|ol|blockquote|section|article|figure|table|span|em|strong|a)\b[^<>]*>", re.I
)

_ESCAPED = re.compile(r"&lt;(?:p|div|br|h[1-6])\b", re.I)

_PARTED = re.compile(r"\n\s*\n|\r\n\s*\r\n")

_HEADING = re.compile(r"head(?:er|ing|line)?|(?<![a-z])h[1-6](?![a-z\d])")

_KINDS = ("_type", "type", "nodeType", "blockName", "name", "kind", "component", "__typename", "style", "tag")

# Where a block keeps its words, the likeliest first, and what else it may be wrapped in.
_WORDS = (
    "children", "content", "text", "html", "value", "innerHTML", "originalContent", "bodyHtml",
    "contentHtml", "body", "blocks", "paragraphs", "items", "data", "attributes", "attrs", "model",
    "fields", "root", "rendered", "innerBlocks", "elements", "document", "json", "copy", "processed",
    "richText", "rich_text", "json_rich_text", "jsonRichText", "paragraph", "primary", "props",
    "section", "general_content", "settings", "components", "contentBlock",
)  # fmt: skip

_ASIDE = re.compile(
    r"image|img|picture|photo|video|embed|audio|gallery|\bad\b|advert|promo|related|newsletter|social|tweet|"
    r"instagram|youtube|caption|credit|divider|iframe|button|cta|breaks?\b|recirc|signup|subscribe",
    re.I,
)

_INLINE = re.compile(
    r"text|span|link|hyperlink|leaf|inline|mark|strong|em|bold|italic|a|mention|entity", re.I
)

_PROSE_WORDS = 8

_DEEPEST = 30

_MOST = 5000  # blocks of one body

TaggedText = tuple[str, str]


def body_elements(value: Any) -> list[HtmlElement]:
    """The elements of a body; [] where it is none. Never raises for what it may hold."""
    made: list[HtmlElement] = []
    for tag, text in body_lines(value):
        if tag == "html":
            made += _parsed(text)
        else:
            element = lxml_html.Element(tag)
            element.text = _sayable(text)
            made.append(element)
    return made


def prose_words(value: Any) -> int:
    """Words of its running text: lines of eight and more."""
    texts = (_bare(text) if tag == "html" else text for tag, text in body_lines(value))
    return sum(words for text in texts if (words := count_words(text)) >= _PROSE_WORDS)


def body_lines(value: Any) -> list[TaggedText]:
    """A body as lines, each with the tag of its element, or with `html` where the text is markup."""
    found: list[TaggedText] = []
    for line in _lines(value, "p", 0):
        found.append(line)
        if len(found) >= _MOST:
            break
    return found


def _lines(value: Any, tag: str, depth: int) -> Iterator[TaggedText]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str):
        yield from _of_text(value, tag)
    elif isinstance(value, list):
        if runs := _run(value):
            yield (("html" if _TAG.search(runs) else tag), runs)
        else:
            for one in value:
                yield from _lines(one, tag, depth + 1)
    elif isinstance(value, dict):
        yield from _of_block(value, tag, depth)


def _of_text(text: str, tag: str) -> Iterator[TaggedText]:
    if _ESCAPED.search(text) and not _TAG.search(text):
        text = html.unescape(text)
    if _TAG.search(text):
        yield (
            "html",
            text if text.lstrip()[:2].lower() in ("<p", "<d", "<h", "<s") else f"<{tag}>{text}</{tag}>",
        )
        return
    for part in _PARTED.split(text):
        if part.strip():
            yield tag, part.strip()


def _of_block(block: dict[str, Any], tag: str, depth: int) -> Iterator[TaggedText]:
    kind = _kind(block)
    if _ASIDE.search(kind):
        return
    tag = _tag(kind, block, tag)
    for key in _WORDS:
        inner = block.get(key)
        if isinstance(inner, str | list | dict) and inner and (found := list(_lines(inner, tag, depth + 1))):
            yield from found
            return


def _kind(block: dict[str, Any]) -> str:
    return " ".join(
        str(block[key]) for key in _KINDS if isinstance(block.get(key), str) and len(block[key]) < 40
    )


def _tag(kind: str, block: dict[str, Any], outer: str) -> str:
    kind = kind.lower()
    if _HEADING.search(kind):
        attributes = block.get("attrs") or block.get("attributes") or block.get("data") or block
        level = attributes.get("level") if isinstance(attributes, dict) else None
        told = re.search(r"(?:h|heading-?)([1-6])", kind)
        number = int(told[1]) if told else level if isinstance(level, int) and 1 <= level <= 6 else 2
        return f"h{max(number, 2)}"
    if "quote" in kind:
        return "blockquote"
    if (
        "list-item" in kind
        or "listitem" in kind
        or "list_item" in kind
        or isinstance(block.get("listItem"), str)
    ):
        return "li"
    return "pre" if "code" in kind else outer


def _run(value: list[Any]) -> str:
    """The words of a list of inline pieces, as one line; "" where it is a list of anything else."""
    said: list[str] = []
    for one in value:
        if not isinstance(one, dict) or not _is_inline(one):
            return ""
        words = one.get("text", one.get("value", one.get("data")))
        if isinstance(words, str):
            said.append(words)
            continue
        inner = one.get("children") or one.get("content")
        said.append(_run(inner) if isinstance(inner, list) else "")
    return "".join(said)


def _is_inline(piece: dict[str, Any]) -> bool:
    kinds = [piece[key] for key in ("_type", "type", "nodeType", "tag") if isinstance(piece.get(key), str)]
    return all(_INLINE.fullmatch(kind) for kind in kinds) and (bool(kinds) or set(piece) == {"text"})


def _parsed(source: str) -> list[HtmlElement]:
    try:
        body = lxml_html.fragment_fromstring(_sayable(source), create_parent="div")
    except (etree.ParserError, ValueError):
        return []
    return [body]


def _bare(source: str) -> str:
    return "\n".join(" ".join(element.text_content().split()) for element in _parsed(source))


def _sayable(text: str) -> str:
    """Text without what XML cannot hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
