"""Check a whole archive and repair what can be repaired: what `matinee check` does."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator

from archive.care.checks.fault import RESTORE, Fault
from archive.care.checks.file import check_file, check_references
from archive.care.checks.rows import (
    check_bodies,
    check_coverage,
    check_duplicates,
    check_index,
    check_lists,
    check_orphans,
    check_texts,
    check_works,
)
from archive.care.checks.stories import check_stories
from archive.care.checks.twins import check_twins
from archive.db import coverage
from archive.db.store import Store
from archive.ingest.moving.merge_articles import merge_articles

CHECKS: dict[str, Callable[[Store], Iterator[Fault]]] = {
    "file": check_file,
    "references": check_references,
    "bodies": check_bodies,
    "texts": check_texts,
    "orphans": check_orphans,
    "twins": check_twins,
    "duplicates": check_duplicates,
    "stories": check_stories,
    "works": check_works,
    "coverage": check_coverage,
    "lists": check_lists,
    "index": check_index,
}


MAX_ROUNDS = 4  # of repairs; each may bring faults to light that the next one repairs


def check(store: Store, progress: Callable[[int, int], None] | None = None) -> Iterator[Fault]:
    """Yield the faults of an archive. All checks see it as it was at one moment; a crawl may go on meanwhile.

    Args:
        progress: called with the number of checks done and of all, before each check begins.
    """
    with store.snapshot():
        for done, (name, find) in enumerate(CHECKS.items()):
            if progress:
                progress(done, len(CHECKS))
            try:
                yield from find(store)
            except sqlite3.DatabaseError as error:
                if not getattr(error, "sqlite_errorname", "").startswith("SQLITE_CORRUPT"):
                    raise
                yield Fault("file", "", f"the check of {name} ended early: {error}", RESTORE)


def repair_all(store: Store, faults: list[Fault]) -> tuple[list[Fault], list[Fault]]:
    """Repair and check again until nothing more can be repaired: a repair may bring another fault to light.

    Returns:
        The faults that were repaired, and those that are left.
    """
    repaired: dict[Fault, None] = {}
    for _ in range(MAX_ROUNDS):
        repairable = [fault for fault in faults if fault.repairable]
        if not repairable:
            break
        _repair(store, repairable)
        repaired.update(dict.fromkeys(repairable))
        faults = list(check(store))
    return [fault for fault in repaired if fault not in faults], faults


def _repair(store: Store, repairable: list[Fault]) -> None:
    """Repair faults in one transaction."""
    statements = dict.fromkeys(statement for fault in repairable for statement in fault.repairs)
    with store.transaction():
        store.db.execute("pragma defer_foreign_keys = on")
        for sql, params in statements:
            store.db.execute(sql, params)
        for twins in (fault.twins for fault in repairable if fault.twins):
            both = (twins.first_id, twins.second_id)
            left = store.row("select count(*) as number from articles where id in (?, ?)", *both)
            if left and left["number"] == len(both):  # else one was merged into a third; the next round looks
                merge_articles(store, *both, twins.url, twins.at)
        if any(fault.rebuilds_index for fault in repairable):
            coverage.refresh(store.db)
            coverage.fill_index(store.db)
