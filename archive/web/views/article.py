"""The page of an article: its text, its facts with where each was read, its history and its copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from archive.db.store import Store
from archive.query.history.events import events, revision_texts
from archive.query.lookup import find_article, history
from archive.query.records import record
from archive.query.stories import copies
from archive.web.diffs import compare_revision
from archive.web.markdown import to_html
from archive.web.reading import Page, PageRequest

# Facts in the order in which they are shown, with their names for people.
_FACTS = (
    ("authors", "By"),
    ("published", "Published"),
    ("updated", "Updated"),
    ("kind", "Kind"),
    ("work", "About"),
    ("rating", "Rating"),
    ("language", "Language"),
)

_PEOPLE = """
select n.name, n.person_id as id, x.role from _article_people x join author_names n on n.id = x.name_id
where x.article_id = ? order by x.position
"""

_WORK = """
select w.id, w.released from articles a join reviews v on v.revision_id = a.revision_id
join works w on w.id = v.work_id where a.id = ?
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of an article and the evidence for it.

    Attributes:
        name: key of the record; `label` names it for people.
        raw: as it was printed; None if that is the value itself.
        source: where on the page it was read; None if that is not known.
    """

    name: str
    label: str
    raw: str | None
    source: str | None


def article_page(store: Store, request: PageRequest) -> Page:
    """The page of an article; `?diff=N` shows what revision N changed, too.

    Raises:
        NotFoundError: there is no such article or revision.
    """
    article_id = find_article(store, request.path["id"])
    article = record(store, article_id, markdown=True, printed=True)
    revision = request.first("diff")
    return Page(
        "article.html",
        article["title"] or "(untitled)",
        {
            "article": article,
            "facts": list(_facts(article)),
            "html": to_html(article["text"]) if article["text"] else None,
            "history": history(store, article_id),
            "events": events(store, article_id, count_words=False),
            "diff": compare_revision(revision_texts(store, article_id), revision) if revision else None,
            "copies": copies(store, article_id),
            "people": list(store.db.query(_PEOPLE, (article_id,))),
            "work": store.row(_WORK, article_id),
        },
    )


def _facts(article: Mapping[str, Any]) -> Iterator[Fact]:
    printed = article["printed"]
    raws = {"authors": "byline", "published": "published_raw", "updated": "updated_raw", "work": "work_raw"}
    for name, label in _FACTS:
        if article[name]:
            rating = article[name] if name == "rating" else {}
            raw = rating.get("raw") or printed.get(raws.get(name, ""))
            source = rating.get("from") or printed.get(f"{name}_from") or article.get(f"{name}_from")
            yield Fact(name, label, raw, source)
