"""Read the data that a page's scripts embed for the site's own code, as Python values."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from typing import Any

import chompjs
from lxml.html import HtmlElement

from archive.html.parse_html import without_bad_escapes

# Every page that embeds such data has one of these in its source.
STATE_MARKERS = (
    "__NEXT_DATA__", "__NUXT", "__next_f", "application/json", "articleBody", "window.", "Fusion.",
    "_STATE__",
)  # fmt: skip
_FEWEST_CHARS = 300  # a shorter script holds no article
_MOST_SCRIPTS = 40
_MOST_VALUES = 8  # of one script
_DEEPEST = 60
_ASSIGNED = re.compile(
    r"""(?:(?:window|self|globalThis|Fusion)\s*(?:\.\s*([\w$]+)|\[\s*["']([\w$.-]+)["']\s*\])
      | \b(?:var|let|const)\s+([\w$]+) | \b(__[\w$]+__))
      \s*=\s*(?:window\.[\w$]+\s*=\s*)?(?=(?P<call>JSON\.parse\(\s*|\(?\s*function)|[\[{])""",
    re.X,
)
_RETURNED = re.compile(r"\breturn\s*(?=[\[{])")


def embedded_states(tree: HtmlElement) -> Iterator[tuple[str, Any]]:
    """Name and value of the data in each script but JSON-LD. What cannot be parsed is skipped."""
    scripts = (script for script in tree.iter("script") if len(script.text or "") >= _FEWEST_CHARS)
    for script in islice(scripts, _MOST_SCRIPTS):
        kind, text = (script.get("type") or "").lower(), without_bad_escapes(script.text or "")
        with suppress(ValueError, RecursionError, IndexError, TypeError):
            if "json" in kind and "ld+json" not in kind:
                name = script.get("id") or script.get("data-name") or "application/json"
                value = json.loads(text)
                is_flat = name == "__NUXT_DATA__" or script.get("data-nuxt-data") is not None
                yield name, unflatten_nuxt(value) if is_flat else value
            elif not kind or "javascript" in kind or kind == "module":
                yield from _assigned(text)


def _assigned(text: str) -> Iterator[tuple[str, Any]]:
    """The values assigned in a script.

    `window.__X__ = {...}`, `... = JSON.parse("...")` or `__NUXT__ = (function(a){return {...}})(1)`.
    """
    position = 0
    for _ in range(_MOST_VALUES):
        assigned = _ASSIGNED.search(text, position)
        if assigned is None:
            return
        position, call = assigned.end(), assigned["call"] or ""
        with suppress(ValueError, RecursionError):
            yield next(filter(None, assigned.groups())), _value(text, position + len(call), call)
            if len(text) - position > _FEWEST_CHARS and not call:
                # Skip the value: an assignment within it is no further one.
                position = json.JSONDecoder().raw_decode(text, position)[1]


def _value(text: str, start: int, call: str) -> Any:
    if call.startswith("JSON"):
        if text.startswith('"', start):  # the string literal is valid JSON, too
            return json.loads(json.JSONDecoder().raw_decode(text, start)[0])
        inner: list[str] = chompjs.parse_js_object(f"[{text[start:].split(');', 1)[0].rstrip(') ;')}]")
        return json.loads(inner[0])
    returned = _RETURNED.search(text, start) if call else None
    return chompjs.parse_js_object(text[returned.end() if returned else start :])


def unflatten_nuxt(flat: Any) -> Any:
    """Restore a value that Nuxt 3 has flattened (devalue) to a list whose items refer to others by index."""
    if not isinstance(flat, list) or not flat:
        return flat
    restored: dict[int, Any] = {}

    def restore(index: Any, depth: int) -> Any:
        if type(index) is not int or not 0 <= index < len(flat):
            return None
        if index in restored or depth > _DEEPEST:
            return restored.get(index)
        value = restored[index] = flat[index]
        if isinstance(value, dict):  # which may hold itself
            restored[index] = {}
            restored[index].update({key: restore(inner, depth + 1) for key, inner in value.items()})
        elif isinstance(value, list) and value and isinstance(value[0], str):  # ["Reactive", 7]
            restored[index] = value[1] if value[0] == "Date" else restore(value[-1], depth + 1)
        elif isinstance(value, list):
            restored[index] = []
            restored[index].extend(restore(inner, depth + 1) for inner in value)
        return restored[index]

    return restore(0, 0)
