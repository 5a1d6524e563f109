"""Saved searches: what is new to them is shown once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.care.merge import merge
from archive.db.store import Store
from archive.errors import MatineeError, NotFoundError
from archive.model import Article, Capture, Rating, Reading
from archive.query.language.query import QueryError
from archive.query.saved import (
    copy_searches,
    forget_search,
    mark_alerted,
    new_hits,
    save_search,
    saved_search,
    saved_searches,
)
from archive.query.search import search
from tests.test_archive.conftest import article

NOW = datetime(2026, 3, 16, 12, tzinfo=UTC)


def shown(db: Path, name: str, *, mark: bool = True) -> list[str]:
    """The titles that are new, noted as shown."""
    with Store.open(db) as store:
        hits = new_hits(store, saved_search(store, name), NOW)
        if mark:
            mark_alerted(store, saved_search(store, name), [hit.record["id"] for hit in hits], NOW)
    return [hit.record["title"] for hit in hits]


def save(db: Path, name: str, query: str) -> int:
    with Store.open(db) as store:
        return save_search(store, name, query, NOW)


def test_a_new_article_is_shown_once(db: Path, add: Callable[..., int]) -> None:
    assert save(db, "dancers", "dancer") == 2
    assert shown(db, "dancers") == []
    add(
        article("https://new.example/a", "New", "A dancer again."),
        Capture("https://new.example/a", NOW, b"n"),
    )
    assert shown(db, "dancers", mark=False) == ["New"]
    assert shown(db, "dancers") == ["New"]
    assert shown(db, "dancers") == []


def test_an_article_that_matches_only_now_is_shown(
    db: Path, add: Callable[..., int], articles: dict[str, Article]
) -> None:
    save(db, "good", "score:>=80")
    rated = replace(
        articles["preview"],
        text=articles["preview"].text + "\nNow it is out, and it is good.",
        review=replace(
            articles["preview"].review,
            rating=Reading(Rating("9/10", 9, 10, 0, "points", 90, "linear-1"), "text", "9/10"),
        ),
    )
    add(rated, Capture(rated.url, NOW, b"rated", outlet="reel"))
    assert shown(db, "good") == ["What we expect of Ballerina"]


def test_a_search_can_be_used_in_others(db: Path) -> None:
    save(db, "dancers", "dancer OR opportunity")
    save(db, "reviews", "saved:dancers kind:review")
    with Store.open(db, readonly=True) as store:
        assert search(store, "saved:reviews").total == 2
        assert search(store, "-saved:dancers").total == 1
        with pytest.raises(NotFoundError, match="`matinee save` lists them"):
            search(store, "saved:none")


def test_a_name_is_replaced_and_forgotten(db: Path) -> None:
    save(db, "dancers", "dancer")
    save(db, "dancers", "ballerina")
    with Store.open(db) as store:
        (only,) = saved_searches(store)
        assert (only.query, only.alerted_at) == ("ballerina", None)
        with pytest.raises(NotFoundError, match="did you mean dancers"):
            forget_search(store, "dancer")
        forget_search(store, "dancers")
        assert list(saved_searches(store)) == []
        assert store.row("select * from _alerted") is None


@pytest.mark.parametrize(
    ("name", "query", "error"),
    [("a/b", "x", MatineeError), ("", "x", MatineeError), ("good", "score:high", QueryError)],
)
def test_what_cannot_be_saved(db: Path, name: str, query: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        save(db, name, query)


def test_a_merge_takes_the_searches_that_are_missing(db: Path, tmp_path: Path) -> None:
    save(db, "dancers", "dancer")
    other = tmp_path / "other.db"
    with Store.open(other, create=True) as store, Store.open(db, readonly=True) as source:
        merge(store, source)
        copy_searches(store, source, NOW)
        copy_searches(store, source, NOW)
        assert [saved.name for saved in saved_searches(store)] == ["dancers"]
    assert shown(other, "dancers") == []


def test_a_search_that_would_contain_itself_is_refused(db: Path) -> None:
    save(db, "first", "dancer")
    save(db, "second", "saved:first OR saved:first")
    for name, query in (("first", "saved:first x"), ("first", "saved:second x")):
        with pytest.raises(MatineeError, match="contains itself"):
            save(db, name, query)
    assert save(db, "third", "saved:second") == 2, "the searches are as they were"


def test_searches_within_searches_do_not_grow_without_bound(db: Path) -> None:
    save(db, "s0", "dancer")
    for number in range(1, 12):
        save(db, f"s{number}", " ".join([f"saved:s{number - 1}"] * 300))
    assert save(db, "last", "saved:s11") == 2
