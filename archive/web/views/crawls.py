"""The crawl log: the latest crawls of all outlets, or of one."""

from __future__ import annotations

from archive.db.outcomes import count_words
from archive.db.store import Store
from archive.web.reading import Page, PageRequest

_SIZE = 100  # crawls on the page

_CRAWLS = """
select id, outlet, started_at, ended_at, end_reason, requests, captures, bytes,
    new, changed, same, worse, not_article, failed, unchanged, missing, gone
from crawls where outlet = coalesce(?, outlet) order by started_at desc, id desc limit ?
"""


def crawls_page(store: Store, request: PageRequest) -> Page:
    """The crawl log; `?outlet=NAME` shows the crawls of one outlet."""
    outlet = request.first("outlet")
    rows = [
        {**row, "outcomes": count_words({name: row[name] for name in _COUNTED})}
        for row in store.db.query(_CRAWLS, (outlet or None, _SIZE))
    ]
    return Page("crawls.html", f"Crawls of {outlet}" if outlet else "Crawls", {"crawls": rows, "size": _SIZE})


_COUNTED = ("new", "changed", "same", "worse", "not_article", "failed", "unchanged", "missing", "gone")
