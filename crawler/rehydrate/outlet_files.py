"""Outlet files that name the pages of a dataset, so that these are crawled as any outlet's pages."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from archive.urls import host_of
from crawler.outlet.outlet import Outlet
from crawler.rehydrate.rows import DatasetRow
from crawler.sources.links import fetch_key

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]*")
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


@dataclass(slots=True)
class PagesOfOutlet:
    """The pages that are to be fetched of one outlet.

    Attributes:
        hosts: of the pages.
        urls: fetch keys, without repetition.
    """

    hosts: dict[str, None] = field(default_factory=dict)
    urls: dict[str, None] = field(default_factory=dict)


def group_by_outlet(rows: Iterable[DatasetRow]) -> dict[str, PagesOfOutlet]:
    """The pages of some rows by name of outlet, which is that of the dataset or made of the host.

    No host is in two outlets, so that one crawl sends all requests to it and waits between them. Rows whose
    address cannot be fetched are left out. Pure.
    """
    owners: dict[str, str] = {}
    outlets: dict[str, PagesOfOutlet] = {}
    for row in rows:
        key, host = fetch_key(row.address), host_of(row.address)
        if key is None or host is None:
            continue
        bare = host.removeprefix("www.")
        name = owners.setdefault(bare, _outlet_name(row.outlet, bare))
        pages = outlets.setdefault(name, PagesOfOutlet())
        pages.hosts[host] = None
        pages.urls[key] = None
    return outlets


def write_outlet_files(
    outlets: Mapping[str, PagesOfOutlet], folder: Path, known: Mapping[str, Outlet]
) -> list[str]:
    """Write a file for each outlet; return their names.

    Args:
        known: the user's outlets; from the one that owns a host comes how it is to be crawled.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, pages in outlets.items():
        first = next(iter(pages.urls))
        owner = next((outlet for outlet in known.values() if outlet.owns(first)), None)
        (folder / f"{name}.toml").write_text(outlet_file(name, pages, owner), encoding="utf-8")
    return list(outlets)


def outlet_file(name: str, pages: PagesOfOutlet, owner: Outlet | None) -> str:
    """The text of an outlet file that has these pages, and nothing else, fetched once. Pure.

    Args:
        owner: the user's outlet on this host, which says how it is to be crawled; None for the defaults.
    """
    first = next(iter(pages.urls))
    home = f"{first.partition(':')[0]}://{next(iter(pages.hosts))}/"
    keys: dict[str, object] = {"title": name, "home": home, "hosts": list(pages.hosts)}
    keys |= {"urls": list(pages.urls), "revisit": [], "pages": 2 * len(pages.urls)}
    if owner is not None:
        for key in ("delay", "javascript", "keep_noarchive", "language", "medium", "kind"):
            if (value := getattr(owner, key)) is not None:
                keys[key] = value
    # JSON writes text, numbers, booleans and arrays as TOML does.
    return "".join(f"{key} = {json.dumps(value, ensure_ascii=False)}\n" for key, value in keys.items())


def _outlet_name(outlet: str | None, host: str) -> str:
    return outlet if outlet and _NAME.fullmatch(outlet) else _NOT_IN_NAMES.sub("-", host).strip("-")
