"""A batch of pages is stored together as each of them would be alone."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from archive.db.captures import Stored
from archive.db.store import Store
from archive.ingest.learned.boilerplate import LearnedBoilerplate
from archive.ingest.storing.store_arrived import store_arrived
from archive.ingest.storing.store_job import JobStore
from archive.ingest.storing.store_unseen import unseen_pages
from archive.ingest.workers.messages import Job, NewCapture
from archive.model import Capture
from tests.support.examples import property_test_with
from tests.test_archive import cleaners
from tests.test_archive.ingest.archives import check, dump
from tests.test_archive.ingest.storing.test_replay import LONG, MIDDLE, SITE, page

TEXTS = (
    LONG,
    MIDDLE,
    "A|By Ann|It moves fast.",
    f"{LONG}|!rating 3/5|!work Ballerina|!date 2026-01-01",
    "B|By Ann and Bob|!doubtful|Quite another text, of some words.",
    "C|By Cy|!listing|40 links",
    f"{LONG}|!canonical {SITE}/a",
    f"D|By Dee|!canonical {SITE}/d|A text of its own.",
    "E|By Eve|",
)
PATHS = ("a", "b", "c", "d", "e")
PAGES = st.builds(
    page,
    st.sampled_from(PATHS),
    st.sampled_from(TEXTS),
    st.integers(0, 3),
    redirected_from=st.sampled_from(((), (), (), (f"{SITE}/a",), (f"{SITE}/old",))),
    status=st.sampled_from((200, 200, 200, 404)),
    outlet=st.sampled_from(("reel", None)),
)


@contextmanager
def archive_with(
    batches: Sequence[Sequence[Capture]], *, together: bool
) -> Iterator[tuple[Path, list[object]]]:
    """An archive that took these batches, each page together with the others of its batch or alone."""
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "a.db"
        outcomes: list[object] = []
        with Store.open(db, create=True) as store:
            jobs = JobStore(store, LearnedBoilerplate(), trial=False)
            for batch in batches:
                made = [job for job in store_bytes(store, batch) if job]
                if together:
                    outcomes += jobs.store_batch(made)
                else:
                    with store.transaction():
                        outcomes += [jobs.store(job) for job in made]
        yield db, outcomes


def store_bytes(store: Store, batch: Sequence[Capture]) -> Iterator[Job]:
    """The jobs to clean the captures of a batch that need it."""
    arrived = [NewCapture(capture, None, Future()) for capture in batch]
    seen: set[int] = set()
    for capture, stored in zip(batch, store_arrived(store, arrived), strict=True):
        if isinstance(stored, Stored) and stored.id not in seen:
            seen.add(stored.id)
            yield Job(stored.id, capture, result=cleaners.clean(capture) if capture.status < 400 else None)


@given(batches=st.lists(st.lists(PAGES, max_size=6), min_size=1, max_size=3))
@property_test_with(30)
def test_pages_together_make_the_archive_that_each_makes_alone(batches: list[list[Capture]]) -> None:
    with (
        archive_with(batches, together=True) as (db, outcomes),
        archive_with(batches, together=False) as (other, expected),
    ):
        assert outcomes == expected
        assert dump(db) == dump(other)
        check(db)


def test_only_a_page_whose_addresses_nothing_else_has_is_unseen(db: Path) -> None:
    with Store.open(db, create=True) as store:
        jobs = JobStore(store, LearnedBoilerplate(), trial=False)
        jobs.store_batch([*store_bytes(store, [page("known", LONG)])])
        batch = [
            page("known", MIDDLE, 1),
            page("new", "A|By Ann|Text."),
            page("twin", f"B|By Bo|!canonical {SITE}/shared|Text."),
            page("twin2", f"B|By Bo|!canonical {SITE}/shared|Text."),
            page("moved", "C|By Cy|Text.", redirected_from=(f"{SITE}/before",)),
            page("names-known", f"D|By Di|!canonical {SITE}/known|Text."),
            page("also-new", "E|By Ed|Text."),
        ]
        unseen = unseen_pages(store, [*store_bytes(store, batch)])
        assert [found.capture.url for found in unseen.values()] == [f"{SITE}/new", f"{SITE}/also-new"]
