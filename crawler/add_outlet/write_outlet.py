"""Render a proposal as the text of an outlet file; its comments say where each part was found."""

from __future__ import annotations

from datetime import date

import tomlkit
from tomlkit.items import Array, Table

from archive.terminal import counted, safe
from crawler.add_outlet.listings import ListingPage
from crawler.add_outlet.proposal import LISTING_PAGES, Proposal
from crawler.add_outlet.survey import SurveyedSource


def render_outlet_file(proposal: Proposal, origin: str, today: date) -> str:
    """The text of the outlet file.

    Args:
        origin: the command that wrote it, for the first line, such as "matinee add https://...".
    """
    doc = tomlkit.document()
    doc.add(tomlkit.comment(safe(f"Written by `{origin}` on {today}. You may change every key;")))
    doc.add(
        tomlkit.comment("`matinee outlets check` finds mistakes. Read the site's terms before you crawl it.")
    )
    doc.add(tomlkit.nl())
    doc["title"] = safe(proposal.title)
    doc["home"] = proposal.home
    for key, sources in (("feeds", proposal.feeds), ("sitemaps", proposal.sitemaps)):
        if sources:
            doc[key] = _source_array(sources)
    if proposal.skip:
        doc["skip"] = _skip_array(proposal.skip)
        doc["skip"].comment("lists, later pages of lists, service pages: on most sites no articles")
    if proposal.hosts:
        doc["hosts"] = list(proposal.hosts)
        doc["hosts"].comment("some articles are on these hosts")
    for key, value in (("medium", proposal.medium), ("language", proposal.language)):
        if value:
            doc[key] = value
    if proposal.delay is not None:
        doc["delay"] = proposal.delay
        from_robots = proposal.robots_delay is not None and proposal.delay == proposal.robots_delay
        doc["delay"].comment("seconds between two requests" + (", as robots.txt asks" if from_robots else ""))
    _add_tables(doc, proposal)
    return tomlkit.dumps(doc)


def _add_tables(doc: tomlkit.TOMLDocument, proposal: Proposal) -> None:
    if proposal.listings:
        listings = tomlkit.aot()
        for listing in proposal.listings:
            listings.append(_listing_table(listing))
        doc["listings"] = listings
    if proposal.sections:
        sections = tomlkit.aot()
        for section in proposal.sections:
            table = tomlkit.table()
            table["path"] = section.path
            table["path"].comment(
                f"{counted(section.article_count, 'article')} found; only pages in a section are crawled"
            )
            if section.medium and section.medium != proposal.medium:
                table["medium"] = section.medium
            sections.append(table)
        doc["sections"] = sections


def _source_array(sources: tuple[SurveyedSource, ...]) -> Array:
    array = tomlkit.array()
    for source in sources:
        array.add_line(source.url, comment=safe(describe_source(source)) or None)
    array.add_line(indent="")  # puts the closing bracket on its own line
    return array


def _skip_array(patterns: tuple[str, ...]) -> Array:
    array = tomlkit.array()
    for pattern in patterns:
        array.add_line(tomlkit.string(pattern, literal="'" not in pattern))
    array.add_line(indent="")
    return array


def describe_source(source: SurveyedSource) -> str:
    """How a feed or sitemap was found, and how many articles it names."""
    if not source.articles:
        return source.found_by
    articles = counted(len(source.articles), "article")
    return f"{source.found_by}; {articles}{' in ' + source.sitemap if source.sitemap else ''}"


def _listing_table(listing: ListingPage) -> Table:
    table = tomlkit.table()
    table["url"] = listing.url
    table["url"].comment(f"lists {counted(len(listing.articles), 'article')}")
    if listing.links:
        table["links"] = listing.links
    if listing.next:
        table["next"] = listing.next
        table["pages"] = LISTING_PAGES
    return table
