"""What robots.txt leaves open, and what is said of a request that came to nothing."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable

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
from tests.support.crawls import Crawl
from tests.support.web import Answer, Host
from tests.test_crawler.politeness.hosts import ago, change, filled

Hosts = Callable[..., Host]
Crawls = Callable[..., Crawl]
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


def test_a_robots_txt_is_asked_for_again_after_a_day_also_in_the_middle_of_a_crawl(
    host: Hosts, crawl: Crawls
) -> None:
    web = host()
    toml = filled(web, pages=6)
    done = crawl(toml, "-a", f"url={web.url}/0", delay=0.1)
    change(done, robots_at=ago(hours=24, seconds=-4))
    a_day_old = time.monotonic() + 4
    web.log.clear()
    web.put("/robots.txt", "User-agent: *\nDisallow: /5", kind="text/plain")

    def answer_after_the_day() -> Answer:
        time.sleep(max(0, a_day_old - time.monotonic()))
        return web.pages["/1"]

    web.first["/1"] = [answer_after_the_day]
    crawl(toml, delay=0.1)
    assert web.asked(robots=True).count("/robots.txt") == 1
    assert "/4" in web.asked() and "/5" not in web.asked(), "it says something else now"


@pytest.mark.parametrize("times", [5, 6])
def test_robots_txt_is_followed_through_five_redirects(host: Hosts, crawl: Crawls, times: int) -> None:
    web, other = host("127.0.0.1"), host("127.0.0.2")
    toml = filled(web, pages=1)
    hops = ["/robots.txt", *(f"/hop-{number}" for number in range(1, times))]
    for here, there in itertools.pairwise(hops):
        web.put(here, "", status=301, headers={"Location": there})
    web.put(hops[-1], "", status=302, headers={"Location": f"{other.url}/rules"})
    other.put("/rules", "User-agent: *\nDisallow: /0", kind="text/plain")
    done = crawl(toml)
    assert web.asked()[times - 1 :] == (["/rss", "/private"] if times == 5 else [])
    assert bool(done.lines("gave no answer (max redirections reached)")) == (times == 6)


def test_of_a_robots_txt_500_kib_count(host: Hosts, crawl: Crawls) -> None:
    web = host()
    toml = filled(web)
    filler = "# nothing\n" * 51_200  # 500 KiB
    web.put("/robots.txt", f"User-agent: *\nDisallow: /0\n{filler}Disallow: /1\n", kind="text/plain")
    crawl(toml)
    assert sorted(web.asked()) == ["/1", "/2", "/private", "/rss"]
