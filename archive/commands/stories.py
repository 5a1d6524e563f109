"""`matinee stories`: articles that tell one story in several places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import Number, db_option, open_readonly, selection_options
from archive.query.selection import EVERYTHING, Selection
from archive.terminal import echo_json, safe

if TYPE_CHECKING:
    from archive.query.stories import Copy, Story


@click.command("stories")
@selection_options
@click.option(
    "--limit", type=Number(0), default=20, show_default=True, metavar="N", help="Show N; 0 for all."
)
@click.option("--offset", type=Number(0), default=0, metavar="N", help="Skip the first N.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of stories, each with its copies.")
def stories_(*, selection: Selection, limit: int, offset: int, db: Path, as_json: bool) -> None:
    """List stories that were published in several places.

    A story is an article and its copies: syndicated, posted again at another address, as AMP or for print,
    under another headline, cut or lightly edited. The first line of each is the likely original: the one that
    the others name as their source, or the one that was published first. Percentages say how much of the
    words a copy and the original share. With filters, lists the stories that have an article that matches.

    \b
    matinee stories --outlet small-screen --since 2025
    """
    from archive.query.stories import count_stories, stories  # noqa: PLC0415 (imports sqlite-utils)

    with open_readonly(db) as store:
        listed = list(stories(store, selection, limit=limit or -1, offset=offset))
        total = count_stories(store, selection)
    if as_json:
        echo_json([story.as_dict() for story in listed])
        return
    for story in listed:
        click.echo("\n".join(_lines(story)) + "\n")
    click.echo(_summary_line(total, len(listed), offset, filtered=selection != EVERYTHING))


def _lines(story: Story) -> Iterator[str]:
    yield from _article_lines(story.original, "")
    for copy in story.copies:
        yield from _article_lines(copy, "    ", headline=copy.title != story.original.title)


def _article_lines(copy: Copy, indent: str, *, headline: bool = True) -> Iterator[str]:
    from archive.commands.article_output import describe_copy  # noqa: PLC0415

    number = click.style(f"{copy.id:>5}", dim=True)
    title = click.style(safe(copy.title or "(untitled)"), bold=copy.is_original)
    if headline:
        yield f"{indent}{number}  {title}"
        number = " " * 5
    yield f"{indent}{number}  {safe(describe_copy(copy))}"


def _summary_line(total: int, shown: int, offset: int, *, filtered: bool) -> str:
    stories = f"{total:,} {'story' if total == 1 else 'stories'}"
    if not total:
        return "No article of these has a copy." if filtered else "No article has a copy."
    if shown == total:
        return f"{stories} in several places."
    if not shown:
        return f"{stories} in all; none after --offset {offset}."
    last = offset + shown
    more = f" More: --offset {last}" if last < total else ""
    return f"{offset + 1} to {last} of {stories}.{more}"
