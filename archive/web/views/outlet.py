"""The page of an outlet: its rhythm, how its crawls go, and how it scores against the others."""

from __future__ import annotations

from archive.db.store import Store
from archive.drift.recent_pages import current_drift
from archive.errors import NotFoundError
from archive.query.figures.overview import latest_ids, works_in_outlet
from archive.query.figures.scores import score_counts
from archive.query.figures.timeline import timeline
from archive.web.charts import score_chart, timeline_chart
from archive.web.pieces import table_rows
from archive.web.reading import Page, PageRequest

_SHOWN = 20  # articles

_MONTHS = """
select substr(published, 1, 7), published_precision, count(*) from coverage where outlet = ? group by 1, 2
"""

_CRAWLS = """
select id, started_at, end_reason, new, changed, failed, gone, drift
from crawls where outlet = ? order by started_at desc, id desc limit 10
"""


def outlet_page(store: Store, request: PageRequest) -> Page:
    """The page of an outlet.

    Raises:
        NotFoundError: no article is of it.
    """
    name = request.path["name"]
    months = store.db.execute(_MONTHS, (name,)).fetchall()
    crawls = list(store.db.query(_CRAWLS, (name,)))
    if not months and not crawls:
        raise NotFoundError(f"outlet {name}", "see the outlets of this archive")
    rhythm = timeline(months)
    own = score_counts(store, name)
    series = {name: own, "all others": score_counts(store).without(own)}
    return Page(
        "outlet.html",
        name,
        {
            "name": name,
            "articles": sum(count for *_, count in months),
            "latest": table_rows(store, latest_ids(store, _SHOWN, name)),
            "timeline_chart": timeline_chart(rhythm, f"Articles of {name}") if rhythm else None,
            "series": series,
            "score_chart": score_chart(series, f"Scores of {name} and of all other outlets")
            if own.count
            else None,
            "works": works_in_outlet(store, name),
            "crawls": crawls,
            "drift": current_drift(store, name, crawls[0]["drift"]) if crawls else [],
        },
    )
