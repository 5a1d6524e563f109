"""`matinee status`: each outlet's health on one line."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import db_option, open_readonly
from archive.terminal import counted, echo_json, on_terminal, safe, table
from crawler.cli.options import outlets_option

if TYPE_CHECKING:
    from crawler.monitor.health import Health


WORDS = ("failing", "partly", "drift", "stale", "interrupted", "never", "any")

_HEADINGS = [
    *("outlet", "state", "last success", "last crawl", "ended"),
    *("new 7d", "errors", "next due", "waiting", "drift"),
]

_STYLES = {
    "failing": "bold red",
    "drift": "bold yellow",
    "partly": "yellow",
    "stale": "yellow",
    "ok": "green",
}

_UNITS = (("d", 86_400), ("h", 3_600), ("m", 60))


class Words(click.ParamType[tuple[str, ...]]):
    """States, parted by commas."""

    name = "words"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, ...]:
        words = tuple(word.strip() for word in str(value).split(",") if word.strip())
        for word in words:
            if word not in WORDS:
                self.fail(f"there is no state {word!r}; there are {', '.join(WORDS)}", param, ctx)
        return words


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@outlets_option
@click.option(
    "--fail-on",
    "fail_on",
    multiple=True,
    type=Words(),
    metavar="WORD[,WORD]",
    help=f"End with 1 where an outlet is in this state: {', '.join(WORDS)}. May be given more than once.",
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
    """Show how the outlets fare: all that were crawled or that you have files of, or those of these names.

    STATE is failing or partly (as the last crawl ended), drift (its pages are read worse than before: its
    template may have changed), stale (no success in three times the time between two crawls), interrupted,
    never, running or ok. ERRORS is the share of what was asked for in seven days that gave an error or
    nothing.
    """
    from crawler.monitor.read_health import healths, watched  # noqa: PLC0415
    from crawler.outlet.load import outlet_folders, sound_outlets  # noqa: PLC0415

    outlets, _ = sound_outlets(outlet_folders(folders))
    now = datetime.now(UTC)
    with open_readonly(db) as store:
        known = watched(store, outlets)
        for name in names:
            _check(name, {*known, *outlets})
        found = healths(store, names or known, outlets, now)
    if as_json:
        echo_json([one.as_dict() for one in found])
    else:
        _show(found, now)
    sys.exit(_complain(found, [word for words in fail_on for word in words]))


def _check(name: str, known: Iterable[str]) -> None:
    known = sorted(known)
    if name not in known:
        near = get_close_matches(name, known, n=1)
        hint = f"did you mean {near[0]}?" if near else "`matinee outlets` lists them"
        raise click.BadParameter(f"no outlet is named {name}; {hint}", param_hint="NAME")


def _show(found: Sequence[Health], now: datetime) -> None:
    table(_HEADINGS, [_row(one, now) for one in found], _STYLES)
    for one in found:
        for drift in one.drifts:
            click.echo(safe(f"{one.outlet} drifts: {drift}: {' '.join(drift.urls)}"))
        if one.problem:
            click.echo(safe(f"{one.outlet}: {one.problem}"))
    if on_terminal():
        well = sum(one.states == ("ok",) for one in found)
        click.echo(f"{counted(len(found), 'outlet')}, {well:,} of them well.")


def _row(one: Health, now: datetime) -> list[object]:
    rate = one.error_rate
    return [
        one.outlet,
        one.states[0] if on_terminal() else ",".join(one.states),
        _when(one.last_success, now),
        _when(one.last_crawl, now),
        one.ended,
        one.new,
        None if rate is None else f"{rate:.1%}",
        _when(one.due, now),
        one.waiting,
        ", ".join(drift.sign for drift in one.drifts) or None,
    ]


def _when(moment: datetime | None, now: datetime) -> str | None:
    """A time as a person on a terminal wants it, `3h ago`, and as a script does."""
    if moment is None:
        return None
    if not on_terminal():
        return moment.astimezone(UTC).isoformat(timespec="seconds")
    if moment > now:
        return f"in {_span(moment - now)}"
    return f"{_span(now - moment)} ago"


def _span(length: timedelta) -> str:
    seconds = length.total_seconds()
    unit, size = next(((unit, size) for unit, size in _UNITS if seconds >= size), ("s", 1))
    return f"{seconds // size:.0f}{unit}"


def _complain(found: Sequence[Health], words: Sequence[str]) -> int:
    """Name each outlet that is in one of these states; the exit code."""
    code = 0
    for one in found:
        bad = [state for state in one.states if state in words or ("any" in words and state in WORDS)]
        if bad:
            code = 1
            click.echo(f"Error: {safe(one.outlet)}: {safe('; '.join(map(one.why, bad)))}", err=True)
    return code
