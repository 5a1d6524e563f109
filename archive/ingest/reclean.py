"""What `matinee reclean` does: clean stored captures again, by today's rules and what was learned since."""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any

from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.ingest.messages import Outcome
from archive.ingest.store_recleaned import BY_HAND
from archive.ingest.worker_pool import CLEAN, Clean
from archive.query.selection import EVERYTHING, Selection, register_fold
from archive.rules.model import Rules
from archive.terminal import counted

MOST_PAGES = 64  # on their way at once

MOST_ROUNDS = 3  # what is learned from pages cleaned anew may bear on pages that were done before

Progress = Callable[[int, int], None]

OUTCOMES = {
    "changed": "changed: the text or the facts are better now",
    "same": "the same as before",
    "new": "new: made no article before",
    "not_article": "look like no article now: kept, and marked as doubtful",
    "worse": "worse than what is there: left as it is",
    "failed": "failed: left as it is",
}


@dataclass
class RecleanReport:
    """What cleaning again came to.

    Attributes:
        outcomes: captures, by `changed`, `same`, `new`, `not_article`, `worse`, `failed`.
        changes: how many of the changed did so in their `text`, its `length` (under half of it is left, as
            people have decided), `Markdown`, `facts`, `address` or `doubt`.
        errors: one line for each that failed.
        withheld: captures that cannot be cleaned again, since their pages forbade to keep them.
        dry_run: nothing was written.
        seconds: that it took.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    withheld: int = 0
    dry_run: bool = False
    seconds: float = 0.0

    @property
    def exit_code(self) -> int:
        """0, or 1 where a page could not be cleaned."""
        return 1 if self.errors else 0

    def lines(self) -> list[str]:
        """The report for people."""
        total = self.outcomes.total()
        would = "would be " if self.dry_run else ""
        lines = [f"{counted(total, 'capture')} {would}cleaned again in {self.seconds:.1f} s."]
        lines += [
            f"  {self.outcomes[name]:>6} {text}" for name, text in OUTCOMES.items() if self.outcomes[name]
        ]
        if self.changes:
            lines.append(
                "Changed: "
                + ", ".join(f"{count} in {name}" for name, count in self.changes.most_common())
                + "."
            )
        if shorter := self.changes[BY_HAND]:
            lines.append(
                f"{counted(shorter, 'text')} under half as long as before: site rules or pinned lines say so."
            )
        if self.withheld:
            lines.append(
                f"{counted(self.withheld, 'capture')} left as is: the pages say noarchive, and were not kept."
            )
        if total and self.outcomes["same"] == total:
            lines.append("Nothing changed.")
        if self.dry_run:
            lines.append("Nothing was written.")
        return lines

    def as_dict(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "captures": self.outcomes.total(),
            **{name: self.outcomes[name] for name in OUTCOMES},
            "changes": dict(self.changes.most_common()),
            "errors": self.errors,
            "withheld": self.withheld,
            "dry_run": self.dry_run,
            "seconds": round(self.seconds, 2),
        }


def reclean(
    db: str | Path,
    selection: Selection = EVERYTHING,
    *,
    dry_run: bool = False,
    progress: Progress | None = None,
    workers: int | None = None,
    clean: Clean | str = CLEAN,
    rules: Rules | None = None,
) -> RecleanReport:
    """Clean stored captures again. Stopped at any point, it may be run again; run twice, it changes nothing.

    Args:
        db: the archive.
        selection: of articles: the captures that their revisions were made from. Where it asks for nothing
            or only for outlets, also the captures that made no article.
        dry_run: only say what would change.
        progress: called with the number of captures done and of all.
        workers: processes that clean; None: one a core.
        clean: the cleaner, or its name as `package.module:function`.
        rules: by which the pages of some hosts are read.

    Raises:
        ArchiveError: the archive cannot be opened or written; what was written before is kept.
    """
    report = RecleanReport(dry_run=dry_run)
    started = time.monotonic()
    with Store.open(db, readonly=True) as store:
        wanted = captures(store, selection)
        report.withheld = len(captures(store, selection, withheld=True))
        outlets = _outlets(store, wanted)
    results: dict[int, Outcome] = {}
    with Ingest(db, workers=workers, clean=clean, trial=dry_run, rules=rules) as ingest:
        if not dry_run:
            ingest.learn(outlets).result()
        again = wanted
        for _ in range(1 if dry_run else MOST_ROUNDS):
            _run(ingest, again, results, progress)
            moved = set() if dry_run else ingest.learn(outlets).result()
            again = ingest.write(partial(_with_lines, wanted, moved)).result()
            if not again:
                break
    with Store.open(db, readonly=True) as store:
        _count(store, results, report)
    report.seconds = time.monotonic() - started
    return report


def captures(store: Store, selection: Selection, *, withheld: bool = False) -> list[int]:
    """Ids of the captures that a selection stands for, oldest first; HTTP errors are nothing to clean.

    `withheld` gives those whose bytes were not to be kept instead of the others.
    """
    register_fold(store.db.conn)
    condition, parameters = selection.where()
    made = f"""
        select r.capture_id from revisions r where r.article_id in (select id from coverage where {condition})
    """
    others = ["worse", "failed"] if _asks_of_articles(selection) else ["worse", "failed", "not_article"]
    marks = ", ".join("?" * len(others))
    place, names = _where_captured(selection, condition, parameters)
    rows = store.db.execute(
        f"""
        select id from captures c where outcome is not null and status < 400
            and (id in ({made}) or (outcome in ({marks}) and {place}))
            and exists (select 1 from _bodies b where b.sha256 = c.sha256 and (length(b.zstd) = 0) = ?)
        order by id
        """,
        [*parameters, *others, *names, withheld],
    )
    return [row[0] for row in rows.fetchall()]


def _asks_of_articles(selection: Selection) -> bool:
    """Whether a selection asks for more than an outlet."""
    return any(
        getattr(selection, part.name) not in ((), None)
        for part in fields(Selection)
        if part.name != "outlets"
    )


def _where_captured(
    selection: Selection, condition: str, parameters: list[object]
) -> tuple[str, list[object]]:
    """The condition on captures that no revision was made from."""
    if _asks_of_articles(selection):
        return f"c.article_id in (select id from coverage where {condition})", parameters
    if selection.outlets:
        return f"c.outlet in ({', '.join('?' * len(selection.outlets))})", list(selection.outlets)
    return "true", []


def _outlets(store: Store, wanted: Iterable[int]) -> list[str]:
    rows = store.db.execute(
        "select distinct outlet from captures where outlet is not null"
        " and id in (select value from json_each(?)) order by outlet",
        (json.dumps(list(wanted)),),
    )
    return [row[0] for row in rows.fetchall()]


def _with_lines(wanted: Iterable[int], keys: Iterable[str], store: Store) -> list[int]:
    """Those of the captures whose article shows one of these lines."""
    rows = store.db.execute(
        """
        select distinct r.capture_id from _page_lines p
        join articles a on a.id = p.article_id join revisions r on r.id = a.revision_id
        join json_each(p.lines) line
        where json_extract(line.value, '$[0]') in (select value from json_each(?))
            and r.capture_id in (select value from json_each(?)) order by r.capture_id
        """,
        (json.dumps(list(keys)), json.dumps(list(wanted))),
    )
    return [row[0] for row in rows.fetchall()]


def _run(
    ingest: Ingest, wanted: Iterable[int], results: dict[int, Outcome], progress: Progress | None
) -> None:
    """Clean captures, few enough at a time. What a later round finds the same stays what it was."""
    under_way: deque[Future[Outcome]] = deque()
    todo = list(wanted)

    def take() -> None:
        outcome = under_way.popleft().result()
        if outcome.outcome != "same" or outcome.capture_id not in results:
            results[outcome.capture_id] = outcome
        if progress:
            progress(min(len(results), len(todo)), len(todo))

    for capture_id in todo:
        under_way.append(ingest.reclean(capture_id))
        if len(under_way) >= MOST_PAGES:
            take()
    while under_way:
        take()


def _count(store: Store, results: dict[int, Outcome], report: RecleanReport) -> None:
    for capture_id, outcome in results.items():
        report.outcomes[outcome.outcome] += 1
        if outcome.outcome == "changed":
            report.changes.update((outcome.reason or "text").split(" and "))
        if outcome.outcome == "failed":
            row = store.row("select url from captures where id = ?", capture_id) or {"url": capture_id}
            report.errors.append(f"{row['url']}: not cleaned again: {outcome.reason}")
