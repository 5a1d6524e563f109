"""What a page's scripts carry for the site's own code: values as Python has them, each with its name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import chompjs
from lxml.html import HtmlElement

# One of these stands in the source of every page that carries its state.
STATE_MARKERS = (
    "__NEXT_DATA__",
    "__NUXT",
    "application/json",
    "articleBody",
    "window.",
    "Fusion.",
    "_STATE__",
)

_SMALLEST = 300  # characters; a shorter script holds no article

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

_WRAPPED = re.compile(r"^\s*(?:<!--|//\s*<!\[CDATA\[)|(?:-->|//\s*\]\]>)\s*$")


def embedded_states(tree: HtmlElement) -> Iterator[tuple[str, Any]]:
    """Name and value of each state in a page's scripts but JSON-LD; what cannot be read is passed over."""
    scripts = (one for one in tree.iter("script") if len(one.text or "") >= _SMALLEST)
    for script, _ in zip(scripts, range(_MOST_SCRIPTS), strict=False):
        kind, text = (script.get("type") or "").lower(), script.text or ""
        if "ld+json" in kind:
            continue
        try:
            if "json" in kind:
                yield from _data(script, text)
            elif not kind or "javascript" in kind or kind == "module":
                yield from _assigned(text)
        except (ValueError, RecursionError, IndexError, TypeError):
            continue


def _data(script: HtmlElement, text: str) -> Iterator[tuple[str, Any]]:
    name = script.get("id") or script.get("data-name") or "application/json"
    value = json.loads(_WRAPPED.sub("", text))
    if name == "__NUXT_DATA__" or script.get("data-nuxt-data") is not None:
        value = unflatten_nuxt(value)
    yield name, value


def _assigned(text: str) -> Iterator[tuple[str, Any]]:
    """`window.__X__ = {...}`, `... = JSON.parse("...")`, `__NUXT__ = (function(a){return {...}})(1)`."""
    here = 0
    for _ in range(_MOST_VALUES):
        found = _ASSIGNED.search(text, here)
        if found is None:
            return
        here = found.end()
        name = next(group for group in found.groups() if group)
        try:
            value = _value(text, here + len(found["call"] or ""), found["call"] or "")
        except (ValueError, RecursionError):
            continue
        yield name, value
        if len(text) - here > _SMALLEST and found["call"] is None:
            # Nothing within the value that was read is another one.
            here += _length(text, here)


def _value(text: str, start: int, call: str) -> Any:
    if call.startswith("JSON"):
        if text.startswith('"', start):  # a literal that JSON knows as well
            return json.loads(json.JSONDecoder().raw_decode(text, start)[0])
        inner: list[str] = chompjs.parse_js_object(f"[{text[start:].split(');', 1)[0].rstrip(') ;')}]")
        return json.loads(inner[0])
    if call:
        returned = _RETURNED.search(text, start)
        start = returned.end() if returned else start
    return chompjs.parse_js_object(text[start:])


def _length(text: str, start: int) -> int:
    """Characters of the JSON value at `start`; 0 where it is no JSON."""
    try:
        return json.JSONDecoder().raw_decode(text, start)[1] - start
    except (ValueError, RecursionError):
        return 0


def unflatten_nuxt(flat: Any) -> Any:
    """What Nuxt 3 flattens (devalue): a list whose first item refers to others by their index."""
    if not isinstance(flat, list) or not flat:
        return flat
    made: dict[int, Any] = {}

    def at(index: Any, depth: int) -> Any:
        if isinstance(index, bool) or not isinstance(index, int) or not 0 <= index < len(flat):
            return None
        if index in made or depth > _DEEPEST:
            return made.get(index)
        value = flat[index]
        if isinstance(value, dict):
            made[index] = {}
            made[index].update({key: at(one, depth + 1) for key, one in value.items()})
        elif isinstance(value, list) and value and isinstance(value[0], str):  # ["Reactive", 7]
            made[index] = value[1] if value[0] == "Date" else at(value[-1], depth + 1)
        elif isinstance(value, list):
            made[index] = []
            made[index].extend(at(one, depth + 1) for one in value)
        else:
            made[index] = value
        return made[index]

    return at(0, 0)
