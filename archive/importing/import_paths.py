"""What `matinee import` does: files and folders in, a report out."""

from __future__ import annotations

import os
import stat
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from archive.errors import ArchiveError, InputError
from archive.importing.saved_page import read_saved
from archive.importing.warc import GZIP, read_warc
from archive.ingest.ingest import Ingest
from archive.ingest.messages import Outcome
from archive.ingest.worker_pool import CLEAN, Clean
from archive.model import Capture
from archive.rules.model import Rules
from archive.urls import is_web_address

WARC_NAMES = (".warc", ".warc.gz")

PAGE_NAMES = (".html", ".htm", ".xhtml", ".txt")

MOST_PAGES = 64  # on their way at once, so that memory stays bounded however large a WARC is

MOST_BYTES = 64 << 20

Progress = Callable[[int], None]


@dataclass
class ImportReport:
    """What an import came to.

    Attributes:
        read: captures read from the files.
        outcomes: of them, by `new`, `changed`, `same`, `worse`, `not_article`, `failed`, `known`.
        page_types: of those that are no article.
        doubtful: articles among the new that the gate was not sure of.
        skipped: WARC records that hold no page, by why.
        errors: one line each.
        seconds: that it took.
    """

    read: int = 0
    outcomes: Counter[str] = field(default_factory=Counter)
    page_types: Counter[str] = field(default_factory=Counter)
    doubtful: int = 0
    skipped: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def exit_code(self) -> int:
        """0, or 1 where anything could not be read or cleaned."""
        return 1 if self.errors else 0

    def count(self, url: str, outcome: Outcome) -> None:
        """Take in one outcome."""
        self.outcomes[outcome.outcome] += 1
        self.doubtful += outcome.doubtful
        if outcome.outcome == "not_article":
            self.page_types[outcome.page_type or "other"] += 1
        if outcome.outcome == "failed":
            self.errors.append(f"{url}: captured, but not cleaned: {outcome.reason}")

    def lines(self) -> list[str]:
        """The report for people."""
        lines = [
            f"{_count(self.read, 'page')} read in {self.seconds:.1f} s"
            f" ({self.read / max(self.seconds, 0.001):.1f} a second)."
        ]
        lines += [
            f"  {self.outcomes[name]:>6} {text}" for name, text in OUTCOMES.items() if self.outcomes[name]
        ]
        if self.doubtful:
            lines.append(
                f"{_count(self.doubtful, 'of the new articles is', 'of the new articles are')} doubtful."
            )
        if self.page_types:
            lines.append(f"Not articles: {_listed(self.page_types)}.")
        if self.skipped:
            lines.append(f"WARC records without a page: {_listed(self.skipped)}.")
        if self.read and self.outcomes["known"] == self.read:
            lines.append("Nothing changed: all of it was in the archive already.")
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "read": self.read,
            **{name: self.outcomes[name] for name in OUTCOMES},
            "doubtful": self.doubtful,
            "page_types": dict(self.page_types.most_common()),
            "skipped": dict(self.skipped.most_common()),
            "errors": self.errors,
            "seconds": round(self.seconds, 2),
            "pages_per_second": round(self.read / max(self.seconds, 0.001), 1),
        }


OUTCOMES = {
    "new": "new",
    "changed": "changed: a new revision",
    "same": "the same text as before",
    "worse": "worse than what is there: captured, the article left as it is",
    "not_article": "not articles: captured only",
    "failed": "failed: captured, not cleaned",
    "known": "already here",
}


def import_paths(
    paths: Sequence[str | Path],
    db: str | Path,
    *,
    url: str | None = None,
    captured_at: datetime | None = None,
    outlet: str | None = None,
    progress: Progress | None = None,
    workers: int | None = None,
    clean: Clean | str = CLEAN,
    rules: Rules | None = None,
    keep_noarchive: bool = True,
) -> ImportReport:
    """Import WARC files, saved pages and folders of them into an archive, which is made where there is none.

    Args:
        paths: files and folders.
        db: the archive.
        url: of the one saved page that is imported.
        captured_at: when saved pages were saved, aware, where the files do not say.
        outlet: of all pages; None: the host of each.
        progress: called with the number of pages done.
        workers: processes that clean; None: one a core.
        clean: the cleaner, or its name as `package.module:function`.
        rules: by which the pages of some hosts are read.
        keep_noarchive: keep the text of pages that say `noarchive`: whoever imports a file has it already.

    Returns:
        The report. A file that cannot be read is an error in it; all others are imported.

    Raises:
        ArchiveError: the archive cannot be opened or written. Where it fails later on, that is the last
            error of the report, and what was written before is kept.
        click.UsageError: `url` is no web address or goes with anything but one saved page; `captured_at` is
            in the future.
    """
    report = ImportReport()
    started = time.monotonic()
    files = list(_files(paths, report.errors))
    if url is not None and (len(files) != 1 or files[0] != Path(paths[0]) or _is_warc(files[0])):
        raise click.UsageError("--url goes with one saved page, not with several, a folder or a WARC file.")
    if url is not None and not is_web_address(url):
        raise click.UsageError(f"--url {url!r} is not an address; it begins with http:// or https://.")
    if captured_at and captured_at > datetime.now(UTC):
        raise click.UsageError("--captured-at is in the future.")
    captures = _captures(files, report, url, captured_at)

    def open_archive() -> Ingest:
        return Ingest(db, workers=workers, clean=clean, rules=rules)

    try:
        own = (_of_outlet(capture, outlet) for capture in captures)
        _take_in(own, open_archive, report, progress, keep_noarchive=keep_noarchive)
    except ArchiveError as error:
        if not report.outcomes:
            raise
        report.errors.append(str(error))
    report.seconds = time.monotonic() - started
    return report


def _take_in(
    captures: Iterable[Capture],
    open_archive: Callable[[], Ingest],
    report: ImportReport,
    progress: Progress | None,
    *,
    keep_noarchive: bool,
) -> None:
    """Submit captures, few enough at a time, and count what comes of them."""
    under_way: deque[tuple[Capture, Future[Outcome]]] = deque()
    size = 0
    with ExitStack() as stack:
        ingest: Ingest | None = None  # an archive is made only once there is something to put in
        try:
            for capture in captures:
                ingest = ingest or stack.enter_context(open_archive())
                report.read += 1
                submitted = ingest.submit(capture, keep_noarchive=keep_noarchive)
                under_way.append((capture, submitted))
                size += len(capture.body)
                while len(under_way) >= MOST_PAGES or size > MOST_BYTES:
                    size -= _count_next(under_way, report, progress)
            while under_way:
                _count_next(under_way, report, progress)
        except ArchiveError:
            while under_way:  # some of them may have got in
                with suppress(ArchiveError):
                    _count_next(under_way, report, progress)
            raise


def _count_next(
    under_way: deque[tuple[Capture, Future[Outcome]]], report: ImportReport, progress: Progress | None
) -> int:
    capture, future = under_way.popleft()
    try:
        report.count(capture.url, future.result())
    except InputError as error:
        report.errors.append(str(error))
    if progress:
        progress(report.outcomes.total())
    return len(capture.body)


def _captures(
    files: Iterable[Path], report: ImportReport, url: str | None, captured_at: datetime | None
) -> Iterator[Capture]:
    """The pages of all files; a file's error goes into the report."""
    for file in files:
        try:
            if (mode := _mode(file)) and not stat.S_ISREG(mode):  # a pipe may never end, nor even begin
                raise InputError(str(file), "not a regular file", "save what it gives into a file first")
            if _is_warc(file):
                yield from read_warc(file, report.skipped)
            else:
                yield read_saved(file, url, captured_at)
        except InputError as error:
            report.errors.append(str(error))


def _files(paths: Iterable[str | Path], errors: list[str]) -> Iterator[Path]:
    """The files to read: those named, and in folders those whose names say that they are pages."""
    for path in map(Path, paths):
        if not stat.S_ISDIR(_mode(path)):
            yield path
            continue
        found, before = False, len(errors)
        for file in _walk(path, errors):
            found = True
            yield file
        if not found and len(errors) == before:
            kinds = ", ".join((*WARC_NAMES, *PAGE_NAMES))
            errors.append(str(InputError(str(path), "a folder without a page", f"it has no file of {kinds}")))


def _walk(folder: Path, errors: list[str]) -> Iterator[Path]:
    def unreadable(error: OSError) -> None:
        errors.append(str(InputError(str(error.filename), f"cannot be read ({error.strerror})")))

    for here, folders, names in os.walk(folder, onerror=unreadable):
        # A browser keeps a saved page's images and frames in a folder beside it.
        pages = {Path(name).stem for name in names if name.lower().endswith(PAGE_NAMES)}
        folders[:] = sorted(
            name for name in folders if name.removesuffix("_files") not in pages or name in pages
        )
        for name in sorted(names):
            if name.lower().endswith((*WARC_NAMES, *PAGE_NAMES)):
                yield Path(here, name)


def _is_warc(file: Path) -> bool:
    """By name; where that says nothing, by the first bytes."""
    name = file.name.lower()
    if name.endswith((*WARC_NAMES, *PAGE_NAMES)):
        return name.endswith(WARC_NAMES)
    if not stat.S_ISREG(_mode(file)):
        return False
    try:
        with file.open("rb") as stream:
            return stream.read(5).startswith((b"WARC/", GZIP))
    except OSError:
        return False


def _mode(path: Path) -> int:
    """What stands there, for `stat.S_ISDIR` and its like; 0 where only reading it will say what is wrong."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0


def _of_outlet(capture: Capture, outlet: str | None) -> Capture:
    """Give an imported page its outlet: the one named, or else its host."""
    host = urlsplit(capture.url).hostname if is_web_address(capture.url) else None
    return replace(capture, outlet=outlet or (host.removeprefix("www.") if host else None))


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _listed(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {name}" for name, count in counts.most_common())
