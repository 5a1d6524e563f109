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

from crawler.politeness.failures import LATER, is_forbidden, trouble
from crawler.politeness.outlet_hosts import ForeignHost
from crawler.politeness.robots import HostWaits, rules_of

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
    assert rules_of(Response("https://outlet.test/robots.txt", status, body=RULES)) == rules


@pytest.mark.parametrize(
    ("error", "problem", "remedy"),
    [
        (
            HttpError(Response("https://outlet.test/", 404)),
            "HTTP 404 Not Found",
            "correct the address or take it out",
        ),
        (HttpError(Response("https://outlet.test/", 503)), "HTTP 503 Service Unavailable", LATER),
        (
            HttpError(Response("https://outlet.test/", 418)),
            "HTTP 418 I'm a Teapot",
            "see whether it opens in a browser",
        ),
        (HttpError(Response("https://outlet.test/", 599)), "HTTP 599", LATER),
        (CannotResolveHostError("x"), "the host is unknown", "correct the address"),
        (DownloadTimeoutError("x"), "no answer in time", LATER),
        (HostWaits("robots.txt gave no answer"), "robots.txt gave no answer", LATER),
        (ForeignHost("a is not a host of the outlet's"), "a is not a host of the outlet's", ""),
        (
            IgnoreRequest("Forbidden by robots.txt"),
            "robots.txt forbids it",
            "take it out, or ask the outlet for leave",
        ),
        (IgnoreRequest("max\nredirections reached"), "max redirections reached", ""),
        (ValueError("odd\nthing"), "ValueError odd thing", LATER),
    ],
)
def test_trouble(error: Exception, problem: str, remedy: str) -> None:
    assert trouble(error) == (problem, remedy)


def test_what_broke_a_connection_is_said() -> None:
    error = DownloadFailedError("[<twisted.python.failure.Failure ...>]")
    assert trouble(error)[0] == "the connection broke ([<twisted.python.failure.Failure ...>])"
    error.__cause__ = ResponseNeverReceived([Failure(ConnectionDone())])
    assert trouble(error) == ("the connection broke (Connection was closed cleanly.)", LATER)


def test_only_robots_forbids() -> None:
    assert is_forbidden(IgnoreRequest("Forbidden by robots.txt"))
    assert not is_forbidden(HostWaits("x"))
    assert not is_forbidden(None)
