"""Two works or two people side by side: their scores, and where both can be compared."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from archive.db.store import Store
from archive.errors import MatineeError
from archive.people.listing import author_summary, find_author
from archive.query.figures.scores import Spread, count_scores, spread
from archive.web.charts import score_chart
from archive.web.reading import Page, PageRequest
from archive.works.listing import dated_pieces, find_work, work_summary

_SIDES = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two: its name and address, the number of its pieces, their scores.

    Attributes:
        scored: the score of each piece that has one, with what both may have in common: outlet or work.
    """

    name: str
    address: str
    count: int
    scored: list[tuple[str | None, float]]

    @property
    def scores(self) -> Spread | None:
        """The figures of the scores; None without any."""
        return spread([score for _, score in self.scored])


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
    shared = _shared(sides) if len(sides) == _SIDES else []
    counts = {side.name: count_scores([score for _, score in side.scored]) for side in sides}
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


# The works of the scored articles by a person; of an article with two names of the person, once.
_WORKS_SCORED = """
select distinct x.article_id, w.title, x.rating_score from author_names n
    join _article_people x on x.name_id = n.id left join _article_works a on a.article_id = x.article_id
    left join work_names m on m.id = a.name_id left join works w on w.id = m.work_id
where n.person_id = ? and x.rating_score is not null
"""


def _work(store: Store, wanted: str) -> Side:
    work_id = find_work(store.db, wanted)
    found = dated_pieces(store.db, work_id)
    scored = [(piece.outlet, piece.score) for piece in found if piece.score is not None]
    return Side(work_summary(store.db, work_id, found).title, f"work/{work_id}", len(found), scored)


def _person(store: Store, wanted: str) -> Side:
    person_id = find_author(store.db, wanted)
    scored = [(title, score) for _, title, score in store.db.execute(_WORKS_SCORED, (person_id,))]
    author = author_summary(store.db, person_id)
    return Side(author.name, f"person/{person_id}", author.articles, scored)


def _shared(sides: Sequence[Side]) -> list[tuple[str, float, float]]:
    """What both sides have scores for, with the mean score on each side, by name."""
    first, second = map(_means, sides)
    return [(name, first[name], second[name]) for name in sorted(first.keys() & second.keys())]


def _means(side: Side) -> dict[str, float]:
    scores: dict[str, list[float]] = defaultdict(list)
    for name, score in side.scored:
        if name:
            scores[name].append(score)
    return {name: fmean(values) for name, values in scores.items()}
