"""The pieces about a work or by a person: figures and charts of all, and a table, page by page."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from archive.db.store import Store
from archive.errors import NotFoundError
from archive.query.figures.release import around_release, sides_of
from archive.query.figures.scores import count_scores, spread
from archive.query.figures.timeline import timeline
from archive.web.charts import score_chart, timeline_chart
from archive.web.reading import page_number
from archive.works.pieces import DatedPiece

_SHOWN = 100  # rows of a table

# The cells of a table of pieces. Names are joined as they are shown.
_ROWS = """
select id, title, outlet, replace(authors, '; ', ', ') as authors, published, published_precision, kind,
    work_title, rating_raw, rating_score as score
from coverage where id in (select value from json_each(?))
"""


def piece_table(
    store: Store, name: str, found: Sequence[DatedPiece], page: str, released: str | None = None
) -> dict[str, Any]:
    """What a page shows of pieces: a table of the latest, the spread of all their scores and two charts.

    Args:
        name: what the pieces are about, or who wrote them.
        found: the latest first.
        page: the number of the page of the table, as an address has it; "" for the first.
        released: the day on which what they are about came out, if that is known.

    Raises:
        NotFoundError: the table has no such page.
    """
    scores = [piece.score for piece in found if piece.score is not None]
    shown = timeline((piece.published, piece.precision, 1) for piece in found)
    dates = [(piece.published, piece.precision) for piece in found] if released else []
    sides = sides_of(shown, dates, released) if shown and released else None
    first, following = _part(len(found), page)
    return {
        "pieces": table_rows(store, [piece.id for piece in found[first : first + _SHOWN]]),
        "count": len(found),
        "first": first + 1,
        "following": following,
        "scores": spread(scores),
        "score_chart": score_chart({"reviews": count_scores(scores)}, f"Scores of {name}")
        if scores
        else None,
        "timeline": shown,
        "timeline_chart": timeline_chart(shown, f"Pieces by date: {name}", sides) if shown else None,
        "around": around_release(dates, released) if released else None,
    }


def table_rows(store: Store, ids: Sequence[int]) -> list[dict[str, Any]]:
    """The rows of a table of pieces, in the order of the ids."""
    rows = {row["id"]: row for row in store.db.query(_ROWS, [json.dumps(ids)])}
    return [rows[number] for number in ids if number in rows]


def _part(count: int, page: str) -> tuple[int, int | None]:
    """The place of the first row of a page, and the number of the page that follows."""
    pages = max(1, -(-count // _SHOWN))
    number = page_number(page)
    if not 1 <= number <= pages:
        raise NotFoundError(f"page {page}", "there is one page" if pages == 1 else f"there are {pages} pages")
    return (number - 1) * _SHOWN, number + 1 if number < pages else None
