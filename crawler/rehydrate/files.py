"""A dataset on the disk, a file or a folder: its rows, and how it is written again with texts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.db.replace_file import replacing
from archive.errors import InputError
from archive.export.dataset.checksums import CHECKSUMS, sha256_of, write_checksums
from archive.export.dataset.replace_folder import replacing_folder
from archive.export.dataset.write import check_folder
from crawler.rehydrate.outcome import Mark
from crawler.rehydrate.rows import ENDINGS, MARK, DatasetRow, Fill, read_rows, write_rows

_CARD, _CROISSANT = "README.md", "croissant.json"
_DESCRIPTION = (
    "What became of the text when it was fetched anew: same, changed, gone, refused, failed or no hash."
)


@dataclass(frozen=True, slots=True)
class Dataset:
    """Attributes:
    path: a file, or a folder with Parquet files below `data`.
    files: those with rows.
    """

    path: Path
    files: tuple[Path, ...]

    @classmethod
    def open(cls, path: Path) -> Dataset:
        """Raises InputError if there is no dataset at a path."""
        if path.is_dir():
            files = tuple(sorted(path.glob("data/*.parquet")))
            if not files:
                raise InputError(
                    str(path), "has no file data/*.parquet", "give a dataset that `matinee export` made"
                )
            return cls(path, files)
        if path.suffix.lower() not in ENDINGS:
            raise InputError(
                str(path), "is no dataset", f"give a folder or a file that ends in {', '.join(ENDINGS)}"
            )
        if not path.is_file():
            raise InputError(str(path), "there is no such file", "correct the name")
        return cls(path, (path,))

    @property
    def default_output(self) -> Path:
        """Where the dataset with texts stands if nothing else is said: beside it."""
        path = self.path.resolve()
        return path.with_name(f"{path.stem if path.is_file() else path.name}-with-texts{path.suffix}")

    def check_output(self, out: Path) -> None:
        """Raise InputError or DatasetError if it cannot be written there, before pages are fetched."""
        if out.resolve() == self.path.resolve():
            raise InputError(str(out), "is the dataset itself", "give another --out")
        if self.path.is_dir():
            check_folder(out)
            return
        if out.suffix.lower() != self.path.suffix.lower():
            raise InputError(
                str(out), "has another ending", f"end it in {self.path.suffix}, as the dataset does"
            )
        if not out.resolve().parent.is_dir():
            raise InputError(str(out), f"there is no folder {out.resolve().parent}", "create it first")

    def rows(self) -> Iterator[DatasetRow]:
        """All rows, lazily. Raises InputError for a file that cannot be read."""
        for file in self.files:
            yield from read_rows(file)

    def write(self, out: Path, fill: Fill, counts: Callable[[], Mapping[Mark, int]], at: str) -> None:
        """Write the dataset to another place, complete or not at all.

        Args:
            fill: gives what is new in each row.
            counts: rows by mark, called when all rows are written.
            at: now, ISO 8601.

        Raises:
            InputError: a file cannot be read.
            DatasetError: `out` is a folder with something else.
            OSError: it cannot be written.
        """
        if self.path.is_file():
            with replacing(out) as part:
                write_rows(self.path, part, fill)
            return
        check_folder(out)
        with replacing_folder(out) as part:
            shutil.copytree(
                self.path, part, dirs_exist_ok=True, ignore=shutil.ignore_patterns("data", CHECKSUMS)
            )
            (part / "data").mkdir()
            for file in self.files:
                write_rows(file, part / "data" / file.name, fill)
            _describe(part, counts(), at)
            write_checksums(part)


def _describe(folder: Path, counts: Mapping[Mark, int], at: str) -> None:
    """Bring card and Croissant up to date with the files beside them, where they are there."""
    card, croissant = folder / _CARD, folder / _CROISSANT
    if card.is_file():
        with card.open("a", encoding="utf-8") as file:
            file.write(_card_section(counts, at))
    if croissant.is_file():
        document = json.loads(croissant.read_text(encoding="utf-8"))
        for item in document.get("distribution", []):
            if "sha256" in item and (folder / item["contentUrl"]).is_file():
                item["sha256"] = sha256_of(folder / item["contentUrl"])
        for records in document.get("recordSet", []):  # another one names the parts of a split
            if records["@id"] == "articles":
                records["field"].append(_croissant_field())
        text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
        croissant.write_text(text, encoding="utf-8", newline="\n")


def _card_section(counts: Mapping[Mark, int], at: str) -> str:
    rows = "".join(f"| {mark} | {count:,} |\n" for mark, count in sorted(counts.items()))
    head = f"| {MARK} | articles |\n| --- | --- |\n"
    return (
        f"\n## Texts fetched anew\n\n`matinee rehydrate` did so on {at[:10]}. {_DESCRIPTION}\n\n{head}{rows}"
    )


def _croissant_field() -> dict[str, object]:
    name = f"articles/{MARK}"
    source = {"fileSet": {"@id": "parquet-files"}, "extract": {"column": MARK}}
    described = {"description": _DESCRIPTION, "dataType": "sc:Text", "source": source}
    return {"@type": "cr:Field", "@id": name, "name": name, **described}
