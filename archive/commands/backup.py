"""`matinee backup`: a checked copy of an archive."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.options import db_option, open_readonly
from archive.terminal import counted, progress


@click.command("backup")
@click.argument("target", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Replace TARGET if it exists.")
@click.option("--allow-faults", is_flag=True, help="Keep a copy that `matinee check` finds faults in.")
@db_option
def backup_(*, target: Path, replace: bool, allow_faults: bool, db: Path) -> None:
    """Copy the archive to the file TARGET and check the copy.

    Crawls may go on meanwhile: the copy is the archive as it was at one moment. TARGET gets its name when
    the copy is complete and `matinee check` finds no fault in it. To restore a backup, copy it to the place
    of the archive.

    \b
    matinee backup copy.db
    """
    from archive.care.backup import backup  # noqa: PLC0415 (sqlite-utils is slow to import)

    with open_readonly(db) as store, progress("Copying", "bytes") as advance:
        faults = backup(store, target, replace=replace, allow_faults=allow_faults, progress=advance)
    size = target.stat().st_size / 1e6
    found = counted(faults, "fault") if faults else "no faults"
    click.echo(f"{db} copied to {target}: {size:,.1f} MB, checked, {found}.")
