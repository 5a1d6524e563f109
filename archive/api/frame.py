"""Flat records as a pandas DataFrame. pandas is optional: `pip install matinee[pandas]`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from archive.errors import MatineeError
from archive.query.records import columns, flatten

if TYPE_CHECKING:
    import pandas

_TIMES = ("published", "updated", "captured_at", "gone_at")
# By pandas' names. Those with a capital letter have a value for "unknown", unlike numpy's.
_TYPES = {
    "work_year": "Int64",
    "rating_value": "Float64",
    "rating_best": "Float64",
    "rating_worst": "Float64",
    "rating_score": "Float64",
    "spoilers": "boolean",
    "word_count": "Int64",
    "duplicate_of": "Int64",
}


class MissingPandasError(MatineeError, ImportError):
    """A table is asked for, and pandas is not installed."""

    def __init__(self) -> None:
        super().__init__("pandas is not installed", "install it: pip install 'matinee[pandas]'")


def data_frame(records: Iterable[dict[str, Any]]) -> pandas.DataFrame:
    """A table of flat records, indexed by id.

    Raises:
        MissingPandasError: pandas is not installed.
    """
    try:
        import pandas  # noqa: PLC0415 (optional, and slow to import)
    except ImportError as error:
        raise MissingPandasError from error
    # `flatten` writes true and false as words for CSV; a table has a type for them.
    rows = ({**flatten(record), "spoilers": record["spoilers"]} for record in records)
    frame = pandas.DataFrame.from_records(rows, columns=columns())
    for name in _TIMES:
        frame[name] = pandas.to_datetime(frame[name], utc=True, format="ISO8601", errors="coerce")
    return frame.astype(_TYPES).set_index("id")
