"""What a host says of the use of its pages in files of its own: tdmrep.json and ai.txt. Pure."""

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

HOST_SIGNALS = "host_signals"  # in a request's meta: what its host says of the page's use

TDMREP = "tdmrep.json"

PATHS = {TDMREP: "/.well-known/tdmrep.json", AI_TXT: "/ai.txt"}

_LONGEST = 100_000  # characters of a file that are read

_MOST_RULES = 1000

_TEXTS = (
    ".html",
    ".txt",
)  # Spawning's ai.txt names kinds of files; a page without an ending is both of these


@dataclass(frozen=True)
class OptOutFiles:
    """The two files of one host, as text; None where there is none."""

    tdmrep: str | None = None
    ai_txt: str | None = None

    def of(self, url: str) -> tuple[Signal, ...]:
        """What they say of one of the host's pages."""
        return (*self._tdm(url), *self._ai(url))

    def _tdm(self, url: str) -> tuple[Signal, ...]:
        """The first rule that matches counts (TDMRep, 4.2); a broken file says nothing."""
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
        refused = next(
            (name for name in _spellings(url) if not self._robots.can_fetch(name, ROBOTS_AGENT)), None
        )
        return (Signal(AI_TXT, AI_TXT, f"disallows {urlsplit(refused).path}"),) if refused else ()

    @cached_property
    def _robots(self) -> Protego:
        return Protego.parse((self.ai_txt or "")[:_LONGEST])

    @cached_property
    def _rules(self) -> list[dict[str, Any]]:
        try:
            rules = json.loads((self.tdmrep or "[]")[:_LONGEST])
        except (ValueError, RecursionError):
            return []
        rules = rules if isinstance(rules, list) else [rules]
        return [rule for rule in rules if _is_rule(rule)][:_MOST_RULES]


def _is_rule(rule: Any) -> bool:
    if not isinstance(rule, dict) or not isinstance(rule.get("location"), str):
        return False
    return type(rule.get(TDM_RESERVATION)) in (int, str) and str(rule[TDM_RESERVATION]) in ("0", "1")


def _matches(location: str, url: str) -> bool:
    """Paths are matched as robots.txt has it, and so by its parser."""
    pattern = "".join(location.split())
    return bool(pattern) and not Protego.parse(f"User-agent: *\nDisallow: {pattern}").can_fetch(
        url, ROBOTS_AGENT
    )


def _spellings(url: str) -> list[str]:
    """A page's address, and where it has no ending, as the files that it would be."""
    parts = urlsplit(url)
    if PurePosixPath(parts.path).suffix:
        return [url]
    stem = parts.path.rstrip("/") or "/index"
    return [url, *(urlunsplit(parts._replace(path=stem + ending)) for ending in _TEXTS)]
