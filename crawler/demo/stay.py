"""The end of `matinee demo --serve`: the press and the archive's pages stay up, to be tried."""

from __future__ import annotations

import shlex
from datetime import UTC, datetime
from pathlib import Path

import click

from archive.web.serve import serve
from crawler.demo.press import Press
from crawler.demo.report import program


def stay_up(press: Press, db: Path) -> None:
    """Serve the archive beside the press until Ctrl-C, and say what can be tried.

    The press corrects a review, so that another crawl has something to find.

    Raises:
        MatineeError: no port is free.
    """
    sites = list(press.sites.values())
    press.correct_a_review(datetime.now(UTC))
    outlets, archive = shlex.quote(str(press.outlets_dir)), shlex.quote(str(db))

    def say(url: str) -> None:
        click.echo("\nThe fictional press stays up:\n")
        for site in sites:
            click.echo(f"  {site.title:<24} {site.base}/")
        click.echo("\nThe Lantern has corrected a review since. In another terminal, crawl it again, or add")
        click.echo("one of the sites anew:\n")
        for line in (
            f"crawl lantern --outlets {outlets} --db {archive}",
            f"add {sites[-1].base} --name my-outlet --outlets my-outlets --delay 0 --yes",
            "crawl my-outlet --outlets my-outlets --db my-archive.db",
        ):
            click.echo(f"  {shlex.quote(program())} {line}")
        click.echo()
        click.echo(f"The archive is at {url}  (stop all with Ctrl-C)")

    serve(db, "127.0.0.1", 0, say)
