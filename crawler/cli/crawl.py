"""`matinee crawl`: what is due, or the outlets named, side by side."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.commands.options import Date, db_option
from archive.terminal import echo_json, safe
from crawler.cli.options import as_pairs, no_such_outlet, outlets_option, settings_option
from crawler.exit_codes import DONE, FAILED, LOCKED, NOTHING_DUE

if TYPE_CHECKING:
    from crawler.outlet.load import OutletError
    from crawler.outlet.outlet import Outlet
    from crawler.schedule.timetable import ScheduleEntry


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@db_option
@outlets_option
@click.option(
    "--since", type=Date("first"), help="Only pages published then or later, where a source says when."
)
@click.option("--limit", type=click.IntRange(1), metavar="N", help="At most N pages of each outlet.")
@click.option("--section", metavar="PATH", help="Only pages below this path, such as /film/.")
@click.option("--refetch", is_flag=True, help="Fetch known pages again, unconditionally.")
@click.option(
    "--url", "urls", multiple=True, metavar="URL", help="Just this page of the one NAME. May be repeated."
)
@click.option("--dry-run", is_flag=True, help="Ask nobody; print what would be fetched, and when.")
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects, one an outlet.")
def crawl(
    *,
    names: tuple[str, ...],
    db: Path,
    folders: tuple[Path, ...],
    since: datetime | None,
    limit: int | None,
    section: str | None,
    refetch: bool,
    urls: tuple[str, ...],
    dry_run: bool,
    settings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Crawl the outlets named now; without a name, those that are due, side by side in one process.

    How often an outlet is due is `every` in its file. An outlet that comes with Matinee is due only once it
    was crawled by name. Ctrl-C ends in order within ten seconds, the next crawl goes on from there, and a
    second Ctrl-C ends at once. One `matinee crawl` is at work on an archive at a time.

    Exit codes: 0 done, 1 failed or partly failed, 2 wrong usage, 3 nothing is due, 4 another crawl is at
    work on it, 130 stopped by Ctrl-C, 143 by SIGTERM.

    \b
    matinee crawl
    matinee crawl small-screen --limit 20
    matinee crawl --dry-run
    """
    given = as_pairs(settings)
    found, errors = _outlets(names, folders)
    wanted = {
        "since": since.isoformat() if since else None,
        "limit": str(limit) if limit else None,
        "section": section,
        "refetch": "1" if refetch else None,
        "url": ",".join(urls) or None,
    }
    arguments = {name: value for name, value in wanted.items() if value}
    _check(found, arguments, names)
    if dry_run:
        _foretell(db, found, arguments, named=bool(names), as_json=as_json)
        code = DONE
    else:
        code = _crawl(db, folders, found, arguments, given, named=bool(names), as_json=as_json)
    for error in errors:
        click.echo(f"Error: {safe(str(error))}", err=True)
    sys.exit(FAILED if errors and code in {DONE, NOTHING_DUE} else code)


def _outlets(names: Sequence[str], folders: Sequence[Path]) -> tuple[list[Outlet], list[OutletError]]:
    """The outlets named, or all, and what is wrong with the files of others."""
    from crawler.outlet.load import outlet_folders, usable_outlets  # noqa: PLC0415

    found, errors = usable_outlets(outlet_folders(folders))
    if not names:
        return list(found.values()), errors
    return [_named(name, found, errors) for name in dict.fromkeys(names)], []


def _named(name: str, found: Mapping[str, Outlet], errors: Sequence[OutletError]) -> Outlet:
    """Raises OutletError where the outlet's file has a mistake, else a usage error where there is none."""
    if name in found:
        return found[name]
    for error in errors:
        if error.path.stem == name:
            raise error
    raise no_such_outlet(name, found)


def _check(outlets: Sequence[Outlet], arguments: Mapping[str, str], names: Sequence[str]) -> None:
    """Raises a usage error for arguments that will not do."""
    from crawler.outlet.arguments import ArgumentError, read_arguments  # noqa: PLC0415

    if "url" in arguments and len(set(names)) != 1:
        raise click.UsageError("--url goes with the name of the one outlet that the page belongs to.")
    try:
        for outlet in outlets[:1]:
            read_arguments(arguments, outlet)
    except ArgumentError as error:
        raise click.UsageError(str(error).replace("-a ", "--", 1)) from None


def _due(db: Path, outlets: Sequence[Outlet], now: datetime) -> tuple[list[ScheduleEntry], str]:
    """The entries that are due, and what to say where there are none."""
    from crawler.schedule.timetable import nothing_due_message, timetable  # noqa: PLC0415

    entries = timetable(db, outlets)
    return [entry for entry in entries if entry.is_due(now)], nothing_due_message(entries, now)


def _foretell(
    db: Path, outlets: Sequence[Outlet], arguments: Mapping[str, str], *, named: bool, as_json: bool
) -> None:
    from crawler.run.dry_run import echo_plan, plan_requests  # noqa: PLC0415
    from crawler.schedule.timetable import timetable  # noqa: PLC0415

    now = datetime.now(UTC)
    entries = [entry for entry in timetable(db, outlets) if named or entry.scheduled]
    ahead = [plan_requests(db, entry, arguments, now, named=named) for entry in entries]
    if as_json:
        echo_json([outlook.as_dict(now) for outlook in ahead])
    else:
        echo_plan(ahead, now)


def _crawl(
    db: Path,
    folders: Sequence[Path],
    outlets: Sequence[Outlet],
    arguments: Mapping[str, str],
    settings: Mapping[str, str],
    *,
    named: bool,
    as_json: bool,
) -> int:
    """Crawl under the lock of `matinee crawl`; the exit code."""
    from archive.db.store import Store  # noqa: PLC0415
    from crawler.locks import LockedError, locked  # noqa: PLC0415

    Store.open(db, create=True).close()  # what is wrong with the archive is said once, before all else
    try:
        lock = locked(db)
    except LockedError as error:
        click.echo(f"Error: {safe(str(error))}", err=True)
        return LOCKED
    try:
        if not named:
            entries, said = _due(db, outlets, datetime.now(UTC))
            if not entries:
                if as_json:
                    echo_json([])
                click.echo(said, err=as_json)
                return NOTHING_DUE
            outlets = [entry.outlet for entry in entries]
        from crawler.run.crawl_outlets import crawl_outlets  # noqa: PLC0415 (brings in Scrapy)

        given: dict[str, Any] = dict(settings)
        names = [outlet.name for outlet in outlets]
        return crawl_outlets(db, folders, names, arguments, given, due=not named, as_json=as_json)
    finally:
        lock.release()
