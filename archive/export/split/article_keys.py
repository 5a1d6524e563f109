"""What tells of each article which others it belongs with: its story, work, authors, outlet and date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from sys import intern

from archive.db.store import Store
from archive.folding import fold_name

_ARTICLES = """
select c.id, c.url, ifnull(c.outlet, ''), c.published, c.published_precision, c.captured_at, v.work_id,
    w.title, case when not r.withheld then r.folded_sha256 end
from coverage c join articles a on a.id = c.id join revisions r on r.id = a.revision_id
left join reviews v on v.revision_id = r.id left join works w on w.id = v.work_id
where c.id in (select id from coverage where {condition}) order by c.id
"""
_PEOPLE = """
select x.article_id, p.name, p.kind, p.id from _article_people x join author_names n on n.id = x.name_id
join people p on p.id = n.person_id order by x.article_id, x.position
"""
_COPIES = """
select article_id, original_id from stories where article_id <> original_id
union all select id, duplicate_of from articles where duplicate_of is not null
"""


@dataclass(frozen=True, slots=True)
class ArticleKeys:
    """Of an article of the export.

    Attributes:
        published: ISO 8601; None if it is not known.
        precision: of `published`: second, day, month or year.
        captured_at: ISO 8601.
        work: id of its work; None without one. An article has one work at most.
        title: of the work, folded.
        authors: of people the folded names, so that two of one name count as one; of organizations name and
            id, since the staff of one outlet is not that of another.
        text: of the hash of its text; None if that is not kept.
    """

    id: int
    url: str
    outlet: str
    published: str | None
    precision: str | None
    captured_at: str
    work: int | None
    title: str | None
    authors: tuple[str, ...]
    text: int | None


def read_article_keys(store: Store, condition: str, parameters: Sequence[object]) -> Iterator[ArticleKeys]:
    """The keys of the articles that meet a condition on `coverage`, by id."""
    authors = _authors(store)
    for row in store.db.execute(_ARTICLES.format(condition=condition), list(parameters)):
        article_id, url, outlet, published, precision, captured_at, work, title, text = row
        yield ArticleKeys(
            id=article_id,
            url=url,
            outlet=intern(outlet),
            published=published,
            precision=precision and intern(precision),
            captured_at=captured_at,
            work=work,
            title=fold_name(title) if title else None,
            authors=authors.get(article_id, ()),
            text=int(text[:15], 16) if text else None,
        )


def read_copies(store: Store) -> Iterator[tuple[int, int]]:
    """Each article that is a copy of another, with that one, in the whole archive.

    The other may be outside an export that has two of its copies.
    """
    yield from store.db.execute(_COPIES)


def _authors(store: Store) -> dict[int, tuple[str, ...]]:
    by_article: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for article_id, name, kind, number in store.db.execute(_PEOPLE):
        key = fold_name(name) or name
        by_article[article_id] += (intern(key if kind == "person" else f"{key} #{number}"),)
    return by_article
