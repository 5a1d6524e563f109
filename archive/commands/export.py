"""`matinee export`: write articles to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, replace
from datetime import UTC, datetime
from operator import attrgetter, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from archive.commands.article_output import warn_without_markdown
from archive.commands.options import (
    QueryCommand,
    db_option,
    echo_notes,
    one_per_story_option,
    open_readonly,
    selection_options,
)
from archive.errors import ArchiveError
from archive.query.selection import Selection
from archive.terminal import counted, progress, safe

if TYPE_CHECKING:
    from archive.export.choice import Choice
    from archive.export.columns import Columns
    from archive.export.ledger import PendingExport
    from archive.export.text_mode import TextMode

WARC_ENDINGS = (".warc", ".warc.gz")

Item = TypeVar("Item")


@click.command("export", cls=QueryCommand)
@click.argument("out", type=click.Path())
@click.argument("query", nargs=-1)
@selection_options
@one_per_story_option
@click.option(
    "--columns", metavar="NAMES", help="Only these columns, separated by commas: id,title,work,rating_score."
)
@click.option(
    "--where", default="", metavar="SQL", help="Only what meets this SQL condition on the table coverage."
)
@click.option(
    "--min-words",
    type=click.IntRange(0),
    metavar="N",
    help="Only texts of at least this many words.",
)
@click.option(
    "--sample",
    type=click.IntRange(1),
    metavar="N",
    help="Only this many articles, taken by chance of those that match; again the same with the same --seed.",
)
@click.option("--seed", type=int, metavar="S", help="Take another sample; any whole number. [default: 0]")
@click.option("--markdown", is_flag=True, help="Write each record's text in Markdown.")
@click.option(
    "--text",
    default="full",
    show_default=True,
    metavar="MODE",
    help="Write each text whole (full), its first N words (excerpt:N), or none; then also its SHA-256.",
)
@click.option(
    "--respect-opt-out",
    is_flag=True,
    help="Leave out articles whose rights have an opt_out (see docs/export.md).",
)
@db_option
def export_(
    *,
    out: str,
    query: tuple[str, ...],
    selection: Selection,
    columns: str | None,
    seed: int | None,
    markdown: bool,
    text: str,
    db: Path,
    **limits: Any,
) -> None:
    """Write the articles that match a query and filters to a file.

    The ending of OUT chooses the form: .jsonl (one record per line), .csv (nested keys joined by _), .parquet
    (typed columns; needs the extra `parquet`), .duckdb (the same as the table `articles`; needs the extra
    `duckdb`), .atom (a feed with whole texts), .warc.gz and .warc (the pages as they were fetched, which
    `matinee import` takes back). A name that ends in / gives a dataset: a folder with Parquet files, a card
    that describes them, croissant.json and checksums. An existing OUT is replaced when the new one is
    complete. With --markdown, `text` is in Markdown, with headings, lists, quotes, tables, captions, emphasis
    and links. QUERY is as in `matinee search`; without one, all articles match.

    \b
    matinee export reviews.jsonl --kind review --min-score 80
    matinee export ballerina.csv 'work:ballerina score:>=60 after:2024'
    matinee export some.csv --columns id,title,rating_score --where "word_count > 300" --sample 100
    """
    from archive.export import WRITERS  # noqa: PLC0415
    from archive.export.choice import Choice  # noqa: PLC0415
    from archive.export.columns import read_columns  # noqa: PLC0415
    from archive.export.text_mode import FULL, read_text_mode  # noqa: PLC0415

    if seed is not None and limits["sample"] is None:
        raise click.UsageError("--seed goes with --sample.")
    choice = Choice(" ".join(query), selection, seed=seed or 0, **limits)
    options = {**asdict(selection), **limits, "seed": seed, "columns": columns, "markdown": markdown}
    options["where"] = choice.where or None
    text_mode = read_text_mode(text)
    if text_mode != FULL:
        if markdown:
            raise click.UsageError("--markdown writes whole texts: leave it out, or --text.")
        options["text"] = text
    path = Path(out)
    if path.name.lower().endswith(WARC_ENDINGS):
        for name in ("markdown", "columns", "text"):
            if options.get(name):
                raise click.UsageError(f"--{name} goes with records; a WARC file has the pages.")
        _export_captures(path, choice, db, options)
        return
    is_folder = out.endswith("/") or (path.is_dir() and path.suffix.lower() not in WRITERS)
    if not is_folder and path.suffix.lower() not in WRITERS:
        problem = f"end its name in {', '.join(WRITERS)} or .warc.gz, or in / for a dataset folder."
        raise click.BadParameter(problem, param_hint="OUT")
    if columns is not None and path.suffix.lower() == ".atom":
        raise click.UsageError(
            "--columns goes with records; the elements of an Atom entry are always the same."
        )
    chosen_columns = read_columns(columns) if columns is not None else None
    _export_records(path, choice, db, options, chosen_columns, text_mode, is_folder=is_folder)


def _export_records(
    out: Path,
    choice: Choice,
    db: Path,
    options: dict[str, Any],
    columns: Columns | None,
    text: TextMode,
    *,
    is_folder: bool,
) -> None:
    """Write the records of a choice to a file or, as a dataset, to a folder."""
    from archive.export import all_columns, export  # noqa: PLC0415
    from archive.export.choice import chosen, chosen_records  # noqa: PLC0415
    from archive.export.columns import ALL_AND_PRINTED  # noqa: PLC0415
    from archive.export.dataset.facts import dataset_facts  # noqa: PLC0415
    from archive.export.dataset.write import write_dataset  # noqa: PLC0415
    from archive.export.ledger import PendingExport  # noqa: PLC0415
    from archive.query.matching import read_query  # noqa: PLC0415
    from archive.query.near_names import unknown_names  # noqa: PLC0415
    from archive.query.records import without_markdown  # noqa: PLC0415

    columns = columns or (ALL_AND_PRINTED if is_folder else all_columns(out))
    markdown = options["markdown"]
    pending = PendingExport(
        "dataset" if is_folder else out.suffix.lower().removeprefix("."), str(choice.query), options
    )
    with open_readonly(db) as store, progress("Exporting", "articles") as advance:
        understood = read_query(store, str(choice.query))
        echo_notes(understood)
        choice = replace(choice, query=understood)
        taken = chosen(store, choice)
        wanted = chosen_records(
            store, choice, taken, markdown=markdown, printed=is_folder or columns.has_printed
        )
        noted = pending.noting(_with_progress(wanted, advance), itemgetter("url"))
        if is_folder:
            facts = dataset_facts(out.resolve().name, pending, datetime.now(UTC))
            count = write_dataset(noted, out, columns, facts, text).count
        else:
            count = export(noted, out, columns, text)
        hints = [] if count else unknown_names(store, choice.selection, understood)
        unwritten = without_markdown(store) if markdown and count else 0
    note_export(db, pending, out, count)
    others = f"; left out because they opted out: {taken.opted_out}" if choice.respect_opt_out else ""
    click.echo(" ".join([f"{counted(count, 'article')} in {out}{others}", *map(safe, hints)]))
    warn_without_markdown(unwritten)


def _export_captures(out: Path, choice: Choice, db: Path, options: dict[str, Any]) -> None:
    """Write the captures of the articles of a choice, or all captures if it leaves out nothing."""
    from archive.export import ExportError  # noqa: PLC0415
    from archive.export.choice import chosen, chosen_records  # noqa: PLC0415
    from archive.export.ledger import PendingExport  # noqa: PLC0415
    from archive.export.warc import stored_captures, write_captures  # noqa: PLC0415

    withheld = [0]
    pending = PendingExport("warc", str(choice.query), options)
    with open_readonly(db) as store, progress("Exporting", "captures") as advance:
        taken = chosen(store, choice)
        articles: Iterable[int] | None = None
        if not choice.is_everything:
            articles = (record["id"] for record in chosen_records(store, choice, taken))
        try:
            captures = _with_progress(stored_captures(store, articles, withheld), advance)
            count = write_captures(pending.noting(captures, attrgetter("url")), out)
        except OSError as error:
            raise ExportError(out, f"cannot be written ({error.strerror})") from error
    note_export(db, pending, out, count)
    parts = [f"{counted(count, 'capture')} in {out}"]
    if choice.respect_opt_out:
        parts.append(f"left out because they opted out: {counted(taken.opted_out, 'article')}")
    if withheld[0]:
        parts.append(
            f"left out because their bytes are not kept (noarchive or --keep-captures): {withheld[0]}"
        )
    click.echo("; ".join(parts))


def note_export(db: Path, pending: PendingExport, out: Path, count: int) -> None:
    """Note a complete export in the archive. If that cannot be written, warn: the file is complete."""
    from archive.db.store import Store  # noqa: PLC0415

    try:
        with Store.open(db) as store:
            pending.write(store, out, count, datetime.now(UTC))
    except (ArchiveError, OSError) as error:
        click.echo(safe(f"`matinee exports` will not list {out.name}: {error}"), err=True)


def _with_progress(items: Iterable[Item], advance: Callable[..., None]) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        yield item
        if number % 100 == 0:
            advance(number)
