"""`matinee search`: find articles by words and filters."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.commands.complete import complete_facets
from archive.commands.options import (
    MatineeCommand,
    Number,
    QueryCommand,
    db_option,
    echo_notes,
    one_per_story_option,
    open_readonly,
    selection_options,
)
from archive.errors import did_you_mean
from archive.query.language.sorting import SORTS, Sort
from archive.query.selection import Selection
from archive.terminal import counted, echo_json, safe, wrap

if TYPE_CHECKING:
    from archive.query.facets import Facet, FacetName
    from archive.query.search import Hit, SearchPage

sort_option = click.option(
    "--sort",
    type=click.Choice(SORTS),
    help="The order; without it, the best match first, or the newest first if QUERY has no words.",
)


def _facet_names(
    ctx: click.Context, param: click.Parameter, value: tuple[str, ...]
) -> tuple[FacetName, ...] | None:
    from archive.query.facets import FACETS, USUAL  # noqa: PLC0415

    names = [name.strip() for text in value for name in text.split(",") if name.strip()]
    if value and not names:
        raise click.BadParameter(f"name some: usual, or some of {', '.join(FACETS)}", ctx, param)
    for name in names:
        if name not in (*FACETS, "usual"):
            otherwise = f"write usual, or some of {', '.join(FACETS)}"
            remedy = did_you_mean(name, (*FACETS, "usual"), otherwise)
            raise click.BadParameter(f"{name!r} is none; {remedy}", ctx, param)
    usual = USUAL if "usual" in names else ()
    return tuple(dict.fromkeys([*usual, *(name for name in FACETS if name in names)])) or None


def facets_option(name: str, text: str) -> Callable[[MatineeCommand], MatineeCommand]:
    """An option that takes names of facets and gives them as `names`; None if none are given."""
    return click.option(
        name,
        "names",
        multiple=True,
        metavar="NAMES",
        callback=_facet_names,
        shell_complete=complete_facets,
        help=f"{text}: usual, or some of outlet,kind,medium,work,author,lang,year,score,status.",
    )


@click.command(cls=QueryCommand)
@click.argument("query", nargs=-1)
@selection_options
@one_per_story_option
@sort_option
@click.option(
    "--limit", type=Number(0), default=20, show_default=True, metavar="N", help="Show N; 0 for all."
)
@click.option("--offset", type=Number(0), default=0, metavar="N", help="Skip the first N.")
@click.option("--cursor", metavar="TEXT", help="Go on where a page ended that printed this; `first` begins.")
@facets_option("--facets", "Count the values of these facts as well")
@db_option
@click.option("--ids", is_flag=True, help="Print the ids alone, one a line.")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Print a list of objects; <mark> surrounds matched words. With --cursor or --facets, one object with"
    " the keys total, query, hits, next and facets.",
)
def search(
    *,
    query: tuple[str, ...],
    selection: Selection,
    sort: Sort | None,
    limit: int,
    offset: int,
    cursor: str | None,
    names: tuple[FacetName, ...] | None,
    db: Path,
    ids: bool,
    as_json: bool,
) -> None:
    """Search titles, texts, authors and works.

    QUERY is words, "a phrase", pref*, -word, OR, (groups), and fields: author: work: outlet: kind: medium:
    score:>=80 after:2024 before: date: lang: has: spoilers:no text:none title: (see docs/search.md). Without
    a QUERY, lists the articles that match the filters, latest first.

    \b
    matinee search ballerina --kind review --since 2025
    matinee search '"spin off" -trailer author:ortega score:>=80' --json
    matinee search 'work:ballerina after:"last month"' --facets usual
    """
    from archive.query.facets import facets  # noqa: PLC0415
    from archive.query.language.to_text import dates_in_words  # noqa: PLC0415
    from archive.query.matching import read_query  # noqa: PLC0415
    from archive.query.near_names import unknown_names  # noqa: PLC0415
    from archive.query.search import search as find  # noqa: PLC0415

    if ids and (as_json or names):
        raise click.UsageError("--ids prints the ids alone: leave it out, or --json and --facets.")
    if cursor is not None and offset:
        raise click.UsageError("--cursor and --offset exclude each other.")
    typed = " ".join(query)
    with open_readonly(db) as store:
        understood = read_query(store, typed)
        start = None if cursor == "first" else cursor
        page = find(store, understood, selection, limit=limit or -1, offset=offset, sort=sort, cursor=start)
        hints = [] if page.total else unknown_names(store, selection, understood)
        hints += [] if page.total else dates_in_words(understood.node)
        counts = facets(store, understood, selection, names=names) if names else []
    echo_notes(understood)
    if ids:
        for hit in page.hits:
            click.echo(hit.record["id"])
    elif as_json:
        hits = [hit.as_dict() for hit in page.hits]
        echo_json(hits if cursor is None and names is None else _as_object(page, hits, counts))
    else:
        _echo_hits(page)
        _echo_facets(counts)
        summary = _summary_line(page, offset) if cursor is None else _cursor_line(page)
        click.echo(" ".join([summary, *_understood(page, typed), *map(safe, hints)]))


def _as_object(page: SearchPage, hits: list[dict[str, Any]], counts: list[Facet]) -> dict[str, Any]:
    counted_values = {
        facet.name: [
            {"value": value.value, "count": value.count, "query": value.query} for value in facet.values
        ]
        for facet in counts
    }
    shown = {"total": page.total, "query": str(page.query), "hits": hits, "next": page.next}
    return {**shown, "facets": counted_values}


def _echo_hits(page: SearchPage) -> None:
    for hit in page.hits:
        click.echo("\n".join(hit_lines(hit)) + "\n")


def hit_lines(hit: Hit) -> list[str]:
    """A hit as lines for a person."""
    from archive.commands.article_output import known_date, shown_rating  # noqa: PLC0415
    from archive.query.search import marked  # noqa: PLC0415

    record = hit.record
    work, rating = record["work"], record["rating"]
    facts = (
        ", ".join(record["authors"]),
        record["outlet"],
        known_date(record["published"], record["published_precision"]),
        " of ".join(filter(None, [record["kind"], work and work["title"]])),
        rating and shown_rating(rating),
    )
    number = str(record["id"])
    title = wrap(safe(record["title"] or "(untitled)"), indent="    ", first=f"{number}  ")
    lines = [f"{click.style(number, dim=True)}  {click.style(title[len(number) + 2 :], bold=True)}"]
    lines += [wrap(safe(" · ".join(filter(None, facts))), indent="    ")] if any(facts) else []
    lines += [click.style(f"    {safe(record['url'])}", dim=True)]
    if hit.snippet:
        lines.append(marked(wrap(safe(hit.snippet), indent="    "), "\x1b[1m", "\x1b[0m"))
    return lines


def _echo_facets(counts: list[Facet]) -> None:
    width = max((len(facet.name) for facet in counts), default=0)
    for facet in counts:
        values = ", ".join(f"{safe(value.value)} {value.count:,}" for value in facet.values) or "none"
        click.echo(wrap(f"{facet.name:{width}}  {values}"))
    if counts:
        click.echo()


def _understood(page: SearchPage, typed: str) -> list[str]:
    """How the query was read, if nothing matches and it was not read as plain words."""
    read = str(page.query)
    return (
        [] if page.total or read in ("", '""', " ".join(typed.split())) else [f"It was read as {safe(read)}."]
    )


def _cursor_line(page: SearchPage) -> str:
    if not page.total:
        return "No article matches."
    more = f" More: --cursor {page.next}" if page.next else ""
    return f"{counted(page.total, 'article')} in all.{more}"


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
