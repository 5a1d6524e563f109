"""The answers of an article's page that show the article, or say that it is not there: two make it gone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from archive.db.outcomes import GONE_STATUSES, SOFT_404
from archive.db.rows import capture_order
from archive.db.store import Store

_TWICE = 2  # a single answer may be a mistake of the server

# The page's own address counts, if it was ever asked for; else the addresses that led to it.
_VISITS = f"""
select c.id, c.captured_at, {SOFT_404} or c.status in {GONE_STATUSES}
from captures c join articles a on a.id = c.article_id
where c.article_id = ? and ({SOFT_404}
    or (c.status in {GONE_STATUSES} or (c.status < 400 and c.page_type = 'article'))
    and (c.url = a.url or not exists (select 1 from captures where article_id = a.id and url = a.url)))
order by {capture_order("c")}
"""


@dataclass(frozen=True, slots=True)
class Visit:
    """An answer of an article's page.

    Attributes:
        capture_id: the id of its capture.
        at: when it came, ISO 8601, UTC.
        missing: it says that the page is not there; otherwise it shows the article.
    """

    capture_id: int
    at: str
    missing: bool


def read_visits(store: Store, article_id: int) -> list[Visit]:
    """The answers of an article's page, in order of time."""
    return [Visit(*row) for row in store.db.execute(_VISITS, (article_id,))]


def gone_since(visits: Iterable[Visit]) -> str | None:
    """When a page first answered that it is not there; None if it is there, or said so only once. Pure.

    Args:
        visits: in order of time.
    """
    answers: list[str] = []
    for visit in visits:
        answers = [*answers, visit.at] if visit.missing else []
    return answers[0] if len(answers) >= _TWICE else None


def missing_once(visits: Iterable[Visit]) -> Iterator[int]:
    """The ids of the captures that say for the first time in a row that a page is not there. Pure.

    Args:
        visits: in order of time.
    """
    was_missing = False
    for visit in visits:
        if visit.missing and not was_missing:
            yield visit.capture_id
        was_missing = visit.missing
