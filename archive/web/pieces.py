"""The pieces about a work or by a person as rows of a table, and figures and charts of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive.db.store import Store
from archive.query.figures.scores import count_scores, spread
from archive.query.figures.timeline import timeline
from archive.query.records import in_order
from archive.web.charts import score_chart, timeline_chart
from archive.works.listing import Piece


def pieces(store: Store, found: Iterable[Piece]) -> list[dict[str, Any]]:
    """The records of some pieces, latest first, undated ones last."""
    rows = in_order(store, [piece.id for piece in found])
    return sorted(rows, key=lambda row: (row["published"] or "", row["id"]), reverse=True)


def scores_in(rows: Iterable[Mapping[str, Any]]) -> list[float]:
    """The scores of those records that have one."""
    ratings = [row["rating"] for row in rows if row["rating"]]
    return [rating["score"] for rating in ratings if rating["score"] is not None]


def piece_figures(name: str, rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a page shows of pieces beside their table: the spread of their scores and two charts."""
    scores = scores_in(rows)
    dates = timeline((row["published"], row["published_precision"]) for row in rows)
    return {
        "scores": spread(scores),
        "score_chart": score_chart({"reviews": count_scores(scores)}, f"Scores of {name}")
        if scores
        else None,
        "timeline": dates,
        "timeline_chart": timeline_chart(dates, f"Pieces by date: {name}") if dates else None,
    }
