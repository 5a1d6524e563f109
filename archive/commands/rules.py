"""`matinee rules`: the site rules that are known, and whether they still match."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import MatineeGroup, reading, rules_option
from archive.errors import did_you_mean
from archive.terminal import counted, echo_json, safe, table

if TYPE_CHECKING:
    from archive.commands.check_rules import Checked
    from archive.errors import MatineeError
    from archive.rules.model import HostRules, Rules


_ENDINGS = (".toml", ".txt")

_MOST_IGNORED = 6


@click.group(cls=MatineeGroup, invoke_without_command=True)
@rules_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def rules(ctx: click.Context, rules: tuple[Path, ...], as_json: bool) -> None:
    """List the site rules: how to read the pages of a host where generic reading fails.

    A folder of rules holds a TOML file a host, such as small-screen.example.toml, or files in the format of
    ftr-site-config (Full-Text RSS, wallabag), such as small-screen.example.txt. A file counts before those
    for the same host in later folders, and TOML first; a dot before the name stands for the subdomains.
    """
    ctx.obj = rules
    if ctx.invoked_subcommand:
        return
    from archive.rules.load import rule_folders, sound_rules  # noqa: PLC0415

    found, errors = sound_rules(rule_folders(rules))
    if as_json:
        echo_json([_as_dict(one) for one in found.hosts.values()])
    elif not found.hosts and not errors:
        click.echo("There are no site rules: give a folder with --rules, or name it in MATINEE_RULES.")
    else:
        table(["host", "form", "says", "eras", "tests", "file"], map(_row, found.hosts.values()))
    sys.exit(_complain(map(str, errors)))


@rules.command()
@click.argument("wanted", nargs=-1, metavar="[HOST|FILE]...")
@rules_option
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Run the rules over the newest captures in this archive, too.",
)
@click.option(
    "--pages", type=click.IntRange(1), default=20, show_default=True, metavar="N", help="At most N of a host."
)
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_obj
def check(
    outer: tuple[Path, ...],
    *,
    wanted: tuple[str, ...],
    rules: tuple[Path, ...],
    db: Path | None,
    pages: int,
    as_json: bool,
) -> None:
    """Look for mistakes in site rules, and for rules that match nothing.

    Runs each rule over its saved test pages and, with --db, over the newest captures of its host that gave an
    article: on how many pages each key matched. A page on which a rule matches nothing is read generically.
    """
    from archive.commands.check_rules import check_rules  # noqa: PLC0415 (brings in trafilatura)
    from archive.rules.load import read_rules, rule_files, rule_folders  # noqa: PLC0415

    given = [Path(word) for word in wanted if _is_path(word)]
    files, missing = rule_files([path for path in given if path.is_dir()])
    files += [path for path in given if not path.is_dir()]
    held, unreadable = rule_files(rule_folders([*rules, *outer]))
    known, mistakes = read_rules(dict.fromkeys([*files, *held]))
    hosts = [_host(word, known) for word in wanted if not _is_path(word)]
    chosen = [one for one in known.hosts.values() if not wanted or one.host in hosts or one.path in files]
    if db:
        with reading(db) as store:
            results = check_rules(chosen, known, store, pages)
    else:
        results = check_rules(chosen, known, None, pages)
    if as_json:
        echo_json([result.as_dict() for result in results])
    else:
        _report(results, in_full=bool(wanted))
    if wanted:
        mistakes = [error for error in mistakes if error.path in files or _names(error, hosts)]
    failed = [f"{result.rules.path}: {problem}" for result in results for problem in result.problems]
    sys.exit(_complain([*map(str, [*missing, *unreadable, *mistakes]), *failed]))


def _is_path(word: str) -> bool:
    return word.lower().endswith(_ENDINGS) or "/" in word or Path(word).is_dir()


def _host(word: str, known: Rules) -> str:
    """The host whose rules are meant."""
    from archive.rules.model import bare_host  # noqa: PLC0415

    host = bare_host(word)
    if host in known.hosts:
        return host
    hint = did_you_mean(host, known.hosts, "`matinee rules` lists them")
    raise click.BadParameter(f"there are no rules for {word}; {hint}", param_hint="HOST")


def _names(error: MatineeError, hosts: Iterable[str]) -> bool:
    path: Path = getattr(error, "path", Path())
    return path.name.removesuffix(path.suffix) in hosts


def _report(results: list[Checked], *, in_full: bool) -> None:
    """Print what came of each; of files in the other format only those with pages, unless in full."""
    for result in results:
        its = result.rules
        if not (in_full or its.tests or result.stored.pages):
            continue
        click.echo(f"{click.style(its.host, bold=True)}  {safe(str(its.path))}")
        for tally, what in ((result.tests, "test page"), (result.stored, "stored capture")):
            if tally.pages:
                click.echo(f"  {counted(tally.pages, what)}: {tally.words() or 'nothing is looked for'}")
        if its.ignored or its.broken:
            click.echo(f"  {_left_alone([its])}")
        for note in result.notes:
            click.echo(f"  {note}")
    ftr = [result.rules for result in results if result.rules.form == "ftr"]
    click.echo(f"{counted(len(results), 'rule')} checked.")
    if ftr:
        click.echo(f"{counted(len(ftr), 'file')} in ftr-site-config's format: {_left_alone(ftr)}")


def _left_alone(files: Iterable[HostRules]) -> str:
    """How many lines of files in the other format have no effect here, and which."""
    from collections import Counter  # noqa: PLC0415

    ignored: Counter[str] = Counter()
    broken: list[tuple[str, str]] = []
    for one in files:
        ignored.update(one.ignored)
        broken += one.broken
    words = f"{counted(ignored.total(), 'line')} ignored"
    if ignored:
        named = ", ".join(f"{count} {name}" for name, count in ignored.most_common(_MOST_IGNORED))
        words += f" ({named}{', ...' if len(ignored) > _MOST_IGNORED else ''})"
    if broken:
        words += f"; {counted(len(broken), 'path')} cannot be used, the first: {safe(': '.join(broken[0]))}"
    return words + "."


def _complain(lines: Iterable[str]) -> int:
    """Print each line as an error; the exit code."""
    code = 0
    for line in lines:
        click.echo(f"Error: {safe(line)}", err=True)
        code = 1
    return code


def _row(one: HostRules) -> list[object]:
    return [one.host, one.form, " ".join(one.rule.keys()), len(one.eras), len(one.tests), one.path]


def _as_dict(one: HostRules) -> dict[str, object]:
    return {
        "host": one.host,
        "form": one.form,
        "says": one.rule.keys(),
        "eras": [era.until.isoformat() for era in one.eras],
        "tests": [str(test.page) for test in one.tests],
        "path": str(one.path),
        "ignored": dict(one.ignored),
    }
