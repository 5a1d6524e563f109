"""The archive at a glance: totals, what is new, what changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from archive.db.rows import stamp
from archive.db.store import Store
from archive.query.records import in_order

_TOTALS = """
select (select count(*) from coverage) as articles,
    (select count(distinct outlet) from _coverage_counts where outlet <> '') as outlets,
    (select count(*) from works) as works,
    (select count(*) from people) as authors,
    (select count(*) from coverage where rating_score is not null) as scores
"""

# `{articles}` is a FROM clause that gives articles `a`, and begins the WHERE clause.
_WORKS = """
select w.id, w.title, c.articles from (
    select v.work_id, count(*) as articles, max(a.id) as newest
    from {articles} and v.work_id is not null
    group by v.work_id having articles >= {least} order by articles desc, newest desc limit ?
) c join works w on w.id = c.work_id order by c.articles desc, c.newest desc
"""

# The last of them for each article: beside max(), SQLite gives the columns of that row. With `cross join` it
# begins with the crawls, which are few.
_CHANGES = """
select c.article_id as id, c.outcome, max(c.captured_at) as at
from crawls k cross join captures c on c.crawl_id = k.id
where k.started_at >= ? and c.article_id is not null and (c.outcome = 'changed' or c.outcome = 'gone'
    and exists (select 1 from articles where id = c.article_id and gone_at is not null))
group by c.article_id order by at desc limit ?
"""


@dataclass(frozen=True, slots=True)
class Totals:
    """How much an archive holds."""

    articles: int
    outlets: int
    works: int
    authors: int
    scores: int


def totals(store: Store) -> Totals:
    """How much the archive holds: articles, and the outlets, works and authors that they name."""
    return Totals(**(store.row(_TOTALS) or {}))


def latest(store: Store, limit: int = 12) -> list[dict[str, Any]]:
    """The articles that were published last, as lists of hits show them."""
    return in_order(store, latest_ids(store, limit))


def latest_ids(store: Store, limit: int, outlet: str | None = None) -> list[int]:
    """The ids of the articles that were published last, in all outlets or in one."""
    where = "" if outlet is None else "where outlet = ?"
    sql = f"select id from coverage {where} order by published desc, id desc limit ?"
    parameters = (limit,) if outlet is None else (outlet, limit)
    return [number for (number,) in store.db.execute(sql, parameters)]


def week_ago(now: datetime) -> str:
    """The time seven days before, as the archive stores times."""
    return stamp(now - timedelta(days=7))


def works_since(store: Store, since: str, limit: int = 8) -> list[dict[str, Any]]:
    """The works that several articles captured since a stored time are about: `id, title, articles`."""
    articles = (
        "coverage c join articles a on a.id = c.id join reviews v using (revision_id) where captured_at >= ?"
    )
    sql = _WORKS.format(articles=articles, least=2)
    return list(store.db.query(sql, (since, limit)))


def works_in_outlet(store: Store, outlet: str, limit: int = 10) -> list[dict[str, Any]]:
    """The works that an outlet writes about most: `id, title, articles`."""
    sql = _WORKS.format(articles="articles a join reviews v using (revision_id) where outlet = ?", least=1)
    return list(store.db.query(sql, (outlet, limit)))


def changes_since(store: Store, since: str, limit: int = 8) -> list[dict[str, Any]]:
    """The articles that crawls since a stored time found changed or gone, with `outcome` and `at`."""
    rows = list(store.db.query(_CHANGES, (since, limit)))
    changes = {row["id"]: row for row in rows}
    return [{**record, **changes[record["id"]]} for record in in_order(store, changes)]


def added_since(store: Store, since: str) -> int:
    """How many articles were captured since a stored time."""
    return int(
        store.db.execute("select count(*) from coverage where captured_at >= ?", (since,)).fetchone()[0]
    )
