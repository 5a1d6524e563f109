"""`matinee add`: survey a site, show what was found, and write its outlet file."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click

from archive.errors import InputError
from archive.model import Medium
from archive.terminal import counted, echo_json, on_terminal, progress, safe
from crawler.cli.options import own_outlets_option

if TYPE_CHECKING:
    from crawler.add_outlet.article_urls import SiteSection
    from crawler.add_outlet.fetch_site import SurveyResult
    from crawler.add_outlet.outlet_folder import OutletFolder
    from crawler.add_outlet.proposal import Proposal
    from crawler.add_outlet.survey import SurveyedSource


NOT_WRITTEN = 3  # exit code

_SAMPLE_WORDS = 25  # shown of a sample's text


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
    help="Time between two requests to a host, now and in the file. A longer Crawl-delay wins.  [default: 5]",
)
@own_outlets_option
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON, without asking.")
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
    """Find a site's feeds and sitemaps, and write its outlet file.

    URL is the site's front page, one of its sections or a feed. The command requests at most 12 pages, one
    after the other and as politely as a crawl. It shows what it found and three cleaned articles, and asks
    before it writes the file. Without a terminal and without --yes it prints the file, writes nothing and
    ends with exit code 3. It also ends with 3 if you answer no.

    \b
    matinee add https://small-screen.example/
    matinee add https://small-screen.example/ --yes --name small-screen --medium tv
    """
    from crawler.add_outlet.outlet_folder import OutletFolder  # noqa: PLC0415

    url = _web_url(url)
    folder = OutletFolder.open(folders)
    folder.refuse_host(url)
    if name is not None:
        folder.refuse_name(name)
    result, proposal = _survey(url, delay, medium)
    name = name or _free_name(folder, proposal)
    from crawler.add_outlet.write_outlet import render_outlet_file  # noqa: PLC0415

    text = render_outlet_file(proposal, f"matinee add {shlex.quote(url)}", date.today())
    folder.check(name, text)
    if yes:  # before anything is shown: who reads the output may close it after the first line
        folder.write(name, text)
    if not as_json:
        _show(result, proposal)
    write = yes or (not as_json and _confirm(folder.path(name), text))
    if write and not yes:
        folder.write(name, text)
    if as_json:
        echo_json({**_as_dict(result, proposal), "name": name, "path": str(folder.path(name)), "file": text,
                   "written": write})  # fmt: skip
    if write:
        _suggest_crawl(folder, name, as_json=as_json)
    sys.exit(0 if write else NOT_WRITTEN)


def _web_url(given: str) -> str:
    from archive.urls import is_web_address  # noqa: PLC0415
    from crawler.sources.links import fetch_key  # noqa: PLC0415

    url = given if "://" in given else f"https://{given}"
    key = fetch_key(url) if is_web_address(url) else None
    if key is None:
        raise InputError(given, "not a web address", "write it as https://host/")
    return key


def _survey(url: str, delay: float | None, medium: Medium | None) -> tuple[SurveyResult, Proposal]:
    """Survey the site. Raises AddError if it has no feed, sitemap or listing."""
    from dataclasses import replace  # noqa: PLC0415

    from crawler.add_outlet.fetch_site import survey_site  # noqa: PLC0415
    from crawler.add_outlet.proposal import propose  # noqa: PLC0415
    from crawler.add_outlet.survey import MAX_REQUESTS  # noqa: PLC0415
    from crawler.run.fetch_page import page_settings  # noqa: PLC0415 (brings in Scrapy)

    pace = page_settings().getfloat("DOWNLOAD_DELAY") if delay is None else delay
    fetching = f"Fetching up to {MAX_REQUESTS} pages from {safe(url)}"
    minutes = max(1, round(MAX_REQUESTS * pace / 60))
    apart = f", at least {pace:g} s apart. This takes about {minutes} min." if pace else "."
    _tell(fetching + apart)
    with progress("Looking at the site", "pages") as advance:
        requested: list[str] = []

        def on_request(page: str) -> None:
            advance(len(requested), MAX_REQUESTS)
            requested.append(page)
            if on_terminal(error=True):
                _tell(f"  {safe(page)}")

        result = survey_site(url, delay=delay, on_request=on_request)
    assert result.survey
    proposal = propose(result.survey, [article for _, article in result.samples], delay, result.robots_delay)
    if result.robots_delay and result.robots_delay > pace:
        _tell(f"Its robots.txt asks for {result.robots_delay:g} s between two requests; this was obeyed.")
    _require_source(result, proposal)
    return result, replace(proposal, medium=medium) if medium else proposal


def _tell(line: str) -> None:
    """Print a line to standard error; nobody may read it any more, and the file is written all the same."""
    with suppress(BrokenPipeError):
        click.echo(line, err=True)


def _require_source(result: SurveyResult, proposal: Proposal) -> None:
    """Raise AddError if the site has no feed, sitemap or listing."""
    from crawler.add_outlet.outlet_folder import AddError  # noqa: PLC0415

    if proposal.source_count:
        return
    assert result.survey
    tried = "; ".join(map(safe, result.survey.problems))
    raise AddError(
        f"{proposal.home}: no feed, no sitemap and no list of articles in {result.requests} responses"
        + (f" ({tried})" if tried else ""),
        "give the URL of its feed or of a page that lists its articles, or write the outlet file by hand,"
        " as docs/collect.md shows",
    )


def _free_name(folder: OutletFolder, proposal: Proposal) -> str:
    from crawler.add_outlet.proposal import candidate_names  # noqa: PLC0415

    return folder.free_name(candidate_names(proposal.title, proposal.home))


def _confirm(path: Path, text: str) -> bool:
    """Print the file and ask the user whether to write it."""
    click.echo(f"\n{text}")
    if on_terminal() and sys.stdin is not None and sys.stdin.isatty():
        return click.confirm(f"Write this to {path}?", default=True, err=True)
    click.echo(f"Nothing was written. --yes writes this to {path}.", err=True)
    return False


def _show(result: SurveyResult, proposal: Proposal) -> None:
    """Print what was found and the samples."""
    from crawler.add_outlet.write_outlet import describe_source  # noqa: PLC0415

    click.secho(safe(proposal.title), bold=True)
    rows = [("home", proposal.home), ("medium", proposal.medium), ("language", proposal.language)]
    rows += [("feed", f"{feed.url} ({describe_source(feed)})") for feed in proposal.feeds]
    rows += [("sitemap", f"{sitemap.url} ({describe_source(sitemap)})") for sitemap in proposal.sitemaps]
    for listing in proposal.listings:
        how = f"by {listing.links}" if listing.links else "by every link"
        rows.append(("listing", f"{listing.url} ({counted(len(listing.articles), 'article')} {how})"))
    for section in proposal.sections:
        rows.append(("section", f"{section.path} ({counted(section.article_count, 'article')})"))
    assert result.survey
    rows += [("note", problem) for problem in result.survey.problems]
    for label, value in rows:
        if value:
            click.echo(f"{click.style(f'{label:<10}', dim=True)}{safe(value)}")
    for sample in _samples(result):
        click.echo()
        click.secho(safe(sample["title"] or "(untitled)"), bold=True)
        facts = (", ".join(sample["authors"]), sample["published"], sample["kind"], sample["rating"])
        click.echo("  " + safe(" | ".join(filter(None, facts)) or "no author, date, kind or rating found"))
        click.echo("  " + safe(sample["text"]))
    if not result.samples:
        click.echo("\nThere is no sample: none of the pages that were tried is an article.")


def _samples(result: SurveyResult) -> Iterable[dict[str, Any]]:
    """The sample articles, with the beginning of their text, as JSON can hold them."""
    from archive.query.records import flat_record  # noqa: PLC0415

    for capture, article in result.samples:
        record = flat_record(capture, article)
        words = record["text"].split()
        yield {
            "url": record["url"],
            "title": record["title"],
            "authors": record["authors"],
            "published": record["published"],
            "kind": record["kind"],
            "rating": (record["rating"] or {}).get("raw"),
            "text": " ".join(words[:_SAMPLE_WORDS]) + (" ..." if len(words) > _SAMPLE_WORDS else ""),
        }


def _as_dict(result: SurveyResult, proposal: Proposal) -> dict[str, Any]:
    """The result as JSON can hold it."""
    assert result.survey
    return {
        "title": proposal.title,
        "home": proposal.home,
        "medium": proposal.medium,
        "language": proposal.language,
        "delay": proposal.delay,
        "feeds": [_source_as_dict(feed) for feed in proposal.feeds],
        "sitemaps": [_source_as_dict(sitemap) for sitemap in proposal.sitemaps],
        "listings": [
            {"url": page.url, "links": page.links, "next": page.next, "articles": len(page.articles)}
            for page in proposal.listings
        ],
        "sections": [_section_as_dict(section) for section in proposal.sections],
        "samples": list(_samples(result)),
        "problems": result.survey.problems,
        "requests": result.requests,
    }


def _source_as_dict(source: SurveyedSource) -> dict[str, Any]:
    return {"url": source.url, "where": source.found_by, "articles": len(source.articles)}


def _section_as_dict(section: SiteSection) -> dict[str, Any]:
    return {
        "path": section.path,
        "kind": section.kind,
        "medium": section.medium,
        "articles": section.article_count,
    }


def _suggest_crawl(folder: OutletFolder, name: str, *, as_json: bool) -> None:
    option = "" if folder.is_default else f" --outlets {shlex.quote(str(folder.folder))}"
    line = f"Wrote {folder.path(name)}. Try it: matinee crawl {name} --limit 5{option}"
    click.echo(line, err=as_json)
