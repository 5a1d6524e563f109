"""How many SQL statements an article takes: most of what the writer does is to run these."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from archive.db.store import Store
from archive.ingest.learned_boilerplate import LearnedBoilerplate
from archive.ingest.store_job import JobStore
from tests.bench.archive_writing import write_batch
from tests.bench.generated_pages import generated

BATCH = 30
MOST = 115  # 112 when this was written, of which 25 are its keys in `_story_bands`


def test_an_article_takes_few_statements(tmp_path: Path) -> None:
    """Nearly each article has an author and a work that the archive does not know yet."""
    source = generated()
    statements: list[str] = []
    with Store.open(tmp_path / "archive.db", create=True) as store:
        jobs = JobStore(store, LearnedBoilerplate(), trial=False)
        write_batch(store, jobs, list(islice(source, BATCH)))
        store.db.conn.set_trace_callback(statements.append)
        write_batch(store, jobs, list(islice(source, BATCH)))
        store.db.conn.set_trace_callback(None)
    own = [statement for statement in statements if not statement.startswith("--")]  # without triggers'
    assert len(own) <= MOST * BATCH
