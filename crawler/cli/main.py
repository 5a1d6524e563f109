"""The command `matinee`: the archive's commands, and those that use outlets and the crawler."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.commands.all import commands
from archive.commands.article_output import check_exclusive_options, echo_cleaned, markdown_option, why_option
from archive.commands.options import MatineeGroup, db_option, open_readonly, rules_option
from archive.errors import InputError, NotFoundError
from archive.terminal import counted, echo_json, safe, table
from crawler.cli.add import add
from crawler.cli.alerts import alerts
from crawler.cli.crawl import crawl
from crawler.cli.opml import export_opml, import_opml
from crawler.cli.options import complete_outlets, no_such_outlet, outlets_option
from crawler.cli.reclean import reclean
from crawler.cli.rehydrate import rehydrate
from crawler.cli.schedule import schedule
from crawler.cli.status import status

if TYPE_CHECKING:
    from archive.model import Capture
    from crawler.outlet.load import OutletError
    from crawler.outlet.outlet import Outlet


@click.group(cls=MatineeGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="matinee", prog_name="matinee")
def cli() -> None:
    """Collect film, TV, music, game, book and stage coverage into one SQLite archive.

    \b
    matinee demo
    matinee add https://small-screen.example/
    matinee search ballerina --kind review
    """


@cli.command()
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    default="archive.db",
    show_default=True,
    metavar="PATH",
    help="The archive to create; an earlier demo's archive is replaced.",
)
@click.option(
    "--serve",
    "stay",
    is_flag=True,
    help="Leave the press up afterwards, and the archive's pages for your web browser, until Ctrl-C.",
)
def demo(*, db: Path, stay: bool) -> None:
    """Crawl a small fictional press into a fresh archive.

    The sites run on this machine. The demo needs no network and ends by itself, unless you say --serve.

    \b
    matinee demo
    matinee demo --db demo.db --serve
    """
    from crawler.demo.run import run_demo  # noqa: PLC0415 (imports Scrapy)

    sys.exit(run_demo(db, stay=stay))


cli.add_command(add)


@cli.group(cls=MatineeGroup, invoke_without_command=True)
@outlets_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def outlets(ctx: click.Context, folders: tuple[Path, ...], as_json: bool) -> None:
    """List the outlets that Matinee knows.

    Each outlet is a TOML file in a folder given with --outlets, in a folder named by the environment variable
    MATINEE_OUTLETS, if neither names one in the folder outlets, or in the set that comes with Matinee. Of
    files with the same name, the first in this order is used.

    \b
    matinee outlets
    matinee outlets --json
    """
    ctx.obj = folders
    if ctx.invoked_subcommand:
        return
    from crawler.outlet.load import outlet_folders, usable_outlets  # noqa: PLC0415

    usable, errors = usable_outlets(outlet_folders(folders))
    if as_json:
        echo_json([_as_dict(outlet) for outlet in usable.values()])
    else:
        table(["name", "title", "medium", "home", "sources", "every"], map(_row, usable.values()))
    sys.exit(_print_errors(errors))


@outlets.command()
@click.argument("wanted", nargs=-1, metavar="[NAME|FILE]...", shell_complete=complete_outlets)
@outlets_option
@click.pass_obj
def check(outer: tuple[Path, ...], wanted: tuple[str, ...], folders: tuple[Path, ...]) -> None:
    """Check outlet files for mistakes. It checks all of them, those named, or the given files and folders.

    \b
    matinee outlets check
    matinee outlets check outlets/small-screen.toml
    """
    from crawler.outlet.load import outlet_files, outlet_folders, read_outlets  # noqa: PLC0415

    known, missing = outlet_files(outlet_folders([*folders, *outer]))
    paths = [Path(word) for word in wanted if _is_path(word, known)]
    names = [word for word in wanted if not _is_path(word, known)]
    given, errors = _files_at(paths)
    sound, mistakes = read_outlets(given)
    if names or not wanted:
        every, faults = read_outlets(known.values())
        chosen = {name: _outlet_file(name, known) for name in names} or known
        sound |= {name: outlet for name, outlet in every.items() if name in chosen}
        mistakes += [error for error in faults if error.path in chosen.values()]
        errors += missing
    click.echo(f"{counted(len(sound), 'outlet')} {'is' if len(sound) == 1 else 'are'} fine.")
    sys.exit(_print_errors(errors + mistakes))


outlets.add_command(import_opml)

outlets.add_command(export_opml)


def _print_errors(errors: Iterable[OutletError]) -> int:
    """Print each error as a line. Returns the exit code."""
    lines = [f"Error: {safe(str(error))}" for error in errors]
    for line in lines:
        click.echo(line, err=True)
    return 1 if lines else 0


def _is_path(word: str, names: Collection[str]) -> bool:
    looks_so = word.lower().endswith(".toml") or os.sep in word
    return looks_so or (word not in names and Path(word).is_dir())


def _files_at(paths: Iterable[Path]) -> tuple[list[Path], list[OutletError]]:
    """The outlet files at these paths and in these folders, and errors for folders that cannot be read."""
    from crawler.outlet.load import outlet_files  # noqa: PLC0415

    files: list[Path] = []
    errors: list[OutletError] = []
    for path in paths:
        in_path, missing = outlet_files([path]) if path.is_dir() else ({"": path}, [])
        files += in_path.values()
        errors += missing
    return files, errors


def _outlet_file(name: str, known: Mapping[str, Path]) -> Path:
    """The file of the outlet with this name. Raises a usage error if there is none."""
    if name in known:
        return known[name]
    raise no_such_outlet(name, known)


def _row(outlet: Outlet) -> list[object]:
    return [outlet.name, outlet.title, outlet.medium, outlet.home, outlet.source_count, outlet.interval]


def _as_dict(outlet: Outlet) -> dict[str, Any]:
    """The values of an outlet's file, as a dict for JSON."""
    from crawler.outlet.interval import format_duration  # noqa: PLC0415

    given = {key: value for key, value in asdict(outlet).items() if key != "interval"}
    return given | {
        "follow": [pattern.pattern for pattern in outlet.follow],
        "skip": [pattern.pattern for pattern in outlet.skip],
        "every": str(outlet.interval),
        "revisit": list(map(format_duration, outlet.revisit)),
        "path": str(outlet.path),
    }


_import, *_others = commands.values()  # `reclean` stands beside `import`, and reads outlets' files
for _command in (crawl, schedule, status, _import, reclean, *_others, rehydrate, alerts):
    cli.add_command(_command)


@cli.command()
@click.argument("wanted", metavar="URL|FILE")
@why_option
@click.option("--fetch", "fresh", is_flag=True, help="Fetch the page even if the archive has it.")
@db_option
@click.option(
    "--json", "as_json", is_flag=True, help="Print the flat record; with --why, all of the evidence."
)
@markdown_option
@rules_option
def clean(
    *,
    wanted: str,
    why: bool,
    fresh: bool,
    db: Path,
    as_json: bool,
    markdown: bool,
    rules: tuple[Path, ...],
) -> None:
    """Clean one page and show the article, without storing anything.

    FILE is a saved page or plain text. If the archive has the URL, its stored page is cleaned. Otherwise the
    page is fetched as a crawl would, obeying robots.txt and the delay in the settings. The exit code is 1 if
    there is no page.

    \b
    matinee clean review.html --why
    matinee clean https://small-screen.example/reviews/quarter-past
    """
    check_exclusive_options(markdown=markdown, why=why)
    is_url = wanted.startswith(("http://", "https://")) and not Path(wanted).exists()
    capture = _web_capture(wanted, db, fresh=fresh) if is_url else _saved_capture(wanted)
    echo_cleaned(capture, rules, db, why=why, as_json=as_json, markdown=markdown)


def _saved_capture(wanted: str) -> Capture:
    from archive.importing.saved_page import read_saved  # noqa: PLC0415 (imports fastwarc)

    path = Path(wanted)
    if not path.exists() and path.suffix.lower() not in (".html", ".htm", ".txt"):
        raise InputError(wanted, "neither a file nor a URL", "begin a URL with https://")
    return read_saved(path)


def _web_capture(url: str, db: Path, *, fresh: bool) -> Capture:
    """The archive's latest capture of a URL, or else the page fetched now. Standard error says which."""
    from archive.urls import is_web_address  # noqa: PLC0415

    if not is_web_address(url):
        raise InputError(url, "a URL without a host", "write it as https://host/page")
    if db.exists() and not fresh:
        from archive.query.lookup import find_capture  # noqa: PLC0415

        with open_readonly(db) as store, suppress(NotFoundError):
            capture = find_capture(store, url)
            click.echo(f"From {db}; use --fetch to fetch the page from the site.", err=True)
            return capture
    from crawler.run.fetch_page import fetch  # noqa: PLC0415 (imports Scrapy)

    click.echo(f"Fetching {safe(url)}", err=True)
    return fetch(url)


def main() -> None:
    """The entry point of the script `matinee`."""
    cli()
