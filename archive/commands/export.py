"""`matinee export`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click

from archive.commands.article_output import echo_unwritten
from archive.commands.options import db_option, reading, selection_options
from archive.query.selection import Selection
from archive.terminal import counted, progress, safe


@click.command("export")
@click.argument("out", type=click.Path(path_type=Path))
@click.argument("query", nargs=-1)
@selection_options
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
    """Write the articles that a query and filters take into a file.

    OUT says the form by its ending: .jsonl (one record a line) or .csv (nested keys joined by _). The file
    takes its name when it is complete. With --markdown `text` is in Markdown, with headings, lists,
    quotes, tables, captions, emphasis and links. QUERY is as in `matinee search`; without one, everything is
    taken.

    \b
    matinee export reviews.jsonl --kind review --min-score 80
    """
    from archive.export import WRITERS, export, records  # noqa: PLC0415
    from archive.query.records import without_markdown  # noqa: PLC0415
    from archive.query.search import unknown_names  # noqa: PLC0415

    if out.suffix.lower() not in WRITERS:
        raise click.BadParameter(f"end its name in {' or '.join(WRITERS)}.", param_hint="OUT")
    left_out = [0]
    with reading(db) as store, progress("Exporting", "articles") as advance:
        found = records(store, selection, " ".join(query), markdown=markdown)
        wanted = _not_opted_out(found, left_out) if respect_opt_out else found
        count = export(_counting(wanted, advance), out)
        hints = [] if count else unknown_names(store, selection)
        bare = without_markdown(store) if markdown and count else 0
    others = f"; left out, since they opted out: {left_out[0]}" if respect_opt_out else ""
    click.echo(" ".join([f"{counted(count, 'article')} in {out}{others}", *map(safe, hints)]))
    echo_unwritten(bare)


def _not_opted_out(found: Iterable[dict[str, Any]], left_out: list[int]) -> Iterator[dict[str, Any]]:
    for record in found:
        if "opt_out" in record["rights"]:
            left_out[0] += 1
        else:
            yield record


def _counting(found: Iterable[dict[str, Any]], advance: Callable[..., None]) -> Iterator[dict[str, Any]]:
    for number, record in enumerate(found, 1):
        yield record
        if number % 100 == 0:
            advance(number)
