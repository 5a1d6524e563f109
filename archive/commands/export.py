"""`matinee export`: write articles to a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict
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
from archive.query.selection import EVERYTHING, Selection
from archive.terminal import counted, progress, safe

if TYPE_CHECKING:
    from archive.export.ledger import PendingExport

WARC_ENDINGS = (".warc", ".warc.gz")

Item = TypeVar("Item")


@click.command("export", cls=QueryCommand)
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("query", nargs=-1)
@selection_options
@one_per_story_option
@click.option("--markdown", is_flag=True, help="Write each record's text in Markdown.")
@click.option(
    "--respect-opt-out",
    is_flag=True,
    help="Leave out articles whose rights have an opt_out (see docs/export.md).",
)
@db_option
def export_(
    *,
    out: Path,
    query: tuple[str, ...],
    selection: Selection,
    markdown: bool,
    respect_opt_out: bool,
    db: Path,
) -> None:
    """Write the articles that match a query and filters to a file.

    The ending of OUT chooses the form: .jsonl (one record per line), .csv (nested keys joined by _), .parquet
    (typed columns; needs the extra `parquet`), or .warc.gz and .warc (the pages as they were fetched, which
    `matinee import` takes back). An existing OUT is replaced when the new file is complete. With --markdown,
    `text` is in Markdown, with headings, lists, quotes, tables, captions, emphasis and links. QUERY is as in
    `matinee search`; without one, all articles match.

    \b
    matinee export reviews.jsonl --kind review --min-score 80
    matinee export ballerina.csv 'work:ballerina score:>=60 after:2024'
    """
    from archive.export import WRITERS, all_columns, export, records  # noqa: PLC0415
    from archive.export.ledger import PendingExport  # noqa: PLC0415
    from archive.query.matching import read_query  # noqa: PLC0415
    from archive.query.near_names import unknown_names  # noqa: PLC0415
    from archive.query.records import without_markdown  # noqa: PLC0415

    if out.name.lower().endswith(WARC_ENDINGS):
        if markdown:
            raise click.UsageError("--markdown goes with records; a WARC file has the pages.")
        _export_captures(out, " ".join(query), selection, db, respect_opt_out=respect_opt_out)
        return
    if out.suffix.lower() not in WRITERS:
        raise click.BadParameter(f"end its name in {', '.join(WRITERS)} or .warc.gz.", param_hint="OUT")
    opted_out = [0]
    options = {**asdict(selection), "markdown": markdown, "respect_opt_out": respect_opt_out}
    pending = PendingExport(out.suffix.lower().removeprefix("."), " ".join(query), options)
    with open_readonly(db) as store, progress("Exporting", "articles") as advance:
        understood = read_query(store, " ".join(query))
        echo_notes(understood)
        printed = all_columns(out).has_printed
        matching = records(store, selection, understood, markdown=markdown, printed=printed)
        wanted = _not_opted_out(matching, opted_out) if respect_opt_out else matching
        count = export(pending.noting(_with_progress(wanted, advance), itemgetter("url")), out)
        hints = [] if count else unknown_names(store, selection, understood)
        unwritten = without_markdown(store) if markdown and count else 0
    _write_row(db, pending, out, count)
    others = f"; left out because they opted out: {opted_out[0]}" if respect_opt_out else ""
    click.echo(" ".join([f"{counted(count, 'article')} in {out}{others}", *map(safe, hints)]))
    warn_without_markdown(unwritten)


def _export_captures(out: Path, query: str, selection: Selection, db: Path, *, respect_opt_out: bool) -> None:
    """Write the captures of the articles that match, or all captures if there is no query and no filter."""
    from archive.export import ExportError, records  # noqa: PLC0415
    from archive.export.ledger import PendingExport  # noqa: PLC0415
    from archive.export.warc import stored_captures, write_captures  # noqa: PLC0415

    opted_out, withheld = [0], [0]
    pending = PendingExport("warc", query, {**asdict(selection), "respect_opt_out": respect_opt_out})
    with open_readonly(db) as store, progress("Exporting", "captures") as advance:
        articles: Iterable[int] | None = None
        if query.strip() or selection != EVERYTHING or respect_opt_out:
            matching = records(store, selection, query)
            wanted = _not_opted_out(matching, opted_out) if respect_opt_out else matching
            articles = (record["id"] for record in wanted)
        try:
            captures = _with_progress(stored_captures(store, articles, withheld), advance)
            count = write_captures(pending.noting(captures, attrgetter("url")), out)
        except OSError as error:
            raise ExportError(out, f"cannot be written ({error.strerror})") from error
    _write_row(db, pending, out, count)
    parts = [f"{counted(count, 'capture')} in {out}"]
    if respect_opt_out:
        parts.append(f"left out because they opted out: {counted(opted_out[0], 'article')}")
    if withheld[0]:
        parts.append(
            f"left out because their bytes are not kept (noarchive or --keep-captures): {withheld[0]}"
        )
    click.echo("; ".join(parts))


def _write_row(db: Path, pending: PendingExport, out: Path, count: int) -> None:
    """Note a complete export in the archive. If that cannot be written, warn: the file is complete."""
    from archive.db.store import Store  # noqa: PLC0415

    try:
        with Store.open(db) as store:
            pending.write(store, out, count, datetime.now(UTC))
    except (ArchiveError, OSError) as error:
        click.echo(safe(f"`matinee exports` will not list {out.name}: {error}"), err=True)


def _not_opted_out(records: Iterable[dict[str, Any]], opted_out: list[int]) -> Iterator[dict[str, Any]]:
    """Yield the records without an opt-out; count the others in `opted_out[0]`."""
    for record in records:
        if "opt_out" in record["rights"]:
            opted_out[0] += 1
        else:
            yield record


def _with_progress(items: Iterable[Item], advance: Callable[..., None]) -> Iterator[Item]:
    for number, item in enumerate(items, 1):
        yield item
        if number % 100 == 0:
            advance(number)
