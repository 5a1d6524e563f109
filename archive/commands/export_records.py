"""What `matinee export` does with the records of articles: into a file, or into a dataset folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from archive.db.store import Store
    from archive.export.choice import Choice, Chosen
    from archive.export.ledger import PendingExport
    from archive.export.options.shape import Shape
    from archive.export.split.plan import SplitPlan
    from archive.terminal import Progress

Item = TypeVar("Item")

_MANY = 100  # articles or captures between two reports of progress


@dataclass(frozen=True, slots=True)
class RecordSource:
    """The articles of an export, and what is told of them on the way: the ledger and the progress bar."""

    store: Store
    choice: Choice
    taken: Chosen
    plan: SplitPlan | None
    pending: PendingExport
    advance: Progress
    number: Iterator[int] = field(default_factory=lambda: count(1))

    def noting(self, records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Records as they are, noted in the ledger and counted by the progress bar."""
        counting = with_progress(records, self.advance, self.number, self._count_all)
        return self.pending.noting(counting, itemgetter("url"))

    def _count_all(self) -> int:
        from archive.export.choice import count_chosen  # noqa: PLC0415

        return count_chosen(self.store, self.choice, self.taken)


def write_file(out: Path, source: RecordSource, shape: Shape) -> int:
    """Write one file; return how many records it has."""
    from archive.export import all_columns, export  # noqa: PLC0415
    from archive.export.choice import chosen_records  # noqa: PLC0415
    from archive.export.split.records import divided_records  # noqa: PLC0415

    columns = shape.columns(all_columns(out), split_column=True, revisions=source.choice.all_revisions)
    kinds = {"markdown": shape.markdown, "printed": columns.has_printed}
    if source.plan:
        records = divided_records(source.store, source.choice, source.taken, source.plan, **kinds)
    else:
        records = chosen_records(source.store, source.choice, source.taken, **kinds)
    return export(source.noting(records), out, columns, shape.text)


def write_folder(out: Path, source: RecordSource, shape: Shape) -> int:
    """Write a dataset folder; return how many articles it has."""
    from archive.export.choice import chosen_records  # noqa: PLC0415
    from archive.export.columns import ALL_AND_PRINTED  # noqa: PLC0415
    from archive.export.dataset.facts import count_near_copies, dataset_facts  # noqa: PLC0415
    from archive.export.dataset.plots import NO_PLOTS  # noqa: PLC0415
    from archive.export.dataset.write import write_dataset  # noqa: PLC0415
    from archive.export.split.records import records_by_part  # noqa: PLC0415
    from archive.query.figures.bar_chart import can_draw  # noqa: PLC0415

    store, choice, taken, plan = source.store, source.choice, source.taken, source.plan
    if plan:
        parts = records_by_part(store, choice, taken, plan, markdown=shape.markdown)
    else:
        parts = {"train": chosen_records(store, choice, taken, markdown=shape.markdown, printed=True)}
    facts = dataset_facts(out.resolve().name, source.pending, datetime.now(UTC))
    near_copies = count_near_copies(store, taken.condition, taken.parameters)
    facts = replace(
        facts, left_out=taken.left_out, near_copies=near_copies, split=plan.report if plan else None
    )
    noted = {name: source.noting(records) for name, records in parts.items()}
    if not can_draw():
        click.echo(NO_PLOTS, err=True)
    return write_dataset(noted, out, shape.columns(ALL_AND_PRINTED), facts, shape.text).count


def with_progress(
    items: Iterable[Item],
    advance: Progress,
    numbers: Iterator[int],
    count_all: Callable[[], int | None] = lambda: None,
) -> Iterator[Item]:
    """The items as they are.

    Args:
        numbers: goes on from the items before.
        count_all: gives the number of all items; asked once, if they are many.
    """
    for item in items:
        yield item
        number = next(numbers)
        if number % _MANY == 0:
            advance(number, count_all() if number == _MANY else None)
