"""`matinee exports`: the exports that were written from an archive."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import db_option, open_readonly
from archive.terminal import counted, echo_json, safe

if TYPE_CHECKING:
    from archive.export.ledger import Export


@click.command("exports")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the exports as JSON.")
def exports_(*, db: Path, as_json: bool) -> None:
    """List the files that `matinee export` wrote, the latest first.

    Each with its time, name, size in articles (of a WARC file in captures), query and filters. --json adds
    the file's SHA-256 and the version of Matinee. `matinee remove` names those that hold what it removes.

    \b
    matinee exports
    matinee exports --db coverage.db --json
    """
    from archive.export.ledger import list_exports  # noqa: PLC0415 (sqlite-utils is slow to import)

    with open_readonly(db) as store:
        rows = list_exports(store)
    if as_json:
        echo_json([row.as_dict() for row in rows])
        return
    for row in rows:
        click.echo(safe(export_line(row)))
    if not rows:
        click.echo("No exports yet.")


def export_line(row: Export) -> str:
    """`2026-03-15 12:00  reviews.jsonl: 120 articles; heist, kinds review`"""
    noun = "capture" if row.form == "warc" else "article"
    chosen = [row.query] if row.query else []
    chosen += [f"{name.replace('_', ' ')} {_printed(value)}".strip() for name, value in row.filters.items()]
    choice = f"; {', '.join(chosen)}" if chosen else ""
    return f"{row.exported_at[:16].replace('T', ' ')}  {row.file}: {counted(row.count, noun)}{choice}"


def _printed(value: object) -> str:
    if value is True:
        return ""
    return " or ".join(map(str, value)) if isinstance(value, list) else str(value)
