"""`matinee rules`: list the site rules, and check whether they still match."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.options import MatineeGroup, Number, open_readonly, rules_option
from archive.errors import did_you_mean
from archive.terminal import counted, echo_json, safe, table, wrap

if TYPE_CHECKING:
    from archive.commands.check_rules import RuleCheck
    from archive.errors import MatineeError
    from archive.rules.model import HostRules, Rules


_RULE_ENDINGS = (".toml", ".txt")

_MAX_DIRECTIVES = 6


@click.group(cls=MatineeGroup, invoke_without_command=True)
@rules_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def rules(ctx: click.Context, rules: tuple[Path, ...], as_json: bool) -> None:
    """List the site rules. They tell how to read the pages of a host where generic reading fails.

    A folder of rules has one file per host: TOML, such as small-screen.example.toml, or the format of
    ftr-site-config (Full-Text RSS, wallabag), such as small-screen.example.txt. If a host has several files,
    the one in the earlier folder is used, and in one folder the TOML file. A dot before the name means
    the subdomains.

    \b
    matinee rules
    matinee rules --rules rules
    """
    ctx.obj = rules
    if ctx.invoked_subcommand:
        return
    from archive.rules.load import rule_folders, usable_rules  # noqa: PLC0415

    known, errors = usable_rules(rule_folders(rules))
    if as_json:
        echo_json([_as_dict(host_rules) for host_rules in known.hosts.values()])
    elif not known.hosts and not errors:
        click.echo(wrap("There are no site rules: give a folder with --rules, or name it in MATINEE_RULES."))
    else:
        table(["host", "form", "keys", "eras", "tests", "file"], map(_table_row, known.hosts.values()))
    sys.exit(_echo_errors(map(str, errors)))


@rules.command()
@click.argument("wanted", nargs=-1, metavar="[HOST|FILE]...")
@rules_option
@click.option(
    "--db",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="PATH",
    help="Also run the rules over the newest captures in this archive.",
)
@click.option(
    "--pages",
    type=Number(1),
    default=20,
    show_default=True,
    metavar="N",
    help="At most N captures per host.",
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
    """Find mistakes in site rules, and rules that match nothing.

    Runs each rule over its saved test pages and, with --db, over the newest captures of its host that made
    an article. Shows on how many pages each key matched. If a rule matches nothing on a page, that page is
    read as if there were no rule.

    \b
    matinee rules check --rules rules
    """
    from archive.commands.check_rules import check_rules  # noqa: PLC0415 (brings in trafilatura)
    from archive.rules.load import read_rules, rule_files, rule_folders  # noqa: PLC0415

    paths = [Path(word) for word in wanted if _is_path(word)]
    files, missing = rule_files([path for path in paths if path.is_dir()])
    files += [path for path in paths if not path.is_dir()]
    others, unreadable = rule_files(rule_folders([*rules, *outer]))
    known, mistakes = read_rules(dict.fromkeys([*files, *others]))
    hosts = [_known_host(word, known) for word in wanted if not _is_path(word)]
    chosen = [
        host_rules
        for host_rules in known.hosts.values()
        if not wanted or host_rules.host in hosts or host_rules.path in files
    ]
    if db:
        with open_readonly(db) as store:
            results = check_rules(chosen, known, store, pages)
    else:
        results = check_rules(chosen, known, None, pages)
    if as_json:
        echo_json([result.as_dict() for result in results])
    else:
        _print_report(results, show_all=bool(wanted))
    if wanted:
        mistakes = [error for error in mistakes if error.path in files or _is_about(error, hosts)]
    failed = [f"{result.rules.path}: {problem}" for result in results for problem in result.problems]
    sys.exit(_echo_errors([*map(str, [*missing, *unreadable, *mistakes]), *failed]))


def _is_path(word: str) -> bool:
    return word.lower().endswith(_RULE_ENDINGS) or "/" in word or Path(word).is_dir()


def _known_host(word: str, known: Rules) -> str:
    """The host that a word names. Raises BadParameter if it has no rules."""
    from archive.rules.model import bare_host  # noqa: PLC0415

    host = bare_host(word)
    if host in known.hosts:
        return host
    hint = did_you_mean(host, known.hosts, "`matinee rules` lists them")
    raise click.BadParameter(f"there are no rules for {word}; {hint}", param_hint="HOST")


def _is_about(error: MatineeError, hosts: Iterable[str]) -> bool:
    path: Path = getattr(error, "path", Path())
    return path.name.removesuffix(path.suffix) in hosts


def _print_report(results: list[RuleCheck], *, show_all: bool) -> None:
    """Print the result of each file. A file that was run over no page is left out, unless `show_all`."""
    for result in results:
        rules = result.rules
        if not (show_all or rules.tests or result.stored.pages):
            continue
        click.echo(f"{click.style(rules.host, bold=True)}  {safe(str(rules.path))}")
        for matches, page in ((result.tests, "test page"), (result.stored, "stored capture")):
            if matches.pages:
                click.echo(f"  {counted(matches.pages, page)}: {matches.summary() or 'the rule has no keys'}")
        if rules.ignored or rules.broken:
            click.echo(f"  {_describe_ignored([rules])}")
        for note in result.notes:
            click.echo(f"  {note}")
    ftr = [result.rules for result in results if result.rules.form == "ftr"]
    click.echo(f"{counted(len(results), 'rule')} checked.")
    if ftr:
        click.echo(f"{counted(len(ftr), 'file')} in ftr-site-config's format: {_describe_ignored(ftr)}")


def _describe_ignored(files: Iterable[HostRules]) -> str:
    """Say how many lines of files in ftr-site-config's format have no effect here, and which."""
    from collections import Counter  # noqa: PLC0415

    ignored: Counter[str] = Counter()
    broken: list[tuple[str, str]] = []
    for file in files:
        ignored.update(file.ignored)
        broken += file.broken
    description = f"{counted(ignored.total(), 'line')} ignored"
    if ignored:
        directives = ", ".join(f"{count} {name}" for name, count in ignored.most_common(_MAX_DIRECTIVES))
        description += f" ({directives}{', ...' if len(ignored) > _MAX_DIRECTIVES else ''})"
    if broken:
        description += (
            f"; {counted(len(broken), 'path')} cannot be used, the first: {safe(': '.join(broken[0]))}"
        )
    return description + "."


def _echo_errors(lines: Iterable[str]) -> int:
    """Print each line as an error; return the exit code."""
    code = 0
    for line in lines:
        click.echo(f"Error: {safe(line)}", err=True)
        code = 1
    return code


def _table_row(rules: HostRules) -> list[object]:
    return [
        rules.host,
        rules.form,
        " ".join(rules.rule.keys()),
        len(rules.eras),
        len(rules.tests),
        rules.path,
    ]


def _as_dict(rules: HostRules) -> dict[str, object]:
    return {
        "host": rules.host,
        "form": rules.form,
        "says": rules.rule.keys(),
        "eras": [era.until.isoformat() for era in rules.eras],
        "tests": [str(test.page) for test in rules.tests],
        "path": str(rules.path),
        "ignored": dict(rules.ignored),
    }
