"""How a crawl went, as a word and as an exit code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


DONE, FAILED, USAGE, NOTHING_DUE, LOCKED = 0, 1, 2, 3, 4  # exit codes

# Reasons for which a crawl ended before it was whole. Limits that a user set (CLOSESPIDER_*) are none.
BROKEN = {
    None,  # forced to end, before it could say why
    "archive_error",
    "closespider_errorcount",
    "failed",
    "memusage_exceeded",
    "partly_failed",
    "shutdown",
    "start_error",
}


def exit_code(crawler: Crawler, item_errors: int = 0) -> int:
    """What one crawl that is over comes to."""
    value = crawler.stats.get_value
    reason = value("finish_reason")
    if reason == "locked":
        return LOCKED
    broken = ("spider_exceptions/count", "archive/unwritten")
    return FAILED if item_errors or reason in BROKEN or any(map(value, broken)) else DONE
