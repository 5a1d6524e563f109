"""The page of a work: every piece about it, how it was scored, and when it was written about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archive.db.store import Store
from archive.errors import NotFoundError
from archive.query.pieces import pieces_about
from archive.query.scores import count_scores, spread
from archive.query.timeline import timeline
from archive.web.charts import score_chart, timeline_chart
from archive.web.reading import Page, PageRequest


def work_page(store: Store, request: PageRequest) -> Page:
    """The page of a work.

    Raises:
        NotFoundError: there is no such work.
    """
    work = find_work(store, request.path["id"])
    pieces = pieces_about(store, work["id"])
    scores = scores_in(pieces)
    dates = timeline((piece["published"], piece["published_precision"]) for piece in pieces)
    return Page(
        "work.html",
        work["title"],
        {
            "work": work,
            "pieces": pieces,
            "scores": spread(scores),
            "score_chart": score_chart({"reviews": count_scores(scores)}, f"Scores of {work['title']}")
            if scores
            else None,
            "timeline": dates,
            "timeline_chart": timeline_chart(dates, f"Coverage of {work['title']}") if dates else None,
            "missing": _outlets_without(store, {piece["outlet"] for piece in pieces}),
        },
    )


def find_work(store: Store, work_id: str) -> dict[str, Any]:
    """A work by its id: `id, title, year, medium`.

    Raises:
        NotFoundError: there is no such work.
    """
    row = store.row("select id, title, year, medium from works where id = ?", int(work_id))
    if row is None:
        raise NotFoundError(f"work {work_id}", "search for its title")
    return row


def scores_in(pieces: Sequence[Mapping[str, Any]]) -> list[float]:
    """The scores of those pieces that have one."""
    return [piece["rating_score"] for piece in pieces if piece["rating_score"] is not None]


def _outlets_without(store: Store, covering: set[str | None]) -> list[str]:
    """The outlets of the archive that have no piece about the work."""
    rows = store.db.execute("select distinct outlet from coverage where outlet is not null order by outlet")
    return [outlet for (outlet,) in rows if outlet not in covering]
