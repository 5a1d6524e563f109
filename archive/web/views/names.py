"""The lists of works, people and outlets with the most pieces: of all, or of those with a part of a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from archive.db.store import Store
from archive.folding import fold_name
from archive.people.listing import AuthorSummary, list_authors
from archive.web.reading import Page, PageRequest
from archive.works.listing import WorkSummary, list_works

_MOST = 100  # rows of a list

_OUTLETS = """
select outlet as name, count(*) as articles, avg(rating_score) as score, max(published) as latest
from coverage where outlet is not null group by outlet order by articles desc, outlet
"""


def works_page(store: Store, request: PageRequest) -> Page:
    """The works that most is written about."""
    rows = []
    for work in list_works(store.db, name=request.first("name"), limit=_MOST + 1):
        note = ", ".join(str(fact) for fact in (work.year, work.medium) if fact)
        rows.append(_row(work.title, note, f"work/{work.id}", work))
    return _names("Works", "works", rows, request)


def people_page(store: Store, request: PageRequest) -> Page:
    """The people, desks and agencies that wrote most."""
    rows = []
    for author in list_authors(store.db, name=request.first("name"), limit=_MOST + 1):
        note = "" if author.kind == "person" else "desk or agency"
        rows.append(_row(author.name, note, f"person/{author.id}", author))
    return _names("People", "people", rows, request)


def _row(name: str, note: str, address: str, figures: WorkSummary | AuthorSummary) -> dict[str, object]:
    return {
        "name": name,
        "note": note,
        "address": address,
        "articles": figures.articles,
        "outlets": figures.outlets,
        "score": figures.score_mean,
        "latest": figures.last,
    }


def outlets_page(store: Store, request: PageRequest) -> Page:
    """The outlets that the archive has articles of."""
    part = fold_name(request.first("name"))
    rows = [
        {**row, "address": f"outlet/{quote(row['name'], safe='')}", "outlets": 1}
        for row in store.db.query(_OUTLETS)
        if part in fold_name(row["name"])
    ]
    return _names("Outlets", "outlets", rows, request)


def _names(title: str, address: str, rows: Sequence[Mapping[str, object]], request: PageRequest) -> Page:
    """A list of rows, of which one more than are shown tells that there are more."""
    caption = f"The {_MOST} with most pieces" if len(rows) > _MOST else "Those with most pieces first"
    values = {"rows": rows[:_MOST], "caption": caption, "address": address, "name": request.first("name")}
    return Page("names.html", title, values)
