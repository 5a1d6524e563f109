"""Outlets: the publications that we collect from, one TOML file each, named as the outlet is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from pathlib import Path
from typing import get_args
from urllib.parse import unquote, urlsplit

from archive import checks
from archive.checks import Mistake, Wrong, host_of, named_folders
from archive.errors import ConfigError
from archive.model import Medium
from crawler.rhythm import DAILY, Rhythm, rhythm

SHIPPED = Path(__file__).with_name("outlets")
ENVIRONMENT = "MATINEE_OUTLETS"
DAYS = (timedelta(days=1), timedelta(days=7), timedelta(days=30))
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class OutletError(ConfigError):
    """A mistake in an outlet file, or in what was said of where such files are."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A page that lists articles.

    Attributes:
        links: CSS selector of the links to articles; None takes every link that the outlet accepts.
        next: CSS selector of the link to the next page; None where there is one page only.
        pages: how many pages to walk at most.
    """

    url: str
    links: str | None = None
    next: str | None = None
    pages: int = 10


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an outlet: the URLs whose path is `path` or stands below it.

    Attributes:
        medium: what it is about, where that differs from the outlet.
        limit: how many articles to take from it in one crawl; None for all.
    """

    path: str
    medium: Medium | None = None
    limit: int | None = None

    def holds(self, path: str) -> bool:
        """Whether the (unquoted) URL path is in this section: `/film` holds `/film/x`, not `/films`."""
        prefix = self.path.rstrip("/")
        return path == prefix or path.startswith(prefix + "/")


@dataclass(frozen=True)
class Outlet:
    """One publication.

    Attributes:
        name: stem of its file; the name of its spider too.
        home: URL of its front page.
        feeds, sitemaps, listings, urls: its sources; `urls` are articles.
        follow: what an article's URL is searched for, one match is enough; empty for everything on its hosts.
        skip: an article's URL must match none of these.
        sections: where given, only articles within one of them are taken.
        hosts: every host it uses: home's, its sources', those its file adds. Lower case, with a port where
            that is not the scheme's own.
        rhythm: how often to crawl it; `every` in its file.
        delay: seconds from an answer to the next request to that host, unless the host asks for more.
        language: BCP 47.
        revisit: ages at which an article is looked at again, conditionally.
        javascript: whether pages that come without their text are drawn by a browser; a CSS selector says
            what to wait for there.
        pages: at most so many of its pages are known to the frontier.
        depth: documents from its file to a sitemap: an index, an index of those, and their sitemaps.
        keep_noarchive: the text of pages that say `noarchive` is kept.
        path: its file.
    """

    name: str
    title: str
    home: str
    path: Path
    feeds: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    listings: tuple[Listing, ...] = ()
    urls: tuple[str, ...] = ()
    follow: tuple[re.Pattern[str], ...] = ()
    skip: tuple[re.Pattern[str], ...] = ()
    sections: tuple[Section, ...] = ()
    hosts: tuple[str, ...] = ()
    medium: Medium | None = None
    rhythm: Rhythm = DAILY
    delay: float = 5.0
    language: str | None = None
    revisit: tuple[timedelta, ...] = DAYS
    javascript: bool | str = False
    pages: int = 100_000
    depth: int = 3
    keep_noarchive: bool = False

    @property
    def sources(self) -> int:
        """How many doors there are into it; its list of URLs counts as one."""
        return len(self.feeds) + len(self.sitemaps) + len(self.listings) + bool(self.urls)

    def section_of(self, url: str) -> Section | None:
        """The section that holds the URL, the longest path where several do."""
        path = unquote(urlsplit(url).path)
        held = [section for section in self.sections if section.holds(path)]
        return max(held, key=lambda section: len(section.path), default=None)

    def owns(self, url: str) -> bool:
        """Whether the URL is http(s) on one of the outlet's hosts, with or without `www.`."""
        host = host_of(url)
        return host is not None and _bare(host) in self._bare_hosts

    def stands_on(self, url: str) -> bool:
        """Whether the URL is on a host of its articles: not one at which others keep a feed for it."""
        host = host_of(url)
        return host is not None and _bare(host) in _grounds(self)

    def accepts(self, url: str) -> bool:
        """Whether the URL may be an article of the outlet's: by host, follow, skip and sections.

        What the file lists under `urls` always may; the outlet's own sources never may.
        """
        if url in self._listed:
            return True
        return (
            self.owns(url)
            and url.rstrip("/") not in self._doors
            and (not self.follow or any(pattern.search(url) for pattern in self.follow))
            and not any(pattern.search(url) for pattern in self.skip)
            and (not self.sections or self.section_of(url) is not None)
        )

    @cached_property
    def _bare_hosts(self) -> frozenset[str]:
        return frozenset(map(_bare, self.hosts))

    @cached_property
    def _listed(self) -> frozenset[str]:
        return frozenset(self.urls)

    @cached_property
    def _doors(self) -> frozenset[str]:
        listings = (listing.url for listing in self.listings)
        return frozenset(url.rstrip("/") for url in (self.home, *self.feeds, *self.sitemaps, *listings))


def load_outlet(path: Path) -> Outlet:
    """Read one outlet file.

    Raises:
        OutletError: the first mistake in it; `read_outlets` gives them all.
    """
    try:
        return _read(path)
    except Wrong as wrong:
        raise _errors(path, wrong)[0] from None


def load_outlets(folders: Iterable[Path]) -> dict[str, Outlet]:
    """Every outlet of these folders by name, sorted.

    Raises:
        OutletError: the first mistake met; `sound_outlets` goes on instead.
    """
    outlets, errors = sound_outlets(folders)
    if errors:
        raise errors[0]
    return outlets


def sound_outlets(folders: Iterable[Path]) -> tuple[dict[str, Outlet], list[OutletError]]:
    """The outlets that can be used, by name, and every mistake in the others.

    A file replaces those of the same name in later folders; of two outlets on one host the first is kept.
    """
    files, missing = outlet_files(folders)
    outlets, mistakes = read_outlets(files.values())
    return dict(sorted(outlets.items())), missing + mistakes


def read_outlets(files: Iterable[Path]) -> tuple[dict[str, Outlet], list[OutletError]]:
    """The outlets of these files that can be used, by name, and every mistake in the others."""
    outlets: dict[str, Outlet] = {}
    errors: list[OutletError] = []
    owners: dict[str, Outlet] = {}
    for file in files:
        try:
            outlet = _read(file)
            grounds = _grounds(outlet)
            _refuse_shared_host(outlet, grounds, owners)
            owners |= dict.fromkeys(grounds, outlet)
            outlets[outlet.name] = outlet
        except Wrong as wrong:
            errors += _errors(file, wrong)
    return outlets, errors


def outlet_folders(extra: str | Path | Sequence[str | Path] | None = None) -> list[Path]:
    """Where to look for outlet files: `extra`, then the environment's MATINEE_OUTLETS, then the shipped set.

    `extra` is what an option or the setting OUTLETS_DIR says. In text, several folders are parted as in PATH.
    """
    return [*named_folders(extra, ENVIRONMENT), SHIPPED]


def outlet_files(folders: Iterable[Path]) -> tuple[dict[str, Path], list[OutletError]]:
    """Outlet files by name, an earlier folder's first, and an error for each folder that cannot be read."""
    files: dict[str, Path] = {}
    errors: list[OutletError] = []
    for folder in folders:
        try:
            found = sorted(folder.iterdir())
        except OSError as error:
            problem = f"this folder of outlets cannot be read ({error.strerror})"
            errors.append(OutletError(folder, None, problem, "create it, or correct the name"))
            continue
        for file in found:
            if file.suffix.lower() == ".toml" and not file.name.startswith("."):
                files.setdefault(file.stem, file)
    return files, errors


_URLS = checks.each(checks.url, '["https://..."]')
_PATTERNS = checks.each(checks.pattern, "['/reviews/']")
_MEDIUM = checks.one_of(get_args(Medium))
_LISTING = checks.table(
    {"url": checks.url, "links": checks.selector, "next": checks.selector, "pages": checks.count},
    {"url": 'url = "https://..."'},
    Listing,
)
_SECTION = checks.table(
    {"path": checks.path_prefix, "medium": _MEDIUM, "limit": checks.count},
    {"path": 'path = "/..."'},
    Section,
)


def _flag_or_selector(value: object) -> bool | str:
    """true, false, or a CSS selector."""
    return checks.selector(value) if isinstance(value, str) else checks.flag(value)


_FILE = checks.table(
    {
        "title": checks.text,
        "home": checks.url,
        "feeds": _URLS,
        "sitemaps": _URLS,
        "listings": checks.each(_LISTING, "[[listings]] with url = ... below it"),
        "urls": _URLS,
        "follow": _PATTERNS,
        "skip": _PATTERNS,
        "sections": checks.each(_SECTION, "[[sections]] with path = ... below it"),
        "hosts": checks.each(checks.host, '["blog.example.com"]'),
        "medium": _MEDIUM,
        "every": rhythm,
        "delay": checks.seconds,
        "language": checks.language,
        "javascript": _flag_or_selector,
        "revisit": checks.each(checks.duration, '["1d", "7d", "30d"]'),
        "pages": checks.count,
        "depth": checks.count,
        "keep_noarchive": checks.flag,
    },
    {"title": 'title = "..."', "home": 'home = "https://..."'},
)


def _read(path: Path) -> Outlet:
    """Read one outlet file, or raise Wrong."""
    if not _NAME.fullmatch(path.stem) or path.suffix != ".toml":
        problem = "the file is not named as an outlet is"
        raise Wrong(
            Mistake(problem, 'use a-z, 0-9, - and _ and the ending .toml, such as "the-quietus.toml"')
        )
    values = _FILE(checks.read_toml(path))
    extra, every = values.pop("hosts", ()), values.pop("every", DAILY)
    outlet = Outlet(name=path.stem, path=path, rhythm=every, **values)
    if not outlet.sources:
        raise Wrong(
            Mistake("the outlet has no source", "give one of feeds, sitemaps, listings or urls", "feeds")
        )
    used = [outlet.home, *_stands(outlet), *outlet.feeds, *outlet.sitemaps]
    return replace(outlet, hosts=tuple(dict.fromkeys([*filter(None, map(host_of, used)), *extra])))


def _errors(path: Path, wrong: Wrong) -> list[OutletError]:
    return [
        OutletError(path, mistake.key or None, mistake.problem, mistake.remedy) for mistake in wrong.mistakes
    ]


def shared_host(outlet: Outlet, others: Iterable[Outlet]) -> tuple[str, Outlet] | None:
    """A host that articles of the outlet and of another stand on, and the other; None where there is none."""
    for other in others:
        shared = _grounds(outlet) & _grounds(other)
        if shared and other.name != outlet.name:
            return min(shared), other
    return None


def _refuse_shared_host(outlet: Outlet, grounds: Iterable[str], owners: Mapping[str, Outlet]) -> None:
    """Two outlets on one host would fetch it at twice the pace and claim each other's articles."""
    for host in sorted(grounds):
        other = owners.get(host, outlet)
        if other.name != outlet.name:
            swap = f"rename {other.path.name} to {outlet.path.name} so that it replaces the other"
            remedy = "join the two" if outlet.path.parent == other.path.parent else swap
            raise Wrong(
                Mistake(f"{host} is the host of {other.path} too", f"{remedy}, or remove one", "home")
            )


def _grounds(outlet: Outlet) -> set[str]:
    """The hosts that articles stand on: a feed or sitemap may be kept at a service that has many outlets."""
    own = {host_of(url) for url in (outlet.home, *_stands(outlet))}
    kept = {host_of(url) for url in (*outlet.feeds, *outlet.sitemaps)} - own
    return {_bare(host) for host in outlet.hosts if host not in kept}


def _stands(outlet: Outlet) -> list[str]:
    """The outlet's URLs that stand among its articles."""
    return [*(listing.url for listing in outlet.listings), *outlet.urls]


def _bare(host: str) -> str:
    return host.removeprefix("www.")
