"""What a site rule says, as frozen values that go to the workers with the pages they are for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal

from archive.config import host_of
from archive.model import Capture, Medium

Paths = tuple[str, ...]

Form = Literal["toml", "ftr"]

_PORT = re.compile(r":\d+$")


@dataclass(frozen=True, slots=True)
class SiteRule:
    """How to read a page. Paths are XPath 1.0; of several for one fact, the first that matches counts.

    Attributes:
        text: the elements that hold the text, all that one path matches.
        strip: elements that are no part of the text; every path counts.
        title, author, date, rating: where these facts are printed.
        scale: what ratings count up to, or where that is printed.
        medium: what the host writes about, or where that is printed.
        prune: whether furniture that stands within the text is dropped as on any page.
        replace: strings of the page's source, and what to put in their place before it is parsed.
    """

    text: Paths = ()
    strip: Paths = ()
    title: Paths = ()
    author: Paths = ()
    date: Paths = ()
    rating: Paths = ()
    scale: float | Paths = ()
    medium: Medium | Paths = ()
    prune: bool = True
    replace: tuple[tuple[str, str], ...] = ()

    def keys(self) -> tuple[str, ...]:
        """The keys that it says anything by."""
        return tuple(one.name for one in fields(self) if one.name != "prune" and getattr(self, one.name))


@dataclass(frozen=True, slots=True)
class Era:
    """A rule for captures from before the day `until`."""

    until: date
    rule: SiteRule


@dataclass(frozen=True, slots=True)
class Expected:
    """A saved page and what the rule is to read from it; what is None or () is not looked at.

    Attributes:
        page: the file.
        url, captured_at: where and when it was saved, if the file does not say.
        text, without: phrases that the text holds, and that it does not.
        rating: as printed, or its value.
        scale: what it counts up to.
        date: ISO 8601, to the precision that is known.
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

    def facts(self) -> dict[str, object]:
        """What is expected, by key."""
        said = {one.name: getattr(self, one.name) for one in fields(self)[3:]}
        return {key: value for key, value in said.items() if value not in (None, ())}


@dataclass(frozen=True, slots=True)
class HostRules:
    """All that one file says.

    Attributes:
        host: lower case, without `www.`; with a dot before it, its subdomains.
        path: the file.
        rule: for captures of today.
        eras: for older captures, oldest first.
        tests: the saved pages beside it.
        ignored: lines of a file in ftr-site-config's format that have no effect here, by directive.
        broken: such lines whose path cannot be used, as (directive, why).
    """

    host: str
    path: Path
    rule: SiteRule
    form: Form = "toml"
    eras: tuple[Era, ...] = ()
    tests: tuple[Expected, ...] = ()
    ignored: Mapping[str, int] = field(default_factory=dict)
    broken: tuple[tuple[str, str], ...] = ()

    def at(self, captured_at: datetime) -> SiteRule:
        """The rule for a capture of that (aware) time."""
        captured_on = captured_at.astimezone(UTC).date()
        return next((era.rule for era in self.eras if captured_on < era.until), self.rule)


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of all hosts, by host."""

    hosts: Mapping[str, HostRules] = field(default_factory=dict)

    def of_url(self, url: str) -> HostRules | None:
        """What is said of a URL's host; failing that, of the subdomains of the nearest domain above it."""
        return next((self.hosts[name] for name in _names(url) if name in self.hosts), None)

    def of(self, capture: Capture) -> SiteRule | None:
        """The rule that a capture is read by; None where no rule is for its host."""
        found = self.of_url(capture.url) if self.hosts else None
        rule = found.at(capture.captured_at) if found else None
        return rule if rule and rule.keys() else None


def _names(url: str) -> Iterator[str]:
    """`sub.host.example`, `.host.example`, `.example`: the names that rules for a URL may have."""
    name = bare_host(host_of(url) or "")
    while name.strip("."):
        yield name
        name = name[name.find(".", 1) :] if "." in name[1:] else ""


def bare_host(host: str) -> str:
    """A host without `www.` and port."""
    return _PORT.sub("", host.lower()).removeprefix("www.")
