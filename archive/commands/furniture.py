"""`matinee furniture`."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import db_option, reading
from archive.terminal import counted, echo_json, safe, table

if TYPE_CHECKING:
    from archive.ingest.edit_boilerplate import LearnedLine, State


@click.command()
@click.argument("outlet")
@click.option("--pin", multiple=True, metavar="TEXT", help="This line is furniture, always.")
@click.option("--pardon", multiple=True, metavar="TEXT", help="This line is none, however often it recurs.")
@click.option("--forget", multiple=True, metavar="TEXT", help="Undo --pin or --pardon.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
def furniture(
    *,
    outlet: str,
    pin: tuple[str, ...],
    pardon: tuple[str, ...],
    forget: tuple[str, ...],
    db: Path,
    as_json: bool,
) -> None:
    """Show the lines that an outlet's pages have taught to be no part of an article.

    A line is learned when it recurs on enough of the outlet's pages where furniture stands. --pin, --pardon
    and --forget take a line as printed (case, spaces and punctuation do not count) and may be given more than
    once. New pages are cleaned accordingly; `matinee reclean --outlet OUTLET` does the old ones.
    """
    from archive.ingest.edit_boilerplate import learned_lines, set_line_states  # noqa: PLC0415

    if pin or pardon or forget:
        from archive.db.store import Store  # noqa: PLC0415

        states: list[tuple[str, State | None]] = [
            *((line, "pinned") for line in pin),
            *((line, "pardoned") for line in pardon),
            *((line, None) for line in forget),
        ]
        with Store.open(db) as store:
            set_line_states(store, outlet, states)
    with reading(db) as store:
        found = learned_lines(store, outlet)
    if as_json:
        echo_json([asdict(piece) for piece in found])
    elif found:
        table(("state", "seen on", "dropped", "line", "last seen at"), [_piece_row(piece) for piece in found])
    else:
        click.echo(f"Nothing learned of {safe(outlet)}.")


def _piece_row(piece: LearnedLine) -> tuple[object, ...]:
    seen = f"{piece.pages} of {counted(piece.of_pages, 'page')}"
    place = "never" if piece.state == "pardoned" else "anywhere" if piece.state == "pinned" else piece.place
    return (piece.state, seen, "at the edge" if place == "edge" else place, piece.line, piece.url)
