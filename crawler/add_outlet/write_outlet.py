"""A proposal as the text of an outlet file, saying in comments what was found where."""

from __future__ import annotations

from datetime import date

import tomlkit
from tomlkit.items import Array, Table

from archive.terminal import counted, safe
from crawler.add_outlet.listings import Listed
from crawler.add_outlet.proposal import PAGES, Proposal
from crawler.add_outlet.survey import SurveyedSource


def write_outlet(proposal: Proposal, origin: str, today: date) -> str:
    """The outlet file.

    Args:
        origin: what it was written by, for its first line, such as "matinee add https://...".
    """
    doc = tomlkit.document()
    doc.add(tomlkit.comment(safe(f"Written by `{origin}` on {today}. Every key is yours to change;")))
    doc.add(
        tomlkit.comment(
            "`matinee outlets check` looks for mistakes. Read the site's terms before you crawl it."
        )
    )
    doc.add(tomlkit.nl())
    doc["title"] = safe(proposal.title)
    doc["home"] = proposal.home
    for key, doors in (("feeds", proposal.feeds), ("sitemaps", proposal.sitemaps)):
        if doors:
            doc[key] = _addresses(doors)
    if proposal.skip:
        doc["skip"] = [tomlkit.string(pattern, literal="'" not in pattern) for pattern in proposal.skip]
        doc["skip"].comment("pages of these names hold no articles on most sites")
    if proposal.hosts:
        doc["hosts"] = list(proposal.hosts)
        doc["hosts"].comment("articles stand there, too")
    for key, value in (("medium", proposal.medium), ("language", proposal.language)):
        if value:
            doc[key] = value
    if proposal.delay is not None:
        doc["delay"] = proposal.delay
        by_host = proposal.robots_delay is not None and proposal.delay == proposal.robots_delay
        doc["delay"].comment("seconds between two requests" + (", as robots.txt asks" if by_host else ""))
    _tables(doc, proposal)
    return tomlkit.dumps(doc)


def _tables(doc: tomlkit.TOMLDocument, proposal: Proposal) -> None:
    if proposal.listings:
        listings = tomlkit.aot()
        for listed in proposal.listings:
            listings.append(_listing(listed))
        doc["listings"] = listings
    if proposal.sections:
        sections = tomlkit.aot()
        for place in proposal.sections:
            table = tomlkit.table()
            table["path"] = place.path
            table["path"].comment(
                f"{counted(place.holds, 'article')} seen; what is in no section is not taken"
            )
            if place.medium and place.medium != proposal.medium:
                table["medium"] = place.medium
            sections.append(table)
        doc["sections"] = sections


def _addresses(doors: tuple[SurveyedSource, ...]) -> Array:
    found = tomlkit.array()
    for door in doors:
        found.add_line(door.url, comment=safe(describe(door)) or None)
    found.add_line(indent="")  # the bracket stands on a line of its own
    return found


def describe(door: SurveyedSource) -> str:
    """How a feed or sitemap was found, and what it holds."""
    if not door.articles:
        return door.where
    held = counted(len(door.articles), "article")
    return f"{door.where}; {held}{' in ' + door.part if door.part else ''}"


def _listing(listed: Listed) -> Table:
    table = tomlkit.table()
    table["url"] = listed.url
    table["url"].comment(f"lists {counted(len(listed.articles), 'article')}")
    if listed.links:
        table["links"] = listed.links
    if listed.next:
        table["next"] = listed.next
        table["pages"] = PAGES
    return table
