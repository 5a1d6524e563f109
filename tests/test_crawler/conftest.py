"""Hosts on loopback and crawls of them, for every test of the crawler."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.crawls import Crawl, crawl_runner
from tests.support.web import Host


@pytest.fixture
def host() -> Iterator[Callable[..., Host]]:
    """Makes hosts: `host()`, `host("127.0.0.2")`."""
    hosts: list[Host] = []

    def make(address: str = "127.0.0.1") -> Host:
        hosts.append(Host(address))
        return hosts[-1]

    yield make
    for made in hosts:
        made.close()


@pytest.fixture
def crawl(tmp_path: Path) -> Callable[..., Crawl]:
    """Runs `scrapy crawl`: `crawl(toml, "-a", "limit=1")`, where `toml` is the text of an outlet file."""
    return crawl_runner(tmp_path)
