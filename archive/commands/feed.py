"""`matinee feed`: a search as a feed for feed readers."""

from __future__ import annotations

from datetime import UTC, datetime
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
from archive.errors import InputError
from archive.query.selection import Selection

if TYPE_CHECKING:
    from archive.feeds.write import Format


@click.command("feed", cls=QueryCommand)
@click.argument("query", nargs=-1)
@selection_options
@click.option(
    "--format",
    "form",
    type=click.Choice(["atom", "json"]),
    help="Atom or JSON Feed; without it, JSON Feed if --out ends in .json, otherwise Atom.",
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE", help="Write into this file."
)
@click.option("--title", metavar="TEXT", help="The feed's title; without it, the query.")
@click.option("--limit", type=Number(1), default=50, show_default=True, metavar="N", help="Newest entries.")
@click.option(
    "--by-arrival",
    is_flag=True,
    help="Take what came into the archive last, and not what was published last.",
)
@click.option("--full-text", is_flag=True, help="Give whole texts. Without it, the first sixty words.")
@db_option
def feed_(
    *,
    query: tuple[str, ...],
    selection: Selection,
    form: Format | None,
    out: Path | None,
    title: str | None,
    limit: int,
    by_arrival: bool,
    full_text: bool,
    db: Path,
) -> None:
    """Write a feed of a search, a work, a critic or a saved search.

    QUERY and the filters are as in `matinee search`. Without --out, the feed is printed. Whole texts are
    others' work: keep such a feed to yourself.

    \b
    matinee feed 'work:"Quarter Past"' --out quarter-past.atom
    matinee feed author:quill --format json
    matinee feed 'saved:heists' --by-arrival --out heists.json
    """
    from archive.feeds.write import search_feed  # noqa: PLC0415
    from archive.query.matching import read_query  # noqa: PLC0415

    is_json = form == "json" or (form is None and out is not None and out.suffix.lower() == ".json")
    now = datetime.now(UTC)
    with open_readonly(db) as store:
        understood = read_query(store, " ".join(query), now)
        echo_notes(understood)
        body = search_feed(
            store,
            understood,
            selection,
            form="json" if is_json else "atom",
            title=title,
            limit=limit,
            sort="added" if by_arrival else "newest",
            whole=full_text,
            now=now,
        )
    write_feed(body, out)


def write_feed(body: bytes, out: Path | None) -> None:
    """Print a feed, or write it into a file and print its name. Raises InputError if it cannot be written."""
    if out is None:
        click.echo(body, nl=False)
        return
    try:
        out.write_bytes(body)
    except OSError as error:
        raise InputError(str(out), f"cannot be written ({error.strerror})", "create the folder") from error
    click.echo(f"Wrote {out}")
