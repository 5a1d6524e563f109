"""`matinee reclean`: clean stored captures again."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.options import db_option, end_with_report, rules_option, selection_options
from archive.query.selection import Selection
from archive.terminal import progress


@click.command("reclean")
@selection_options
@click.option("--dry-run", is_flag=True, help="Only report what would change.")
@rules_option
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reclean_(
    *, selection: Selection, dry_run: bool, rules: tuple[Path, ...], db: Path, as_json: bool
) -> None:
    """Clean stored pages again, with today's rules and boilerplate.

    A better reading of the same bytes replaces the old one. A reading with under half the words does not,
    unless a site rule or a pinned line makes it so short. Without a filter, or with --outlet alone, pages
    that made no article are tried again too. If it is stopped, run it again: it starts from the
    beginning. A second full run changes nothing.

    \b
    matinee reclean --outlet small-screen --dry-run
    """
    from archive.ingest.reclean import reclean  # noqa: PLC0415 (imports the process pool)
    from archive.rules.load import load_rules  # noqa: PLC0415

    site_rules = load_rules(rules)
    with progress("Cleaning again", "captures") as advance:
        report = reclean(db, selection, dry_run=dry_run, rules=site_rules, progress=advance)
    end_with_report(report, as_json=as_json)
