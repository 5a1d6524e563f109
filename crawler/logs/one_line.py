"""Log lines: one an event, where Scrapy would take many for lists, statistics and tracebacks."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

# Who logs on several lines. Not the root logger: records of other loggers do not pass its filters.
_TALKATIVE = (
    *("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.statscollectors", "scrapy.utils.log"),
    *("scrapy.core.engine", "scrapy.core.scraper", "scrapy.utils.signal", "scrapy.utils.defer"),
    *("scrapy.core.downloader.handlers", "scrapy.extensions.feedexport", "scrapy.extensions.memusage"),
    *("twisted", "asyncio", "py.warnings"),
)


class _OneLine(logging.Filter):
    """Folds a record into one line; lets every one pass.

    Attributes:
        tracebacks: show them all the same; else an error is named with the place where it was raised.
    """

    tracebacks = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Fold the record."""
        record.msg, record.args = " ".join(record.getMessage().split()), None
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not self.tracebacks:
            record.msg += f" ({_named(error)})"
            record.exc_info = record.exc_text = None
        return True


_FILTER = _OneLine()


def fold_logs(*, tracebacks: bool) -> None:
    """Have what Scrapy logs on several lines folded, in this process, from now on. May be called again."""
    _FILTER.tracebacks = tracebacks
    for name in _TALKATIVE:
        logging.getLogger(name).addFilter(_FILTER)


class OneLine(logging.Formatter):
    """Names an exception beside the message; a traceback is shown to who asks for LOG_LEVEL=DEBUG."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        if logging.root.level <= logging.DEBUG:
            return super().format(record)
        plain = {"msg": one_line(record), "args": None, "exc_info": None, "exc_text": None}
        return super().format(logging.makeLogRecord({**record.__dict__, **plain}))


def one_line(record: logging.LogRecord) -> str:
    """The first line of a message, and the exception that came with it."""
    error = record.exc_info[1] if record.exc_info else None
    named = f" ({type(error).__name__}: {error})" if error else ""
    return " ".join((record.getMessage().partition("\n")[0] + named).split())


def _named(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}: {' '.join(str(error).split())}{place}"
