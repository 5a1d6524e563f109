"""What every test may use, and how a whole run is spread over processes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.support.paths import SHARED


def pytest_configure() -> None:
    """Hear Ctrl-C, and let child processes hear it.

    Whatever a shell script starts in the background ignores SIGINT, and so would all that tests start.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Two processes a core for the whole suite, as much of it is waiting; none where tests are named."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return 2 * (os.cpu_count() or 1) if whole else 0


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds and real pages beside the project."""
    if not SHARED.is_dir():
        pytest.skip("../shared (seeds and corpus) is not beside this checkout")
    return SHARED
