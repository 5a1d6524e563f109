"""What every test may use, and how a whole run is spread over processes."""

from __future__ import annotations

import gc
import os
import shlex
import signal
import sys
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.support import fork_client
from tests.support.forked import ForkServer
from tests.support.fresh_archives import copy_new_archives
from tests.support.paths import ROOT, SHARED

# Files whose tests take longest, all in all.
LONGEST = {
    ROOT / f"tests/{file}.py": place
    for place, file in enumerate(
        (
            "test_archive/db/test_upgrade",
            "test_docs",
            "test_crawler/run/test_crawl_outlets",
            "end_to_end/test_demo",
            "test_archive/web/test_walk",
            "test_crawler/politeness/test_throttle",
            "test_crawler/spiders/test_later_crawls",
            "test_archive/ingest/learned/test_boilerplate",
            "test_crawler/javascript/test_browser",
            "test_archive/stories/test_refresh",
            "test_crawler/monitor/test_read_health",
            "test_archive/clean/test_giants",
            "bench/test_clean",
            "test_archive/ingest/learned/test_template",
            "test_crawler/storing/test_pipeline",
            "test_crawler/spiders/test_moved_page",
            "test_crawler/spiders/test_spellings",
            "test_archive/clean/test_review_facts",
            "test_archive/ingest/test_ingest",
            "test_archive/care/test_remove",
            "test_archive/ingest/storing/test_store_unseen",
            "test_crawler/spiders/test_outlet",
            "test_archive/importing/test_warc",
            "test_crawler/politeness/test_opt_out",
            "test_archive/care/test_merge",
            "test_archive/ingest/storing/test_replay",
            "test_crawler/cli/test_add",
            "test_crawler/sources/test_mend_xml",
        )
    )
}

_FORK_SERVER = pytest.StashKey[ForkServer]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """An option to start crawls and other programs as a user starts them."""
    parser.addoption(
        "--no-fork", action="store_true", help="Fork no crawl and no worker of the tests, which takes longer."
    )


def pytest_configure(config: pytest.Config) -> None:
    """Hear Ctrl-C, and let child processes hear it; let them keep compiled modules; one thread for NumPy.

    Whatever a shell script starts in the background ignores SIGINT, and so would all that tests start. The
    tests start hundreds of processes: each would compile our modules anew, half a second of it. NumPy's
    threads wait for each other in busy loops where other processes have the processors.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    copy_new_archives()
    is_worker = hasattr(config, "workerinput")
    if not is_worker and not config.getoption("--no-fork"):
        config.stash[_FORK_SERVER] = ForkServer(config.args)


def pytest_unconfigure(config: pytest.Config) -> None:
    """End what `pytest_configure` started."""
    if server := config.stash.get(_FORK_SERVER, None):
        server.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files that take longest first, so that no process has one of them left when the others are idle."""
    items.sort(key=lambda item: LONGEST.get(item.path, len(LONGEST)))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Look for no garbage among modules and tests, which stay to the end, and seldom for other."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000, 20, 20)
        gc.enable()


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes a core and one for the whole suite, as a test often waits; none where tests are named.

    Each process collects all tests, which takes three seconds of CPU time.
    """
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return 2 * (os.cpu_count() or 1) + 1 if whole else 0


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes(config: pytest.Config, specs: list[Any]) -> None:
    """Fork the worker processes, which saves each of them its imports, those of all tests among them."""
    if server := config.stash.get(_FORK_SERVER, None):
        program = [sys.executable, "-S", fork_client.__file__, server.for_workers, "tests.support.run_code"]
        for spec in specs:
            spec.python = spec.python or shlex.join(program)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds and real pages beside the project."""
    if not SHARED.is_dir():
        pytest.skip("../shared (seeds and corpus) is not beside this checkout")
    return SHARED
