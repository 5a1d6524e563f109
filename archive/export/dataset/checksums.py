"""SHA256SUMS: the checksums of the files of a folder, for `sha256sum -c`."""

from __future__ import annotations

import hashlib
from pathlib import Path

CHECKSUMS = "SHA256SUMS"


def files_of(folder: Path) -> list[Path]:
    """All files below a folder, in order."""
    return sorted(file for file in folder.rglob("*") if file.is_file())


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_checksums(folder: Path) -> None:
    """Write SHA256SUMS of all files that are in a folder."""
    lines = [f"{sha256_of(file)}  {file.relative_to(folder).as_posix()}\n" for file in files_of(folder)]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8", errors="replace", newline="\n")
