"""`matinee rescore`: give stored ratings their scores again."""

from __future__ import annotations

from pathlib import Path

import click

from archive.commands.options import db_option, rules_option, selection_options
from archive.query.selection import Selection
from archive.terminal import echo_json, progress, safe


@click.command("rescore")
@selection_options
@click.option("--dry-run", is_flag=True, help="Only report what would change.")
@rules_option
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def rescore_(
    *, selection: Selection, dry_run: bool, rules: tuple[Path, ...], db: Path, as_json: bool
) -> None:
    """Compute the scores of ratings again. It uses today's conversions and site rules.

    Uses the ratings as they were read: nothing is fetched or cleaned again. What is printed, its value and
    its scale stay. Run it after a change to [score] in a site rule. A second run changes nothing.

    \b
    matinee rescore --outlet small-screen --dry-run
    """
    from archive.ingest.rescore import rescore  # noqa: PLC0415 (sqlite-utils is slow to import)
    from archive.rules.load import load_rules  # noqa: PLC0415

    site_rules = load_rules(rules)
    with progress("Scoring", "ratings") as advance:
        report = rescore(db, selection, rules=site_rules, dry_run=dry_run, progress=advance)
    if as_json:
        echo_json(report.as_dict())
    else:
        click.echo("\n".join(map(safe, report.lines())))
