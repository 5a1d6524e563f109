"""Opt-out signals: what a page and its host say about keeping, showing or mining the page. Pure.

Four places carry them: robots meta elements, the X-Robots-Tag header, the TDM Reservation Protocol (a header,
a meta element or the host's tdmrep.json) and the host's ai.txt. This module reads those that come with the
page itself, whether it was fetched or imported, and decides what all of them together mean.

A robots rule counts where it is for every crawler or names Matinee. One that names another crawler, such as
`<meta name="googlebot" content="noarchive">`, speaks of that crawler's index and cached copy; a site that
wants it to hold for all writes `robots`. It is kept with its agent in the source (`meta:googlebot`), so that
a person can see it and count it, but it is no opt-out, and the text is stored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from archive.model import Capture, Signal

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ROBOTS_TAG = "x-robots-tag"

ROBOTS_AGENT = "matinee"  # the name by which robots rules address this crawler

NOARCHIVE = "noarchive"

TDM_RESERVATION, TDM_POLICY, AI_TXT = "tdm-reservation", "tdm-policy", "ai.txt"

ROBOTS_RULES = ("noindex", NOARCHIVE, "nosnippet", "noai", "noimageai")

# Signals against keeping, showing or mining a text. `noimageai` is about images, which we do not take.
OPT_OUT_NAMES = ("noindex", NOARCHIVE, "nosnippet", "noai", TDM_RESERVATION, AI_TXT)

SIGNAL_NAMES = (*ROBOTS_RULES, TDM_RESERVATION, AI_TXT)

_EVERYBODY = frozenset(("robots", "*", ROBOTS_AGENT))

# Other crawlers that have a meta element of their own; in the header any name may stand before the rules.
_OTHER_AGENTS = frozenset(("googlebot", "googlebot-news", "bingbot"))

# Rules that are followed by a colon and a value, so that they look like an agent's name and its rules.
_RULES_WITH_VALUE = frozenset(("unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"))

_AGENT_PREFIX = re.compile(r"\s*([\w*.-]+)\s*:\s*(.*)", re.S)

# Only a page that has one of these words near a meta element is parsed, and only to shortly after the last.
_SIGNAL_WORDS = tuple(word.encode() for word in (*ROBOTS_RULES, TDM_RESERVATION, TDM_POLICY))

_NONE_RULE = re.compile(rb"content\s{0,9}=\s{0,9}[\"']?[^\"'<>]{0,99}\bnone\b")

_NONE_WITHIN = 1 << 18  # bytes searched for the rule "none"; style sheets further down are full of the word

_META = b"<meta"

_REST_OF_TAG = 4096  # bytes parsed after the last signal word, so that its element is complete

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")  # signal words cannot be found in UTF-16 bytes

# Where two places disagree, the earlier in this list counts (TDMRep, 4.4).
_TDM_PRECEDENCE = ("meta", "header", "tdmrep.json")


def read_signals(metas: Iterable[HtmlElement], headers: Mapping[str, str]) -> tuple[Signal, ...]:
    """Read the signals in a page's `<meta>` and in its headers (names in lower case), without repeats."""
    return tuple(dict.fromkeys((*_signals_in_markup(metas), *_signals_in_headers(headers))))


def page_signals(capture: Capture) -> tuple[Signal, ...]:
    """Read the signals of a capture that is not parsed yet. Never raises.

    Cheap for most pages: a page without any signal word is not parsed.
    """
    from archive.html.parse_html import decode, parse_html  # noqa: PLC0415 (imports lxml and w3lib)

    body, tree = capture.body, None
    if body.startswith(_UTF16_MARKS) or b"\x00" in body[:64]:
        tree = parse_html(decode(body, capture.content_type))
    elif end := _last_mention(body.lower()):
        tree = parse_html(decode(body[: end + _REST_OF_TAG], capture.content_type))
    return read_signals(() if tree is None else tree.iter("meta"), capture.headers)


def opt_outs(signals: Iterable[Signal]) -> tuple[str, ...]:
    """The names from OPT_OUT_NAMES that are in force, in that order."""
    names = names_in_force(signals)
    return tuple(name for name in OPT_OUT_NAMES if name in names)


def names_in_force(signals: Iterable[Signal]) -> set[str]:
    """The names from SIGNAL_NAMES that are said to all crawlers or to Matinee."""
    signals = tuple(filter(applies, signals))
    names = {signal.name for signal in signals if signal.name not in (TDM_RESERVATION, TDM_POLICY)}
    reservation = _strongest(signals, TDM_RESERVATION)
    if reservation and reservation.raw == "1":
        names.add(TDM_RESERVATION)
    return names


def forbids_keeping(signals: Iterable[Signal]) -> bool:
    """Whether the page says `noarchive`: then its facts may be kept, its text may not."""
    return any(signal.name == NOARCHIVE and applies(signal) for signal in signals)


def applies(signal: Signal) -> bool:
    """Whether a signal is for Matinee: it names no other crawler."""
    return ":" not in signal.source


def rights_from_signals(signals: Iterable[Signal]) -> dict[str, str]:
    """The entries of a flat record's `rights`: `opt_out`, names joined by ", ", and `tdm_policy`, a URL."""
    signals = tuple(signals)
    names, policy = opt_outs(signals), _strongest(signals, TDM_POLICY)
    rights = {
        "opt_out": ", ".join(names),
        "tdm_policy": policy.raw if policy and TDM_RESERVATION in names else "",
    }
    return {key: value for key, value in rights.items() if value}


def signals_to_json(signals: Iterable[Signal]) -> list[dict[str, str]]:
    """As stored in the column `captures.signals`: `[{"name": "noai", "from": "meta", "raw": "noai"}]`"""
    return [{"name": signal.name, "from": signal.source, "raw": signal.raw} for signal in signals]


def signals_from_json(rows: Iterable[Mapping[str, Any]]) -> tuple[Signal, ...]:
    """Signals from such a list."""
    return tuple(Signal(row["name"], row["from"], row["raw"]) for row in rows)


def _strongest(signals: tuple[Signal, ...], name: str) -> Signal | None:
    """The TDM signal of this name that overrides the others."""
    same_name = (signal for signal in signals if signal.name == name)
    return min(same_name, key=lambda signal: _TDM_PRECEDENCE.index(signal.source), default=None)


def _signals_in_markup(metas: Iterable[HtmlElement]) -> Iterator[Signal]:
    for element in metas:
        name = (element.get("name") or "").strip().lower()
        content = " ".join((element.get("content") or "").split())
        if name in _EVERYBODY:
            yield from _robots_signals(content, "meta", content)
        elif name in _OTHER_AGENTS:
            yield from _robots_signals(content, f"meta:{name}", content)
        elif name in (TDM_RESERVATION, TDM_POLICY):
            yield from _tdm_signals(name, "meta", content)


def _signals_in_headers(headers: Mapping[str, str]) -> Iterator[Signal]:
    # Several X-Robots-Tag headers are stored as one value of several lines. An agent's name at the beginning
    # of a line applies to that line only.
    for line in headers.get(ROBOTS_TAG, "").splitlines():
        agent = _AGENT_PREFIX.fullmatch(line)
        if agent is None or agent[1].lower() in _RULES_WITH_VALUE:
            yield from _robots_signals(line, "header", line.strip())
        else:
            name = agent[1].lower()
            source = "header" if name in _EVERYBODY else f"header:{name}"
            yield from _robots_signals(agent[2], source, line.strip())
    for name in (TDM_RESERVATION, TDM_POLICY):
        yield from _tdm_signals(name, "header", headers.get(name, "").strip())


def _robots_signals(rules: str, source: str, raw: str) -> Iterator[Signal]:
    names = {rule.strip().lower() for rule in rules.split(",")}
    if "none" in names:  # short for noindex, nofollow
        names.add("noindex")
    yield from (Signal(name, source, raw) for name in ROBOTS_RULES if name in names)


def _tdm_signals(name: str, source: str, value: str) -> Iterator[Signal]:
    """A reservation other than 0 or 1 is ignored, as the protocol asks (TDMRep, 3.1)."""
    if value in ("0", "1") if name == TDM_RESERVATION else value:
        yield Signal(name, source, value)


def _last_mention(body: bytes) -> int:
    """The position just after the start of the last signal word in what may be a meta element; 0 for none.

    Args:
        body: of a page, in lower case.
    """
    last = 0
    for start, end in _meta_stretches(body):
        nones = _NONE_RULE.finditer(body, start, min(end, _NONE_WITHIN))
        words = (body.rfind(word, start, end) + 1 for word in _SIGNAL_WORDS)
        last = max(last, *(match.end() for match in nones), *words)
    return last


def _meta_stretches(body: bytes) -> Iterator[tuple[int, int]]:
    """From where to where meta elements stand that follow each other closely, with what may be their rest."""
    last, end = body.rfind(_META), 0
    while end <= last:
        start = newest = body.find(_META, end)
        while (later := body.rfind(_META, newest + 1, newest + _REST_OF_TAG)) >= 0:
            newest = later
        end = newest + _REST_OF_TAG
        yield start, end
