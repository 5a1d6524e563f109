"""`matinee reclean`."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.options import db_option, end_with_report, rules_option, selection_options
from archive.query.selection import Selection
from archive.terminal import progress


@click.command("reclean")
@selection_options
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@rules_option
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reclean_(
    *, selection: Selection, dry_run: bool, rules: tuple[Path, ...], db: Path, as_json: bool
) -> None:
    """Clean stored pages again, by today's rules and what was learned since.

    A better reading of the same bytes takes the place of the old one; one of under half the words does not,
    unless a site rule or a pinned line makes it so short. Without a filter, or with --outlet alone, pages
    that made no article are tried again too. Run again after it was stopped, it goes through them from the
    start; run twice, it changes nothing.

    \b
    matinee reclean --outlet small-screen --dry-run
    """
    from archive.ingest.reclean import reclean  # noqa: PLC0415 (brings in the process pool)
    from archive.rules.load import load_rules  # noqa: PLC0415

    known = load_rules(rules)
    with progress("Cleaning again", "captures") as advance:
        report = reclean(db, selection, dry_run=dry_run, rules=known, progress=advance)
    end_with_report(report, as_json=as_json)
