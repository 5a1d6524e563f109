"""Scrapy's log messages about items, in one line each: an item's text does not belong in a log."""

from __future__ import annotations

import logging
from typing import Any

from scrapy import Spider
from scrapy.http import Response
from scrapy.logformatter import LogFormatter, LogFormatterResult
from twisted.python.failure import Failure


class QuietLogFormatter(LogFormatter):
    """Names an item by its URL. Used through the setting LOG_FORMATTER."""

    def scraped(self, item: Any, response: Response | Failure | None, spider: Spider) -> LogFormatterResult:
        """A line for a page that is in the archive."""
        return _line(logging.DEBUG, "Archived %(url)s", url=_url(item, response))

    def dropped(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """A line for a page from which no item was stored."""
        level = super().dropped(item, exception, response, spider)["level"]
        return _line(level, "%(url)s: %(reason)s", url=_url(item, response), reason=exception)

    def item_error(
        self, item: Any, exception: BaseException, response: Response | Failure | None, spider: Spider
    ) -> LogFormatterResult:
        """A line for a page on which a pipeline failed."""
        return _line(logging.ERROR, "Error processing %(url)s", url=_url(item, response))


def _line(level: int, message: str, **args: Any) -> LogFormatterResult:
    return {"level": level, "msg": message, "args": args}


def _url(item: Any, response: Response | Failure | None) -> str:
    url = item.get("url") if isinstance(item, dict) else getattr(item, "url", None)
    return str(url or getattr(response, "url", None) or type(item).__name__)
