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


def _named(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    place = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}: {' '.join(str(error).split())}{place}"
