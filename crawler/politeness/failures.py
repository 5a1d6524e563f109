"""Why a request came to nothing, in words, and what to do about it."""

from __future__ import annotations

from http import HTTPStatus

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.python.failure import Failure

from crawler.politeness.robots import HostWaits

LATER = "crawl again later"

_KNOWN = {
    CannotResolveHostError: ("the host is unknown", "correct the address"),
    DownloadCancelledError: ("the answer is larger than DOWNLOAD_MAXSIZE", "skip it or raise that setting"),
    DownloadConnectionRefusedError: ("the host refuses connections", LATER),
    DownloadTimeoutError: ("no answer in time", LATER),
    ResponseDataLossError: ("the answer broke off", LATER),
}


def trouble(error: BaseException | None) -> tuple[str, str]:
    """(problem, remedy) of a request that failed so; the remedy is "" where the problem says it all."""
    for kind, words in _KNOWN.items():
        if isinstance(error, kind):
            return words
    if isinstance(error, HttpError):
        return trouble_of(error.response.status)
    if is_forbidden(error):
        return "robots.txt forbids it", "take it out, or ask the outlet for leave"
    if isinstance(error, IgnoreRequest):  # ours and Scrapy's, in words already
        return _one_line(error), LATER if isinstance(error, HostWaits) else ""
    if isinstance(error, DownloadFailedError):
        return f"the connection broke ({_one_line(_inner(error))})", LATER
    return f"{type(error).__name__} {_one_line(error)}".strip(), LATER


def is_forbidden(error: BaseException | None) -> bool:
    """Whether robots.txt forbids the request. Scrapy says so in the message only."""
    return isinstance(error, IgnoreRequest) and str(error) == "Forbidden by robots.txt"


def trouble_of(status: int) -> tuple[str, str]:
    """(problem, remedy) of an HTTP status that is no page."""
    phrase = HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else ""
    problem = f"HTTP {status} {phrase}".strip()
    if status in {404, 410}:
        return problem, "correct the address or take it out"
    if status >= 500 or status in {408, 429}:
        return problem, LATER
    return problem, "see whether it opens in a browser"


def _inner(error: DownloadFailedError) -> BaseException:
    """What Twisted caught, where that is why: its own text is that of a list of failures."""
    reasons: list[Failure] = getattr(error.__cause__, "reasons", [])
    return reasons[0].value if reasons and reasons[0].value else error


def _one_line(error: BaseException | None) -> str:
    return " ".join(str(error).split())[:300]
