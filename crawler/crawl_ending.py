"""How a crawl can end, in one table: its exit code, whether it was a success, and when the next one is due.

The reasons are Scrapy's `finish_reason` and the column `crawls.end_reason`. `None` stands for a crawl that is
under way, or whose process was killed before it could write a reason.
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

LOCKED = "locked"  # another process crawls the outlet; such a crawl has no row

ARCHIVE_ERROR = "archive_error"  # the archive could not be opened or written

SHUTDOWN = "shutdown"  # Scrapy's, for a signal such as Ctrl-C

KILLED = "killed"  # written by the next crawl, which finds the row open


class Retry(Enum):
    """When an outlet is crawled again after a crawl that ended so."""

    BY_SCHEDULE = "by schedule"
    """The outlet was read."""

    LATER = "later"
    """The outlet failed: the next try comes after a wait, which doubles with each failure."""

    AT_ONCE = "at once"
    """A person or an archive that could not be written ended it: not the outlet's fault."""

    AT_ONCE_THE_FIRST_TIME = "at once the first time"
    """The process was killed; where that recurs, the outlet may be what kills it, and it counts as failed."""


@dataclass(frozen=True, slots=True)
class Ending:
    """One way in which a crawl can end.

    Attributes:
        exit_code: one of `crawler.exit_codes`.
        success: the outlet was read, if only in part.
        retry: when to crawl again.
        state: what `matinee status` calls the outlet; None where nothing is wrong.
        continues: the next crawl leaves out the sources that this one has read already.
    """

    exit_code: int
    success: bool
    retry: Retry
    state: Literal["failing", "partly", "interrupted"] | None
    continues: bool = False


# Any reason that is not in the table, such as a limit that a user set (CLOSESPIDER_PAGECOUNT).
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
    # Scrapy's word where a spider or an extension closed it and gave no reason: the user's own doing.
    "cancelled": Ending(exit_codes.DONE, False, Retry.AT_ONCE, "interrupted"),
    KILLED: Ending(exit_codes.FAILED, False, Retry.AT_ONCE_THE_FIRST_TIME, "interrupted", continues=True),
    None: Ending(exit_codes.FAILED, False, Retry.AT_ONCE_THE_FIRST_TIME, "interrupted"),
    LOCKED: Ending(exit_codes.LOCKED, False, Retry.BY_SCHEDULE, None),
}

# A crawl that came to its end has failed all the same where one of these statistics is above 0.
_PROBLEM_STATS = ("spider_exceptions/count", "archive/unwritten")


def find_ending(reason: str | None) -> Ending:
    """What it means that a crawl ended for this reason."""
    return _ENDINGS.get(reason, _COMPLETE)


def exit_code(crawler: Crawler, item_errors: int = 0) -> int:
    """The exit code of one crawl that is over.

    Args:
        item_errors: items that a pipeline raised an error for.
    """
    value = crawler.stats.get_value
    code = find_ending(value("finish_reason")).exit_code
    if code == exit_codes.DONE and (item_errors or any(map(value, _PROBLEM_STATS))):
        return exit_codes.FAILED
    return code
