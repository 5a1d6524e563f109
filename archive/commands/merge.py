"""`matinee merge`: take what another archive has."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from archive.commands.options import db_option
from archive.terminal import counted, progress


@click.command("merge")
@click.argument("other", type=click.Path(readable=False, path_type=Path), metavar="OTHER")
@db_option
def merge_(*, other: Path, db: Path) -> None:
    """Take what this archive lacks from the archive OTHER.

    Of an article that both have, all texts and captures are kept; it shows the text that was seen last, but
    no cut one instead of a complete one. Merging again changes nothing, and merging the other way round gives
    the same articles, with other ids. OTHER keeps its content. What was removed for good is not taken.
    Saved searches are taken under names that this archive does not have.

    \b
    matinee merge laptop.db
    """
    from archive.care.merge import merge  # noqa: PLC0415 (sqlite-utils is slow to import)
    from archive.db.store import Store, translated  # noqa: PLC0415
    from archive.query.saved import copy_searches  # noqa: PLC0415

    with (
        Store.open(other, readonly=True) as source,
        Store.open(db) as store,
        translated(db),
        progress("Merging", "articles") as advance,
    ):
        report = merge(store, source, advance)
        copy_searches(store, source, datetime.now(UTC))
    parts = [
        f"{counted(report.new, 'article')} new",
        f"{report.changed:,} changed",
        f"{report.same:,} the same",
        f"{counted(report.captures, 'capture')} added",
    ]
    if report.filled:
        parts.append(f"{counted(report.filled, 'capture')} with their bytes again")
    if report.removed:
        parts.append(f"{report.removed:,} not taken, because they were removed for good")
    click.echo(f"{other} merged into {db}: {', '.join(parts)}.")
