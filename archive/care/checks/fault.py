"""One fault of an archive, and the statements that repair it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Statement = tuple[str, tuple[Any, ...]]  # SQL and its parameters

RESTORE = "restore a backup"
CLEAN_AGAIN = "the next import or crawl cleans its pages again"


@dataclass(frozen=True, slots=True)
class Twins:
    """Two articles that are one page.

    Attributes:
        first_id, second_id: of the articles.
        url: the address that their one article has.
        at: since when that is known, as the archive stores times.
    """

    first_id: int
    second_id: int
    url: str
    at: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it must be.

    Attributes:
        table: where it is; `file` for the file itself.
        row: the key of the row, "" if the fault is in no single row.
        problem: what is wrong, such as `does not match its hash`.
        remedy: what to do if it cannot be repaired, or what follows from the repair; "" if that is obvious.
        repairs: the statements that repair it; none if it cannot be repaired.
        rebuilds_index: rebuilding the full-text index repairs it.
        twins: making these articles one repairs it.
    """

    table: str
    row: str
    problem: str
    remedy: str = ""
    repairs: tuple[Statement, ...] = ()
    rebuilds_index: bool = False
    twins: Twins | None = None

    @property
    def repairable(self) -> bool:
        """Whether `matinee check --repair` repairs it."""
        return bool(self.repairs) or self.rebuilds_index or self.twins is not None

    def line(self, *, hint: bool = True) -> str:
        """`captures 17: article_id names no row of articles (--repair mends it)`"""
        where = f"{self.table} {self.row}".strip()
        notes = ["--repair mends it"] if self.repairable and hint else []
        notes += [self.remedy] if self.remedy else []
        return f"{where}: {self.problem}" + (f" ({'; '.join(notes)})" if notes else "")
