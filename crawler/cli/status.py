"""`matinee status`: print the health of each outlet on one line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import db_option, open_readonly
from archive.terminal import counted, echo_json, on_terminal, safe, table, wrap
from crawler.cli.options import complete_outlets, no_such_outlet, outlets_option

if TYPE_CHECKING:
    from crawler.monitor.health import Health


FAILURES = ("broken", "failing", "partly", "drift", "stale", "interrupted", "never", "any")

_HEADINGS = [
    *("outlet", "state", "last success", "last crawl", "ended"),
    *("new 7d", "gone", "errors", "next due", "waiting", "drift", "proven"),
]

# What a narrow terminal does without; drift is told below the table as well, and --json has everything.
_SPARE = ("proven", "drift", "ended", "last crawl", "gone", "errors", "next due", "waiting")

_STYLES = {
    "broken": "bold red",
    "failing": "bold red",
    "drift": "bold yellow",
    "partly": "yellow",
    "stale": "yellow",
    "ok": "green",
}


class States(click.ParamType[tuple[str, ...]]):
    """States, separated by commas."""

    name = "states"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        states = tuple(state.strip() for state in str(value).split(",") if state.strip())
        for state in states:
            if state not in FAILURES:
                self.fail(f"unknown state {state!r}; use {', '.join(FAILURES)}", param, ctx)
        return states


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_outlets)
@outlets_option
@click.option(
    "--fail-on",
    "fail_on",
    multiple=True,
    type=States(),
    metavar="STATE[,STATE]",
    help=f"End with 1 if an outlet is in this state: {', '.join(FAILURES)}. May be given more than once.",
)
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
def status(
    *,
    names: tuple[str, ...],
    folders: tuple[Path, ...],
    fail_on: tuple[tuple[str, ...], ...],
    db: Path,
    as_json: bool,
) -> None:
    """Show the health of outlets. Without a name: of yours and of all that were ever crawled.

    STATE is broken (its file has a mistake, so that it is not crawled), failing or partly (the last crawl
    failed, or failed in part), drift (pages are read worse than before: the site's template may have
    changed), stale (no success for three times the interval between crawls), interrupted, never, running or
    ok. GONE is the number of articles whose page is not there any more, and whose text is kept. ERRORS is the
    share of the requests in seven days that gave an error or no response. PROVEN says since when an outlet's
    pages are read by its template (matinee furniture NAME shows it).

    \b
    matinee status
    matinee status small-screen --json
    """
    from crawler.monitor.read_health import monitored_outlets, read_health  # noqa: PLC0415
    from crawler.outlet.load import outlet_folders, usable_outlets  # noqa: PLC0415

    outlets, errors = usable_outlets(outlet_folders(folders))
    # Of each file the first; a folder that cannot be read is no outlet's.
    mistakes = {error.path.stem: str(error) for error in reversed(errors) if error.path.suffix}
    now = datetime.now(UTC)
    with open_readonly(db) as store:
        known = monitored_outlets(store, outlets, mistakes)
        for name in names:
            _check(name, {*known, *outlets})
        healths = read_health(store, names or known, outlets, now, mistakes)
    if as_json:
        echo_json([health.as_dict() for health in healths])
    else:
        _show(healths, now)
    sys.exit(_report_failures(healths, [state for states in fail_on for state in states]))


def _check(name: str, known: Iterable[str]) -> None:
    known = sorted(known)
    if name not in known:
        raise no_such_outlet(name, known)


def _show(healths: Sequence[Health], now: datetime) -> None:
    if not healths:
        click.echo(
            "No outlet was crawled yet. `matinee outlets` lists them, `matinee add URL` adds one.", err=True
        )
    table(_HEADINGS, [_row(health, now) for health in healths], _STYLES, _SPARE)
    for health in healths:
        for drift in health.drifts:
            click.echo(wrap(safe(f"{health.outlet} drifts: {drift}: {' '.join(drift.urls)}")))
        if health.problem:
            click.echo(wrap(safe(f"{health.outlet}: {health.problem}")))
    if on_terminal():
        ok = sum(health.states == ("ok",) for health in healths)
        click.echo(f"{counted(len(healths), 'outlet')}, {ok:,} of them ok.")


def _row(health: Health, now: datetime) -> list[object]:
    rate = health.error_rate
    return [
        health.outlet,
        health.states[0] if on_terminal() else ",".join(health.states),
        _format_time(health.last_success, now),
        _format_time(health.last_crawl, now),
        health.end_reason,
        health.new,
        health.gone,
        None if rate is None else f"{rate:.1%}",
        _format_time(health.next_due, now),
        health.waiting,
        ", ".join(drift.sign for drift in health.drifts) or None,
        f"since {health.proven.since[:10]}" if health.proven else None,
    ]


def _format_time(moment: datetime | None, now: datetime) -> str | None:
    """A time as `3h ago` on a terminal, in ISO 8601 elsewhere."""
    from crawler.outlet.interval import format_rounded  # noqa: PLC0415

    if moment is None:
        return None
    if not on_terminal():
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    if moment > now:
        return f"in {format_rounded(moment - now)}"
    return f"{format_rounded(now - moment)} ago"


def _report_failures(healths: Sequence[Health], fail_on: Sequence[str]) -> int:
    """Print an error for each outlet in one of the states `fail_on`. Returns the exit code."""
    code = 0
    for health in healths:
        bad = [
            state for state in health.states if state in fail_on or ("any" in fail_on and state in FAILURES)
        ]
        if bad:
            code = 1
            click.echo(f"Error: {safe(health.outlet)}: {safe('; '.join(map(health.explain, bad)))}", err=True)
    return code
