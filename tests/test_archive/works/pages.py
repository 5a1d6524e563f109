"""Articles about works, written into an archive without cleaning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from archive.db.store import Store
from archive.ingest.storing.store_capture import store_capture
from archive.model import Article, Author, Capture, Gate, Medium, Moment, Rating, Reading, Review, Work

SEEN = datetime(2026, 3, 15, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Piece:
    """An article: the work as its page names it, the year or the day when it was written, whom it names."""

    path: str
    title: str | None
    year: int | None = None
    medium: Medium | None = "film"
    ids: dict[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ()
    written: int | None = None
    outlet: str = "reel"
    text: str = "It moves fast and never stumbles."
    score: float | None = None
    authors: tuple[Author, ...] = ()
    released: str | None = None
    day: str | None = None

    @property
    def url(self) -> str:
        return f"https://{self.outlet}.example/{self.path}"


def put(db: Path, pieces: Iterable[Piece], day: int = 15) -> Path:
    """Write articles, each in a transaction of its own."""
    with Store.open(db, create=True) as store:
        for piece in pieces:
            with store.transaction():
                put_one(store, piece, day)
    return db


def put_one(store: Store, piece: Piece, day: int = 15) -> None:
    """Write an article. Call it in a transaction."""
    work = piece.title and Work(
        piece.title, piece.year, piece.medium, piece.ids, piece.people, piece.released
    )
    on = piece.day or (f"{piece.written}-06-01" if piece.written else None)
    written = Reading(Moment(datetime.fromisoformat(on).replace(tzinfo=UTC), "day"), "meta") if on else None
    rating = (
        Rating("x", piece.score, 100, 0, "points", piece.score, "linear-1")
        if piece.score is not None
        else None
    )
    article = Article(
        piece.url,
        f"{piece.path}. {piece.text}",
        Gate("article", True),
        title=Reading(f"On {piece.path}", "h1"),
        authors=Reading(piece.authors, "byline") if piece.authors else None,
        published=written,
        review=Review(Reading(work, "text") if work else None, Reading(rating, "text") if rating else None),
    )
    capture = Capture(piece.url, SEEN.replace(day=day), repr(piece).encode(), outlet=piece.outlet)
    store_capture(store, store.add_capture(capture).id, capture, article)


def works(db: Path) -> dict[str, Any]:
    """By path of each article, the number of its work. Numbers count from 0 in the order of the paths."""
    with Store.open(db, readonly=True) as store:
        rows = store.db.execute(
            "select a.url, v.work_id from articles a join reviews v on v.revision_id = a.revision_id"
            " where v.work_id is not null order by a.url"
        ).fetchall()
    numbers: dict[int, int] = {}
    return {url.rpartition("/")[2]: numbers.setdefault(work_id, len(numbers)) for url, work_id in rows}


def together(db: Path) -> set[str]:
    """The articles of each work, as "a b"."""
    by_work: dict[int, list[str]] = {}
    for path, number in works(db).items():
        by_work.setdefault(number, []).append(path)
    return {" ".join(sorted(paths)) for paths in by_work.values()}
