"""What a page and its host say of the use of the page by others: opt-out signals, read and weighed. Pure.

They stand in robots meta elements and X-Robots-Tag, in the W3C community's TDM reservation protocol (header,
meta, a file of the host's) and in ai.txt. A page's own are read here, whether it was fetched or imported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from archive.model import Capture
from archive.model import Signal

ROBOTS_TAG = "x-robots-tag"

AGENT = "matinee"  # what we are called in robots rules

NOARCHIVE = "noarchive"

RESERVED, POLICY, AI_TXT = "tdm-reservation", "tdm-policy", "ai.txt"

ROBOTS = ("noindex", NOARCHIVE, "nosnippet", "noai", "noimageai")

# What speaks against keeping, showing or mining a text; `noimageai` is of images, and we take none.
OPT_OUT = ("noindex", NOARCHIVE, "nosnippet", "noai", RESERVED, AI_TXT)

_EVERYBODY = frozenset(("robots", "*", AGENT))

# Rules that carry a value after a colon, as an agent's name carries its rules.
_VALUED = frozenset(("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"))

_AGENT = re.compile(r"\s*([\w*.-]+)\s*:\s*(.*)", re.S)

# What is worth parsing a page for; of the page, as much is parsed as ends soon after the last of these.
_MAY_SAY = tuple(word.encode() for word in (*ROBOTS, RESERVED, POLICY))

_NONE = re.compile(rb"content\s{0,9}=\s{0,9}[\"']?[^\"'<>]{0,99}\bnone\b")

_HEAD = 1 << 18  # bytes in which a "none" is looked for, which in style sheets is everywhere

_SOON = 4096  # bytes

_WIDE = (b"\xff\xfe", b"\xfe\xff")  # UTF-16, which the expression above cannot read

_TDM_PLACES = (
    "meta",
    "header",
    "tdmrep.json",
)  # where two of them differ, the earlier here counts (TDMRep, 4.4)


def read_signals(tree: HtmlElement | None, headers: Mapping[str, str]) -> tuple[Signal, ...]:
    """What a page says itself, in its markup and its headers (names in lower case), each once."""
    found = [*_of_tree(tree), *_of_headers(headers)]
    return tuple(dict.fromkeys(found))


def page_signals(capture: Capture) -> tuple[Signal, ...]:
    """The same of a capture that is not parsed yet. Never raises; cheap where the page says nothing."""
    from archive.parse_html import decode, parse_html  # noqa: PLC0415 (lxml and w3lib, for pages alone)

    body, tree = capture.body, None
    if body.startswith(_WIDE) or b"\x00" in body[:64]:
        tree = parse_html(decode(body, capture.content_type))
    elif end := _said_last(body.lower()):
        tree = parse_html(decode(body[: end + _SOON], capture.content_type))
    return read_signals(tree, capture.headers)


def opt_outs(signals: Iterable[Signal]) -> tuple[str, ...]:
    """Names of OPT_OUT that hold, in that order."""
    said = tuple(signals)
    names = {signal.name for signal in said if signal.name not in (RESERVED, POLICY)}
    reservation = _deciding(said, RESERVED)
    if reservation and reservation.raw == "1":
        names.add(RESERVED)
    return tuple(name for name in OPT_OUT if name in names)


def forbids_keeping(signals: Iterable[Signal]) -> bool:
    """Whether the page says `noarchive`: its facts may be kept, its text may not."""
    return any(signal.name == NOARCHIVE for signal in signals)


def rights_of(signals: Iterable[Signal]) -> dict[str, str]:
    """What a flat record's `rights` has of them: `opt_out`, a list in commas, and `tdm_policy`, a URL."""
    said = tuple(signals)
    names, policy = opt_outs(said), _deciding(said, POLICY)
    found = {"opt_out": ", ".join(names), "tdm_policy": policy.raw if policy and RESERVED in names else ""}
    return {key: value for key, value in found.items() if value}


def as_json(signals: Iterable[Signal]) -> list[dict[str, str]]:
    """As the column `captures.signals` has them: `[{"name": "noai", "from": "meta", "raw": "noai"}]`"""
    return [{"name": signal.name, "from": signal.source, "raw": signal.raw} for signal in signals]


def from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Signal, ...]:
    """The signals of such a list."""
    return tuple(Signal(row["name"], row["from"], row["raw"]) for row in rows)


def _deciding(signals: tuple[Signal, ...], name: str) -> Signal | None:
    said = (signal for signal in signals if signal.name == name)
    return min(said, key=lambda signal: _TDM_PLACES.index(signal.source), default=None)


def _of_tree(tree: HtmlElement | None) -> Iterator[Signal]:
    for element in tree.iter("meta") if tree is not None else ():
        name = (element.get("name") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name in _EVERYBODY:
            yield from _rules(content, "meta", content)
        elif name in (RESERVED, POLICY):
            yield from _tdm(name, "meta", content)


def _of_headers(headers: Mapping[str, str]) -> Iterator[Signal]:
    # Header lines of one name are kept a line each: an agent named in one of them has that line alone.
    for line in headers.get(ROBOTS_TAG, "").splitlines():
        named = _AGENT.fullmatch(line)
        if named is None or named[1].lower() in _VALUED:
            yield from _rules(line, "header", line.strip())
        elif named[1].lower() in _EVERYBODY:
            yield from _rules(named[2], "header", line.strip())
    for name in (RESERVED, POLICY):
        yield from _tdm(name, "header", headers.get(name, "").strip())


def _rules(rules: str, source: str, raw: str) -> Iterator[Signal]:
    said = {rule.strip().lower() for rule in rules.split(",")}
    if "none" in said:  # short for noindex, nofollow
        said.add("noindex")
    yield from (Signal(name, source, raw) for name in ROBOTS if name in said)


def _tdm(name: str, source: str, value: str) -> Iterator[Signal]:
    """Other values than 0 and 1 are as if nothing was said (TDMRep, 3.1)."""
    if value in ("0", "1") if name == RESERVED else value:
        yield Signal(name, source, value)


def _said_last(folded: bytes) -> int:
    """Where the last word is that may be a signal; 0 where there is none."""
    none = max((match.end() for match in _NONE.finditer(folded, 0, _HEAD)), default=0)
    return max(none, *(folded.rfind(word) + 1 for word in _MAY_SAY))
