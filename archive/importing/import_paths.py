"""Import files and folders into an archive: what `matinee import` does."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import click

from archive.errors import ArchiveError, InputError
from archive.importing.find_files import check_regular, find_files, is_warc
from archive.importing.import_report import ImportReport
from archive.importing.redirects import Redirect, note_all
from archive.importing.saved_page import read_saved
from archive.importing.warc import read_warc
from archive.ingest.ingest import Ingest
from archive.ingest.workers.messages import Outcome
from archive.ingest.workers.worker_pool import CLEAN, Clean
from archive.model import Capture
from archive.rules.model import Rules
from archive.urls import is_web_address

# The most pages and bytes submitted and not finished, so that memory stays bounded for any size of WARC. With
# 64 pages, eight workers wait for the writer a third of the time.
MAX_PENDING_PAGES = 256

MAX_PENDING_BYTES = 64 << 20

ImportProgress = Callable[[int, int | None], None]  # pages done, and of all if that is known

_Pending = deque[tuple[Capture, Future[Outcome]]]


def import_paths(
    paths: Sequence[str | Path],
    db: str | Path,
    *,
    url: str | None = None,
    captured_at: datetime | None = None,
    outlet: str | None = None,
    progress: ImportProgress | None = None,
    workers: int | None = None,
    clean: Clean | str = CLEAN,
    rules: Rules | None = None,
    keep_noarchive: bool = True,
) -> ImportReport:
    """Import WARC files, saved pages and folders of them into an archive, which is created if missing.

    Args:
        paths: files and folders.
        db: the archive.
        url: the URL of the page, if `paths` is one saved page.
        captured_at: an aware time: when the saved pages were saved, for files that do not say it.
        outlet: the outlet of all pages; None: the host of each page.
        progress: called with the number of pages done, and of all unless a WARC file is among `paths`.
        workers: number of cleaning processes; None: one per core.
        clean: the cleaner, or its name as `package.module:function`.
        rules: site rules for the cleaner.
        keep_noarchive: keep the text of pages that say `noarchive`. It does not protect them from people who
            have the file already.

    Returns:
        The report. A file that cannot be read is an error in it; the others are imported.

    Raises:
        ArchiveError: the archive cannot be opened or written. If that happens after some pages were stored,
            they are kept, and the error is the last one in the report instead.
        click.UsageError: `url` is not a web address or `paths` is not one saved page; `captured_at` is in the
            future.
    """
    report = ImportReport()
    started = time.monotonic()
    files = list(find_files(paths, report.errors))
    if url is not None and (len(files) != 1 or files[0] != Path(paths[0]) or is_warc(files[0])):
        raise click.UsageError("--url goes with one saved page, not with several, a folder or a WARC file.")
    if url is not None and not is_web_address(url):
        raise click.UsageError(f"--url {url!r} is not a web address; it begins with http:// or https://.")
    if captured_at and captured_at > datetime.now(UTC):
        raise click.UsageError("--captured-at is in the future.")
    redirects: list[Redirect] = []
    captures = _read_captures(files, report, redirects, url, captured_at)

    total = None if any(map(is_warc, files)) else len(files)

    def open_archive() -> Ingest:
        return Ingest(db, workers=workers, clean=clean, rules=rules, in_order=True)

    def page_done() -> None:
        if progress:
            progress(report.outcomes.total(), total)

    try:
        with_outlets = (_with_outlet(capture, outlet) for capture in captures)
        _submit_all(with_outlets, redirects, open_archive, report, page_done, keep_noarchive=keep_noarchive)
    except ArchiveError as error:
        if not report.outcomes:
            raise
        report.errors.append(str(error))
    report.seconds = time.monotonic() - started
    return report


def _submit_all(
    captures: Iterable[Capture],
    redirects: list[Redirect],
    open_archive: Callable[[], Ingest],
    report: ImportReport,
    page_done: Callable[[], None],
    *,
    keep_noarchive: bool,
) -> None:
    """Submit captures, a bounded number at a time, and count their outcomes; then note the redirects.

    Args: redirects: filled while the captures are read.
    """
    pending: _Pending = deque()
    pending_bytes = 0
    with ExitStack() as stack:
        ingest: Ingest | None = None  # opened for the first capture: without one, no archive is created
        try:
            for capture in captures:
                ingest = ingest or stack.enter_context(open_archive())
                report.read += 1
                pending.append((capture, ingest.submit(capture, keep_noarchive=keep_noarchive)))
                pending_bytes += len(capture.body)
                while len(pending) >= MAX_PENDING_PAGES or pending_bytes > MAX_PENDING_BYTES:
                    pending_bytes -= _finish_oldest(pending, report, page_done)
            while pending:
                _finish_oldest(pending, report, page_done)
            if ingest and redirects:
                ingest.write(partial(note_all, redirects=redirects)).result()
            if ingest:
                ingest.replay()
        except ArchiveError:
            while pending:  # count those that were stored before the archive failed
                with suppress(ArchiveError):
                    _finish_oldest(pending, report, page_done)
            raise


def _finish_oldest(pending: _Pending, report: ImportReport, page_done: Callable[[], None]) -> int:
    """Wait for the oldest pending capture and count its outcome; return the size of its body."""
    capture, future = pending.popleft()
    try:
        report.add(capture.url, future.result())
    except InputError as error:
        report.errors.append(str(error))
    page_done()
    return len(capture.body)


def _read_captures(
    files: Iterable[Path],
    report: ImportReport,
    redirects: list[Redirect],
    url: str | None,
    captured_at: datetime | None,
) -> Iterator[Capture]:
    """Yield the pages of all files; add a line to the report for a file that cannot be read.

    Args: redirects: gets those in WARC files.
    """
    for file in files:
        try:
            check_regular(file)
            if is_warc(file):
                yield from read_warc(file, report.skipped, redirects)
            else:
                yield read_saved(file, url, captured_at)
        except InputError as error:
            report.errors.append(str(error))


def _with_outlet(capture: Capture, outlet: str | None) -> Capture:
    """Set the outlet of an imported page: the given one, or else the one that its file names, or its host."""
    host = urlsplit(capture.url).hostname if is_web_address(capture.url) else None
    return replace(capture, outlet=outlet or capture.outlet or (host.removeprefix("www.") if host else None))
