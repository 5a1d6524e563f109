"""Articles that are one page: archives of earlier versions hold them as two."""

from __future__ import annotations

from collections.abc import Iterator

from archive.care.checks.fault import Fault, Twins
from archive.db.store import Store
from archive.urls import normalize_url

# The address of the first article shows the second when it is captured: that is its canonical URL.
_CANONICAL = """
select a.id, b.id, b.url, max(c.captured_at)
from captures c
join articles a on a.url = c.url
join articles b on b.id = c.article_id and b.id <> a.id
join revisions ra on ra.id = a.revision_id
join revisions rb on rb.id = b.revision_id and rb.folded_sha256 = ra.folded_sha256
where c.outcome in ('new', 'changed', 'same') and not exists (
    select 1 from captures later where later.url = c.url and later.outcome in ('new', 'changed', 'same')
        and later.captured_at > c.captured_at)
group by a.id, b.id
"""


def check_twins(store: Store) -> Iterator[Fault]:
    """Pairs of articles whose URLs are spellings of one, or where one's page says that it is the other."""
    seen: set[frozenset[int]] = set()
    for twins in (*_spellings(store), *(Twins(*row) for row in store.db.execute(_CANONICAL))):
        pair = frozenset((twins.first_id, twins.second_id))
        if pair not in seen:
            seen.add(pair)
            problem = f"is the same page as article {twins.second_id}, {twins.url}"
            yield Fault("articles", str(twins.first_id), problem, twins=twins)


def _spellings(store: Store) -> Iterator[Twins]:
    for article_id, url in store.db.execute("select id, url from articles"):
        normal = normalize_url(url)
        if normal == url:
            continue
        row = store.row(
            "select a.id, max(c.captured_at) as at from articles a join captures c on c.article_id = a.id"
            " where a.url = ? group by a.id",
            normal,
        )
        if row is not None:
            yield Twins(article_id, row["id"], normal, row["at"])
