"""The commands by which pages come into an archive and are cleaned: import, reclean, furniture."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from archive.commandline import Date, db_option, reading, rules_option, selection_options
from archive.printing import counted, echo_json, progress, safe, table
from archive.selection import Selection

if TYPE_CHECKING:
    from archive.furniture import Piece
    from archive.importing import ImportReport
    from archive.recleaning import RecleanReport


@click.command("import")
@click.argument(  # one that cannot be read is an error of its own, beside which the others are imported
    "paths", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path), metavar="PATH..."
)
@click.option("--url", metavar="URL", help="Address of a saved page whose file does not say it.")
@click.option(
    "--captured-at", type=Date("first"), help="When a page was saved, where its file does not say it."
)
@click.option("--outlet", metavar="NAME", help="Outlet that the pages belong to.")
@click.option(
    "--respect-noarchive", is_flag=True, help="Of pages that say noarchive keep the facts, and not the text."
)
@rules_option
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_(
    *,
    paths: tuple[Path, ...],
    url: str | None,
    captured_at: datetime | None,
    outlet: str | None,
    respect_noarchive: bool,
    rules: tuple[Path, ...],
    db: Path,
    as_json: bool,
) -> None:
    """Import WARC files, saved pages and folders of them.

    Takes .warc, .warc.gz, .html and plain .txt. What is not an article is captured and counted, and makes no
    article. Importing the same again changes nothing.
    """
    from archive.importing import import_paths  # noqa: PLC0415 (brings in trafilatura)
    from archive.rules.load import load_rules  # noqa: PLC0415

    known = load_rules(rules)
    with progress("Importing", "pages") as advance:
        report = import_paths(
            paths,
            db,
            url=url,
            captured_at=captured_at,
            outlet=outlet,
            rules=known,
            keep_noarchive=not respect_noarchive,
            progress=advance,
        )
    _end_with(report, as_json=as_json)


def _end_with(report: ImportReport | RecleanReport, *, as_json: bool) -> NoReturn:
    """Print what came of a command that goes through many pages, and end with its exit code."""
    if as_json:
        echo_json(report.as_dict())
    else:
        click.echo("\n".join(report.lines()))
    for error in report.errors:
        click.echo(f"Error: {safe(str(error))}", err=True)
    sys.exit(report.exit_code)


@click.command("reclean")
@selection_options
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@rules_option
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reclean_(
    *, selection: Selection, dry_run: bool, rules: tuple[Path, ...], db: Path, as_json: bool
) -> None:
    """Clean stored pages again, by today's rules and what was learned since.

    A better reading of the same bytes takes the place of the old one; one of under half the words does not,
    unless a site rule or a pinned line makes it so short. Without a filter, or with --outlet alone, pages
    that made no article are tried again too. Run again after it was stopped, it goes through them from the
    start; run twice, it changes nothing.

    \b
    matinee reclean --outlet small-screen --dry-run
    """
    from archive.recleaning import reclean  # noqa: PLC0415 (brings in the process pool)
    from archive.rules.load import load_rules  # noqa: PLC0415

    known = load_rules(rules)
    with progress("Cleaning again", "captures") as advance:
        report = reclean(db, selection, dry_run=dry_run, rules=known, progress=advance)
    _end_with(report, as_json=as_json)


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
    from archive.furniture import decide_by_hand, pieces  # noqa: PLC0415

    if pin or pardon or forget:
        from archive.store import Store  # noqa: PLC0415

        with Store.open(db) as store, store.transaction():
            for line in pin:
                decide_by_hand(store, outlet, line, "pinned")
            for line in pardon:
                decide_by_hand(store, outlet, line, "pardoned")
            for line in forget:
                decide_by_hand(store, outlet, line, None)
    with reading(db) as store:
        found = pieces(store, outlet)
    if as_json:
        echo_json([asdict(piece) for piece in found])
    elif found:
        table(("state", "seen on", "dropped", "line", "last seen at"), [_piece_row(piece) for piece in found])
    else:
        click.echo(f"Nothing learned of {safe(outlet)}.")


def _piece_row(piece: Piece) -> tuple[object, ...]:
    seen = f"{piece.pages} of {counted(piece.of_pages, 'page')}"
    place = "never" if piece.state == "pardoned" else "anywhere" if piece.state == "pinned" else piece.place
    return (piece.state, seen, "at the edge" if place == "edge" else place, piece.line, piece.url)
