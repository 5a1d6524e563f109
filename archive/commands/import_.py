"""`matinee import`: store WARC files and saved pages in an archive."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from pathlib import Path

import click

from archive.commands.options import Date, db_option, end_with_report, rules_option
from archive.terminal import progress


@click.command("import")
@click.argument(  # not readable=True: a path that cannot be read is reported, and the others are imported
    "paths", nargs=-1, required=True, type=click.Path(readable=False, path_type=Path), metavar="PATH..."
)
@click.option("--url", metavar="URL", help="URL of a saved page, if its file does not contain it.")
@click.option(
    "--captured-at", type=Date("first"), help="When a page was saved, if its file does not contain it."
)
@click.option("--outlet", metavar="NAME", help="Outlet that the pages belong to.")
@click.option(
    "--respect-noarchive",
    is_flag=True,
    help="Keep only the facts of pages that say noarchive, not their text.",
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

    Reads .warc, .warc.gz, .html and plain .txt files. A page that is not an article is stored as a capture
    only, and counted. Importing the same files again changes nothing.

    \b
    matinee import crawl-2025.warc.gz
    matinee import clippings --outlet small-screen
    """
    from archive.ingest.workers.fork_server import end_unready_server, start_server  # noqa: PLC0415

    try:
        with suppress(OSError):  # which is reported once there is a page to clean
            start_server()  # first, so that it imports the cleaner while this process imports all else
        from archive.importing.import_paths import import_paths  # noqa: PLC0415
        from archive.rules.load import load_rules  # noqa: PLC0415

        site_rules = load_rules(rules)
        with progress("Importing", "pages") as advance:
            report = import_paths(
                paths,
                db,
                url=url,
                captured_at=captured_at,
                outlet=outlet,
                rules=site_rules,
                keep_noarchive=not respect_noarchive,
                progress=advance,
            )
    finally:
        end_unready_server()
    end_with_report(report, as_json=as_json)
