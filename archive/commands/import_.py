"""The commands by which pages come into an archive and are cleaned: import, reclean, furniture."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import Date, db_option, end_with_report, rules_option
from archive.terminal import progress

if TYPE_CHECKING:
    pass


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
    from archive.importing.import_paths import import_paths  # noqa: PLC0415 (brings in trafilatura)
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
    end_with_report(report, as_json=as_json)
