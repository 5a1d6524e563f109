"""Clean stored captures again, with today's rules and boilerplate: what `matinee reclean` does."""

from __future__ import annotations

import json
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from typing import Any

from archive.db.outcomes import describe_in_detail
from archive.db.store import Store
from archive.ingest.ingest import Ingest
from archive.ingest.storing.store_recleaned import SHORTENED
from archive.ingest.workers.messages import Outcome
from archive.ingest.workers.worker_pool import CLEAN, Clean
from archive.model import Declared
from archive.query.selection import EVERYTHING, Selection, register_fold
from archive.rules.model import Rules
from archive.terminal import counted

MAX_PENDING = 64  # captures being cleaned at the same time

# An article's latest capture, if it shows facts no more or worse: a new rule may read them again.
_LOST = """(lost_facts is not null and c.id = (
    select max(id) from captures
    where article_id = c.article_id and outcome in ('new', 'changed', 'same')))"""

# Conditions on a row of `_bodies`.
KEPT = "b.zstd <> x''"
WITHHELD = "b.zstd = x'' and b.dropped_at is null"
DROPPED = "b.zstd = x'' and b.dropped_at is not null"

MAX_ROUNDS = 3  # boilerplate learned in one round may change pages cleaned earlier in it

RecleanProgress = Callable[[int, int], None]

# What the file of an outlet says of the page at a URL; None if there is no such file.
DeclaredBy = Callable[[str, str], Declared | None]

OUTCOMES = describe_in_detail(
    {
        "changed": "better text or facts",
        "new": "was not an article before",
        "not_article": "the article stays, marked as doubtful",
        "worse": "the new reading has far less text",
        "failed": "not changed",
    }
)


@dataclass
class RecleanReport:
    """The result of cleaning captures again.

    Attributes:
        outcomes: number of captures by outcome, a key of OUTCOMES.
        changes: number of changed captures by what changed: `text`, `length` (under half of the text is left,
            because people cut it), `Markdown`, `facts`, `comments`, `address` or `doubt`.
        errors: one line for each capture that failed.
        withheld: number of captures that cannot be cleaned again, because their pages said `noarchive`.
        dropped: number of captures that cannot be cleaned again, because `--keep-captures` dropped them.
        dry_run: nothing was written.
        seconds: duration.
    """

    outcomes: Counter[str] = field(default_factory=Counter)
    changes: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)
    withheld: int = 0
    dropped: int = 0
    dry_run: bool = False
    seconds: float = 0.0

    @property
    def exit_code(self) -> int:
        """0, or 1 if a page could not be cleaned."""
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
            changed = ", ".join(f"{count} in {name}" for name, count in self.changes.most_common())
            lines.append(f"Changed: {changed}.")
        if shorter := self.changes[SHORTENED]:
            lines.append(
                f"{counted(shorter, 'text')} under half as long as before, cut by site rules or pinned lines."
            )
        if self.withheld:
            lines.append(
                f"{counted(self.withheld, 'capture')} not cleaned: noarchive, so the page was not kept."
            )
        if self.dropped:
            lines.append(
                f"{counted(self.dropped, 'capture')} not cleaned: the bytes were dropped (--keep-captures)."
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
            "dropped": self.dropped,
            "dry_run": self.dry_run,
            "seconds": round(self.seconds, 2),
        }


def reclean(
    db: str | Path,
    selection: Selection = EVERYTHING,
    *,
    dry_run: bool = False,
    progress: RecleanProgress | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    clean: Clean | str = CLEAN,
    rules: Rules | None = None,
    declared: DeclaredBy | None = None,
) -> RecleanReport:
    """Clean stored captures again. If it is stopped, it can be run again; a second full run changes nothing.

    Args:
        db: the archive.
        selection: which articles' captures to clean. Without filters, or with outlets alone, also the
            captures that made no article.
        dry_run: only report what would change.
        progress: called with the number of captures done and their total.
        executor: cleans the pages; None creates a process pool.
        workers: number of processes of that pool; None: one per core.
        clean: the cleaner, or its name as `package.module:function`.
        rules: site rules for the cleaner.
        declared: what the files of outlets say by now; without it, what they said when pages were captured.

    Raises:
        ArchiveError: the archive cannot be opened or written; what was written before is kept.
    """
    report = RecleanReport(dry_run=dry_run)
    started = time.monotonic()
    with Store.open(db, readonly=True) as store:
        wanted = select_captures(store, selection)
        report.withheld = len(select_captures(store, selection, bodies=WITHHELD))
        report.dropped = len(select_captures(store, selection, bodies=DROPPED))
        outlets = _outlets_of_captures(store, wanted)
        changed = _declared_anew(store, wanted, declared) if declared else {}
    results: dict[int, Outcome] = {}
    with Ingest(db, executor, workers=workers, clean=clean, trial=dry_run, rules=rules) as ingest:
        if not dry_run:
            ingest.learn(outlets)
        to_clean = wanted
        for _ in range(1 if dry_run else MAX_ROUNDS):
            _clean_all(ingest, to_clean, changed, results, progress)
            changed_lines = set() if dry_run else ingest.learn(outlets)
            to_clean = ingest.write(partial(_captures_with_lines, wanted, changed_lines)).result()
            if not to_clean:
                break
    with Store.open(db, readonly=True) as store:
        _count_outcomes(store, results, report)
    report.seconds = time.monotonic() - started
    return report


def select_captures(store: Store, selection: Selection, *, bodies: str = KEPT) -> list[int]:
    """Ids of the captures of the selected articles, oldest first, without HTTP errors.

    Args:
        bodies: KEPT, WITHHELD or DROPPED: only captures whose bytes are so.
    """
    register_fold(store.db.conn)
    condition, parameters = selection.where()
    of_revisions = f"""
        select r.capture_id from revisions r where r.article_id in (select id from coverage where {condition})
    """
    of_comments = f"""
        select comments_capture_id from articles
        where comments_capture_id is not null and id in (select id from coverage where {condition})
    """
    outcomes = ["worse", "failed"] if _filters_articles(selection) else ["worse", "failed", "not_article"]
    marks = ", ".join("?" * len(outcomes))
    others, other_parameters = _other_captures_where(selection, condition, parameters)
    rows = store.db.execute(
        f"""
        select id from captures c where outcome is not null and status < 400
            and (id in ({of_revisions}) or id in ({of_comments})
                or ((outcome in ({marks}) or {_LOST}) and {others}))
            and exists (select 1 from _bodies b where b.sha256 = c.sha256 and {bodies})
        order by id
        """,
        [*parameters, *parameters, *outcomes, *other_parameters],
    )
    return [row[0] for row in rows.fetchall()]


def _filters_articles(selection: Selection) -> bool:
    """Whether a selection has any filter besides outlets."""
    return any(
        getattr(selection, part.name) != part.default for part in fields(Selection) if part.name != "outlets"
    )


def _other_captures_where(
    selection: Selection, condition: str, parameters: list[object]
) -> tuple[str, list[object]]:
    """The SQL condition, and its parameters, that selects among captures from which no revision was made."""
    if _filters_articles(selection):
        return f"c.article_id in (select id from coverage where {condition})", parameters
    if selection.outlets:
        return f"c.outlet in ({', '.join('?' * len(selection.outlets))})", list(selection.outlets)
    return "true", []


def _outlets_of_captures(store: Store, wanted: Iterable[int]) -> list[str]:
    rows = store.db.execute(
        "select distinct outlet from captures where outlet is not null"
        " and id in (select value from json_each(?)) order by outlet",
        (json.dumps(list(wanted)),),
    )
    return [row[0] for row in rows.fetchall()]


def _captures_with_lines(wanted: Iterable[int], keys: Iterable[str], store: Store) -> list[int]:
    """The captures among `wanted` whose article shows one of these lines, given by their keys."""
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


def _declared_anew(store: Store, wanted: Iterable[int], declared: DeclaredBy) -> dict[int, Declared]:
    """What outlets' files say by now of the captures of which they said something else, by id."""
    columns = "c.id, outlet, url, medium, kind"
    sql = f"select {columns} from captures c, json_each(?) where c.id = value and outlet is not null"
    rows = store.db.execute(sql, (json.dumps(list(wanted)),))
    found = ((row[0], declared(row[1], row[2]), Declared(row[3], row[4])) for row in rows)
    return {capture_id: now for capture_id, now, before in found if now is not None and now != before}


def _clean_all(
    ingest: Ingest,
    wanted: Iterable[int],
    declared: Mapping[int, Declared],
    results: dict[int, Outcome],
    progress: RecleanProgress | None,
) -> None:
    """Clean captures, a bounded number at a time, and store their outcomes in `results`.

    A capture that an earlier round changed and this one did not keeps its outcome.
    """
    pending: deque[Future[Outcome]] = deque()
    todo = list(wanted)

    def finish_oldest() -> None:
        outcome = pending.popleft().result()
        if outcome.outcome != "same" or outcome.capture_id not in results:
            results[outcome.capture_id] = outcome
        if progress:
            progress(min(len(results), len(todo)), len(todo))

    for capture_id in todo:
        pending.append(ingest.reclean(capture_id, declared.get(capture_id)))
        if len(pending) >= MAX_PENDING:
            finish_oldest()
    while pending:
        finish_oldest()


def _count_outcomes(store: Store, results: dict[int, Outcome], report: RecleanReport) -> None:
    for capture_id, outcome in results.items():
        report.outcomes[outcome.outcome] += 1
        if outcome.outcome == "changed":
            report.changes.update((outcome.reason or "text").split(" and "))
        if outcome.outcome == "failed":
            row = store.row("select url from captures where id = ?", capture_id) or {"url": capture_id}
            report.errors.append(f"{row['url']}: not cleaned again: {outcome.reason}")
