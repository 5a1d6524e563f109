"""Take captures into an archive, cleaned as they are in earnest."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Executor
from pathlib import Path

from archive.ingest.ingest import Ingest
from archive.model import Capture
from tests.support.processes import DEADLINE


def take(db: Path, threads: Executor, captures: Iterable[Capture]) -> list[str]:
    """Take captures in one after the other; their outcomes."""
    with Ingest(db, threads) as ingest:
        return [ingest.submit(capture).result(DEADLINE).outcome for capture in captures]
