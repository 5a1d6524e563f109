"""Find the files to import in what a person named, and tell WARC files from saved pages."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from archive.errors import InputError
from archive.importing.warc import GZIP

WARC_NAMES = (".warc", ".warc.gz")

PAGE_NAMES = (".html", ".htm", ".xhtml", ".txt")


def find_files(paths: Iterable[str | Path], errors: list[str]) -> Iterator[Path]:
    """Yield the named files as they are, and from named folders the files with the ending of a page or WARC.

    A folder that cannot be read, or has no such file, adds a line to `errors`.
    """
    for path in map(Path, paths):
        if not stat.S_ISDIR(_mode(path)):
            yield path
            continue
        is_empty, errors_before = True, len(errors)
        for file in _walk(path, errors):
            is_empty = False
            yield file
        if is_empty and len(errors) == errors_before:
            endings = ", ".join((*WARC_NAMES, *PAGE_NAMES))
            error = InputError(str(path), "a folder without a page", f"it has no file ending in {endings}")
            errors.append(str(error))


def is_warc(file: Path) -> bool:
    """Whether a file is a WARC, by its name or, if that does not say, by its first bytes."""
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


def check_regular(file: Path) -> None:
    """Raise InputError for a pipe, socket or device: reading one may never end or never begin.

    A missing file passes; reading it gives the better error.
    """
    mode = _mode(file)
    if mode and not stat.S_ISREG(mode):
        raise InputError(str(file), "not a regular file", "save its output in a file first")


def _walk(folder: Path, errors: list[str]) -> Iterator[Path]:
    def add_error(error: OSError) -> None:
        errors.append(str(InputError(str(error.filename), f"cannot be read ({error.strerror})")))

    for parent, folders, names in os.walk(folder, onerror=add_error):
        # Browsers store the images and frames of page.html in the folder page_files. Those are not pages.
        pages = {Path(name).stem for name in names if name.lower().endswith(PAGE_NAMES)}
        folders[:] = sorted(
            name for name in folders if name.removesuffix("_files") not in pages or name in pages
        )
        for name in sorted(names):
            if name.lower().endswith((*WARC_NAMES, *PAGE_NAMES)):
                yield Path(parent, name)


def _mode(path: Path) -> int:
    """The file mode, for `stat.S_ISDIR` and the like; 0 if it cannot be read."""
    try:
        return path.stat().st_mode
    except OSError:
        return 0
