"""`matinee add`: a site looked over, shown, and its outlet file written."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from archive.errors import InputError
from archive.model import Medium
from archive.terminal import counted, echo_json, on_terminal, safe
from crawler.cli.options import own_outlets_option

if TYPE_CHECKING:
    from crawler.add_outlet.fetch_site import Surveyed
    from crawler.add_outlet.outlet_folder import OutletFolder
    from crawler.add_outlet.proposal import Proposal


NOT_WRITTEN = 3  # exit code

_WORDS = 25  # of a sample's text


@click.command()
@click.argument("url")
@click.option("--yes", is_flag=True, help="Write the file without asking.")
@click.option("--name", metavar="NAME", help="The outlet's name.  [default: by its title or host]")
@click.option(
    "--medium", type=click.Choice(get_args(Medium)), metavar="MEDIUM", help="What the outlet is about."
)
@click.option(
    "--delay",
    type=click.FloatRange(0, 86_400),
    metavar="SECONDS",
    help="Between two requests to a host, now and in the file. A longer Crawl-delay wins.  [default: 5]",
)
@own_outlets_option
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON, and ask nothing.")
def add(
    *,
    url: str,
    yes: bool,
    name: str | None,
    medium: Medium | None,
    delay: float | None,
    folders: tuple[Path, ...],
    as_json: bool,
) -> None:
    """Find a site's feeds, sitemaps and sections of reviews, and write its outlet file.

    URL is the site's front page, a section of its or a feed. At most 12 pages are asked for, one after the
    other and as politely as by a crawl. Shows what was found with three articles cleaned, and asks before it
    writes. Where there is no terminal, and no --yes, it prints the file and ends with 3, as it does where
    you answer no.

    \b
    matinee add https://small-screen.example/
    matinee add https://small-screen.example/ --yes --name small-screen --medium tv
    """
    from crawler.add_outlet.outlet_folder import OutletFolder  # noqa: PLC0415

    url = _address(url)
    shelf = OutletFolder.open(folders)
    shelf.refuse_host(url)
    if name is not None:
        shelf.refuse_name(name)
    came, proposal = _look(url, delay, medium)
    name = name or _name(shelf, proposal)
    shown_words = f"matinee add {shlex.quote(url)}"
    from crawler.add_outlet.write_outlet import write_outlet  # noqa: PLC0415

    text = write_outlet(proposal, shown_words, date.today())
    shelf.check(name, text)
    if not as_json:
        _show(came, proposal)
    written = _may_write(shelf.path(name), text, yes=yes, as_json=as_json)
    if written:
        shelf.write(name, text)
    if as_json:
        echo_json({**_as_dict(came, proposal), "name": name, "path": str(shelf.path(name)), "file": text,
                   "written": written})  # fmt: skip
    if written:
        _say_next(shelf, name, as_json=as_json)
    sys.exit(0 if written else NOT_WRITTEN)


def _address(given: str) -> str:
    from archive.urls import is_web_address  # noqa: PLC0415
    from crawler.sources.links import fetch_key  # noqa: PLC0415

    url = given if "://" in given else f"https://{given}"
    key = fetch_key(url) if is_web_address(url) else None
    if key is None:
        raise InputError(given, "no web address", "write it as https://host/")
    return key


def _look(url: str, delay: float | None, medium: Medium | None) -> tuple[Surveyed, Proposal]:
    """Survey the site. Raises AddError where there is no door into it."""
    from dataclasses import replace  # noqa: PLC0415

    from crawler.add_outlet.fetch_site import survey_site  # noqa: PLC0415
    from crawler.add_outlet.outlet_folder import AddError  # noqa: PLC0415
    from crawler.add_outlet.proposal import propose  # noqa: PLC0415
    from crawler.add_outlet.survey import MOST  # noqa: PLC0415
    from crawler.run.fetch_page import page_settings  # noqa: PLC0415 (brings in Scrapy)

    pace = page_settings().getfloat("DOWNLOAD_DELAY") if delay is None else delay
    click.echo(
        f"Asking {safe(url)}: up to {MOST} pages, {pace:g} s or more apart to be polite, so about"
        f" {max(1, round(MOST * pace / 60))} min.",
        err=True,
    )
    detailed = on_terminal(error=True)
    came = survey_site(
        url, delay=delay, say=lambda one: click.echo(f"  {safe(one)}", err=True) if detailed else None
    )
    assert came.found
    proposal = propose(came.found, [article for _, article in came.samples], delay, came.robots_delay)
    if came.robots_delay and came.robots_delay > pace:
        click.echo(
            f"Its robots.txt asks for {came.robots_delay:g} s between two requests, and so it is.", err=True
        )
    if not proposal.sources:
        tried = "; ".join(map(safe, came.found.problems))
        raise AddError(
            f"{proposal.home}: no feed, no sitemap and no list of articles among {came.requests} answers"
            + (f" ({tried})" if tried else ""),
            "give the address of its feed, or of a page that lists its articles; or write the file by hand,"
            " as docs/collect.md shows",
        )
    return came, replace(proposal, medium=medium) if medium else proposal


def _name(shelf: OutletFolder, proposal: Proposal) -> str:
    from crawler.add_outlet.proposal import names_for  # noqa: PLC0415

    return shelf.free_name(names_for(proposal.title, proposal.home))


def _may_write(path: Path, text: str, *, yes: bool, as_json: bool) -> bool:
    """Whether the file is to be written; shows it where nobody has said so yet."""
    if yes or as_json:
        return yes
    click.echo(f"\n{text}")
    if on_terminal() and sys.stdin is not None and sys.stdin.isatty():
        return click.confirm(f"Write this to {path}?", default=True, err=True)
    click.echo(f"Nothing is written. --yes writes this to {path}.", err=True)
    return False


def _show(came: Surveyed, proposal: Proposal) -> None:
    """Print what was found and the samples."""
    from crawler.add_outlet.write_outlet import describe  # noqa: PLC0415

    click.secho(safe(proposal.title), bold=True)
    rows = [("home", proposal.home), ("medium", proposal.medium), ("language", proposal.language)]
    rows += [("feed", f"{door.url} ({describe(door)})") for door in proposal.feeds]
    rows += [("sitemap", f"{door.url} ({describe(door)})") for door in proposal.sitemaps]
    for listed in proposal.listings:
        how = f"by {listed.links}" if listed.links else "by every link"
        rows.append(("listing", f"{listed.url} ({counted(len(listed.articles), 'article')} {how})"))
    rows += [("section", f"{place.path} ({counted(place.holds, 'article')})") for place in proposal.sections]
    assert came.found
    rows += [("note", problem) for problem in came.found.problems]
    for label, value in rows:
        if value:
            click.echo(f"{click.style(f'{label:<10}', dim=True)}{safe(value)}")
    for sample in _samples(came):
        click.echo()
        click.secho(safe(sample["title"] or "(untitled)"), bold=True)
        facts = (", ".join(sample["authors"]), sample["published"], sample["kind"], sample["rating"])
        click.echo("  " + safe(" | ".join(filter(None, facts)) or "nothing else was read"))
        click.echo("  " + safe(sample["text"]))
    if not came.samples:
        click.echo("\nNo article could be shown: none of the pages that were tried is one.")


def _samples(came: Surveyed) -> Iterable[dict[str, Any]]:
    from archive.query.records import flat_record  # noqa: PLC0415

    for capture, article in came.samples:
        record = flat_record(capture, article)
        words = record["text"].split()
        yield {
            "url": record["url"],
            "title": record["title"],
            "authors": record["authors"],
            "published": record["published"],
            "kind": record["kind"],
            "rating": (record["rating"] or {}).get("raw"),
            "text": " ".join(words[:_WORDS]) + (" ..." if len(words) > _WORDS else ""),
        }


def _as_dict(came: Surveyed, proposal: Proposal) -> dict[str, Any]:
    doors = {"feeds": proposal.feeds, "sitemaps": proposal.sitemaps}
    found = {
        key: [{"url": door.url, "where": door.where, "articles": len(door.articles)} for door in given]
        for key, given in doors.items()
    }
    listings = [
        {"url": one.url, "links": one.links, "next": one.next, "articles": len(one.articles)}
        for one in proposal.listings
    ]
    sections = [
        {"path": one.path, "kind": one.kind, "medium": one.medium, "articles": one.holds}
        for one in proposal.sections
    ]
    assert came.found
    return {
        "title": proposal.title,
        "home": proposal.home,
        "medium": proposal.medium,
        "language": proposal.language,
        "delay": proposal.delay,
        **found,
        "listings": listings,
        "sections": sections,
        "samples": list(_samples(came)),
        "problems": came.found.problems,
        "requests": came.requests,
    }


def _say_next(shelf: OutletFolder, name: str, *, as_json: bool) -> None:
    told = "" if shelf.told else f" --outlets {shlex.quote(str(shelf.folder))}"
    line = f"Wrote {shelf.path(name)}. Try it: matinee crawl {name} --limit 5{told}"
    click.echo(line, err=as_json)
