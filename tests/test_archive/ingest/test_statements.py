"""How many SQL statements an article takes, and that none of them reads a whole table."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pytest

from archive.db.store import Store
from archive.ingest.learned.boilerplate import LearnedBoilerplate
from archive.ingest.storing.store_job import JobStore
from tests.bench.archive_writing import write_batch
from tests.bench.generated_pages import generated

BATCH = 30
# 77 when this was written, of which 25 are its keys in `_story_bands`, and 9 steps of the triggers that count
# the articles of works and people: those are traced as the statement that fires them.
MOST = 79

# What a query may read from end to end: values, what the batch has changed, and what other parts of it gave.
SHORT = re.compile(r"SCAN (s$|json_each |CONSTANT ROW|\(subquery-|_stale_)")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "archive.db", create=True) as opened:
        yield opened


@pytest.fixture
def statements(store: Store) -> list[str]:
    """What a batch takes. Nearly each article has an author and a work that the archive does not know yet."""
    source = generated()
    traced: list[str] = []
    jobs = JobStore(store, LearnedBoilerplate(), trial=False)
    write_batch(store, jobs, list(islice(source, BATCH)))
    store.db.conn.set_trace_callback(traced.append)
    write_batch(store, jobs, list(islice(source, BATCH)))
    store.db.conn.set_trace_callback(None)
    return [statement for statement in traced if not statement.startswith("--")]  # without triggers'


def test_an_article_takes_few_statements(statements: list[str]) -> None:
    assert len(statements) <= MOST * BATCH


def test_no_query_for_an_article_reads_a_whole_table(store: Store, statements: list[str]) -> None:
    for statement in statements:
        query = statement.strip()
        if not query.startswith("select") or query.endswith("limit 1"):
            continue
        for *_, step in store.db.execute(f"explain query plan {query}"):
            assert not step.startswith(("SCAN", "MATERIALIZE")) or SHORT.match(step), (step, query[:300])
