"""`matinee crawl`: crawl the outlets that are due, or those named, in parallel."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.commands.options import Date, Number, db_option
from archive.terminal import echo_json, safe
from crawler.cli.options import as_pairs, complete_outlets, no_such_outlet, outlets_option, settings_option
from crawler.exit_codes import DONE, FAILED, LOCKED, NOTHING_DUE

if TYPE_CHECKING:
    from crawler.outlet.load import OutletError
    from crawler.outlet.outlet import Outlet
    from crawler.schedule.timetable import ScheduleEntry


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_outlets)
@db_option
@outlets_option
@click.option(
    "--since", type=Date("first"), help="Only pages published then or later, if a source gives their date."
)
@click.option("--limit", type=Number(1), metavar="N", help="At most N pages of each outlet.")
@click.option("--section", metavar="PATH", help="Only pages below this path, such as /film/.")
@click.option("--refetch", is_flag=True, help="Fetch known pages again, unconditionally.")
@click.option(
    "--url", "urls", multiple=True, metavar="URL", help="Only this page of the one NAME. May be repeated."
)
@click.option("--dry-run", is_flag=True, help="Send no requests; print what would be fetched, and when.")
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects, one for each outlet.")
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
    """Crawl the outlets named, or all that are due. Outlets are crawled in parallel.

    `every` in its file sets how often an outlet is crawled. An outlet that comes with Matinee is due only
    after you have crawled it by name once. Ctrl-C stops the crawl within ten seconds, and the next crawl
    continues from there. A second Ctrl-C stops at once. Only one `matinee crawl` can run on an archive.

    Exit codes: 0 done, 1 failed or partly failed, 2 wrong usage, 3 nothing is due, 4 another crawl is
    running on the archive, 130 stopped by Ctrl-C, 143 by SIGTERM.

    \b
    matinee crawl
    matinee crawl small-screen --limit 20
    matinee crawl --dry-run
    """
    given = as_pairs(settings)
    outlets, errors = _outlets(names, folders)
    wanted = {
        "since": since.isoformat() if since else None,
        "limit": str(limit) if limit else None,
        "section": section,
        "refetch": "1" if refetch else None,
        "url": ",".join(urls) or None,
    }
    arguments = {name: value for name, value in wanted.items() if value}
    _check(outlets, arguments, names)
    if dry_run:
        _print_plan(db, outlets, arguments, named=bool(names), as_json=as_json)
        code = DONE
    else:
        code = _crawl(db, folders, outlets, arguments, given, named=bool(names), as_json=as_json)
    for error in errors:
        click.echo(f"Error: {safe(str(error))}", err=True)
    sys.exit(FAILED if errors and code in {DONE, NOTHING_DUE} else code)


def _outlets(names: Sequence[str], folders: Sequence[Path]) -> tuple[list[Outlet], list[OutletError]]:
    """The outlets named, or all of them with the mistakes in other outlet files."""
    from crawler.outlet.load import outlet_folders, usable_outlets  # noqa: PLC0415

    outlets, errors = usable_outlets(outlet_folders(folders))
    if not names:
        return list(outlets.values()), errors
    return [_named(name, outlets, errors) for name in dict.fromkeys(names)], []


def _named(name: str, outlets: Mapping[str, Outlet], errors: Sequence[OutletError]) -> Outlet:
    """The outlet of this name. Raises OutletError for a mistake in its file, a usage error for no file."""
    if name in outlets:
        return outlets[name]
    for error in errors:
        if error.path.stem == name:
            raise error
    raise no_such_outlet(name, outlets)


def _check(outlets: Sequence[Outlet], arguments: Mapping[str, str], names: Sequence[str]) -> None:
    """Raise a usage error if an argument is invalid."""
    from crawler.outlet.arguments import ArgumentError, read_arguments  # noqa: PLC0415

    if "url" in arguments and len(set(names)) != 1:
        raise click.UsageError("--url goes with the name of the one outlet that the page belongs to.")
    try:
        for outlet in outlets[:1]:
            read_arguments(arguments, outlet)
    except ArgumentError as error:
        raise click.UsageError(str(error).replace("-a ", "--", 1)) from None


def _due(db: Path, outlets: Sequence[Outlet], now: datetime) -> tuple[list[ScheduleEntry], str]:
    """The entries that are due, and the message to print if there are none."""
    from crawler.schedule.timetable import nothing_due_message, timetable  # noqa: PLC0415

    entries = timetable(db, outlets)
    return [entry for entry in entries if entry.is_due(now)], nothing_due_message(entries, now)


def _print_plan(
    db: Path, outlets: Sequence[Outlet], arguments: Mapping[str, str], *, named: bool, as_json: bool
) -> None:
    from crawler.run.dry_run import echo_plan, plan_requests  # noqa: PLC0415
    from crawler.schedule.timetable import timetable  # noqa: PLC0415

    now = datetime.now(UTC)
    entries = [entry for entry in timetable(db, outlets) if named or entry.scheduled]
    plans = [plan_requests(db, entry, arguments, now, named=named) for entry in entries]
    if as_json:
        echo_json([plan.as_dict(now) for plan in plans])
    else:
        echo_plan(plans, now)


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
    """Crawl while holding the lock of `matinee crawl`. Returns the exit code."""
    from archive.db.store import Store  # noqa: PLC0415
    from archive.ingest.workers.fork_server import end_unready_server, start_server  # noqa: PLC0415
    from crawler.locks import LockedError, acquire_lock  # noqa: PLC0415

    if not named and not db.exists():  # where there is nothing to crawl, no archive is made
        entries, message = _due(db, outlets, datetime.now(UTC))
        if not entries:
            return _nothing_due(message, as_json=as_json)
    # Reports an archive that cannot be used once, before all spiders start.
    Store.open(db, create=True).close()
    try:
        lock = acquire_lock(db)
    except LockedError as error:
        click.echo(f"Error: {safe(str(error))}", err=True)
        return LOCKED
    try:
        if not named:
            entries, message = _due(db, outlets, datetime.now(UTC))
            if not entries:
                return _nothing_due(message, as_json=as_json)
            outlets = [entry.outlet for entry in entries]
        with suppress(OSError):  # which is reported once there is a page to clean
            start_server()  # before Scrapy is imported, so that both import at the same time
        from crawler.run.crawl_outlets import crawl_outlets  # noqa: PLC0415 (brings in Scrapy)

        given: dict[str, Any] = dict(settings)
        names = [outlet.name for outlet in outlets]
        return crawl_outlets(db, folders, names, arguments, given, due=not named, as_json=as_json)
    finally:
        end_unready_server()
        lock.release()


def _nothing_due(message: str, *, as_json: bool) -> int:
    """Say that no outlet is due. Returns the exit code."""
    if as_json:
        echo_json([])
    click.echo(message, err=as_json)
    return NOTHING_DUE
