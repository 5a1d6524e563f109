"""Load outlets from their TOML files. Each mistake is reported with the file, the key and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from archive import config
from archive.config import InvalidConfig, Mistake
from archive.config_files import named_folders, read_toml
from archive.errors import ConfigError
from archive.model import Kind, Medium
from archive.urls import host_of
from crawler.outlet.interval import DAILY, parse_interval
from crawler.outlet.outlet import Listing, Outlet, Section, article_hosts, article_urls

SHIPPED = Path(__file__).parents[1] / "shipped_outlets"
OUTLETS_VARIABLE = "MATINEE_OUTLETS"
DEFAULT_FOLDER = Path("outlets")  # of the working directory: where `matinee add` writes unless told otherwise
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_URLS = config.each(config.url, '["https://..."]')
_PATTERNS = config.each(config.pattern, "['/reviews/']")
_MEDIUM = config.one_of(get_args(Medium))
_KIND = config.one_of(get_args(Kind))
_LISTING = config.table(
    {"url": config.url, "links": config.selector, "next": config.selector, "pages": config.count},
    {"url": 'url = "https://..."'},
    Listing,
)
_SECTION = config.table(
    {"path": config.path_prefix, "medium": _MEDIUM, "kind": _KIND, "limit": config.count},
    {"path": 'path = "/..."'},
    Section,
)


def _flag_or_selector(value: object) -> bool | str:
    """true, false, or a CSS selector."""
    return config.selector(value) if isinstance(value, str) else config.flag(value)


_OUTLET = config.table(
    {
        "title": config.text,
        "home": config.url,
        "feeds": _URLS,
        "sitemaps": _URLS,
        "listings": config.each(_LISTING, "[[listings]] with url = ... below it"),
        "urls": _URLS,
        "follow": _PATTERNS,
        "skip": _PATTERNS,
        "sections": config.each(_SECTION, "[[sections]] with path = ... below it"),
        "hosts": config.each(config.host, '["blog.example.com"]'),
        "medium": _MEDIUM,
        "kind": _KIND,
        "every": parse_interval,
        "delay": config.seconds,
        "language": config.language,
        "javascript": _flag_or_selector,
        "revisit": config.each(config.duration, '["1d", "7d", "30d"]'),
        "pages": config.count,
        "depth": config.count,
        "keep_noarchive": config.flag,
        "keep_comments": config.flag,
    },
    {"title": 'title = "..."', "home": 'home = "https://..."'},
)


class OutletError(ConfigError):
    """A mistake in an outlet file, or a folder of outlet files that cannot be read."""


def load_outlet(path: Path) -> Outlet:
    """Load one outlet file.

    Raises:
        OutletError: the first mistake in the file; `read_outlets` returns all of them.
    """
    try:
        return _parse_file(path)
    except InvalidConfig as wrong:
        raise _errors(path, wrong)[0] from None


def usable_outlets(folders: Iterable[Path]) -> tuple[dict[str, Outlet], list[OutletError]]:
    """The outlets in these folders without a mistake, by name, and all mistakes in the others.

    A file replaces those of the same name in later folders. If two outlets share a host, the first is used.
    """
    files, missing = outlet_files(folders)
    outlets, mistakes = read_outlets(files.values())
    return dict(sorted(outlets.items())), missing + mistakes


def read_outlets(files: Iterable[Path]) -> tuple[dict[str, Outlet], list[OutletError]]:
    """The outlets of these files without a mistake, by name, and all mistakes in the others."""
    outlets: dict[str, Outlet] = {}
    errors: list[OutletError] = []
    owners: dict[str, Outlet] = {}
    for file in files:
        try:
            outlet = _parse_file(file)
            hosts = article_hosts(outlet)
            _refuse_shared_host(outlet, hosts, owners)
            owners |= dict.fromkeys(hosts, outlet)
            outlets[outlet.name] = outlet
        except InvalidConfig as wrong:
            errors += _errors(file, wrong)
    return outlets, errors


def own_folders(extra: str | Path | Sequence[str | Path] | None = None) -> list[Path]:
    """The user's folders of outlet files: `extra`, those of MATINEE_OUTLETS, and if none is named ./outlets.

    Args:
        extra: folders of an option or the setting OUTLETS_DIR; a string separates them as in PATH.
    """
    named = named_folders(extra, OUTLETS_VARIABLE)
    return named or ([DEFAULT_FOLDER] if DEFAULT_FOLDER.is_dir() else [])


def outlet_folders(extra: str | Path | Sequence[str | Path] | None = None) -> list[Path]:
    """The folders to search for outlet files, the first file of a name wins.

    They are those of `own_folders`, and the outlets that come with Matinee.
    """
    return [*own_folders(extra), SHIPPED]


def outlet_files(folders: Iterable[Path]) -> tuple[dict[str, Path], list[OutletError]]:
    """Outlet files by name, the first folder's wins, and an error for each folder that cannot be read."""
    files: dict[str, Path] = {}
    errors: list[OutletError] = []
    for folder in folders:
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            problem = f"this folder of outlets cannot be read ({error.strerror})"
            errors.append(OutletError(folder, None, problem, "create it, or correct the name"))
            continue
        for file in entries:
            if file.suffix.lower() == ".toml" and not file.name.startswith("."):
                files.setdefault(file.stem, file)
    return files, errors


def _parse_file(path: Path) -> Outlet:
    """Parse one outlet file. Raises InvalidConfig."""
    if not _NAME.fullmatch(path.stem) or path.suffix != ".toml":
        problem = "the file name is not a valid outlet name"
        raise InvalidConfig(
            Mistake(problem, 'use a-z, 0-9, - and _ and the ending .toml, such as "the-quietus.toml"')
        )
    values = _OUTLET(read_toml(path))
    extra, every = values.pop("hosts", ()), values.pop("every", DAILY)
    outlet = Outlet(name=path.stem, path=path, interval=every, **values)
    if not outlet.source_count:
        raise InvalidConfig(
            Mistake("the outlet has no source", "give one of feeds, sitemaps, listings or urls", "feeds")
        )
    used = [outlet.home, *article_urls(outlet), *outlet.feeds, *outlet.sitemaps]
    return replace(outlet, hosts=tuple(dict.fromkeys([*filter(None, map(host_of, used)), *extra])))


def _errors(path: Path, wrong: InvalidConfig) -> list[OutletError]:
    return [
        OutletError(path, mistake.key or None, mistake.problem, mistake.remedy) for mistake in wrong.mistakes
    ]


def shared_host(outlet: Outlet, others: Iterable[Outlet]) -> tuple[str, Outlet] | None:
    """A host that has articles of this outlet and of another, and the other outlet; None if there is none."""
    for other in others:
        shared = article_hosts(outlet) & article_hosts(other)
        if shared and other.name != outlet.name:
            return min(shared), other
    return None


def _refuse_shared_host(outlet: Outlet, hosts: Iterable[str], owners: Mapping[str, Outlet]) -> None:
    """Raise InvalidConfig if another outlet owns one of the hosts.

    Two outlets on one host would request it twice as often and claim each other's articles.
    """
    for host in sorted(hosts):
        other = owners.get(host, outlet)
        if other.name != outlet.name:
            swap = f"rename {other.path.name} to {outlet.path.name} so that it replaces the other"
            remedy = "join the two" if outlet.path.parent == other.path.parent else swap
            raise InvalidConfig(
                Mistake(f"{host} is the host of {other.path} too", f"{remedy}, or remove one", "home")
            )
