"""The lists of works, people and outlets: those with the most pieces, or those with a part of a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from archive.db.store import Store
from archive.folding import fold_name
from archive.people.listing import AuthorSummary, list_authors
from archive.web.reading import Page, PageRequest
from archive.works.listing import WorkSummary, list_works

_MOST = 200  # rows of a list

_OUTLETS = """
select outlet as name, count(*) as articles, avg(rating_score) as score, max(published) as latest
from coverage where outlet is not null group by outlet order by articles desc, outlet
"""


def works_page(store: Store, request: PageRequest) -> Page:
    """The works that most is written about."""
    rows = []
    for work in list_works(store.db, limit=_limit(request)):
        note = ", ".join(str(fact) for fact in (work.year, work.medium) if fact)
        rows.append(_row(work.title, note, f"work/{work.id}", work))
    return _names("Works", "works", rows, request)


def people_page(store: Store, request: PageRequest) -> Page:
    """The people, desks and agencies that wrote most."""
    rows = []
    for author in list_authors(store.db, limit=_limit(request)):
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
    rows = [
        {**row, "address": f"outlet/{quote(row['name'], safe='')}", "outlets": 1}
        for row in store.db.query(_OUTLETS)
    ]
    return _names("Outlets", "outlets", rows, request)


def _limit(request: PageRequest) -> int | None:
    """How many rows to read: one more than are shown, or all to look for a name among them."""
    return None if request.first("name") else _MOST + 1


def _names(title: str, address: str, rows: Sequence[Mapping[str, object]], request: PageRequest) -> Page:
    name = request.first("name")
    part = fold_name(name) if name else ""
    matching = [row for row in rows if part in fold_name(str(row["name"]))]
    caption = f"The {_MOST} with most pieces" if len(matching) > _MOST else "Those with most pieces first"
    values = {"rows": matching[:_MOST], "caption": caption, "address": address, "name": name}
    return Page("names.html", title, values)
