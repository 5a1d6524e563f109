"""What is known of a dataset besides its articles: its name, what chose them, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any

from archive.db.rows import stamp
from archive.db.store import Store
from archive.export.ledger import PendingExport
from archive.export.parquet import check_pyarrow
from archive.export.split.plan import SplitReport


@dataclass(frozen=True, slots=True)
class DatasetFacts:
    """Attributes:
    name: of its folder.
    query: as typed; "" for none.
    options: of the command, those that have a value.
    made_at: ISO 8601, UTC.
    versions: by program.
    left_out: how many articles each filter of rights left out, by its reason.
    near_copies: articles whose text nearly is that of another article of the archive, which is likely to be
        the original.
    split: how the articles were divided; None if they were not.
    """

    name: str
    query: str
    options: Mapping[str, Any]
    made_at: str
    versions: Mapping[str, str]
    left_out: Mapping[str, int] = field(default_factory=dict)
    near_copies: int = 0
    split: SplitReport | None = None

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of the parts; `train` alone for what was not divided."""
        return self.split.split.parts if self.split else ("train",)

    @property
    def texts(self) -> str:
        """A sentence on what is left of the texts; "" if they are whole."""
        mode, _, words = str(self.options.get("text") or "full").partition(":")
        whole = (
            "`text_sha256` is the hash of the whole text, by which it can be verified if it is fetched anew."
        )
        if mode == "none":
            return f"The texts are left out. {whole}"
        return f"Of each text, at most the first {words} words are here. {whole}" if words else ""

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


def count_near_copies(store: Store, condition: str, parameters: Sequence[object]) -> int:
    """How many articles that meet a condition on `coverage` tell a story that another is the original of."""
    sql = "select count(*) from stories where place > 1 and article_id in (select id from coverage where {})"
    (number,) = store.db.execute(sql.format(condition), list(parameters)).fetchone()
    return int(number)
