"""`matinee export`: write articles to a file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, datetime
from itertools import count
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from archive.commands.article_output import warn_without_markdown
from archive.commands.export_records import RecordSource, with_progress, write_file, write_folder
from archive.commands.options import (
    Number,
    QueryCommand,
    db_option,
    echo_notes,
    one_per_story_option,
    open_readonly,
    selection_options,
    where_option,
)
from archive.errors import ArchiveError
from archive.opt_out import SIGNAL_NAMES
from archive.query.selection import Selection
from archive.terminal import counted, progress, safe

if TYPE_CHECKING:
    from archive.export.choice import Choice
    from archive.export.ledger import PendingExport
    from archive.export.options.shape import Shape

WARC_ENDINGS = (".warc", ".warc.gz")


@click.command("export", cls=QueryCommand)
@click.argument("out", type=click.Path())
@click.argument("query", nargs=-1)
@selection_options
@one_per_story_option
@click.option(
    "--columns", metavar="NAMES", help="Only these columns, separated by commas: id,title,work,rating_score."
)
@where_option
@click.option(
    "--min-words",
    type=Number(0),
    metavar="N",
    help="Only texts of at least this many words.",
)
@click.option(
    "--sample",
    type=Number(1),
    metavar="N",
    help="Only this many articles, taken by chance of those that match; again the same with the same --seed.",
)
@click.option(
    "--seed",
    type=int,
    metavar="S",
    help="Take another sample or divide otherwise; any whole number. [default: 0]",
)
@click.option(
    "--all-revisions",
    is_flag=True,
    help="A record for each text that these articles had, numbered from 1, and not only for the current one.",
)
@click.option("--markdown", is_flag=True, help="Write each record's text in Markdown.")
@click.option(
    "--text",
    default="full",
    show_default=True,
    metavar="MODE",
    help="Write each text whole (full), its first N words (excerpt:N), or none; then also its SHA-256.",
)
@click.option(
    "--split",
    metavar="HOW",
    help="Divide into train, validation and test: work:80/10/10, author:, outlet: or random: likewise, or"
    " time:2025-01-01,2025-07-01. No story is in two parts.",
)
@click.option(
    "--respect-opt-out",
    is_flag=True,
    help="Leave out articles whose rights have an opt_out (see docs/export.md).",
)
@click.option(
    "--without-signal",
    "without_signals",
    multiple=True,
    type=click.Choice(SIGNAL_NAMES, case_sensitive=False),
    metavar="NAME",
    help=f"Leave out articles of which any capture says this: {', '.join(SIGNAL_NAMES)}. May be repeated.",
)
@click.option(
    "--license",
    "licenses",
    multiple=True,
    metavar="NAME",
    help="Only articles whose page names this licence or its URL; * matches anything. May be repeated.",
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
    split: str | None,
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
    and links. With --split, a dataset has files for each part, and any other file a column `split`; what the
    parts share is reported. QUERY is as in `matinee search`; without one, all articles match.

    \b
    matinee export reviews.jsonl --kind review --min-score 80
    matinee export ballerina.csv 'work:ballerina score:>=60 after:2024'
    matinee export some.csv --columns id,title,rating_score --where "word_count > 300" --sample 100
    matinee export reviews/ --kind review --split work:80/10/10 --text excerpt:50 --without-signal noai
    """
    from archive.export.choice import Choice  # noqa: PLC0415
    from archive.export.options.shape import read_shape  # noqa: PLC0415

    if seed is not None and limits["sample"] is None and split is None:
        raise click.UsageError("--seed goes with --sample or --split.")
    if not all(name.strip() for name in limits["licenses"]):
        raise click.UsageError("--license needs the name of a licence, or * for any.")
    choice = Choice(" ".join(query), selection, seed=seed or 0, **limits)
    options = {**asdict(selection), **limits, "seed": seed, "columns": columns, "markdown": markdown}
    options |= {"where": choice.where or None, "text": None if text == "full" else text, "split": split}
    shape = read_shape(
        columns=columns, text=text, markdown=markdown, split=split, all_revisions=choice.all_revisions
    )
    path = Path(out)
    if path.name.lower().endswith(WARC_ENDINGS):
        for name in ("markdown", "columns", "text", "split", "all_revisions"):
            if options[name]:
                option = name.replace("_", "-")
                raise click.UsageError(f"--{option} goes with records; a WARC file has the pages.")
        _export_captures(path, choice, db, options)
        return
    if columns is not None and path.suffix.lower() == ".atom":
        raise click.UsageError("--columns goes with records; an Atom entry always has the same elements.")
    is_folder = _is_folder(out)
    if choice.all_revisions and (is_folder or path.suffix.lower() == ".atom"):
        raise click.UsageError("--all-revisions goes with .jsonl, .csv, .parquet and .duckdb.")
    _export_records(path, choice, shape, db, options, is_folder=is_folder)


def _is_folder(out: str) -> bool:
    """Whether a name stands for a dataset folder. Raises BadParameter if it stands for no form of export."""
    from archive.export import WRITERS  # noqa: PLC0415

    is_form = Path(out).suffix.lower() in WRITERS
    if out.endswith("/") or (Path(out).is_dir() and not is_form):
        return True
    if not is_form:
        problem = f"end its name in {', '.join(WRITERS)} or .warc.gz, or in / for a dataset folder."
        raise click.BadParameter(problem, param_hint="OUT")
    return False


def _export_records(
    out: Path, choice: Choice, shape: Shape, db: Path, options: dict[str, Any], *, is_folder: bool
) -> None:
    """Write the records of a choice to a file or, as a dataset, to a folder."""
    from archive.export.choice import chosen, where_errors  # noqa: PLC0415
    from archive.export.ledger import PendingExport  # noqa: PLC0415
    from archive.export.split.plan import plan_split  # noqa: PLC0415
    from archive.query.matching import read_query  # noqa: PLC0415
    from archive.query.near_names import unknown_names  # noqa: PLC0415
    from archive.query.records import without_markdown  # noqa: PLC0415

    form = "dataset" if is_folder else out.suffix.lower().removeprefix(".")
    pending = PendingExport(form, str(choice.query), options)
    with open_readonly(db) as store, store.snapshot(), progress("Exporting", "articles") as advance:
        understood = read_query(store, str(choice.query))
        echo_notes(understood)
        choice = replace(choice, query=understood)
        taken = chosen(store, choice)
        plan = None
        if shape.split:
            with where_errors(choice):
                plan = plan_split(store, shape.split, choice.seed, taken.condition, taken.parameters)
        source = RecordSource(store, choice, taken, plan, pending, advance)
        written = write_folder(out, source, shape) if is_folder else write_file(out, source, shape)
        hints = [] if written else unknown_names(store, choice.selection, understood)
        unwritten = without_markdown(store) if shape.markdown and written else 0
    note_export(db, pending, out, written)
    left_out = "".join(f"; left out because {reason}: {number}" for reason, number in taken.left_out.items())
    what = counted(written, "revision" if choice.all_revisions else "article")
    click.echo(" ".join([f"{what} in {out}{safe(left_out)}", *map(safe, hints)]))
    for line in plan.report.lines() if plan else ():
        click.echo(line)
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
            captures = with_progress(stored_captures(store, articles, withheld), advance, count(1))
            written = write_captures(pending.noting(captures, attrgetter("url")), out)
        except OSError as error:
            raise ExportError(out, f"cannot be written ({error.strerror})") from error
    note_export(db, pending, out, written)
    parts = [f"{counted(written, 'capture')} in {out}"]
    for reason, number in taken.left_out.items():
        parts.append(f"left out because {reason}: {counted(number, 'article')}")
    if withheld[0]:
        parts.append(
            f"left out because their bytes are not kept (noarchive or --keep-captures): {withheld[0]}"
        )
    click.echo(safe("; ".join(parts)))


def note_export(db: Path, pending: PendingExport, out: Path, written: int) -> None:
    """Note a complete export in the archive. If that cannot be written, warn: the file is complete."""
    from archive.db.store import Store  # noqa: PLC0415

    try:
        with Store.open(db) as store:
            pending.write(store, out, written, datetime.now(UTC))
    except (ArchiveError, OSError) as error:
        click.echo(safe(f"`matinee exports` will not list {out.name}: {error}"), err=True)
