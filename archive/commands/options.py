"""What commands share: the group that prints errors as one line, common options, filter options, reports."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from datetime import UTC, datetime
from functools import update_wrapper
from itertools import pairwise
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar, get_args

import click

from archive.commands.complete import complete_outlets
from archive.errors import MatineeError
from archive.model import Kind, Medium, Status
from archive.query.date_span import read_span
from archive.query.selection import Selection
from archive.terminal import echo_json, is_plain, safe

if TYPE_CHECKING:
    from archive.db.store import Store
    from archive.importing.import_report import ImportReport
    from archive.ingest.reclean import RecleanReport
    from archive.query.language.query import Query


MatineeCommand = TypeVar("MatineeCommand", bound=Callable[..., Any])


class CommandError(click.ClickException):
    """An error printed as `Error: ...` on standard error."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc] # click reads it from the error


class MatineeGroup(click.Group):
    """A group whose commands print an expected error as one line. `--help` lists them in the order given.

    Exit codes: 1 for an error, 2 for wrong usage, 130 for Ctrl-C. Nothing is styled if `is_plain`.
    """

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        context = super().make_context(*args, **extra)
        if is_plain():
            context.color = False  # inherited by the contexts of the commands
        return context

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, command, rest = super().resolve_command(ctx, args)
        if command:
            _check_values(command, click.Context(command, parent=ctx, info_name=name), rest)
        return name, command, rest

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except MatineeError as error:
            raise CommandError(" ".join(str(error).split()), error.exit_code) from error
        except BrokenPipeError:
            raise  # click ends quietly: the reader of our output closed it
        except OSError as error:
            named = f"{error.filename}: " if error.filename else ""
            raise CommandError(f"{named}{error.strerror or error}") from error
        except OverflowError as error:
            if "SQLite" not in str(error):
                raise
            # SQLite takes 64 bits; a limit of each option would only lengthen its help.
            message = "a number is too large: write one below 9,000,000,000,000,000,000"
            raise CommandError(message, 2) from error
        except KeyboardInterrupt:
            click.echo("Stopped.", err=True)
            ctx.exit(130)

    def main(self, *args: Any, **extra: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):
                # Characters that the terminal's encoding lacks are replaced, and do not stop the command.
                stream.reconfigure(errors="replace")
        return super().main(*args, **extra)


def _check_values(command: click.Command, ctx: click.Context, args: list[str]) -> None:
    """Raise a usage error if an option stands where another one needs its value."""
    options = [param for param in command.get_params(ctx) if isinstance(param, click.Option)]
    names = {name for option in options for name in option.opts}
    takes_value = {name for option in options if not (option.is_flag or option.count) for name in option.opts}
    words = args[: args.index("--")] if "--" in args else args
    for word, value in pairwise(words):
        if word in takes_value and value in names:
            raise click.UsageError(f"{word} needs a value, and {value} is an option.", ctx)


class Number(click.IntRange):
    """A whole number, of no more digits than SQLite can hold."""

    name = "whole number"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if abs(number) >= _TOO_LARGE:
            self.fail(f"{value} is too large; write at most 15 digits.", param, ctx)
        return number


_TOO_LARGE = 10**15

DEFAULT_DB = "archive.db"


class Score(click.FloatRange):
    """A score from 0 to 100."""

    name = "number"

    def __init__(self) -> None:
        super().__init__(0, 100)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if isnan(number):
            self.fail(f"{value!r} is not a valid number.", param, ctx)
        return number


class QueryCommand(click.Command):
    """A command with a query as its arguments, in which `-word` is a word of the query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        takes_value = {
            name: isinstance(param, click.Option) and not param.is_flag and not param.count
            for param in self.get_params(ctx)
            for name in param.opts
        }
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                words += rest
            elif not arg.startswith("--") and arg not in takes_value:
                words.append(arg)
            else:
                options.append(arg)
                if takes_value.get(arg):
                    value = next(rest, None)
                    if value is None:  # click says so, but not while a shell completes the value
                        return super().parse_args(ctx, options)
                    options.append(value)
        return super().parse_args(ctx, [*options, "--", *words])


def echo_notes(query: Query) -> None:
    """Print on standard error what was read otherwise than it looks."""
    for note in query.notes:
        click.echo(f"Note: {safe(note)}", err=True)


def note_unknown_outlets(db: Path, outlets: Iterable[str]) -> None:
    """Print a note on standard error for each of these outlets that the archive does not have."""
    from archive.query.near_names import unknown_outlets  # noqa: PLC0415 (sqlite-utils is slow to import)

    with open_readonly(db) as store:
        for sentence in unknown_outlets(store, outlets):
            click.echo(f"Note: {safe(sentence)}", err=True)


db_option = click.option(
    "--db",
    type=click.Path(readable=False, path_type=Path),
    default=DEFAULT_DB,
    show_default=True,
    metavar="PATH",
    help="The archive, an SQLite file.",
)

where_option = click.option(
    "--where", default="", metavar="SQL", help="Only what meets this SQL condition on the table coverage."
)

rules_option = click.option(
    "--rules",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Folder of site rules, read before those in MATINEE_RULES. May be given more than once.",
)


@contextmanager
def open_readonly(db: Path) -> Iterator[Store]:
    """Open the archive of `--db` for a command that changes nothing. Raises ArchiveError."""
    from archive.db.store import Store, translated  # noqa: PLC0415 (sqlite-utils is slow to import)

    with Store.open(db, readonly=True) as store, translated(db):
        try:
            yield store
        except UnicodeEncodeError as error:  # the shell passed bytes that are not valid text
            raise MatineeError(f"{error.object!a} is not valid text", "type it in UTF-8") from error


class Date(click.ParamType[datetime]):
    """A date option: converts what a person types into the first or last moment of the span that it names."""

    name = "date"

    def __init__(self, end: Literal["first", "last"]) -> None:
        self.end = end

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        try:
            span = read_span(str(value), datetime.now(UTC))
        except (ValueError, OverflowError):
            self.fail(f"{value!r} is not a date; write 2024, 2024-05, 2024-05-17 or 'last week'", param, ctx)
        return span.first if self.end == "first" else span.last


# Beside `selection_options`, for commands that list or write articles.
one_per_story_option = click.option(
    "--one-per-story",
    is_flag=True,
    help="Of articles that tell one story, only the original, or the best that the filters let through.",
)


def selection_options(command: MatineeCommand) -> Callable[..., Any]:
    """Add the filter options to a command, which receives them as one argument, `selection`.

    The command must have the option `--db`: an outlet that the archive does not have is noted.
    """

    def with_selection(*args: Any, **given: Any) -> Any:
        selection = Selection(
            **{field.name: given.pop(field.name, field.default) for field in fields(Selection)}
        )
        if selection.outlets:
            note_unknown_outlets(given["db"], selection.outlets)
        return command(*args, selection=selection, **given)

    decorated: Callable[..., Any] = update_wrapper(with_selection, command)
    for option in reversed(_filter_options()):
        decorated = option(decorated)
    return decorated


def _filter_options() -> list[Callable[[Callable[..., Any]], Callable[..., Any]]]:
    def many(name: str, field: str, metavar: str, text: str, **more: Any) -> Any:
        return click.option(f"--{name}", field, multiple=True, metavar=metavar, help=text, **more)

    def one_of(name: str, field: str, values: Any, text: str) -> Any:
        choice = click.Choice(get_args(values), case_sensitive=False)
        text = f"{text}: {', '.join(choice.choices)}."
        return click.option(f"--{name}", field, multiple=True, type=choice, metavar=name.upper(), help=text)

    return [
        many(
            "outlet",
            "outlets",
            "NAME",
            "Only this outlet. This and the next six options may be given more than once.",
            shell_complete=complete_outlets,
        ),
        one_of("kind", "kinds", Kind, "Only this kind of article"),
        one_of("medium", "media", Medium, "Only articles about this medium"),
        many("work", "works", "TITLE|ID", "Only about this work; * matches anything."),
        many("author", "authors", "NAME", "Only by this author; * matches anything."),
        many("language", "languages", "TAG", "Only in this language, such as en; en also matches en-GB."),
        one_of("status", "statuses", Status, "Only texts in this state"),
        click.option(
            "--since",
            type=Date("first"),
            help="Published on or after this date: 2024, 2024-05-17, 'last week'.",
        ),
        click.option(
            "--until", type=Date("last"), help="Published on or before this date; 2024 is its last day."
        ),
        click.option("--min-score", type=Score(), metavar="N", help="Rated at least N of 100."),
    ]


def end_with_report(report: ImportReport | RecleanReport, *, as_json: bool) -> NoReturn:
    """Print the report of a command and exit with its code."""
    if as_json:
        echo_json(report.as_dict())
    else:
        click.echo("\n".join(report.lines()))
    for error in report.errors:
        click.echo(f"Error: {safe(str(error))}", err=True)
    sys.exit(report.exit_code)
