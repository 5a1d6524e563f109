"""The data that a Next.js page streams to its own scripts: `self.__next_f.push([1, "..."])`.

The strings of all pushes make one text of rows, `id:value`: JSON, in which `["$", "p", key, props]` is an
element and `"$1a"` stands for another row; or `id:T<bytes>,` and so many bytes of text. It is the wire format
of React's server components (react-server-dom's ReactFlightClient).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from html import escape
from typing import Any

from lxml.html import HtmlElement

from archive.html.parse_html import without_bad_escapes

MARKER = "__next_f"
_PUSH = re.compile(r"__next_f\s*(?:\|\|\s*\[\s*\]\s*\))?\s*\.push\(\s*(?=\[)")
_ROW = re.compile(r"([0-9a-f]*):(?:T([0-9a-f]+),)?")  # a row of hints has no id
_REFERENCE = re.compile(r"\$(?:L|@)?([0-9a-f]+)")
_DEEPEST = 60
_MOST_VALUES = 100_000
_ATTRIBUTES = {"class": "className", "id": "id", "href": "href", "role": "role"}
_VOID = frozenset(("br", "hr", "img", "wbr"))
_TAG = re.compile(r"[a-z][a-z0-9]*")


def streamed_rows(tree: HtmlElement) -> dict[str, Any]:
    """The rows that a page streams, by id, references resolved; {} for none."""
    text = "".join(part for script in tree.iter("script") for part in _pushed(script.text or ""))
    return _resolve(dict(_rows(text))) if text else {}


def render(value: Any) -> str:
    """The elements in a value as HTML; strings and records outside elements are left out."""
    return "".join(_render(value, 0, inside=False))


def _pushed(script: str) -> Iterator[str]:
    """The strings that a script pushes; a push that is not JSON is skipped."""
    text = without_bad_escapes(script) if MARKER in script else ""
    for push in _PUSH.finditer(text):
        with suppress(ValueError, RecursionError):
            values, _ = json.JSONDecoder(strict=False).raw_decode(text, push.end())
            yield from (value for value in values[1:] if isinstance(value, str))


def _rows(text: str) -> Iterator[tuple[str, Any]]:
    """The rows of a stream; a row that is neither text nor JSON is skipped."""
    position = 0
    while row := _ROW.match(text, position):
        position = row.end()
        if row[2]:  # so many bytes of text in UTF-8
            size = int(row[2], 16)
            encoded = text[position : position + size].encode("utf-8", "surrogatepass")[:size]
            content = encoded.decode("utf-8", "ignore")
            yield row[1], content
            position += len(content)
            continue
        # JSON of a row has no line break. Only the row is decoded: the error of a bad one counts the lines
        # before it, of all rows.
        start, position = position, text.find("\n", position) + 1 or len(text)
        with suppress(ValueError, RecursionError):
            yield row[1], json.loads(text[start:position])


def _resolve(rows: Mapping[str, Any]) -> dict[str, Any]:
    """The rows with each reference replaced by the row that it stands for."""
    left = _MOST_VALUES

    def resolved(value: Any, depth: int) -> Any:
        nonlocal left
        left -= 1
        if depth > _DEEPEST or left < 0:
            return None
        if isinstance(value, list):
            return [resolved(item, depth + 1) for item in value]
        if isinstance(value, dict):
            return {key: resolved(item, depth + 1) for key, item in value.items()}
        reference = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
        if reference and reference[1] in rows:
            return resolved(rows[reference[1]], depth + 1)
        return value[1:] if isinstance(value, str) and value.startswith("$$") else value

    return {name: resolved(value, 0) for name, value in rows.items()}


def _render(value: Any, depth: int, *, inside: bool) -> Iterator[str]:
    if depth > _DEEPEST:
        return
    if isinstance(value, str) and inside and not value.startswith("$"):
        yield escape(value)
    elif isinstance(value, list) and len(value) > 3 and value[0] == "$" and isinstance(value[3], dict):
        yield from _render_element(value[1], value[3], depth, inside=inside)
    elif isinstance(value, list):
        for item in value:
            yield from _render(item, depth + 1, inside=inside)
    elif isinstance(value, dict) and not inside:
        yield from _render(value.get("children"), depth + 1, inside=False)


def _render_element(tag: Any, props: Mapping[str, Any], depth: int, *, inside: bool) -> Iterator[str]:
    """An HTML element; of a component, whose own markup is not known, what it is given."""
    is_html = isinstance(tag, str) and _TAG.fullmatch(tag) is not None
    children = _render(props.get("children"), depth + 1, inside=inside or is_html)
    if not is_html:
        yield from children
        return
    named = ((name, props.get(key)) for name, key in _ATTRIBUTES.items())
    written = "".join(f' {name}="{escape(text)}"' for name, text in named if isinstance(text, str))
    yield f"<{tag}{written}>"
    if tag not in _VOID:
        inner = props.get("dangerouslySetInnerHTML")
        if isinstance(inner, dict) and isinstance(inner.get("__html"), str):
            yield inner["__html"]
        yield from children
        yield f"</{tag}>"
