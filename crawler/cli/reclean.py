"""`matinee reclean`: clean stored captures again, by what the outlets' files say by now."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import db_option, end_with_report, rules_option, selection_options
from archive.terminal import progress, safe
from crawler.cli.options import outlets_option

if TYPE_CHECKING:
    from archive.ingest.reclean import DeclaredBy
    from archive.model import Declared
    from archive.query.selection import Selection


@click.command()
@selection_options
@click.option("--dry-run", is_flag=True, help="Only report what would change.")
@outlets_option
@rules_option
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def reclean(
    *,
    selection: Selection,
    dry_run: bool,
    folders: tuple[Path, ...],
    rules: tuple[Path, ...],
    db: Path,
    as_json: bool,
) -> None:
    """Clean stored pages again, with today's rules and outlet files.

    A better reading of the same bytes replaces the old one. A reading with under half the words does not,
    unless a site rule or a pinned line makes it so short. The medium and the kind that an outlet's file names
    by now count for its stored pages, too. Without a filter, or with --outlet alone, pages that made no
    article are tried again. If it is stopped, run it again: it starts from the beginning. A second full run
    changes nothing.

    \b
    matinee reclean --outlet small-screen --dry-run
    """
    from archive.ingest.reclean import reclean as clean_again  # noqa: PLC0415 (imports the process pool)
    from archive.rules.load import load_rules  # noqa: PLC0415

    site_rules, declared = load_rules(rules), _declared(folders)
    with progress("Cleaning again", "captures") as advance:
        report = clean_again(
            db, selection, dry_run=dry_run, rules=site_rules, progress=advance, declared=declared
        )
    end_with_report(report, as_json=as_json)


def _declared(folders: tuple[Path, ...]) -> DeclaredBy:
    """What outlets' files say of pages. Of a file with a mistake it says so, and nothing of its pages."""
    from crawler.outlet.load import outlet_folders, usable_outlets  # noqa: PLC0415

    outlets, mistakes = usable_outlets(outlet_folders(folders))
    for mistake in mistakes:
        click.echo(f"Warning: {safe(str(mistake))}", err=True)

    def declared(name: str, url: str) -> Declared | None:
        outlet = outlets.get(name)
        return outlet.declares(url) if outlet else None

    return declared
