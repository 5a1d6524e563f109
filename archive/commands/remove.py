"""`matinee remove`: remove a page or an outlet for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from archive.commands.options import db_option
from archive.terminal import counted, safe


@click.command("remove")
@click.argument("wanted", metavar="URL|ID|OUTLET")
@click.option("--why", required=True, metavar="TEXT", help="The reason, kept in the archive.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--forget-url", is_flag=True, help="Keep only a hash of the URLs.")
@db_option
def remove_(*, wanted: str, why: str, yes: bool, forget_url: bool, db: Path) -> None:
    """Remove a page, or all pages of an outlet, for good.

    Text, revisions, captures, comments, words in the index and rows of the frontier go, and no byte of them
    stays in the archive's files: the file is written anew, which needs as much free space as it has. The URLs
    are kept, with the reason and the time, so that no crawl or import stores the pages again. Shows what will
    go and asks first. Exports and backups made before still hold the pages.

    \b
    matinee remove 12 --why 'asked by the author'
    """
    from archive.care.removal import find_target, select_rows  # noqa: PLC0415 (sqlite-utils is slow to import)
    from archive.care.remove import purge, remove  # noqa: PLC0415
    from archive.db.store import Store, translated  # noqa: PLC0415

    if not why.strip():
        raise click.BadParameter("give a reason.", param_hint="--why")
    with Store.open(db) as store, translated(db):
        target = find_target(store, wanted)
        if target is None:
            purge(store)
            click.echo(f"{safe(wanted)} was removed before; no byte of it is left in {db}.")
            return
        for line in select_rows(store, target).lines():
            click.echo(safe(line))
        store.db.conn.commit()
        if not yes:
            click.confirm("Remove it for good?", abort=True)
        removal = remove(store, target, why.strip(), datetime.now(UTC), keep_urls=not forget_url)
        purge(store)
    gone = ", ".join(counted(removal.counts[table], table[:-1]) for table in ("articles", "captures"))
    click.echo(f"Removed from {db}: {gone}. Exports and backups that you made before still hold them.")
