"""`matinee check`: find the faults of an archive, and repair them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import db_option, open_readonly
from archive.terminal import counted, echo_json, progress, safe

if TYPE_CHECKING:
    from archive.care.checks.fault import Fault


@click.command("check")
@click.option("--repair", "repairs", is_flag=True, help="Repair what can be repaired, then check again.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the faults as JSON.")
def check_(*, repairs: bool, db: Path, as_json: bool) -> None:
    """Check that an archive is sound.

    Checks the file, the hashes of pages and texts, the references between tables, rows that belong to
    nothing, the table coverage and the full-text index. Prints a line for each fault, with its table and
    row, and ends with exit code 1 if any is left. Crawls may go on meanwhile. With --repair, the index and
    coverage are rebuilt, and rows that belong to nothing are deleted. Damaged pages and texts need a backup.

    \b
    matinee check
    matinee check --repair
    """
    from archive.care.check import check, repair_all  # noqa: PLC0415 (sqlite-utils is slow to import)
    from archive.db.store import Store, translated  # noqa: PLC0415

    repaired: list[Fault] = []
    with open_readonly(db) as store, progress("Checking", "checks") as advance:
        left = list(check(store, advance))
    if repairs and any(fault.repairable for fault in left):
        with Store.open(db) as store, translated(db), progress("Repairing"):
            repaired, left = repair_all(store, left)
    if as_json:
        echo_json({"repaired": list(map(_as_dict, repaired)), "faults": list(map(_as_dict, left))})
    else:
        _echo(repaired, left)
    sys.exit(1 if left else 0)


def _echo(repaired: list[Fault], left: list[Fault]) -> None:
    for fault in repaired:
        click.echo(safe(f"repaired: {fault.line(hint=False)}"))
    for fault in left:
        click.echo(safe(fault.line()))
    count = counted(len(left), "fault") if left else "No faults"
    click.echo(f"{count} left, {len(repaired)} repaired." if repaired else f"{count}.")


def _as_dict(fault: Fault) -> dict[str, object]:
    return {
        "table": fault.table,
        "row": fault.row,
        "problem": fault.problem,
        "remedy": fault.remedy,
        "repairable": fault.repairable,
    }
