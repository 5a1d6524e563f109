"""`matinee compact`: make an archive smaller, and say which captures keep their bytes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import db_option
from archive.terminal import counted, echo_json, progress

if TYPE_CHECKING:
    from archive.db.store import Store


class KeepCaptures(click.ParamType[str]):
    """A rule of `--keep-captures`."""

    name = "keep"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        from archive.care.storage.retention import read_keep  # noqa: PLC0415 (sqlite-utils is slow to import)

        try:
            return read_keep(value)
        except ValueError as error:
            self.fail(f"{error}.", param, ctx)


@click.command("compact")
@click.option(
    "--keep-captures",
    "keep",
    type=KeepCaptures(),
    metavar="all|latest|none|DAYS",
    help="From now on, keep the bytes of these captures only. The archive remembers it.",
)
@click.option(
    "--outlet", "outlets", multiple=True, metavar="NAME", help="Set --keep-captures for this outlet alone."
)
@click.option("--yes", is_flag=True, help="Do not ask before bytes are dropped.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def compact_(*, keep: str | None, outlets: tuple[str, ...], yes: bool, db: Path, as_json: bool) -> None:
    """Make the archive's file smaller.

    Compresses stored pages with the dictionaries of their outlets, drops the bytes that --keep-captures does
    not keep, and writes the file anew, which needs as much free space as it has.

    --keep-captures says which fetched pages keep their bytes: all (the default), latest (those that the
    articles' texts were read from, and the last of any other page), none, or those of the last DAYS days.
    Texts, facts and the history of articles stay, as do status, time and hash of every capture; but what is
    dropped cannot be cleaned again, shown with --raw or exported as WARC. Pages that are not read yet are
    never dropped.

    \b
    matinee compact
    matinee compact --keep-captures latest
    matinee compact --keep-captures 90 --outlet small-screen
    """
    from archive.care.storage.compact import compact  # noqa: PLC0415 (sqlite-utils is slow to import)
    from archive.care.storage.retention import EVERY_OUTLET, check_outlets  # noqa: PLC0415
    from archive.db.store import Store, translated  # noqa: PLC0415

    if outlets and keep is None:
        raise click.UsageError("--outlet goes with --keep-captures.")
    rules = dict.fromkeys(outlets or (EVERY_OUTLET,), keep) if keep is not None else {}
    new_rules = {outlet: rule for outlet, rule in rules.items() if rule is not None}
    now = datetime.now(UTC)
    with Store.open(db) as store, translated(db):
        check_outlets(store, outlets)
        if new_rules and not yes:
            _confirm(store, new_rules, now)
        with progress("Compressing", "pages") as advance:
            report = compact(store, now, new_rules, advance)
    if as_json:
        echo_json(report.as_dict())
    else:
        click.echo("\n".join(report.lines()))


def _confirm(store: Store, new_rules: dict[str, str], now: datetime) -> None:
    from archive.care.storage.retention import select_bodies, stored_rules  # noqa: PLC0415

    dropped = select_bodies(store, {**stored_rules(store), **new_rules}, now)
    store.db.conn.commit()
    if dropped.pages:
        click.echo(f"The bytes of {counted(dropped.pages, 'page')} ({dropped.size / 1e6:,.1f} MB) will go.")
        click.confirm("Drop them?", abort=True, err=True)
