"""Writes CLI.md, the reference of every command, from the program itself: `python -m tests.cli_reference`.

With `--check` it writes nothing and ends with 1 where CLI.md is not what the program says.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator

import click

from crawler.cli.main import cli
from tests.support.paths import ROOT

REFERENCE = ROOT / "CLI.md"
HEAD = """# Commands

The help of every command, written by `python -m tests.cli_reference`; a test keeps it true.
Exit codes: 0 done, 1 failed or partly failed, 2 wrong usage, 130 stopped by Ctrl-C. `matinee crawl` also has
3 for nothing due, 4 for another crawl running on the archive and 143 for stopped by SIGTERM; `scrapy crawl`
has 0, 1, 2 and 4.
Answers go to standard output, errors and logs to standard error, a progress bar only to a terminal.
"""
WIDTH = 100


def render() -> str:
    """The reference as Markdown."""
    return HEAD + "".join(f"\n## {name}\n\n```\n{text}\n```\n" for name, text in pages(cli, "matinee"))


def pages(
    command: click.Command, name: str, parent: click.Context | None = None
) -> Iterator[tuple[str, str]]:
    """Name and help of a command and of all below it; at one width, whatever the terminal."""
    shown = name if parent is None else name.rsplit(" ", 1)[-1]
    settings = {**command.context_settings, "terminal_width": WIDTH, "max_content_width": WIDTH}
    context = click.Context(command, parent=parent, info_name=shown, **settings)
    yield name, command.get_help(context)
    if isinstance(command, click.Group):
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            assert found is not None
            yield from pages(found, f"{name} {child}", context)


def main() -> int:
    """Write the reference, or check it."""
    if "--check" not in sys.argv:
        REFERENCE.write_text(render(), encoding="utf-8")
        return 0
    if REFERENCE.exists() and REFERENCE.read_text(encoding="utf-8") == render():
        return 0
    click.echo("CLI.md is not what the program says: run `python -m tests.cli_reference`", err=True)
    return 1


if __name__ == "__main__":
    sys.exit(main())
