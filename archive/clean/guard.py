"""The last line of defence: a reader that fails costs what it reads and not the page."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from typing import TypeVar

logger = logging.getLogger(__name__)
_LONGEST = 200  # characters of an error's message
T = TypeVar("T")
U = TypeVar("U")


class Guard:
    """Calls the readers of one page.

    Attributes:
        failures: the readers that failed, each with its error, in order.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self.failures: list[str] = []

    def read(self, name: str, reader: Callable[[], T], otherwise: U) -> T | U:
        """What a reader gives; `otherwise` where it raises, and a line in the log that names page and reader.

        It catches every exception. Readers catch what they expect where it arises, so whatever comes here is
        a mistake of ours, of a kind that nobody foresaw, and a page has a dozen facts that are sound.

        Args:
            name: what is read, for the log.
            reader: reads it.
            otherwise: stands for what could not be read.
        """
        try:
            return reader()
        except Exception as error:
            failure = f"{name}: {_described(error)}"
            self.failures.append(failure)
            logger.warning("%s: %s", _printable(self._url), failure)
            return otherwise


def _described(error: Exception) -> str:
    """An error with the line of the cleaner that it comes from; one line, because logs have one a record."""
    message = _printable(" ".join(f"{type(error).__name__}: {error}".split()))[:_LONGEST]
    for frame in reversed(traceback.extract_tb(error.__traceback__)[1:]):  # without the guard's own
        if (place := frame.filename.rpartition("/archive/clean/")[2]) != frame.filename:
            return f"{message} (archive/clean/{place}, line {frame.lineno})"
    return message


def _printable(text: str) -> str:
    """A text without lone surrogates, which neither a log nor SQLite takes."""
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
