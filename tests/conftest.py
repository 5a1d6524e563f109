"""What every test may use: the shared reading material, skipped over where it is absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.paths import SHARED


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of seeds and real pages beside the project."""
    if not SHARED.is_dir():
        pytest.skip("../shared (seeds and corpus) is not beside this checkout")
    return SHARED
