"""Import an OPML file: write one outlet file for each site in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import get_args

from archive.config import InvalidConfig, language
from archive.errors import MatineeError
from archive.model import Medium
from crawler.add_outlet.opml import OpmlSite, group_by_site, read_opml
from crawler.add_outlet.outlet_folder import AddError, OutletFolder
from crawler.add_outlet.proposal import Proposal, candidate_names
from crawler.add_outlet.survey import SurveyedSource
from crawler.add_outlet.write_outlet import render_outlet_file


@dataclass(slots=True)
class ImportResult:
    """What was done with the sites of an OPML file.

    Attributes:
        written: the outlet files written.
        existing: a line for each site that an outlet has already.
        failed: a line for each site for which no file could be written.
    """

    written: list[Path] = field(default_factory=list)
    existing: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


def import_outlets(folder: OutletFolder, file: Path, today: date) -> ImportResult:
    """Write an outlet file for each site in an OPML file that no outlet has yet.

    Raises:
        InputError: the file is not OPML.
        OSError: it cannot be read, or the folder cannot be written.
    """
    result = ImportResult()
    for site in group_by_site(read_opml(file.read_bytes(), file)):
        try:
            _import_site(folder, site, file, today, result)
        except MatineeError as error:
            result.failed.append(f"{site.home}: {error}")
    return result


def _import_site(folder: OutletFolder, site: OpmlSite, file: Path, today: date, result: ImportResult) -> None:
    try:
        folder.refuse_host(site.home)
    except AddError as error:
        result.existing.append(f"Not changed: {error.problem}")
        return
    proposal = _proposal(site)
    name = folder.free_name(candidate_names(site.title, site.home))
    text = render_outlet_file(proposal, f"matinee outlets import {file.name}", today)
    folder.check(name, text)
    result.written.append(folder.write(name, text))


def _proposal(site: OpmlSite) -> Proposal:
    feeds = tuple(SurveyedSource(feed.url, feed.title or "", ()) for feed in site.feeds)
    groups = {group for feed in site.feeds for group in feed.groups}
    return Proposal(site.title, site.home, feeds=feeds, medium=_medium(groups), language=_language(site))


def _medium(groups: set[str]) -> Medium | None:
    """The medium that the names of the OPML folders say; None if they say none or several."""
    from archive.clean.vocabulary import medium_named  # noqa: PLC0415

    media: tuple[Medium, ...] = get_args(Medium)
    named = {
        next((medium for medium in media if medium == group.lower()), None) or medium_named(group)
        for group in groups
    }
    named.discard(None)
    return named.pop() if len(named) == 1 else None


def _language(site: OpmlSite) -> str | None:
    for feed in site.feeds:
        try:
            tag: str = language(feed.language or "")
        except InvalidConfig:
            continue
        return tag
    return None
