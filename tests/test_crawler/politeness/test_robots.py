"""What robots.txt leaves open, and what is said of a request that came to nothing."""

from __future__ import annotations

import pytest
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadFailedError,
    DownloadTimeoutError,
    IgnoreRequest,
)
from scrapy.http import Response
from scrapy.spidermiddlewares.httperror import HttpError
from twisted.internet.error import ConnectionDone
from twisted.python.failure import Failure
from twisted.web.client import ResponseNeverReceived

from crawler.politeness.failures import CRAWL_LATER, describe_failure, is_forbidden
from crawler.politeness.outlet_hosts import ForeignHost
from crawler.politeness.robots import HostWaits, robots_body

RULES = b"User-agent: *\nDisallow: /"


@pytest.mark.parametrize(
    ("status", "rules"),
    [
        (200, RULES),
        (204, RULES),
        (404, b""),
        (403, b""),
        (410, b""),
        (429, None),
        (500, None),
        (503, None),
        (304, None),
    ],
)
def test_what_is_read_as_robots_txt(status: int, rules: bytes | None) -> None:
    assert robots_body(Response("https://outlet.test/robots.txt", status, body=RULES)) == rules


@pytest.mark.parametrize(
    ("error", "problem", "remedy"),
    [
        (
            HttpError(Response("https://outlet.test/", 404)),
            "HTTP 404 Not Found",
            "correct the URL or remove it",
        ),
        (HttpError(Response("https://outlet.test/", 503)), "HTTP 503 Service Unavailable", CRAWL_LATER),
        (
            HttpError(Response("https://outlet.test/", 418)),
            "HTTP 418 I'm a Teapot",
            "check whether it opens in a browser",
        ),
        (HttpError(Response("https://outlet.test/", 599)), "HTTP 599", CRAWL_LATER),
        (CannotResolveHostError("x"), "the host is unknown", "correct the URL"),
        (DownloadTimeoutError("x"), "no response in time", CRAWL_LATER),
        (HostWaits("robots.txt gave no answer"), "robots.txt gave no answer", CRAWL_LATER),
        (ForeignHost("a is not a host of the outlet"), "a is not a host of the outlet", ""),
        (
            IgnoreRequest("Forbidden by robots.txt"),
            "robots.txt forbids it",
            "remove the URL, or ask the outlet for permission",
        ),
        (IgnoreRequest("max\nredirections reached"), "max redirections reached", ""),
        (ValueError("odd\nthing"), "ValueError odd thing", CRAWL_LATER),
    ],
)
def test_trouble(error: Exception, problem: str, remedy: str) -> None:
    assert describe_failure(error) == (problem, remedy)


def test_what_broke_a_connection_is_said() -> None:
    error = DownloadFailedError("[<twisted.python.failure.Failure ...>]")
    assert describe_failure(error)[0] == "the connection broke ([<twisted.python.failure.Failure ...>])"
    error.__cause__ = ResponseNeverReceived([Failure(ConnectionDone())])
    assert describe_failure(error) == ("the connection broke (Connection was closed cleanly.)", CRAWL_LATER)


def test_only_robots_forbids() -> None:
    assert is_forbidden(IgnoreRequest("Forbidden by robots.txt"))
    assert not is_forbidden(HostWaits("x"))
    assert not is_forbidden(None)
