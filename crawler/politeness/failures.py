"""Describe why a request failed, and what to do about it."""

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

CORRECT_URL = "correct the URL or remove it"

CRAWL_LATER = "crawl again later"
FORBIDDEN = "robots.txt forbids it"

_KNOWN = {
    CannotResolveHostError: ("the host is unknown", "correct the URL"),
    DownloadCancelledError: ("the response is larger than DOWNLOAD_MAXSIZE", "skip it or raise that setting"),
    DownloadConnectionRefusedError: ("the host refuses connections", CRAWL_LATER),
    DownloadTimeoutError: ("no response in time", CRAWL_LATER),
    ResponseDataLossError: ("the response broke off", CRAWL_LATER),
}


def describe_failure(error: BaseException | None) -> tuple[str, str]:
    """(problem, remedy) for a request that failed with this error; the remedy is "" if none is needed."""
    for kind, words in _KNOWN.items():
        if isinstance(error, kind):
            return words
    if isinstance(error, HttpError):
        return describe_status(error.response.status)
    if is_forbidden(error):
        return FORBIDDEN, "remove the URL, or ask the outlet for permission"
    if isinstance(error, IgnoreRequest):  # its message is a description already
        return _one_line(error), CRAWL_LATER if isinstance(error, HostWaits) else ""
    if isinstance(error, DownloadFailedError):
        return f"the connection broke ({_one_line(_root_cause(error))})", CRAWL_LATER
    return f"{type(error).__name__} {_one_line(error)}".strip(), CRAWL_LATER


def is_forbidden(error: BaseException | None) -> bool:
    """Whether robots.txt forbids the request. Scrapy's error shows that only by its message."""
    return isinstance(error, IgnoreRequest) and str(error) == "Forbidden by robots.txt"


def describe_status(status: int) -> tuple[str, str]:
    """(problem, remedy) for an HTTP status other than success."""
    phrase = HTTPStatus(status).phrase if status in HTTPStatus.__members__.values() else ""
    problem = f"HTTP {status} {phrase}".strip()
    if status in {404, 410}:
        return problem, CORRECT_URL
    if status >= 500 or status in {408, 429}:
        return problem, CRAWL_LATER
    return problem, "check whether it opens in a browser"


def _root_cause(error: DownloadFailedError) -> BaseException:
    """The error that Twisted caught, if there is one: the message of `error` itself is a list of failures."""
    reasons: list[Failure] = getattr(error.__cause__, "reasons", [])
    return reasons[0].value if reasons and reasons[0].value else error


def _one_line(error: BaseException | None) -> str:
    return " ".join(str(error).split())[:300]
