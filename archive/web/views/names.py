"""The lists of works, people and outlets, page by page: of all, or of those with a part of a name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlencode

from archive.db.store import Store
from archive.errors import NotFoundError
from archive.folding import fold_name
from archive.people.listing import AuthorSummary, list_authors
from archive.web.reading import Page, PageRequest, page_number
from archive.works.listing import WorkSummary, list_works

_SHOWN = 50  # rows of a page

_OUTLETS = """
select outlet as name, count(*) as articles, avg(rating_score) as score, max(published) as latest
from coverage where outlet is not null group by outlet order by articles desc, outlet
"""


def works_page(store: Store, request: PageRequest) -> Page:
    """The works that most is written about."""
    rows, first = [], _first(request)
    for work in list_works(store.db, name=request.first("name"), limit=_SHOWN + 1, offset=first):
        note = ", ".join(str(fact) for fact in (work.year, work.medium) if fact)
        rows.append(_row(work.title, note, f"work/{work.id}", work))
    return _names("Works", "works", rows, request)


def people_page(store: Store, request: PageRequest) -> Page:
    """The people, desks and agencies that wrote most."""
    rows, first = [], _first(request)
    for author in list_authors(store.db, name=request.first("name"), limit=_SHOWN + 1, offset=first):
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
    first = _first(request)
    return _names("Outlets", "outlets", rows[first : first + _SHOWN + 1], request)


def _first(request: PageRequest) -> int:
    """How many rows stand before the page that `?page=N` names; without a number, it is the first.

    Raises:
        NotFoundError: the number is none of a page.
    """
    number = page_number(request.first("page"))
    if number < 1:
        raise NotFoundError(f"page {request.first('page')}", "begin with the first")
    return (number - 1) * _SHOWN


def _names(title: str, address: str, rows: Sequence[Mapping[str, object]], request: PageRequest) -> Page:
    """A page of rows, of which one more than are shown tells that another page follows.

    Raises:
        NotFoundError: the list ends before this page.
    """
    first, name = _first(request), request.first("name")
    if first and not rows:
        raise NotFoundError(f"page {request.first('page')}", "begin with the first")
    has_more = len(rows) > _SHOWN
    shown = rows[:_SHOWN]
    values = {
        "rows": shown,
        "caption": f"{first + 1:,} to {first + len(shown):,} of those with most pieces"
        if first or has_more
        else "Those with most pieces first",
        "address": address,
        "name": name,
        "following": urlencode({"name": name, "page": first // _SHOWN + 2}) if has_more else None,
    }
    return Page("names.html", title, values)
