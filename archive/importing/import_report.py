"""The report of an import: what was read, what became of it, what failed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from archive.db.outcomes import describe_in_detail
from archive.ingest.workers.messages import REMOVED, Outcome
from archive.terminal import counted

_DETAILS = {
    "changed": "a new text, or other facts",
    "worse": "this page shows less than the stored text",
    "not_article": "captured only",
    "missing": "the page is not there, which may be a mistake of its server; the article stays",
    "gone": "the page is not there any more; the article stays",
    "failed": "captured, not cleaned",
}

OUTCOMES = describe_in_detail(_DETAILS) | {
    "known": "already in the archive",
    REMOVED: "removed for good before, so not stored",
}


@dataclass
class ImportReport:
    """The result of an import.

    Attributes:
        read: number of captures read from the files.
        outcomes: number of captures by outcome, a key of OUTCOMES.
        page_types: number of captures that are not articles, by page type.
        doubtful: number of new articles that may not be articles.
        skipped: number of WARC records without a page, by reason.
        errors: one line each.
        seconds: duration of the import.
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
        """0, or 1 if anything could not be read or cleaned."""
        return 1 if self.errors else 0

    def add(self, url: str, outcome: Outcome) -> None:
        """Count the outcome of one capture."""
        self.outcomes[outcome.outcome] += 1
        self.doubtful += outcome.doubtful
        if outcome.outcome == "not_article":
            self.page_types[outcome.page_type or "other"] += 1
        if outcome.outcome == "failed":
            self.errors.append(f"{url}: captured, but not cleaned: {outcome.reason}")

    def lines(self) -> list[str]:
        """The report for people."""
        speed = self.read / max(self.seconds, 0.001)
        lines = [f"{counted(self.read, 'page')} read in {self.seconds:.1f} s ({speed:.1f} a second)."]
        lines += [
            f"  {self.outcomes[name]:>6} {text}" for name, text in OUTCOMES.items() if self.outcomes[name]
        ]
        if self.doubtful:
            verb = "is" if self.doubtful == 1 else "are"
            lines.append(f"{self.doubtful} of the new articles {verb} doubtful.")
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


def _listed(counts: Counter[str]) -> str:
    """`2 listing, 1 front`"""
    return ", ".join(f"{count} {name}" for name, count in counts.most_common())
