"""Whether a page has the template that its article's page had when facts were last taken from it.

Without that, the byline of a new theme would count as a correction of the author.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from archive.clean.template.learn import PROVEN
from archive.db.rows import Row
from archive.db.store import Store
from archive.ingest.learned.template import places_until
from archive.model import Article
from archive.places import PagePlaces

_LATEST = 20  # captures of an article that are looked through

_ESTABLISHED = 2 * PROVEN  # pages of an outlet, after which its template of the time would have been known

_HALF = 0.5  # of the text's characters

# A theme does not change during a crawl: what was learned until its end is of the same template.
_LOOKS = """
select c.lost_facts, max(c.captured_at, coalesce(k.ended_at, '')) as until
from captures c left join crawls k on k.id = c.crawl_id
where c.article_id = ? and c.outcome in ('new', 'changed', 'same') order by c.captured_at desc limit ?
"""

_PAGES_UNTIL = """
select count(*) as pages from (
    select 1 from captures where captured_at <= ? and page_type = 'article'
        and outlet = (select outlet from articles where id = ?) limit ?)
"""


@dataclass(frozen=True, slots=True)
class SameTemplate:
    """What a page's template has in common with that of its article's page before.

    Attributes:
        byline: it has its byline in the same place. False also where nobody knows.
        moved: its text stands elsewhere, so it has another template. False also where nobody knows.
    """

    byline: bool
    moved: bool


def compare_templates(store: Store, article_id: int, article: Article) -> SameTemplate:
    """Compare the template of an article's page with that of the page that its facts are from."""
    looks = list(store.db.query(_LOOKS, (article_id, _LATEST)))
    use = article.trace.use
    if use is not None and use.outcome in ("read", "same"):
        known = store.row(
            "select since from _templates where outlet = (select outlet from articles where id = ?)",
            article_id,
        )
        since = known["since"] if known else ""
        return SameTemplate(
            byline=since <= _until(looks, "authors"),
            moved=since > _until(looks, "title") and _was_established(store, article_id, looks),
        )
    places = article.trace.places
    if places is None:
        return SameTemplate(byline=False, moved=False)
    before = places_until(store, article_id, _until(looks, "authors"))
    return SameTemplate(
        byline=before is not None and _share_bylines(before, places),
        moved=_has_moved(places_until(store, article_id, _until(looks, "title")), places),
    )


def _until(looks: list[Row], fact: str) -> str:
    """Until when an article's page had the template from which a fact was last taken; "" if nobody knows."""
    return next((row["until"] for row in looks if fact not in json.loads(row["lost_facts"] or "[]")), "")


def _was_established(store: Store, article_id: int, looks: list[Row]) -> bool:
    """Whether the outlet had so many pages then that another template than today's was in use."""
    row = store.row(_PAGES_UNTIL, _until(looks, "title"), article_id, _ESTABLISHED)
    return row is not None and row["pages"] >= _ESTABLISHED


def _share_bylines(before: PagePlaces, after: PagePlaces) -> bool:
    return not set(before.facts.get("authors", ())).isdisjoint(after.facts.get("authors", ()))


def _has_moved(before: PagePlaces | None, after: PagePlaces) -> bool:
    if before is None:
        return False
    stays = sum(size for place, size in after.kept.items() if place in before.kept)
    return stays < _HALF * sum(after.kept.values())
