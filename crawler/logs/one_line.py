"""Put each log record on one line: Scrapy prints lists, statistics and tracebacks on many."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

# Loggers that print several lines. The root logger would not do: its filters see no records of other loggers.
_MULTI_LINE_LOGGERS = (
    *("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.statscollectors", "scrapy.utils.log"),
    *("scrapy.core.engine", "scrapy.core.scraper", "scrapy.utils.signal", "scrapy.utils.defer"),
    *("scrapy.core.downloader.handlers", "scrapy.extensions.feedexport", "scrapy.extensions.memusage"),
    *("twisted", "asyncio", "py.warnings"),
)


class _FoldingFilter(logging.Filter):
    """Folds each record into one line. Drops none.

    Attributes:
        tracebacks: whether to keep tracebacks. If not, the line names the exception and where it was raised.
    """

    tracebacks = False

    def filter(self, record: logging.LogRecord) -> bool:
        """Fold the record."""
        record.msg, record.args = " ".join(record.getMessage().split()), None
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not self.tracebacks:
            record.msg += f" ({_describe_error(error)})"
            record.exc_info = record.exc_text = None
        return True


_FILTER = _FoldingFilter()


def fold_logs(*, tracebacks: bool) -> None:
    """Fold Scrapy's multi-line log records from now on, in this process. May be called again."""
    _FILTER.tracebacks = tracebacks
    for name in _MULTI_LINE_LOGGERS:
        logging.getLogger(name).addFilter(_FILTER)


class OneLineFormatter(logging.Formatter):
    """Formats a record with its exception on one line; with LOG_LEVEL=DEBUG, with its traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """The formatted record."""
        if logging.root.level <= logging.DEBUG:
            return super().format(record)
        plain = {"msg": one_line(record), "args": None, "exc_info": None, "exc_text": None}
        return super().format(logging.makeLogRecord({**record.__dict__, **plain}))


def one_line(record: logging.LogRecord) -> str:
    """The first line of the record's message, followed by its exception."""
    error = record.exc_info[1] if record.exc_info else None
    named = f" ({type(error).__name__}: {error})" if error else ""
    return " ".join((record.getMessage().partition("\n")[0] + named).split())


def _describe_error(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}: {' '.join(str(error).split())}{place}"
