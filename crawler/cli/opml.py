"""`matinee outlets import` and `matinee outlets export`: exchange lists of feeds as OPML."""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from pathlib import Path

import click

from archive.errors import MatineeError, did_you_mean
from archive.terminal import counted, safe
from crawler.cli.options import complete_outlets, outlets_option, own_outlets_option


@click.command(name="import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.opml")
@own_outlets_option
@click.pass_obj
def import_opml(outer: tuple[Path, ...] | None, file: Path, folders: tuple[Path, ...]) -> None:
    """Write an outlet file for each site whose feeds an OPML file lists.

    No requests are sent. Existing outlets are listed and not changed. Ends with 1 if a site could not be
    imported.

    \b
    matinee outlets import subscriptions.opml
    """
    from crawler.add_outlet.import_opml import import_outlets  # noqa: PLC0415
    from crawler.add_outlet.outlet_folder import OutletFolder  # noqa: PLC0415

    folder = OutletFolder.open([*folders, *(outer or ())])
    result = import_outlets(folder, file, date.today())
    for path in result.written:
        click.echo(f"Wrote {path}")
    for line in result.existing:
        click.echo(safe(line))
    for error in result.failed:
        click.echo(f"Error: {safe(error)}", err=True)
    click.echo(f"{counted(len(result.written), 'outlet')} written, {len(result.existing)} left unchanged.")
    sys.exit(1 if result.failed else 0)


@click.command(name="export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.opml")
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_outlets)
@outlets_option
@click.pass_obj
def export_opml(
    outer: tuple[Path, ...] | None, file: Path, names: tuple[str, ...], folders: tuple[Path, ...]
) -> None:
    """Write feeds of outlets into an OPML file, for feed readers.

    Without a name, those of all outlets. Outlets without a feed are left out and listed.

    \b
    matinee outlets export outlets.opml
    matinee outlets export some.opml small-screen
    """
    from crawler.add_outlet.opml import render_opml  # noqa: PLC0415
    from crawler.outlet.load import outlet_folders, usable_outlets  # noqa: PLC0415

    outlets, errors = usable_outlets(outlet_folders([*folders, *(outer or ())]))
    for name in names:
        if name not in outlets:
            hint = did_you_mean(name, outlets, "`matinee outlets` lists them")
            raise MatineeError(f"{name}: no such outlet", hint)
    chosen = [outlet for name, outlet in outlets.items() if not names or name in names]
    body, without = render_opml(chosen, datetime.now(UTC))
    file.write_bytes(body)
    click.echo(f"Wrote the feeds of {counted(len(chosen) - len(without), 'outlet')} to {file}.")
    if without:
        click.echo(f"Left out, because they have no feed: {', '.join(without)}.")
    for error in errors:
        click.echo(f"Error: {safe(str(error))}", err=True)
    sys.exit(1 if errors else 0)
