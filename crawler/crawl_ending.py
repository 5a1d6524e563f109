"""A table of the ways in which a crawl can end: exit code, whether it succeeded, when the next crawl is due.

The keys are values of Scrapy's `finish_reason` and of the column `crawls.end_reason`. None stands for a crawl
that is running, or whose process was killed before it could write a reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Literal

from crawler import exit_codes

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

FINISHED = "finished"

PARTLY_FAILED = "partly_failed"  # a source or a page could not be read

FAILED = "failed"  # no page could be read

LOCKED = "locked"  # another process is crawling the outlet; such a crawl has no row

ARCHIVE_ERROR = "archive_error"  # the archive could not be opened or written

SHUTDOWN = "shutdown"  # a signal such as Ctrl-C; set by Scrapy

KILLED = "killed"  # the process was killed; written by the next crawl, which finds the row without an end


class Retry(Enum):
    """When to crawl an outlet again."""

    BY_SCHEDULE = "by schedule"
    """The outlet was read: crawl it at its usual interval."""

    LATER = "later"
    """The outlet failed: wait before the next try; the wait doubles with each failure."""

    AT_ONCE = "at once"
    """The user or an archive error ended the crawl, so it is not the outlet's fault: crawl it now."""

    AT_ONCE_THE_FIRST_TIME = "at once the first time"
    """The process was killed: crawl it now. If that recurs, the outlet may be the cause: then LATER."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which a crawl can end.

    Attributes:
        exit_code: one of `crawler.exit_codes`.
        success: the outlet was read, at least in part.
        retry: when to crawl again.
        state: the outlet's state in `matinee status`; None if nothing is wrong.
        continues: the next crawl skips the sources that this one has already read.
    """

    exit_code: int
    success: bool
    retry: Retry
    state: Literal["failing", "partly", "interrupted"] | None
    continues: bool = False


# For any reason that is not in the table, such as a limit that the user set (CLOSESPIDER_PAGECOUNT).
_COMPLETE = Ending(exit_codes.DONE, True, Retry.BY_SCHEDULE, None)

_FAILURE = Ending(exit_codes.FAILED, False, Retry.LATER, "failing")

_ENDINGS: dict[str | None, Ending] = {
    FINISHED: _COMPLETE,
    PARTLY_FAILED: Ending(exit_codes.FAILED, True, Retry.BY_SCHEDULE, "partly"),
    FAILED: _FAILURE,
    "start_error": _FAILURE,
    "memusage_exceeded": _FAILURE,
    "closespider_errorcount": _FAILURE,
    ARCHIVE_ERROR: Ending(exit_codes.FAILED, False, Retry.AT_ONCE, "failing"),
    SHUTDOWN: Ending(exit_codes.FAILED, False, Retry.AT_ONCE, "interrupted", continues=True),
    # Set by Scrapy if a spider or an extension of the user closed the crawl without a reason.
    "cancelled": Ending(exit_codes.DONE, False, Retry.AT_ONCE, "interrupted"),
    KILLED: Ending(exit_codes.FAILED, False, Retry.AT_ONCE_THE_FIRST_TIME, "interrupted", continues=True),
    None: Ending(exit_codes.FAILED, False, Retry.AT_ONCE_THE_FIRST_TIME, "interrupted"),
    LOCKED: Ending(exit_codes.LOCKED, False, Retry.BY_SCHEDULE, None),
}

# A finished crawl still counts as failed if one of these statistics is above 0.
_PROBLEM_STATS = ("spider_exceptions/count", "archive/unwritten")


def find_ending(reason: str | None) -> Ending:
    """The entry for a reason."""
    return _ENDINGS.get(reason, _COMPLETE)


def exit_code(crawler: Crawler, item_errors: int = 0) -> int:
    """The exit code of one crawl that has ended.

    Args:
        item_errors: number of items for which a pipeline raised an error.
    """
    value = crawler.stats.get_value
    code = find_ending(value("finish_reason")).exit_code
    if code == exit_codes.DONE and (item_errors or any(map(value, _PROBLEM_STATS))):
        return exit_codes.FAILED
    return code
