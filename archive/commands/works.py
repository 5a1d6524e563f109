"""`matinee works`: list works, what is in doubt and what was corrected; import a catalogue."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click

from archive.commands.options import MatineeGroup, Number, db_option, note_unknown_outlets, open_readonly
from archive.errors import MatineeError
from archive.model import Medium
from archive.terminal import counted, echo_json, progress, safe, table

if TYPE_CHECKING:
    from sqlite_utils import Database

    from archive.people.listing import AuthorSummary
    from archive.works.catalogue.import_files import CatalogueReport
    from archive.works.listing import Doubt, WorkSummary
    from archive.works.stored_corrections import StoredCorrection

LIMIT = 50


@click.group(cls=MatineeGroup, invoke_without_command=True)
@click.option("--medium", type=click.Choice(get_args(Medium)), metavar="MEDIUM", help="Only this medium.")
@click.option("--outlet", metavar="NAME", help="Only works that this outlet wrote about.")
@click.option("--limit", type=Number(min=1), default=LIMIT, show_default=True, metavar="N",
              help="List at most N works.")  # fmt: skip
@click.option("--all", "every", is_flag=True, help="List all works.")
@click.option("--ambiguous", is_flag=True, help="List what may be another work, too, with the reasons.")
@click.option("--corrections", is_flag=True, help="List what was corrected by hand.")
@click.option("--undo", type=Number(), metavar="NUMBER", help="Undo the correction with this number.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print a list of objects.")
@click.pass_context
def works(
    ctx: click.Context,
    *,
    medium: str | None,
    outlet: str | None,
    limit: int,
    every: bool,
    ambiguous: bool,
    corrections: bool,
    undo: int | None,
    db: Path,
    as_json: bool,
) -> None:
    """List the works that articles are about. Those with the most articles come first.

    Articles of all outlets and languages about one work stand together: by ids in their pages (IMDb,
    Wikidata, TMDB, MusicBrainz, ISBN), by an imported catalogue, or by title, medium and year. Where a page
    gives no year, the people whom it names and its date tell a remake from its original. What cannot be told
    stays apart and is listed by --ambiguous. `matinee work` corrects it.

    \b
    matinee works --medium film
    matinee works --ambiguous
    """
    ctx.obj = db
    if ctx.invoked_subcommand:
        return
    from archive.works.listing import list_doubts, list_works  # noqa: PLC0415 (sqlite-utils is slow to import)

    if undo is not None:
        from archive.works.correct import undo as undo_work  # noqa: PLC0415

        undo_correction(db, undo, undo_work, "works")
        return
    if outlet:
        note_unknown_outlets(db, [outlet])
    with open_readonly(db) as store:
        if corrections:
            from archive.works.correct import stored_corrections  # noqa: PLC0415

            show_corrections(stored_corrections(store.db), as_json=as_json)
        elif ambiguous:
            _show_doubts(list_doubts(store.db), as_json=as_json)
        else:
            listed = list_works(store.db, medium=medium, outlet=outlet, limit=None if every else limit)
            _show_works(listed, as_json=as_json, filtered=bool(medium or outlet))


@works.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the report as JSON.")
def import_catalogue(files: tuple[Path, ...], db: Path, as_json: bool) -> None:
    """Read a catalogue of works. By it works are told apart and titles in other languages are known.

    Takes title.basics.tsv and title.akas.tsv of IMDb (basics first), the CSV of a query to Wikidata, the
    table release_group of MusicBrainz, works and editions of Open Library, or any CSV with columns named
    title, year, medium and id (or imdb, wikidata, tmdb, musicbrainz, isbn). Files may be compressed by gzip.
    Other titles stand in columns named original_title or aliases, people in director, author, artist or
    people, the day of release in released or release_date.

    Reads row by row. A row that says too little is told with its number, and the others are imported.
    Importing a file again changes nothing.

    \b
    matinee works import films.csv
    """
    from archive.db.store import Store, translated  # noqa: PLC0415
    from archive.works.catalogue.import_files import CatalogueReport, read_batches, write_batch  # noqa: PLC0415
    from archive.works.refresh import match_all  # noqa: PLC0415

    report = CatalogueReport()
    with Store.open(db, create=True) as store, translated(db), progress("Reading") as advance:
        for file in files:
            advance.step(f"Reading {file.name}", "bytes")
            for batch in read_batches(file, report, advance):
                with store.transaction():
                    write_batch(store.db, batch, report)
        advance.step("Matching works")
        with store.transaction():
            match_all(store.db)
    _end(report, db, as_json=as_json)


def undo_correction(db: Path, number: int, undo: Callable[[Database, int, str], bool], command: str) -> None:
    """Undo a correction and say so. `command` lists corrections of its kind."""
    from archive.db.store import Store  # noqa: PLC0415

    with Store.open(db) as store, store.transaction():
        undone = undo(store.db, number, time_now())
    if not undone:
        remedy = f"see `matinee {command} --corrections`"
        raise MatineeError(f"correction {number}: no correction of {command} that holds", remedy)
    click.echo(f"Correction {number} undone.")


def show_corrections(corrections: Sequence[StoredCorrection], *, as_json: bool) -> None:
    """List corrections."""
    if as_json:
        echo_json([asdict(correction) for correction in corrections])
    elif not corrections:
        click.echo("Nothing was corrected.")
    else:
        table(
            ["number", "correction", "made", "undone"],
            (
                (correction.id, correction.text, correction.made_at[:10], (correction.undone_at or "")[:10])
                for correction in corrections
            ),
        )


def _show_works(listed: Sequence[WorkSummary], *, as_json: bool, filtered: bool) -> None:
    if as_json:
        echo_json([work.as_dict() for work in listed])
    elif not listed:
        click.echo("No work matches." if filtered else "No article is about a work.")
    else:
        table(
            ["id", "work", "year", "medium", "articles", "outlets", "score", "spread", "first", "last"],
            (
                (work.id, work.title, work.year, work.medium, work.articles, work.outlets,
                 score(work.score_mean), spread(work.scores, work.score_min, work.score_max),
                 (work.first or "")[:10], (work.last or "")[:10])
                for work in listed
            ),
            spare=("first", "spread", "year", "medium"),
        )  # fmt: skip


def score(mean: float | None) -> int | None:
    """A mean as it is listed."""
    return None if mean is None else round(mean)


def spread(count: int, least: float | None, greatest: float | None) -> str:
    """`40-90 of 3`: the least and the greatest of so many scores; "" for less than two."""
    return f"{least:g}-{greatest:g} of {count}" if count > 1 else ""


def echo_figures(summary: WorkSummary | AuthorSummary, label: str) -> None:
    """Print the scores of a work or an author, and the first and last date under a label."""
    if summary.score_mean is not None:
        figures = spread(summary.scores, summary.score_min, summary.score_max)
        click.echo(f"score: {summary.score_mean:g}" + (f", {figures}" if figures else ""))
    if summary.first and summary.last:
        click.echo(f"{label}: {summary.first[:10]} to {summary.last[:10]}")


def echo_kept(numbers: Sequence[int], command: str) -> None:
    """Say that corrections were kept. `command` undoes one."""
    for number in numbers:
        click.echo(f"Correction {number} kept; undo it with `matinee {command} --undo {number}`.", err=True)


def time_now() -> str:
    """The present, as the archive stores times."""
    from archive.db.rows import stamp  # noqa: PLC0415 (imports what this command's help does not need)

    return stamp(datetime.now(UTC))


def _show_doubts(doubts: Sequence[Doubt], *, as_json: bool) -> None:
    if as_json:
        echo_json([asdict(doubt) for doubt in doubts])
        return
    for doubt in doubts:
        other = f"{doubt.other_id}: {doubt.other}" if doubt.other_id else f"{doubt.other} (catalogue)"
        click.echo(safe(f"{doubt.work_id}: {doubt.work}"))
        click.echo(safe(f"  may be {other}"))
        click.echo(safe(f"  because: {doubt.reason}"))
        for url in doubt.urls:
            click.echo(safe(f"  {url}"))
    if doubts:
        click.echo("Decide with `matinee work ID --join ID` or `matinee work ID --distinct ID`.")
    else:
        click.echo("No work is in doubt.")


def _end(report: CatalogueReport, db: Path, *, as_json: bool) -> None:
    if as_json:
        echo_json(
            {
                "works": report.works,
                "skipped": report.skipped,
                "faulty": report.faulty,
                "errors": [str(error) for error in report.errors],
            }
        )
    else:
        parts = [f"{counted(report.works, 'row')} in the catalogue of {db}"]
        if report.skipped:
            parts.append(f"{report.skipped:,} skipped: episodes, or titles of no known work")
        if report.faulty:
            parts.append(f"{report.faulty:,} not read")
        click.echo(f"{', '.join(parts)}.")
    for error in report.errors:
        click.echo(f"Error: {safe(str(error))}", err=True)
    if report.faulty > len(report.errors):
        click.echo(f"... and {report.faulty - len(report.errors):,} other rows", err=True)
    sys.exit(report.exit_code)
