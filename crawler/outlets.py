"""Outlets: the publications that we collect from, one TOML file each. The file's stem is the outlet's name."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, get_args
from urllib.parse import unquote, urlsplit

from archive.errors import MatineeError
from archive.model import Medium
from crawler import checks
from crawler.checks import Mistake, Wrong, host_of

SHIPPED = Path(__file__).with_name("outlets")
ENVIRONMENT = "MATINEE_OUTLETS"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")


class OutletError(MatineeError):
    """A mistake in an outlet file, or in what was said of where such files are.

    Attributes:
        path: the file, or the folder that is not there.
        key: the key within the file, such as `listings[0].next`; None where the mistake is the file's own.
    """

    def __init__(self, path: Path, key: str | None, problem: str, remedy: str) -> None:
        super().__init__(f"{path}: {key}: {problem}" if key else f"{path}: {problem}", remedy)
        self.path = path
        self.key = key


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


@dataclass(frozen=True, slots=True)
class Outlet:
    """One publication.

    Attributes:
        name: stem of its file; the name of its spider too.
        home: URL of its front page.
        feeds, sitemaps, listings, urls: its sources; `urls` are articles.
        follow: what an article's URL is searched for, one match is enough; empty for everything on its hosts.
        skip: an article's URL must match none of these.
        sections: where given, only articles within one of them are taken.
        hosts: every host it uses: home's, its sources', those its file adds. In lower case, with a port only where
            that is not the scheme's own.
        every: how often to crawl it.
        delay: seconds between two requests to one host.
        language: BCP 47.
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
    every: timedelta = timedelta(days=1)
    delay: float = 5.0
    language: str | None = None

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
        """Whether the URL is http(s) on one of the outlet's hosts; `www.` before a host makes no difference."""
        host = host_of(url)
        return host is not None and _bare(host) in {_bare(own) for own in self.hosts}

    def accepts(self, url: str) -> bool:
        """Whether the URL may be an article of the outlet's: by host, follow, skip and sections.

        What the file lists under `urls` always may; the outlet's own sources never may.
        """
        if url in self.urls:
            return True
        return (
            self.owns(url)
            and url
            not in {self.home, *self.feeds, *self.sitemaps, *(listing.url for listing in self.listings)}
            and (not self.follow or any(pattern.search(url) for pattern in self.follow))
            and not any(pattern.search(url) for pattern in self.skip)
            and (not self.sections or self.section_of(url) is not None)
        )


def _bare(host: str) -> str:
    return host.removeprefix("www.")


_URLS = checks.each(checks.url, '["https://..."]')
_PATTERNS = checks.each(checks.pattern, "['/reviews/']")
_MEDIUM = checks.one_of(get_args(Medium))
_LISTING = checks.table(
    {"url": checks.url, "links": checks.selector, "next": checks.selector, "pages": checks.count},
    ["url"],
    Listing,
)
_SECTION = checks.table(
    {"path": checks.path_prefix, "medium": _MEDIUM, "limit": checks.count}, ["path"], Section
)
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
        "every": checks.duration,
        "delay": checks.seconds,
        "language": checks.language,
    },
    ["title", "home"],
)


def load_outlet(path: Path) -> Outlet:
    """Read one outlet file.

    Raises:
        OutletError: the first mistake in it; `check_outlet` gives them all.
    """
    try:
        return _outlet(path, _FILE(_parse(path)))
    except Wrong as wrong:
        raise _errors(path, wrong)[0] from None


def check_outlet(path: Path) -> list[OutletError]:
    """Every mistake in one outlet file."""
    try:
        _outlet(path, _FILE(_parse(path)))
    except Wrong as wrong:
        return _errors(path, wrong)
    return []


def read_outlets(folders: Iterable[Path]) -> tuple[dict[str, Outlet], list[OutletError]]:
    """Every outlet of these folders by name, an earlier folder's before a later one's of the same name; and what is
    wrong: a folder that is not there, a file with a mistake (the first), an outlet on a host that another has."""
    outlets: dict[str, Outlet] = {}
    errors: list[OutletError] = []
    seen: set[str] = set()
    for folder in folders:
        try:
            files = sorted(file for file in folder.iterdir() if file.suffix == ".toml")
        except OSError as error:
            reason = error.strerror or str(error)
            errors.append(
                OutletError(
                    folder,
                    None,
                    f"folder of outlets cannot be read ({reason})",
                    "create it or correct its name",
                )
            )
            continue
        for file in files:
            if file.stem in seen:
                continue
            seen.add(file.stem)
            try:
                outlet = load_outlet(file)
                _refuse_shared_host(outlet, outlets.values())
                outlets[outlet.name] = outlet
            except OutletError as mistake:
                errors.append(mistake)
    return dict(sorted(outlets.items())), errors


def load_outlets(folders: Iterable[Path]) -> dict[str, Outlet]:
    """Every outlet of these folders, sorted by name; `read_outlets` for those that are sound beside the errors.

    Raises:
        OutletError: the first mistake met.
    """
    outlets, errors = read_outlets(folders)
    if errors:
        raise errors[0]
    return outlets


def outlet_folders(extra: str | Path | Sequence[str | Path] | None = None) -> list[Path]:
    """Where to look for outlet files, in order: `extra` (an option or the setting OUTLETS_DIR), the environment's
    MATINEE_OUTLETS, the shipped set. In a string, several folders are parted as in PATH."""
    given = [extra] if isinstance(extra, str | Path) else list(extra or [])
    named = [part for entry in [*given, os.environ.get(ENVIRONMENT, "")] for part in _split(entry)]
    return list(dict.fromkeys([*(Path(name).expanduser() for name in named), SHIPPED]))


def _split(entry: str | Path) -> list[str]:
    return [part for part in str(entry).split(os.pathsep) if part.strip()]


def _parse(path: Path) -> dict[str, Any]:
    """The file as TOML gives it."""
    if not _NAME.fullmatch(path.stem) or path.suffix != ".toml":
        raise Wrong(
            Mistake(
                "the file's name is the outlet's", 'name it in a-z, 0-9, - and _, such as "my-outlet.toml"'
            )
        )
    try:
        # Editors on Windows put a byte order mark first, which tomllib refuses.
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except OSError as error:
        raise Wrong(
            Mistake(f"cannot be read ({error.strerror})", "check the name and the permissions")
        ) from None
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise Wrong(Mistake(f"is not UTF-8 (line {line})", "save it as UTF-8")) from None
    except tomllib.TOMLDecodeError as error:
        raise Wrong(
            Mistake(f"is no valid TOML: {error}", "correct that line; texts stand in quotes, lists in [ ]")
        ) from None


def _outlet(path: Path, values: dict[str, Any]) -> Outlet:
    extra = values.pop("hosts", ())
    outlet = Outlet(name=path.stem, path=path, **values)
    if not outlet.sources:
        raise Wrong(
            Mistake("no source is given", "give at least one of feeds, sitemaps, listings or urls", "feeds")
        )
    used = [
        outlet.home,
        *outlet.feeds,
        *outlet.sitemaps,
        *(listing.url for listing in outlet.listings),
        *outlet.urls,
    ]
    hosts = [*(host for host in map(host_of, used) if host), *extra]
    return replace(outlet, hosts=tuple(dict.fromkeys(hosts)))


def _errors(path: Path, wrong: Wrong) -> list[OutletError]:
    return [
        OutletError(path, mistake.key or None, mistake.problem, mistake.remedy) for mistake in wrong.mistakes
    ]


def _refuse_shared_host(outlet: Outlet, others: Iterable[Outlet]) -> None:
    for other in others:
        shared = _grounds(outlet) & _grounds(other)
        if shared:
            raise OutletError(
                outlet.path,
                "home",
                f"{min(shared)} is the host of {other.path} too",
                "keep one outlet a host: join the two files, or give both the same file name so that the first replaces the second",
            )


def _grounds(outlet: Outlet) -> set[str]:
    """The hosts that articles stand on. A feed or sitemap may be kept at a service that serves many outlets."""
    kept = {host_of(url) for url in (*outlet.feeds, *outlet.sitemaps)} - {host_of(outlet.home)}
    return {_bare(host) for host in outlet.hosts if host not in kept}
