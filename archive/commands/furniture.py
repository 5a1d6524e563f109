"""`matinee furniture`: the lines that are boilerplate on an outlet's pages, and its learned template."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.complete import complete_outlets
from archive.commands.options import db_option, open_readonly
from archive.terminal import counted, echo_json, on_terminal, safe, table, wrap

if TYPE_CHECKING:
    from archive.ingest.learned.edit_boilerplate import LearnedLine, LineState


NOT_PROVEN = "Not proven: each page is read the whole road."


@click.command()
@click.argument("outlet", shell_complete=complete_outlets)
@click.option("--pin", multiple=True, metavar="TEXT", help="Always treat this line as boilerplate.")
@click.option("--pardon", multiple=True, metavar="TEXT", help="Never treat this line as boilerplate.")
@click.option("--forget", multiple=True, metavar="TEXT", help="Undo --pin or --pardon.")
@click.option("--template", is_flag=True, help="Show only the template; with --json as an object or null.")
@click.option("--forget-template", is_flag=True, help="Forget where the outlet's text and facts stand.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the lines as a list of objects.")
def furniture(
    *,
    outlet: str,
    pin: tuple[str, ...],
    pardon: tuple[str, ...],
    forget: tuple[str, ...],
    template: bool,
    forget_template: bool,
    db: Path,
    as_json: bool,
) -> None:
    """Show the boilerplate and the template learned for an outlet.

    Boilerplate is text on a page that is not part of the article, such as a sign-off or a promotion. A
    line is learned when it recurs on enough of the outlet's pages where boilerplate usually stands.
    --pin, --pardon and --forget take a line as printed, without regard to case, spaces and punctuation,
    and may be given more than once. They apply to new pages. `matinee reclean --outlet OUTLET` applies
    them to stored pages.

    An outlet is proven when its last pages all had their text, title, author and date in the same places
    of its template. Its next pages are read from there. The template is forgotten when pages stop fitting
    it. --forget-template forgets it at once. Off a terminal only the lines are printed: --template prints
    the template.

    \b
    matinee furniture small-screen
    matinee furniture small-screen --template
    """
    from archive.ingest.learned.describe_template import proven_outlet  # noqa: PLC0415
    from archive.ingest.learned.edit_boilerplate import learned_lines  # noqa: PLC0415

    states: list[tuple[str, LineState | None]] = [
        *((line, "pinned") for line in pin),
        *((line, "pardoned") for line in pardon),
        *((line, None) for line in forget),
    ]
    if states or forget_template:
        _edit(db, outlet, states, forget_template=forget_template)
    with open_readonly(db) as store:
        lines = learned_lines(store, outlet)
        proven = proven_outlet(store, outlet)
    if as_json and template:
        echo_json(proven and proven.as_dict())
    elif as_json:
        echo_json([asdict(line) for line in lines])
    else:
        if not template:
            _show_lines(outlet, lines)
        if template or on_terminal():
            for line in proven.lines() if proven else [NOT_PROVEN]:
                click.echo(wrap(safe(line)))


def _edit(
    db: Path, outlet: str, states: Sequence[tuple[str, LineState | None]], *, forget_template: bool
) -> None:
    from archive.db.store import Store  # noqa: PLC0415
    from archive.ingest.learned.edit_boilerplate import forget_outlet_template, set_line_states  # noqa: PLC0415

    with Store.open(db) as store:
        if states:
            set_line_states(store, outlet, states)
        if forget_template:
            forget_outlet_template(store, outlet)


def _show_lines(outlet: str, lines: Sequence[LearnedLine]) -> None:
    if lines:
        table(("state", "seen on", "dropped", "line", "last seen at"), map(_table_row, lines))
    else:
        click.echo(f"No boilerplate was learned for {safe(outlet)}.")


def _table_row(line: LearnedLine) -> tuple[object, ...]:
    seen = f"{line.pages} of {counted(line.of_pages, 'page')}"
    place = "never" if line.state == "pardoned" else "anywhere" if line.state == "pinned" else line.place
    return (line.state, seen, "at the edge" if place == "edge" else place, line.line, line.url)
