"""`matinee remove`: remove a page, an outlet or all pieces about a work for good."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from archive.commands.options import db_option
from archive.terminal import counted, progress, safe


@click.command("remove")
@click.argument("wanted", metavar="[URL|ID|OUTLET]", required=False)
@click.option(
    "--work", metavar="NAME", help="Remove all articles about this work: its title, TITLE (YEAR) or its id."
)
@click.option("--why", required=True, metavar="TEXT", help="The reason, kept in the archive.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--forget-url", is_flag=True, help="Keep only a hash of the URLs.")
@db_option
def remove_(*, wanted: str | None, work: str | None, why: str, yes: bool, forget_url: bool, db: Path) -> None:
    """Remove a page, an outlet's pages or a work's articles.

    What is removed is gone for good.

    Text, revisions, captures, comments, words in the index and rows of the frontier go, and no byte of them
    stays in the archive's files: the file is written anew, which needs as much free space as it has. The URLs
    are kept, with the reason and the time, so that no crawl or import stores the pages again. Shows what will
    go and asks first. Exports and backups made before still hold the pages; of the exports that `matinee
    exports` lists, those that hold one are named.

    \b
    matinee remove 12 --why 'asked by the author'
    """
    from archive.care.removal import (  # noqa: PLC0415 (sqlite-utils is slow to import)
        find_target,
        find_works,
        select_rows,
    )
    from archive.care.remove import purge, remove  # noqa: PLC0415
    from archive.care.storage.compact import WRITING_ANEW  # noqa: PLC0415
    from archive.db.store import Store, translated  # noqa: PLC0415

    if not why.strip():
        raise click.BadParameter("give a reason.", param_hint="--why")
    if (wanted is None) == (work is None):
        raise click.UsageError("Give a URL, an id or the name of an outlet, or else --work.")
    with Store.open(db) as store, translated(db):
        target = find_works(store, work) if work is not None else find_target(store, wanted or "")
        if target is None:
            with progress(WRITING_ANEW):
                purge(store)
            click.echo(f"{safe(wanted or '')} was removed before; no byte of it is left in {db}.")
            return
        for line in select_rows(store, target).lines():
            click.echo(safe(line))
        store.db.conn.commit()
        if not yes:
            click.confirm("Remove it for good?", abort=True)
        with progress("Removing") as advance:
            removal = remove(store, target, why.strip(), datetime.now(UTC), keep_urls=not forget_url)
            advance.step(WRITING_ANEW)
            purge(store)
    for line in removal.export_lines():
        click.echo(safe(line))
    gone = ", ".join(counted(removal.counts[table], table[:-1]) for table in ("articles", "captures"))
    click.echo(f"Removed from {db}: {gone}. Exports and backups that you made before still hold them.")
