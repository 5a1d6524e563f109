"""Give stored ratings their scores again, by today's conversions and site rules: what `matinee rescore` does.

Reads only what the archive has of each rating as printed and parsed. Nothing is fetched or cleaned again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from archive.clean.site_rule import SOURCE as SITE_RULE
from archive.db.rows import RATING, Row
from archive.db.store import Store, translated
from archive.model import Rating
from archive.query.selection import EVERYTHING, Selection, register_fold
from archive.rules.model import Rules, SiteRule
from archive.scores.scoring import ScoringRule, with_score
from archive.terminal import counted

BATCH = 1000  # ratings in one transaction, so that a crawl never waits long

_RATED = """
select v.revision_id, c.url, c.captured_at, r.published, v.rating_from, {rating}
from reviews v
join revisions r on r.id = v.revision_id
join captures c on c.id = r.capture_id
where v.rating_raw is not null and v.revision_id > ?
    and r.article_id in (select id from coverage where {condition})
order by v.revision_id limit {batch}
"""


@dataclass
class RescoreReport:
    """The result of scoring again.

    Attributes:
        ratings: number of ratings, of earlier revisions too.
        changed: those whose score or conversion is another now.
        conversions: number of ratings by the conversion that they have now, with its parameters.
        designations: those that are no number, such as "Recommended".
        unscored: other ratings without a score, since their best mark is not known.
        dry_run: nothing was written.
    """

    ratings: int = 0
    changed: int = 0
    conversions: Counter[str] = field(default_factory=Counter)
    designations: int = 0
    unscored: int = 0
    dry_run: bool = False

    def add(self, rating: Rating, *, changed: bool) -> None:
        """Count a rating."""
        self.ratings += 1
        self.changed += changed
        if rating.conversion:
            self.conversions[rating.conversion] += 1
        elif rating.scale == "designation":
            self.designations += 1
        else:
            self.unscored += 1

    def lines(self) -> list[str]:
        """The report for people."""
        would = "would change" if self.dry_run else "changed"
        lines = [f"{counted(self.ratings, 'rating')}, {self.changed} {would}."]
        lines += [f"  {count:>6} by {name}" for name, count in self.conversions.most_common()]
        if self.designations:
            lines.append(f"  {self.designations:>6} in words, which have no score")
        if self.unscored:
            lines.append(f"  {self.unscored:>6} without a score: their best mark is not known")
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "ratings": self.ratings,
            "changed": self.changed,
            "conversions": dict(self.conversions.most_common()),
            "designations": self.designations,
            "unscored": self.unscored,
            "dry_run": self.dry_run,
        }


def rescore(
    db: str | Path,
    selection: Selection = EVERYTHING,
    *,
    rules: Rules | None = None,
    dry_run: bool = False,
    progress: Callable[[int], None] | None = None,
) -> RescoreReport:
    """Score the ratings of the selected articles again, in all their revisions. A second run changes nothing.

    Args:
        progress: called with the number of ratings done.

    Raises:
        ArchiveError: the archive cannot be opened or written.
    """
    report = RescoreReport(dry_run=dry_run)
    rules = rules or Rules()
    with Store.open(db, readonly=dry_run) as store, translated(store.path):
        register_fold(store.db.conn)
        last = 0
        while batch := list(_rated(store, selection, last)):
            last = batch[-1]["revision_id"]
            rows = [_rescored(row, rules) for row in batch]
            for before, after in rows:
                report.add(after, changed=before != after)
            if not dry_run:
                _write(store, batch, rows)
            if progress:
                progress(report.ratings)
    return report


def _rated(store: Store, selection: Selection, after: int) -> Iterator[Row]:
    condition, parameters = selection.where()
    rating = ", ".join(f"v.rating_{key}" for key in RATING)
    sql = _RATED.format(rating=rating, condition=condition, batch=BATCH)
    return store.db.query(sql, [after, *parameters])


def _rescored(row: Row, rules: Rules) -> tuple[Rating, Rating]:
    """The rating of a row, and the same with today's score."""
    stored = Rating(**{key: row[f"rating_{key}"] for key in RATING})
    host_rules = rules.for_url(row["url"])
    captured_at = datetime.fromisoformat(row["captured_at"])
    rule = host_rules.rule_at(captured_at) if host_rules else SiteRule()
    day = date.fromisoformat((row["published"] or row["captured_at"])[:10])
    scoring = (rule.score or ScoringRule()).scoring_on(day)
    return stored, with_score(_with_best(stored, row["rating_from"], rule), scoring)


def _with_best(stored: Rating, source: str | None, rule: SiteRule) -> Rating:
    """The rating with the best mark of a rule: as in cleaning, for one read by it or without a best."""
    best, value = rule.scale, stored.value
    if not isinstance(best, float) or value is None or value > best:
        return stored
    return replace(stored, best=best) if stored.best is None or source == SITE_RULE else stored


def _write(store: Store, batch: list[Row], rows: list[tuple[Rating, Rating]]) -> None:
    changed = [
        (after.best, after.score, after.conversion, row["revision_id"], before.raw)
        for row, (before, after) in zip(batch, rows, strict=True)
        if before != after
    ]
    if changed:
        with store.transaction():
            store.db.conn.executemany(
                # With the raw rating, so that one that a crawl has just changed keeps its own score.
                "update reviews set rating_best = ?, rating_score = ?, rating_conversion = ?"
                " where revision_id = ? and rating_raw = ?",
                changed,
            )
