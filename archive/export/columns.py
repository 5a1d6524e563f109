"""The columns of an export: which fields each record has, by the option --columns."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, ClassVar

from archive.errors import MatineeError
from archive.query.records import FIELDS, RATING, REVISION, WORK

PARTS = {"work": WORK, "rating": RATING}  # fields with keys; the column of a key is `field_key`

# Facts about other facts, which CSV and JSON Lines have on request only: where each was read, and how much of
# a date is known. They stand under the key `printed` of `archive.query.records.records`.
PRINTED = ("updated_precision", "title_from", "authors_from", "kind_from", "work_from")

# The hash of the whole text, from `archive.export.options.text_mode`. CSV and JSON Lines have it on request
# and if their texts are cut or left out.
TEXT_SHA256 = "text_sha256"

SPLIT = "split"  # the name of the part, of an export that is divided


class ColumnError(MatineeError):
    """--columns names a column that no record has."""

    exit_code: ClassVar[int] = 2


@dataclass(frozen=True, slots=True)
class Columns:
    """Fields in the order of the export.

    Attributes:
        fields: by name, the keys to write of a field that has keys; () for other fields.
    """

    fields: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def names(self) -> list[str]:
        """The flat names, as in CSV: `work_title` for the key `title` of `work`."""
        return [
            name for field, keys in self.fields for name in ([f"{field}_{key}" for key in keys] or [field])
        ]

    @property
    def has_printed(self) -> bool:
        """Whether the records must be read with `printed`."""
        return any(field in PRINTED for field, _ in self.fields)

    def with_field(self, name: str) -> Columns:
        """These fields, and this one behind them unless it is among them."""
        has_it = any(field == name for field, _ in self.fields)
        return self if has_it else Columns((*self.fields, (name, ())))

    def pick(self, records: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        """Each record with these fields alone."""
        names = [field for field, _ in self.fields]
        printed = [field for field in names if field in PRINTED]
        cut = [(field, keys) for field, keys in self.fields if keys and keys != PARTS[field]]
        for record in records:
            picked = dict(zip(names, map(record.get, names), strict=True))
            if printed:
                facts = record.get("printed") or {}
                picked.update((field, facts.get(field)) for field in printed)
            for field, keys in cut:
                if (value := picked[field]) is not None:
                    picked[field] = {key: value.get(key) for key in keys}
            yield picked


def _whole(field: str) -> tuple[str, tuple[str, ...]]:
    return field, PARTS.get(field, ())


ALL = Columns(tuple(map(_whole, FIELDS)))
ALL_AND_PRINTED = Columns(tuple(map(_whole, (*FIELDS, *PRINTED, TEXT_SHA256))))


def read_columns(text: str) -> Columns:
    """The columns that a person names, separated by commas: `id,title,work,rating_score`.

    `work` stands for all its keys, `work_title` for one of them. Fields are in the order of the text, a field
    whose keys are named apart where the first of them is.

    Raises:
        ColumnError: there is no such column, or none is named.
    """
    fields: dict[str, tuple[str, ...]] = {}
    for name in filter(None, (part.strip() for part in text.split(","))):
        field, keys = _KNOWN.get(name, ("", ()))
        if not field:
            near = get_close_matches(name, _KNOWN, 1)
            hint = f"did you mean {near[0]}?" if near else f"choose from {', '.join(ALL_AND_PRINTED.names)}"
            raise ColumnError(f"--columns: there is no column {name}", hint)
        before = fields.get(field, ())
        fields[field] = (*before, *(key for key in keys if key not in before))
    if not fields:
        raise ColumnError("--columns names no column", "write some, such as id,title,rating")
    return Columns(tuple(fields.items()))


_KNOWN: dict[str, tuple[str, tuple[str, ...]]] = {
    **{field: _whole(field) for field in (*FIELDS, *PRINTED, TEXT_SHA256, SPLIT, *REVISION)},
    **{f"{field}_{key}": (field, (key,)) for field, keys in PARTS.items() for key in keys},
}


def as_json(value: Any) -> str | None:
    """A map as one cell; None stays None."""
    return None if value is None else json.dumps(value, ensure_ascii=False)
