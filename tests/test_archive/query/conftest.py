"""The small archive, opened once for all tests of a file that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.db.store import Store
from tests.test_archive.conftest import copied


@pytest.fixture(scope="module")
def four(archive_of_four: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The articles `verdict`, `preview`, `album` and `undated`, with the ids 1 to 4."""
    with Store.open(copied(archive_of_four, tmp_path_factory.mktemp("four")), readonly=True) as opened:
        yield opened
