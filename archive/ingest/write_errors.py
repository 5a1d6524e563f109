"""Errors while pages are written: which concern one page, and which the whole archive."""

from __future__ import annotations

import sqlite3

from archive.errors import InputError
from archive.ingest.messages import NewCapture, Outcome
from archive.ingest.worker_pool import Failure


class Undo(Exception):
    """Takes back what a trial wrote."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def refusal(arrived: NewCapture, error: Exception) -> InputError:
    """The error for a capture that no row can hold. Raises an error that concerns the whole archive."""
    if concerns_archive(error):
        raise error
    url = str(arrived.capture.url).encode(errors="backslashreplace").decode()
    return InputError(url, f"cannot be stored ({Failure.of(error).reason})")


def concerns_archive(error: Exception) -> bool:
    """Whether the archive is at fault (locked, full, damaged) and not the one page being written."""
    of_one_page = (sqlite3.IntegrityError, sqlite3.DataError, sqlite3.ProgrammingError)
    return isinstance(error, sqlite3.DatabaseError) and not isinstance(error, of_one_page)
