"""`matinee demo`: start the press, crawl it into a new archive, and print a report."""

from __future__ import annotations

from pathlib import Path

import click

from archive.db.store import Store, translated
from archive.errors import ArchiveError
from archive.terminal import counted
from crawler.demo.press import Press

PORT = 8036  # of the press while it stays up, if it is free, so that its addresses are the same each time
OUTLETS_DIR = Path("demo-outlets")  # its outlet files while it stays up

SQLITE_SUFFIXES = ("", "-wal", "-shm")  # the files of one SQLite database


def run_demo(db: Path, *, stay: bool = False) -> int:
    """Run the demo into a new archive. Works once in a process: Scrapy's event loop cannot start twice.

    Args:
        db: path of the archive to create. An archive of an earlier demo is replaced.
        stay: leave the press up, and show the archive in a web browser, until Ctrl-C.

    Returns:
        The exit code: 0, or 1 if fewer articles were collected than the press has.

    Raises:
        ArchiveError: `db` cannot be written, or is not an archive of an earlier demo.
        MissingDatasetteError: it should stay, and what that needs is not installed.
    """
    if not stay:
        with Press.start() as press:
            return crawl_and_report(press, db)
    from archive.web.serve import check_installed  # noqa: PLC0415
    from crawler.demo.stay import stay_up  # noqa: PLC0415

    check_installed()  # before the crawl
    with Press.start(port=PORT, outlets_dir=OUTLETS_DIR) as press:
        code = crawl_and_report(press, db)
        stay_up(press, db)
        return code


def crawl_and_report(press: Press, db: Path) -> int:
    """Run the demo with a press that is already running. See `run_demo`."""
    from crawler.demo.crawl import crawl  # noqa: PLC0415 - Scrapy is slow to import
    from crawler.demo.report import report  # noqa: PLC0415

    replace_archive(db, frozenset(press.sites))
    outlets = counted(len(press.sites), "outlet")
    click.echo(f"A fictional press of {outlets} is running on this machine. Crawling it:")
    collected = report(press, db, crawl(press, db))
    expected = len(press.expected())
    if collected < expected:
        click.echo(f"Only {collected} of the {expected} articles of the press were collected.", err=True)
    return int(collected < expected)


def replace_archive(db: Path, outlets: frozenset[str]) -> None:
    """Remove the archive of an earlier demo and create an empty one.

    Raises:
        ArchiveError: the file is not an archive, or contains pages of other outlets than `outlets`.
    """
    if db.exists():
        with Store.open(db, readonly=True) as store, translated(db):
            stored = {row["outlet"] for row in store.db.query("select distinct outlet from captures")}
        if not stored <= outlets:
            problem = "this archive contains more than a demo"
            raise ArchiveError(str(db), problem, "it was not changed; give another --db")
        for ending in SQLITE_SUFFIXES:
            db.with_name(db.name + ending).unlink(missing_ok=True)
    Store.open(db, create=True).close()
