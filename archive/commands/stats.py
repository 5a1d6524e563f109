"""`matinee stats`: what is in the archive, counted."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import (
    Number,
    QueryCommand,
    db_option,
    echo_notes,
    open_readonly,
    selection_options,
)
from archive.commands.search import facets_option
from archive.query.selection import Selection
from archive.terminal import counted, echo_json, on_terminal, safe

if TYPE_CHECKING:
    from archive.query.facets import Facet, FacetName

_WIDTH = 30  # of the longest bar, in characters
_EIGHTHS = " ▏▎▍▌▋▊▉█"


@click.command("stats", cls=QueryCommand)
@click.argument("query", nargs=-1)
@selection_options
@facets_option("--by", "Count by these facts")
@click.option("--most", type=Number(1), default=10, show_default=True, metavar="N", help="Values of each.")
@db_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print an object: total, and values with counts by fact."
)
def stats_(
    *,
    query: tuple[str, ...],
    selection: Selection,
    names: tuple[FacetName, ...] | None,
    most: int,
    db: Path,
    as_json: bool,
) -> None:
    """Count articles by outlet, kind, medium, year and score.

    QUERY and the filters are as in `matinee search`; without them, all articles are counted. Into a pipe,
    each line is fact, value and count, separated by tabs.

    \b
    matinee stats
    matinee stats kind:review --by outlet,score
    matinee stats author:quill after:2024 --json
    """
    from archive.query.facets import USUAL, facets  # noqa: PLC0415
    from archive.query.matching import read_query  # noqa: PLC0415
    from archive.query.search import search  # noqa: PLC0415

    with open_readonly(db) as store:
        understood = read_query(store, " ".join(query))
        total = search(store, understood, selection, limit=0).total
        counts = facets(store, understood, selection, names=names or USUAL, most=most + 1)
    more = {facet.name for facet in counts if len(facet.values) > most}
    counts = [_with_most(facet, most) for facet in counts]
    echo_notes(understood)
    if as_json:
        echo_json({"total": total, **{facet.name: _counts(facet) for facet in counts}})
    elif on_terminal():
        click.echo(f"{counted(total, 'article')}.")
        for facet in counts:
            click.echo(f"\n{click.style(facet.name, bold=True)}")
            click.echo("\n".join(bars(_counts(facet))) or "  none")
            if facet.name in more:
                click.echo(f"  and more than these {most:,}; --most shows more")
    else:
        for facet in counts:
            for value in facet.values:
                click.echo(f"{facet.name}\t{safe(value.value)}\t{value.count}")


def _with_most(facet: Facet, most: int) -> Facet:
    """A fact with its most frequent values alone, in their order."""
    frequent = sorted(facet.values, key=lambda value: -value.count)[:most]
    return replace(facet, values=tuple(value for value in facet.values if value in frequent))


def _counts(facet: Facet) -> dict[str, int]:
    return {value.value: value.count for value in facet.values}


def bars(counts: dict[str, int], *, width: int = _WIDTH) -> list[str]:
    """A line for each value: its name, its count and a bar in proportion."""
    names = {value: _cut(safe(value)) for value in counts}
    longest = max(map(len, names.values()), default=0)
    digits = max((len(f"{count:,}") for count in counts.values()), default=0)
    most = max(counts.values(), default=1)
    return [
        f"  {names[value]:{longest}}  {count:{digits},}  {_bar(count * width / most)}".rstrip()
        for value, count in counts.items()
    ]


def _cut(name: str) -> str:
    return name if len(name) <= 32 else f"{name[:31]}…"


def _bar(length: float) -> str:
    if "utf" not in (sys.stdout.encoding or "").lower():
        return "#" * max(1, round(length))
    eighths = max(1, round(length * 8))
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()
