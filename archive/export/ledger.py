"""The exports that were written from an archive, and which articles are in them.

Of each article the ledger keeps six bytes of a hash of its URL: enough to say which exports hold a page that
is removed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, TypeVar

from archive.db.rows import stamp
from archive.db.store import Store

Item = TypeVar("Item")

_KEY_BYTES = 6
_COLUMNS = "id, exported_at, file, form, query, filters, count, version, sha256"


@dataclass(frozen=True, slots=True)
class Export:
    """A row of the table `exports`.

    Attributes:
        exported_at: ISO 8601, UTC.
        file: its name, without its folders.
        form: jsonl, csv, parquet, duckdb, atom, dataset, publish or warc.
        query: "" for none.
        filters: the options that chose the articles.
        count: records, of a WARC file captures.
        version: of Matinee.
        sha256: of the file, in hex; of a dataset folder that of its SHA256SUMS.
    """

    id: int
    exported_at: str
    file: str
    form: str
    query: str
    filters: dict[str, Any]
    count: int
    version: str
    sha256: str

    def as_dict(self) -> dict[str, Any]:
        """The row for programs."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


class PendingExport:
    """An export that is being written: what was asked for, and the URLs of the articles that went into it."""

    def __init__(self, form: str, query: str, options: Mapping[str, Any]) -> None:
        """Args: options: the filters and flags of the command; those without a value are left out."""
        self._form, self.query = form, query
        self.filters = {
            name: value
            for name, value in options.items()
            if value is not None and value is not False and value != ()
        }
        self._keys: set[bytes] = set()

    def noting(self, items: Iterable[Item], url: Callable[[Item], str]) -> Iterator[Item]:
        """Yield records or captures as they are, and note their URLs."""
        for item in items:
            self._keys.add(_key(url(item)))
            yield item

    def write(self, store: Store, out: Path, count: int, at: datetime) -> None:
        """Write the row of this export, whose file is complete, in its own transaction.

        Args:
            count: records or captures in it.
            at: now.

        Raises:
            OSError: the file cannot be read.
            ArchiveError: the archive cannot be written.
        """
        with (out / "SHA256SUMS" if out.is_dir() else out).open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        row = {
            "exported_at": stamp(at),
            "file": out.name.encode(errors="replace").decode(),
            "form": self._form,
            "query": self.query,
            "filters": json.dumps(self.filters, ensure_ascii=False, default=str),
            "count": count,
            "version": version("matinee"),
            "sha256": sha256,
        }
        with store.transaction():
            export_id = store.insert("exports", row)
            keys = b"".join(sorted(self._keys))
            store.insert("_exported_articles", {"export_id": export_id, "keys": keys})


def list_exports(store: Store) -> list[Export]:
    """All exports, the latest first."""
    rows = store.db.query(f"select {_COLUMNS} from exports order by exported_at desc, id desc")
    return [Export(**{**row, "filters": json.loads(row["filters"])}) for row in rows]


def exports_with(store: Store, urls: Iterable[str]) -> list[tuple[Export, int]]:
    """The exports that hold any of these URLs, the latest first, with how many of them each holds."""
    wanted = {_key(url) for url in urls}
    holders = []
    for export in list_exports(store):
        row = store.row("select keys from _exported_articles where export_id = ?", export.id)
        keys = row["keys"] if row else b""
        held = sum(keys[at : at + _KEY_BYTES] in wanted for at in range(0, len(keys), _KEY_BYTES))
        if held:
            holders.append((export, held))
    return holders


def _key(url: str) -> bytes:
    return hashlib.sha256(url.encode(errors="surrogatepass")).digest()[:_KEY_BYTES]
