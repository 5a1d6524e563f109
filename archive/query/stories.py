"""Read which articles tell one story: the copies of an article, and all stories."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from archive.db.store import Store
from archive.query.selection import EVERYTHING, Selection, register_fold

_COPIES = """
select c.id, c.url, c.outlet, c.title, c.published, c.published_precision, s.original_id, s.alike
from stories s join coverage c on c.id = s.article_id
where s.original_id = ? order by s.place
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of a story.

    Attributes:
        id: of the article.
        published: ISO 8601, with its precision; None if unknown.
        is_original: it is likely the original.
        alike: the share of the runs of four words that it and the original have in common, 0 to 1; of the
            original 1.
    """

    id: int
    url: str
    outlet: str | None
    title: str | None
    published: str | None
    published_precision: str | None
    is_original: bool
    alike: float

    def as_dict(self) -> dict[str, Any]:
        """The copy as JSON can hold it."""
        return {**asdict(self), "alike": round(self.alike, 3)}


@dataclass(frozen=True, slots=True)
class Story:
    """Articles that tell one story: the likely original, and its copies, the best first."""

    original: Copy
    copies: tuple[Copy, ...]

    def as_dict(self) -> dict[str, Any]:
        """The story as JSON can hold it."""
        return {"original": self.original.as_dict(), "copies": [copy.as_dict() for copy in self.copies]}


def copies(store: Store, article_id: int) -> list[Copy]:
    """The other articles that tell the story of an article, the likely original first."""
    row = store.row("select original_id from stories where article_id = ?", article_id)
    if row is None:
        return []
    return [copy for copy in _members(store, row["original_id"]) if copy.id != article_id]


def count_stories(store: Store, selection: Selection = EVERYTHING) -> int:
    """How many stories have an article that matches a selection."""
    source, parameters = _selected(store, selection)
    return int(store.db.execute(f"select count(distinct original_id) {source}", parameters).fetchone()[0])


def stories(
    store: Store, selection: Selection = EVERYTHING, *, limit: int = -1, offset: int = 0
) -> Iterator[Story]:
    """The stories that have an article that matches a selection, those with the most copies first."""
    source, parameters = _selected(store, selection)
    ids = store.db.execute(
        f"select original_id {source} group by original_id"
        " order by (select count(*) from stories member where member.original_id = stories.original_id) desc,"
        " original_id"
        " limit ? offset ?",
        [*parameters, limit, offset],
    ).fetchall()
    for (original_id,) in ids:
        members = list(_members(store, original_id))
        if members:
            yield Story(members[0], tuple(members[1:]))


def _selected(store: Store, selection: Selection) -> tuple[str, list[object]]:
    register_fold(store.db.conn)
    condition, parameters = selection.where()
    return f"from stories where article_id in (select id from coverage where {condition})", parameters


def _members(store: Store, original_id: int) -> Iterator[Copy]:
    for row in list(store.db.query(_COPIES, (original_id,))):
        is_original = row.pop("original_id") == row["id"]
        yield Copy(**row, is_original=is_original)
