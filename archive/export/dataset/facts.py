"""What is known of a dataset besides its articles: its name, what chose them, and when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from archive.db.rows import stamp
from archive.export.arrow import check_pyarrow
from archive.export.ledger import PendingExport


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """Attributes:
    name: of its folder.
    query: as typed; "" for none.
    options: of the command, those that have a value.
    made_at: ISO 8601, UTC.
    versions: by program.
    """

    name: str
    query: str
    options: Mapping[str, Any]
    made_at: str
    versions: Mapping[str, str]

    @property
    def summary(self) -> str:
        """A sentence on what it is."""
        return f"Entertainment coverage from the web, exported from a Matinee archive on {self.made_at[:10]}."


def dataset_facts(name: str, pending: PendingExport, at: datetime) -> DatasetFacts:
    """The facts of an export that begins now, at an aware time.

    Raises:
        MissingPyarrowError: pyarrow is not installed.
    """
    check_pyarrow()
    versions = {program: version(program) for program in ("matinee", "pyarrow")}
    return DatasetFacts(name, pending.query, pending.filters, stamp(at), versions)
