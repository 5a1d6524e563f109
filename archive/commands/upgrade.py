"""`matinee upgrade`: bring an archive to the tables of this version."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.options import db_option
from archive.terminal import progress


@click.command()
@db_option
def upgrade(*, db: Path) -> None:
    """Bring the archive of an older Matinee to this version.

    Every command does this by itself when it opens an archive. Programs that read one from Python do not:
    they only read. An older Matinee cannot open the archive afterwards.

    \b
    matinee upgrade --db old.db
    """
    from archive.db.store import Store  # noqa: PLC0415 (sqlite-utils is slow to import)

    with progress("Upgrading") as advance:
        Store.open(db, progress=advance).close()
    click.echo(f"{db} is an archive of this version.")
