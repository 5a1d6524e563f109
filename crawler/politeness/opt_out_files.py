"""Read the opt-out signals in a host's tdmrep.json and ai.txt. Pure."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from archive.model import Signal
from archive.opt_out import AI_TXT, ROBOTS_AGENT, TDM_POLICY, TDM_RESERVATION

HOST_SIGNALS = "host_signals"  # key in a request's meta: the signals of the page's host

TDMREP = "tdmrep.json"

PATHS = {TDMREP: "/.well-known/tdmrep.json", AI_TXT: "/ai.txt"}

_MAX_LENGTH = 100_000  # characters of a file that are read

_MAX_RULES = 1000

_TEXT_ENDINGS = (
    ".html",
    ".txt",
)  # Spawning's ai.txt names file endings; a page without an ending counts as both


@dataclass(frozen=True)
class OptOutFiles:
    """The text of the two files of one host; None if the host has no such file."""

    tdmrep: str | None = None
    ai_txt: str | None = None

    def signals_for(self, url: str) -> tuple[Signal, ...]:
        """The signals for one of the host's pages."""
        return (*self._tdm(url), *self._ai(url))

    def _tdm(self, url: str) -> tuple[Signal, ...]:
        """The signals of the first rule that matches (TDMRep, 4.2); none if the file is broken."""
        for rule in self._rules:
            if _matches(rule["location"], url):
                reservation = Signal(TDM_RESERVATION, TDMREP, str(rule[TDM_RESERVATION]))
                policy = rule.get(TDM_POLICY)
                return (
                    (reservation, Signal(TDM_POLICY, TDMREP, policy))
                    if isinstance(policy, str)
                    else (reservation,)
                )
        return ()

    def _ai(self, url: str) -> tuple[Signal, ...]:
        disallowed = next(
            (name for name in _as_files(url) if not self._robots.can_fetch(name, ROBOTS_AGENT)), None
        )
        return (Signal(AI_TXT, AI_TXT, f"disallows {urlsplit(disallowed).path}"),) if disallowed else ()

    @cached_property
    def _robots(self) -> Protego:
        return Protego.parse((self.ai_txt or "")[:_MAX_LENGTH])

    @cached_property
    def _rules(self) -> list[dict[str, Any]]:
        try:
            rules = json.loads((self.tdmrep or "[]")[:_MAX_LENGTH])
        except (ValueError, RecursionError):
            return []
        rules = rules if isinstance(rules, list) else [rules]
        return [rule for rule in rules if _is_rule(rule)][:_MAX_RULES]


def _is_rule(rule: Any) -> bool:
    if not isinstance(rule, dict) or not isinstance(rule.get("location"), str):
        return False
    return type(rule.get(TDM_RESERVATION)) in (int, str) and str(rule[TDM_RESERVATION]) in ("0", "1")


def _matches(location: str, url: str) -> bool:
    """Whether a TDMRep location matches the URL. Its syntax is that of robots.txt, so we use that parser."""
    pattern = "".join(location.split())
    return bool(pattern) and not Protego.parse(f"User-agent: *\nDisallow: {pattern}").can_fetch(
        url, ROBOTS_AGENT
    )


def _as_files(url: str) -> list[str]:
    """The URL; if its path has no file ending, also the URL with each of `_TEXT_ENDINGS`."""
    parts = urlsplit(url)
    if PurePosixPath(parts.path).suffix:
        return [url]
    stem = parts.path.rstrip("/") or "/index"
    return [url, *(urlunsplit(parts._replace(path=stem + ending)) for ending in _TEXT_ENDINGS)]
