"""`matinee publish`: a copy of the archive for browsing, without texts that may not be shown."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click

from archive.commands.export import note_export
from archive.commands.options import (
    QueryCommand,
    db_option,
    echo_notes,
    one_per_story_option,
    open_readonly,
    selection_options,
    where_option,
)
from archive.query.selection import Selection
from archive.terminal import counted, progress, safe


@click.command("publish", cls=QueryCommand)
@click.argument("folder", type=click.Path(path_type=Path))
@click.argument("query", nargs=-1)
@selection_options
@one_per_story_option
@click.option(
    "--text",
    "texts",
    default="excerpt:60",
    show_default=True,
    metavar="MODE",
    help="full, none or excerpt:N: how much of each text, in words. Texts that may not be shown are left out"
    " whatever it is.",
)
@where_option
@click.option(
    "--respect-opt-out",
    is_flag=True,
    help="Leave out articles whose rights have an opt_out, and not their texts alone.",
)
@db_option
def publish_(
    *,
    folder: Path,
    query: tuple[str, ...],
    selection: Selection,
    texts: str,
    where: str,
    respect_opt_out: bool,
    db: Path,
) -> None:
    """Write a copy of the archive for browsing into FOLDER.

    It has the facts of the articles that match QUERY and the filters, and of each text as much as --text
    says. The text of a page that says noarchive, or whose rights have an opt_out, is never in it; nor are the
    bytes of pages, comments, earlier texts, crawls and the frontier. `datasette FOLDER` and `matinee serve
    --db FOLDER/archive.db` show it. An existing copy is replaced when the new one is complete.

    \b
    matinee publish site/
    matinee publish site/ --kind review --text none
    """
    from archive.db.rows import stamp  # noqa: PLC0415
    from archive.export.choice import Choice, chosen, where_errors  # noqa: PLC0415
    from archive.export.ledger import PendingExport  # noqa: PLC0415
    from archive.export.options.text_mode import read_text_mode  # noqa: PLC0415
    from archive.query.matching import read_query  # noqa: PLC0415
    from archive.web.publish.readme import CopyFacts  # noqa: PLC0415
    from archive.web.publish.write import ARCHIVE, write_copy  # noqa: PLC0415

    shown = read_text_mode(texts)
    typed = " ".join(query)
    options: dict[str, Any] = {**asdict(selection), "where": where or None, "text": texts}
    pending = PendingExport("publish", typed, {**options, "respect_opt_out": respect_opt_out})
    facts = CopyFacts(typed, pending.filters, shown, stamp(datetime.now(UTC)), version("matinee"))
    with open_readonly(db) as store, progress("Copying", "rows") as advance:
        understood = read_query(store, typed)
        echo_notes(understood)
        choice = Choice(understood, selection, where=where, respect_opt_out=respect_opt_out)
        with where_errors(choice):
            urls = write_copy(store, chosen(store, choice), folder, facts, advance)
    count = len(list(pending.noting(urls, str)))
    note_export(db, pending, folder, count)
    look = f"matinee serve --db {shlex.quote(str(folder / ARCHIVE))}"
    click.echo(safe(f"{counted(count, 'article')} in {folder}. To look at it: {look}"))
