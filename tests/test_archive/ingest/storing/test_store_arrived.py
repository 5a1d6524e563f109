"""The bytes of a batch of captures are committed together as those of each would be alone."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.db.captures import Stored
from archive.db.store import Store
from archive.errors import InputError
from archive.ingest.storing.store_arrived import store_arrived
from archive.ingest.workers.messages import AlsoWrite, NewCapture
from archive.model import Capture
from tests.support.examples import property_test_with
from tests.test_archive.ingest.storing.test_replay import SITE, page

CAPTURES = st.builds(
    page,
    st.sampled_from(("a", "b", "c")),
    st.sampled_from(("one", "two", "")),
    st.integers(0, 1),
    withheld=st.booleans(),
    outlet=st.sampled_from(("reel", "other", None)),
)
_ROWS = """
select c.url, c.captured_at, c.sha256, c.outlet, b.size, b.zstd from captures c join _bodies b using (sha256)
order by 1, 2, 3
"""


def arrived(capture: Capture, also_write: AlsoWrite | None = None) -> NewCapture:
    return NewCapture(capture, None, Future(), also_write)


def taken(batches: Sequence[Sequence[Capture]]) -> tuple[list[Any], list[Any]]:
    """Whether each capture was new or filled an empty body, and the rows of the archive that took them."""
    with tempfile.TemporaryDirectory() as folder, Store.open(Path(folder) / "a.db", create=True) as store:
        results = [item for batch in batches for item in store_arrived(store, [*map(arrived, batch)])]
        assert all(isinstance(item, Stored) for item in results), results
        flags = [(item.fresh, item.filled) for item in results if isinstance(item, Stored)]
        return flags, store.db.execute(_ROWS).fetchall()


@given(captures=st.lists(CAPTURES, max_size=8), cut=st.integers(0, 8))
@example([page("a", "one", outlet=outlet, withheld=outlet == "reel") for outlet in ("reel", "other")], 0)
@property_test_with(30)
def test_captures_together_are_stored_as_each_alone(captures: list[Capture], cut: int) -> None:
    alone_flags, alone = taken([[capture] for capture in captures])
    flags, rows = taken([captures[:cut], captures[cut:]])
    assert rows == alone
    assert [fresh for fresh, _ in flags] == [fresh for fresh, _ in alone_flags]
    assert sum(filled for _, filled in flags) == sum(filled for _, filled in alone_flags)


def test_a_capture_whose_sender_fails_is_not_stored_and_the_others_are(tmp_path: Path) -> None:
    def fail(*_: object) -> None:
        raise ValueError("no such lease")

    def note(store: Store, capture_id: int) -> None:
        store.db.execute(
            "insert into searches (name, query, saved_at) values (?, '', '')", (str(capture_id),)
        )

    with Store.open(tmp_path / "a.db", create=True) as store:
        batch = [
            arrived(page("a", "one"), note),
            arrived(page("b", "two"), fail),
            arrived(page("c", "three"), note),
        ]
        results = store_arrived(store, batch)
        assert [type(item) for item in results] == [Stored, InputError, Stored]
        with pytest.raises(InputError, match="no such lease"):
            raise results[1]  # type: ignore[misc]
        urls = [row[0] for row in store.db.execute("select url from captures order by id")]
        notes = store.db.execute("select count(*) from searches").fetchone()[0]
        assert (urls, notes) == ([f"{SITE}/a", f"{SITE}/c"], 2)
