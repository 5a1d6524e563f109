"""`matinee demo`: start the press, crawl it into a fresh archive, show what came of it."""

from __future__ import annotations

from pathlib import Path

import click

from archive.db.store import Store, translated
from archive.errors import ArchiveError
from archive.terminal import counted
from crawler.demo.press import Press

BESIDE = ("", "-wal", "-shm")  # SQLite's files of one database


def run_demo(db: Path) -> int:
    """Run the demo into a fresh archive. Once a process: an event loop of Scrapy's does not start twice.

    Args:
        db: the archive to make. An earlier demo's is replaced.

    Returns:
        The exit code: 0, or 1 where fewer articles were collected than the press has.

    Raises:
        ArchiveError: `db` cannot be written, or is something other than an earlier demo's archive.
    """
    with Press.start() as press:
        return demonstrate(press, db)


def demonstrate(press: Press, db: Path) -> int:
    """`run_demo` with a press that is up already."""
    from crawler.demo.crawl import crawl  # noqa: PLC0415 - Scrapy is slow to import
    from crawler.demo.report import report  # noqa: PLC0415

    make_room(db, frozenset(press.sites))
    outlets = counted(len(press.sites), "outlet")
    click.echo(f"A fictional press of {outlets} is up on this machine. Crawling it:")
    collected = report(press, db, crawl(press, db))
    wanted = len(press.expected())
    if collected < wanted:
        click.echo(f"Only {collected} of the {wanted} articles of the press were collected.", err=True)
    return int(collected < wanted)


def make_room(db: Path, outlets: frozenset[str]) -> None:
    """Remove an earlier demo's archive and make a new one, empty.

    Raises:
        ArchiveError: what is there is not ours, or holds pages of other outlets than `outlets`.
    """
    if db.exists():
        with Store.open(db, readonly=True) as store, translated(db):
            held = {row["outlet"] for row in store.db.query("select distinct outlet from captures")}
        if not held <= outlets:
            problem = "an archive with more in it than a demo's"
            raise ArchiveError(str(db), problem, "it is left as it is; give another --db")
        for ending in BESIDE:
            db.with_name(db.name + ending).unlink(missing_ok=True)
    Store.open(db, create=True).close()
