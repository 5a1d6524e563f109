"""An OPML file taken in: one outlet file a site."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import get_args

from archive.config import InvalidConfig, language
from archive.errors import MatineeError
from archive.model import Medium
from crawler.add_outlet.opml import Site, read_opml, sites_of
from crawler.add_outlet.outlet_folder import AddError, OutletFolder
from crawler.add_outlet.proposal import Proposal, names_for
from crawler.add_outlet.survey import SurveyedSource
from crawler.add_outlet.write_outlet import write_outlet


@dataclass(slots=True)
class Taken:
    """What became of a file's sites; `known` and `failed` are lines."""

    written: list[Path] = field(default_factory=list)
    known: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def import_outlets(shelf: OutletFolder, file: Path, today: date) -> Taken:
    """Write an outlet file for each site of an OPML file that no outlet has yet.

    Raises:
        InputError: the file is no OPML.
        OSError: it cannot be read, or nothing can be written.
    """
    taken = Taken()
    for site in sites_of(read_opml(file.read_bytes(), file)):
        try:
            _take(shelf, site, file, today, taken)
        except MatineeError as error:
            taken.failed.append(f"{site.home}: {error}")
    return taken


def _take(shelf: OutletFolder, site: Site, file: Path, today: date, taken: Taken) -> None:
    try:
        shelf.refuse_host(site.home)
    except AddError as error:
        taken.known.append(f"Left as it is: {error.problem}")
        return
    proposal = _proposal(site)
    name = shelf.free_name(names_for(site.title, site.home))
    text = write_outlet(proposal, f"matinee outlets import {file.name}", today)
    shelf.check(name, text)
    taken.written.append(shelf.write(name, text))


def _proposal(site: Site) -> Proposal:
    doors = tuple(SurveyedSource(feed.url, feed.title or "", ()) for feed in site.feeds)
    groups = {group for feed in site.feeds for group in feed.groups}
    return Proposal(site.title, site.home, feeds=doors, medium=_medium(groups), language=_language(site))


def _medium(groups: set[str]) -> Medium | None:
    """What the folders of the list say: our own word for a medium, or a section's name."""
    from archive.clean.work.medium import medium_named  # noqa: PLC0415

    media: tuple[Medium, ...] = get_args(Medium)
    named = {
        next((one for one in media if one == group.lower()), None) or medium_named(group) for group in groups
    }
    named.discard(None)
    return named.pop() if len(named) == 1 else None


def _language(site: Site) -> str | None:
    for feed in site.feeds:
        try:
            tag: str = language(feed.language or "")
        except InvalidConfig:
            continue
        return tag
    return None
