"""The records of an export that is divided, part by part or each with the name of its part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.db.store import Store
from archive.export.choice import Choice, Chosen, chosen_records
from archive.export.columns import SPLIT
from archive.export.split.plan import SplitPlan


def divided_records(
    store: Store,
    choice: Choice,
    taken: Chosen,
    plan: SplitPlan,
    *,
    markdown: bool = False,
    printed: bool = False,
) -> Iterator[dict[str, Any]]:
    """The records of all parts by id, with the name of the part under `split`. As `chosen_records`."""
    for record in chosen_records(store, choice, taken, markdown=markdown, printed=printed):
        yield {**record, SPLIT: plan.names[plan.part[record["id"]]]}


def records_by_part(
    store: Store, choice: Choice, taken: Chosen, plan: SplitPlan, *, markdown: bool = False
) -> dict[str, Iterator[dict[str, Any]]]:
    """By name of the part, its records as `divided_records` gives them, with `printed`.

    Each part is read by itself, so that only one is written at a time.
    """
    store.db.conn.create_function("split_part", 1, plan.part.get, deterministic=True)
    return {
        name: divided_records(
            store,
            choice,
            replace(
                taken,
                condition=f"split_part(id) = ? and ({taken.condition})",
                parameters=[number, *taken.parameters],
            ),
            plan,
            markdown=markdown,
            printed=True,
        )
        for number, name in enumerate(plan.names)
    }
