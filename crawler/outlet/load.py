"""Load outlets from their TOML files; every mistake names the file, the key and the remedy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import get_args

from archive import config
from archive.config import Mistake, Wrong, host_of, named_folders
from archive.errors import ConfigError
from archive.model import Medium
from crawler.outlet.interval import DAILY, rhythm
from crawler.outlet.outlet import Listing, Outlet, Section, article_hosts, article_urls

SHIPPED = Path(__file__).parents[1] / "shipped_outlets"
ENVIRONMENT = "MATINEE_OUTLETS"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_URLS = config.each(config.url, '["https://..."]')
_PATTERNS = config.each(config.pattern, "['/reviews/']")
_MEDIUM = config.one_of(get_args(Medium))
_LISTING = config.table(
    {"url": config.url, "links": config.selector, "next": config.selector, "pages": config.count},
    {"url": 'url = "https://..."'},
    Listing,
)
_SECTION = config.table(
    {"path": config.path_prefix, "medium": _MEDIUM, "limit": config.count},
    {"path": 'path = "/..."'},
    Section,
)


def _flag_or_selector(value: object) -> bool | str:
    """true, false, or a CSS selector."""
    return config.selector(value) if isinstance(value, str) else config.flag(value)


_FILE = config.table(
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
        "every": rhythm,
        "delay": config.seconds,
        "language": config.language,
        "javascript": _flag_or_selector,
        "revisit": config.each(config.duration, '["1d", "7d", "30d"]'),
        "pages": config.count,
        "depth": config.count,
        "keep_noarchive": config.flag,
    },
    {"title": 'title = "..."', "home": 'home = "https://..."'},
)


class OutletError(ConfigError):
    """A mistake in an outlet file, or in what was said of where such files are."""


def load_outlet(path: Path) -> Outlet:
    """Read one outlet file.

    Raises:
        OutletError: the first mistake in it; `read_outlets` gives them all.
    """
    try:
        return _read(path)
    except Wrong as wrong:
        raise _errors(path, wrong)[0] from None


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
            grounds = article_hosts(outlet)
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


def _read(path: Path) -> Outlet:
    """Read one outlet file, or raise Wrong."""
    if not _NAME.fullmatch(path.stem) or path.suffix != ".toml":
        problem = "the file is not named as an outlet is"
        raise Wrong(
            Mistake(problem, 'use a-z, 0-9, - and _ and the ending .toml, such as "the-quietus.toml"')
        )
    values = _FILE(config.read_toml(path))
    extra, every = values.pop("hosts", ()), values.pop("every", DAILY)
    outlet = Outlet(name=path.stem, path=path, rhythm=every, **values)
    if not outlet.sources:
        raise Wrong(
            Mistake("the outlet has no source", "give one of feeds, sitemaps, listings or urls", "feeds")
        )
    used = [outlet.home, *article_urls(outlet), *outlet.feeds, *outlet.sitemaps]
    return replace(outlet, hosts=tuple(dict.fromkeys([*filter(None, map(host_of, used)), *extra])))


def _errors(path: Path, wrong: Wrong) -> list[OutletError]:
    return [
        OutletError(path, mistake.key or None, mistake.problem, mistake.remedy) for mistake in wrong.mistakes
    ]


def shared_host(outlet: Outlet, others: Iterable[Outlet]) -> tuple[str, Outlet] | None:
    """A host that articles of the outlet and of another stand on, and the other; None where there is none."""
    for other in others:
        shared = article_hosts(outlet) & article_hosts(other)
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
