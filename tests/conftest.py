"""What every test may use, and how a whole run is spread over processes."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from tests.support.paths import SHARED


def pytest_configure() -> None:
    """Hear Ctrl-C, and let child processes hear it; let them keep their compiled modules.

    Whatever a shell script starts in the background ignores SIGINT, and so would all that tests start. The
    tests start hundreds of processes: each would compile our modules anew, half a second of it.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Four processes a core for the whole suite, as most of it is waiting; none where tests are named."""
    whole = config.args_source is pytest.Config.ArgsSource.TESTPATHS
    return 4 * (os.cpu_count() or 1) if whole else 0


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds and real pages beside the project."""
    if not SHARED.is_dir():
        pytest.skip("../shared (seeds and corpus) is not beside this checkout")
    return SHARED
