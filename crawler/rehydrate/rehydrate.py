"""Fetch the texts of a dataset with crawls of its pages, and write the dataset again with them.

The pages are crawled into an archive in a work folder beside the new dataset, by outlet files that name them.
So robots.txt, the pace, retries and what a killed process leaves are those of every crawl. The work folder
stays until every page has been fetched, and the next run goes on in it.
"""

from __future__ import annotations

import shutil
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from archive.db.rows import stamp
from archive.db.store import Store
from archive.errors import InputError
from crawler.locks import acquire_lock
from crawler.outlet.load import outlet_folders, usable_outlets
from crawler.rehydrate.files import Dataset
from crawler.rehydrate.outcome import Mark, Outcome, needs_fetching, outcome
from crawler.rehydrate.outlet_files import group_by_outlet, write_outlet_files
from crawler.rehydrate.rows import DatasetRow, FilledRow

ARCHIVE, OUTLETS = "archive.db", "outlets"  # in the work folder


@dataclass(slots=True)
class RehydrationReport:
    """What became of the rows of a dataset.

    Attributes:
        counts: rows by mark.
        others: URL, mark and reason of each row whose text is not the same, in the order of the dataset.
    """

    counts: Counter[Mark] = field(default_factory=Counter)
    others: list[tuple[str, Mark, str]] = field(default_factory=list)

    def note(self, row: DatasetRow, became: Outcome) -> None:
        """Count a row."""
        self.counts[became.mark] += 1
        if became.mark != "same":
            self.others.append((row.url, became.mark, became.reason))


def work_folder(out: Path) -> Path:
    """Where the pages of a dataset are crawled into while it is made."""
    target = out.resolve()
    return target.with_name(f"{target.name}.rehydrating")


def crawl_pages(dataset: Dataset, work: Path, folders: Sequence[Path], settings: Mapping[str, str]) -> int:
    """Crawl the pages of the rows whose text is missing. Runs Scrapy, so it can be called once in a process.

    Args:
        work: the work folder; what is in it already is not fetched again.
        folders: of the user's outlet files, which say how their pages are to be crawled.
        settings: those given with `-s`.

    Returns:
        The exit code of the crawls; 128 and more if a signal ended them.

    Raises:
        LockedError: another process works in this folder.
        MatineeError: the dataset cannot be read, or the archive cannot be written.
    """
    outlets = group_by_outlet(row for row in dataset.rows() if needs_fetching(row))
    known, _ = usable_outlets(outlet_folders(folders))
    names = write_outlet_files(outlets, work / OUTLETS, known)
    Store.open(work / ARCHIVE, create=True).close()
    lock = acquire_lock(work / ARCHIVE)
    try:
        if not names:
            return 0
        from crawler.run.crawl_outlets import crawl_outlets  # noqa: PLC0415 (brings in Scrapy)

        with redirect_stdout(sys.stderr):  # what is printed of each crawl is progress here
            return crawl_outlets(
                work / ARCHIVE, [work / OUTLETS], names, {}, settings, due=False, as_json=False
            )
    finally:
        lock.release()


def write_with_texts(dataset: Dataset, work: Path, out: Path, *, keep_changed: bool) -> RehydrationReport:
    """Write the dataset with the texts of the pages that were crawled; return what became of each row.

    The work folder is removed, unless a page could not be fetched.

    Args:
        keep_changed: give a changed text, too; otherwise it is left out.

    Raises:
        MatineeError: the dataset cannot be read, or `out` is something else.
        InputError: `out` cannot be written.
    """
    report = RehydrationReport()
    with Store.open(work / ARCHIVE, readonly=True) as store:

        def fill(row: DatasetRow) -> FilledRow:
            became = outcome(store, row)
            report.note(row, became)
            is_wanted = became.mark != "changed" or keep_changed
            return FilledRow(became.text if is_wanted else None, became.mark)

        try:
            dataset.write(out, fill, lambda: dict(report.counts), stamp(datetime.now(UTC)))
        except OSError as error:
            raise InputError(str(out), f"cannot be written ({error.strerror or error})") from error
    if not report.counts["failed"]:
        shutil.rmtree(work)
    return report
