"""Hosts on loopback and crawls of them, for every test of the crawler."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.crawls import Crawl, crawl_runner
from tests.support.forked import run_module
from tests.support.paths import ROOT
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


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Our settings but for the pace; no folder of outlets but ./outlets."""
    (tmp_path / "brisk.py").write_text("from crawler.settings import *\nDOWNLOAD_DELAY = 0\n")
    kept = {name: value for name, value in os.environ.items() if name != "MATINEE_OUTLETS"}
    path = os.pathsep.join([str(ROOT), str(tmp_path)])
    return {**kept, "PYTHONPATH": path, "SCRAPY_SETTINGS_MODULE": "brisk"}


@pytest.fixture
def add(tmp_path: Path, environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs `matinee add` in an empty folder."""
    return lambda *words: run_module("crawler", ["add", *words], environment, tmp_path)
