"""Site rules as frozen values, which are sent to the worker processes with the pages to clean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from archive.model import Capture, Medium
from archive.scores.scoring import ScoringRule
from archive.urls import host_of

XPaths = tuple[str, ...]

Form = Literal["toml", "ftr"]

_PORT_SUFFIX = re.compile(r":\d+$")


@dataclass(frozen=True, slots=True)
class SiteRule:
    """How to read a page. Paths are XPath 1.0. Of several paths for a fact, the first that matches counts.

    Attributes:
        text: the elements that contain the text: everything that one path matches.
        strip: elements to remove from the text; every path is applied.
        title, author, date, rating: where these facts are printed.
        scale: the best possible rating, or where it is printed.
        medium: the medium that the host writes about, or where it is printed.
        prune: whether boilerplate inside the text is removed, as on a page without a rule.
        replace: pairs (old, new) of strings, applied to the page's source before it is parsed.
        score: how ratings become scores, by the day of publication; None for the usual way.
    """

    text: XPaths = ()
    strip: XPaths = ()
    title: XPaths = ()
    author: XPaths = ()
    date: XPaths = ()
    rating: XPaths = ()
    scale: float | XPaths = ()
    medium: Medium | XPaths = ()
    prune: bool = True
    replace: tuple[tuple[str, str], ...] = ()
    score: ScoringRule | None = None

    @property
    def reads_pages(self) -> bool:
        """Whether it says more than how ratings become scores."""
        return self.keys() != ("score",)

    def keys(self) -> tuple[str, ...]:
        """The keys that have a value, without `prune`, which means nothing alone."""
        return tuple(key.name for key in fields(self) if key.name != "prune" and getattr(self, key.name))


@dataclass(frozen=True, slots=True)
class Era:
    """A rule for captures made before the day `until`."""

    until: date
    rule: SiteRule


@dataclass(frozen=True, slots=True)
class RuleTest:
    """A saved page and the values that the rule should read from it. Values of None or () are not compared.

    Attributes:
        page: the file.
        url, captured_at: where and when the page was saved, for a file that does not contain this.
        text, without: phrases that the text must contain, and must not contain.
        rating: as printed, or its value.
        scale: the best possible rating.
        date: ISO 8601, as precise as known.
    """

    page: Path
    url: str | None = None
    captured_at: date | None = None
    text: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    title: str | None = None
    author: tuple[str, ...] = ()
    date: str | None = None
    rating: str | float | None = None
    scale: float | None = None
    medium: Medium | None = None

    def expected(self) -> dict[str, object]:
        """The values to compare, by key."""
        values = {key.name: getattr(self, key.name) for key in fields(self)[3:]}
        return {key: value for key, value in values.items() if value not in (None, ())}


@dataclass(frozen=True, slots=True)
class HostRules:
    """The content of one rule file.

    Attributes:
        host: lower case, without `www.`; a dot before it means its subdomains.
        path: the file.
        rule: the rule for today's pages.
        form: the format of the file; `ftr` is ftr-site-config's.
        eras: rules for older captures, oldest first.
        tests: saved pages to test the rule with.
        ignored: how many lines of an `ftr` file have no effect here, by directive.
        broken: lines of an `ftr` file whose path cannot be used, as (directive, problem).
    """

    host: str
    path: Path
    rule: SiteRule
    form: Form = "toml"
    eras: tuple[Era, ...] = ()
    tests: tuple[RuleTest, ...] = ()
    ignored: Mapping[str, int] = field(default_factory=dict)
    broken: tuple[tuple[str, str], ...] = ()

    def rule_at(self, captured_at: datetime) -> SiteRule:
        """The rule for a capture made at this (aware) time."""
        captured_on = captured_at.astimezone(UTC).date()
        return next((era.rule for era in self.eras if captured_on < era.until), self.rule)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of all hosts: `hosts` maps a host to its rules."""

    hosts: Mapping[str, HostRules] = field(default_factory=dict)

    def for_url(self, url: str) -> HostRules | None:
        """The rules of a URL's host, or else those for the subdomains of the nearest domain above it."""
        return next((self.hosts[name] for name in _rule_names(url) if name in self.hosts), None)

    def rule_for(self, capture: Capture) -> SiteRule | None:
        """The rule for reading a capture; None if its host has none."""
        host_rules = self.for_url(capture.url) if self.hosts else None
        rule = host_rules.rule_at(capture.captured_at) if host_rules else None
        return rule if rule and rule.keys() else None


def _rule_names(url: str) -> Iterator[str]:
    """The hosts whose rules apply to a URL, nearest first: `m.site.example`, `.site.example`, `.example`."""
    name = bare_host(host_of(url) or "")
    while name.strip("."):
        yield name
        name = name[name.find(".", 1) :] if "." in name[1:] else ""


def bare_host(host: str) -> str:
    """A host in lower case, without `www.` and port."""
    return _PORT_SUFFIX.sub("", host.lower()).removeprefix("www.")
