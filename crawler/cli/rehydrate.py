"""`matinee rehydrate`: fetch the texts of a dataset that was made without them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.terminal import counted, echo_json, safe
from crawler.cli.options import as_pairs, outlets_option, settings_option
from crawler.exit_codes import DONE, FAILED, LOCKED

if TYPE_CHECKING:
    from crawler.rehydrate.rehydrate import RehydrationReport

_MOST_SHOWN = 20  # rows that are named; --json names all


@click.command()
@click.argument("dataset", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="PATH",
    help="Where to write the dataset with texts.  [default: beside DATASET, with -with-texts in its name]",
)
@click.option("--keep-changed", is_flag=True, help="Give texts that have changed, too. Their rows say so.")
@outlets_option
@settings_option
@click.option("--json", "as_json", is_flag=True, help="Print what became of all rows as a JSON object.")
def rehydrate(
    *,
    dataset: Path,
    out: Path | None,
    keep_changed: bool,
    folders: tuple[Path, ...],
    settings: tuple[str, ...],
    as_json: bool,
) -> None:
    """Fetch the texts of a DATASET that was exported without them.

    DATASET is what `matinee export --text none` made: a dataset folder or a .jsonl, .csv or .parquet file
    with the columns url and text_sha256. Its pages are fetched as `matinee crawl` fetches pages, by
    robots.txt and five seconds apart on a host, and cleaned; each text must have the hash of the dataset. A
    new column `rehydrated` says of each row whether its text is the same, changed, gone, refused or failed.
    DATASET itself is left as it is. If it is stopped, or if pages failed, the same command goes on where it
    was.

    Exit codes: 0 done, 1 pages failed, 2 wrong usage, 4 it is running already, 130 stopped by Ctrl-C, 143 by
    SIGTERM.

    \b
    matinee rehydrate reviews/
    matinee rehydrate reviews.parquet --out complete.parquet
    """
    from crawler.locks import LockedError  # noqa: PLC0415
    from crawler.rehydrate.files import Dataset  # noqa: PLC0415
    from crawler.rehydrate.rehydrate import crawl_pages, work_folder, write_with_texts  # noqa: PLC0415

    given = as_pairs(settings)
    source = Dataset.open(dataset)
    target = out or source.default_output
    source.check_output(target)
    work = work_folder(target)
    try:
        code = crawl_pages(source, work, folders, given)
    except LockedError as error:
        click.echo(f"Error: {safe(str(error))}", err=True)
        sys.exit(LOCKED)
    if code >= 128:
        click.echo("Run the same command again to go on.", err=True)
        sys.exit(code)
    report = write_with_texts(source, work, target, keep_changed=keep_changed)
    _print_report(report, target, work, as_json=as_json)
    sys.exit(FAILED if report.counts["failed"] else DONE)


def _print_report(report: RehydrationReport, out: Path, work: Path, *, as_json: bool) -> None:
    if as_json:
        others = [{"url": url, "rehydrated": mark, "reason": reason} for url, mark, reason in report.others]
        echo_json({"out": str(out), "counts": report.counts, "others": others})
        return
    parts = ", ".join(f"{count} {mark}" for mark, count in report.counts.most_common())
    click.echo(safe(f"{counted(report.counts.total(), 'article')} in {out}: {parts or 'none'}"))
    for url, mark, reason in report.others[:_MOST_SHOWN]:
        click.echo("  " + safe(f"{mark}: {url} ({reason})"))
    if len(report.others) > _MOST_SHOWN:
        click.echo(f"  and {len(report.others) - _MOST_SHOWN} more: see the column `rehydrated`, or --json")
    if report.counts["failed"]:
        click.echo(safe(f"What failed is tried again by the same command; the rest is in {work}."))
