"""`matinee search`: find articles by words and filters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import db_option, one_per_story_option, open_readonly, selection_options
from archive.query.selection import Selection
from archive.terminal import counted, echo_json, safe, wrap

if TYPE_CHECKING:
    from archive.query.search import Hit, SearchPage


@click.command()
@click.argument("query", nargs=-1)
@selection_options
@one_per_story_option
@click.option(
    "--limit", type=click.IntRange(0), default=20, show_default=True, metavar="N", help="Show N; 0 for all."
)
@click.option("--offset", type=click.IntRange(0), default=0, metavar="N", help="Skip the first N.")
@db_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print a list of objects; <mark> surrounds matched words."
)
def search(
    *, query: tuple[str, ...], selection: Selection, limit: int, offset: int, db: Path, as_json: bool
) -> None:
    """Search titles, texts, authors and works.

    QUERY is plain words or the syntax of SQLite's FTS5: "a phrase", pref*, NOT, OR, NEAR(a b), title: word.
    Without a QUERY, lists the articles that match the filters, latest first.

    \b
    matinee search ballerina --kind review --since 2025
    matinee search '"spin off" NOT trailer' --json
    """
    from archive.query.search import search as find  # noqa: PLC0415
    from archive.query.search import unknown_names  # noqa: PLC0415

    with open_readonly(db) as store:
        page = find(store, " ".join(query), selection, limit=limit or -1, offset=offset)
        hints = [] if page.total else unknown_names(store, selection)
    if as_json:
        echo_json([hit.as_dict() for hit in page.hits])
        return
    for hit in page.hits:
        click.echo("\n".join(_hit_lines(hit)) + "\n")
    click.echo(" ".join([_summary_line(page, offset), *map(safe, hints)]))


def _hit_lines(hit: Hit) -> list[str]:
    from archive.commands.article_output import known_date  # noqa: PLC0415
    from archive.query.search import marked  # noqa: PLC0415

    record = hit.record
    work, rating = record["work"], record["rating"]
    facts = (
        ", ".join(record["authors"]),
        record["outlet"],
        known_date(record["published"], record["published_precision"]),
        " of ".join(filter(None, [record["kind"], work and work["title"]])),
        rating and rating["raw"],
    )
    title = click.style(safe(record["title"] or "(untitled)"), bold=True)
    lines = [f"{click.style(str(record['id']), dim=True)}  {title}"]
    lines += [f"    {safe(' · '.join(filter(None, facts)))}"] if any(facts) else []
    lines += [click.style(f"    {safe(record['url'])}", dim=True)]
    if hit.snippet:
        lines.append(marked(wrap(safe(hit.snippet), indent="    "), "\x1b[1m", "\x1b[0m"))
    return lines


def _summary_line(page: SearchPage, offset: int) -> str:
    if not page.total:
        return "No article matches."
    shown = len(page.hits)
    if shown == page.total:
        return f"{counted(page.total, 'article')}."
    if not shown:
        return f"{counted(page.total, 'article')} in all; none after --offset {offset}."
    last = offset + shown
    more = f" More: --offset {last}" if last < page.total else ""
    return f"{offset + 1} to {last} of {counted(page.total, 'article')}.{more}"
