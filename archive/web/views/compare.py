"""Two works or two people side by side: their scores, and where both can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from archive.db.store import Store
from archive.errors import MatineeError
from archive.people.listing import author_details, find_author
from archive.query.figures.scores import Spread, count_scores, spread
from archive.web.charts import score_chart
from archive.web.pieces import pieces, scores_in
from archive.web.reading import Page, PageRequest
from archive.works.listing import find_work, work_details

_SIDES = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name and address, the records of its pieces, their scores."""

    name: str
    address: str
    pieces: list[dict[str, Any]]
    scores: Spread | None


def compare_page(store: Store, request: PageRequest) -> Page:
    """`?work=A&with=B`, or `?person=A&with=B`: numbers or names. The same key may also be given twice.

    Without two that are known, the page has the forms that ask for them, with what was given.
    """
    kind = "person" if request.args.get("person") else "work"
    wanted = [value.strip() for value in (*request.args.get(kind, ()), *request.args.get("with", ()))]
    given = list(filter(None, wanted))[:_SIDES]
    sides, hints = [], []
    for value in given:
        try:
            sides.append(_person(store, value) if kind == "person" else _work(store, value))
        except MatineeError as error:
            hints.append(str(error))
    if len(given) == 1 and not hints:
        hints.append("Give the other, too.")
    title = " and ".join(side.name for side in sides) if len(sides) == _SIDES else "Compare"
    shared = _shared(sides, _outlet if kind == "work" else _work_title) if len(sides) == _SIDES else []
    counts = {side.name: count_scores(scores_in(side.pieces)) for side in sides}
    has_scores = len(sides) == _SIDES and any(side.count for side in counts.values())
    chart = score_chart(counts, f"Scores of {title}") if has_scores else None
    values = {
        "sides": sides,
        "hints": hints,
        "given": {kind: [*given, "", ""][:_SIDES]},
        "shared": shared,
        "score_chart": chart,
        **_WORDS[kind],
    }
    return Page("compare.html", title, values)


_WORDS = {
    "work": {
        "shared_heading": "Outlet",
        "shared_caption": "Outlets that scored both, with the mean of their scores",
        "nothing_shared": "No outlet scored both.",
    },
    "person": {
        "shared_heading": "Work",
        "shared_caption": "Works that both scored",
        "nothing_shared": "There is no work that both scored.",
    },
}


def _work(store: Store, wanted: str) -> Side:
    details = work_details(store.db, find_work(store.db, wanted))
    rows = pieces(store, details.pieces)
    name = details.summary.title
    return Side(name, f"work/{details.summary.id}", rows, spread(scores_in(rows)))


def _person(store: Store, wanted: str) -> Side:
    details = author_details(store.db, find_author(store.db, wanted))
    rows = pieces(store, details.pieces)
    return Side(details.summary.name, f"person/{details.summary.id}", rows, spread(scores_in(rows)))


def _outlet(row: Mapping[str, Any]) -> str | None:
    outlet: str | None = row["outlet"]
    return outlet


def _work_title(row: Mapping[str, Any]) -> str | None:
    title: str | None = row["work"] and row["work"]["title"]
    return title


def _shared(
    sides: Sequence[Side], key: Callable[[Mapping[str, Any]], str | None]
) -> list[tuple[str, float, float]]:
    """What both sides have scores for, with the mean score on each side, by name."""
    first, second = (_means(side, key) for side in sides)
    return [(name, first[name], second[name]) for name in sorted(first.keys() & second.keys())]


def _means(side: Side, key: Callable[[Mapping[str, Any]], str | None]) -> dict[str, float]:
    scores: dict[str, list[float]] = defaultdict(list)
    for row in side.pieces:
        if (name := key(row)) and row["rating"] and row["rating"]["score"] is not None:
            scores[name].append(row["rating"]["score"])
    return {name: fmean(values) for name, values in scores.items()}
