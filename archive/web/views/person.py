"""The page of a person: what somebody wrote, where, and with which scores."""

from __future__ import annotations

from collections import Counter
from typing import Any

from archive.db.store import Store
from archive.errors import NotFoundError
from archive.query.pieces import pieces_by
from archive.query.scores import count_scores, spread
from archive.query.timeline import timeline
from archive.web.charts import score_chart, timeline_chart
from archive.web.reading import Page, PageRequest
from archive.web.views.work import scores_in


def person_page(store: Store, request: PageRequest) -> Page:
    """The page of a person.

    Raises:
        NotFoundError: there is no such person.
    """
    person = find_person(store, request.path["id"])
    pieces = pieces_by(store, person["id"])
    scores = scores_in(pieces)
    dates = timeline((piece["published"], piece["published_precision"]) for piece in pieces)
    return Page(
        "person.html",
        person["name"],
        {
            "person": person,
            "pieces": pieces,
            "outlets": Counter(piece["outlet"] for piece in pieces if piece["outlet"]).most_common(),
            "scores": spread(scores),
            "score_chart": score_chart({"reviews": count_scores(scores)}, f"Scores of {person['name']}")
            if scores
            else None,
            "timeline_chart": timeline_chart(dates, f"Pieces of {person['name']}") if dates else None,
        },
    )


def find_person(store: Store, person_id: str) -> dict[str, Any]:
    """A person by its id: `id, name`.

    Raises:
        NotFoundError: there is no such person.
    """
    row = store.row("select id, name from authors where id = ?", int(person_id))
    if row is None:
        raise NotFoundError(f"person {person_id}", "search for the name")
    return row
