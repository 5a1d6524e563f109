"""A log of one line an event."""

from __future__ import annotations

import logging


class OneLine(logging.Formatter):
    """Names an exception beside the message; a traceback is shown to who asks for LOG_LEVEL=DEBUG."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as a line."""
        if logging.root.level <= logging.DEBUG:
            return super().format(record)
        error = record.exc_info[1] if record.exc_info else None
        named = f" ({type(error).__name__}: {error})" if error else ""
        said = record.getMessage().partition("\n")[0] + named
        plain = logging.makeLogRecord(
            {
                **record.__dict__,
                "msg": " ".join(said.split()),
                "args": None,
                "exc_info": None,
                "exc_text": None,
            }
        )
        return super().format(plain)
