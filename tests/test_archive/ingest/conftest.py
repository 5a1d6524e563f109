"""An archive, and threads that clean for it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from archive.ingest.ingest import Ingest
from archive.ingest.workers.messages import Outcome
from archive.model import Capture
from tests.support.processes import DEADLINE
from tests.test_archive import cleaners


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return tmp_path / "a.db"


@pytest.fixture(scope="module")
def threads() -> Iterator[Executor]:
    """Where what is tested is not the processes: cleaning in threads starts at once."""
    with ThreadPoolExecutor(2) as executor:
        yield executor


@pytest.fixture
def take(db: Path, threads: Executor) -> Any:
    """`take(capture, ...)`: take them in one after the other, and give their outcomes."""

    def take(*captures: Capture, crawl_id: int | None = None) -> list[Outcome]:
        with Ingest(db, threads, clean=cleaners.clean) as ingest:
            return [ingest.submit(item, crawl_id).result(DEADLINE) for item in captures]

    return take
