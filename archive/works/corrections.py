"""What people corrected of works: kept in `corrections`, and applied whenever names are read or grouped.

A correction names articles by their URLs and works by what articles say of them (`WorkName.spec`), so that it
holds in every archive, and when pages are read again, fetched again or merged.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archive.json_text import to_json
from archive.works.match.group import Hand
from archive.works.model import WorkName
from archive.works.name_rows import read_names
from archive.works.title_key import title_key

if TYPE_CHECKING:
    from sqlite_utils import Database

JOIN, DISTINCT, SPLIT, ASSIGN = "join-works", "distinct-works", "split-work", "assign-work"
KINDS = (JOIN, DISTINCT, SPLIT, ASSIGN)

_OF_ARTICLE = """
select x.correction_id, x.url from _correction_articles x where x.url in (
    select url from articles where id = :id union all select url from aliases where article_id = :id)
"""

_NAMED = """
select x.correction_id, x.url, w.name_id from _correction_articles x
join articles a on a.url = x.url join _article_works w on w.article_id = a.id
union
select x.correction_id, x.url, w.name_id from _correction_articles x
join aliases l on l.url = x.url join _article_works w on w.article_id = l.article_id
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """One correction that holds.

    Attributes:
        kind: one of KINDS.
        body: `articles` (URLs) of a split or an assignment, the `work` that they are assigned to; the two
            `works` that are joined or distinct. A work is a mapping of `specs`, `titles` and `articles`.
    """

    id: int
    kind: str
    body: Mapping[str, Any]
    made_at: str

    @property
    def token(self) -> str:
        """The mark of the names that it takes out of their title: the same in every archive."""
        text = to_json(self.body)
        return f"{self.kind}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"

    @property
    def works(self) -> list[Mapping[str, Any]]:
        """The works that it names."""
        return [self.body["work"]] if self.kind == ASSIGN else list(self.body.get("works", ()))


@dataclass
class Corrections:
    """The corrections that hold, and the names that they are about.

    Attributes:
        by_id: the corrections, the latest first.
        sides: for each correction, the names of each of its works; of an assignment, its articles' too.
        titles: the titles of all these names, by name.
    """

    by_id: dict[int, Correction]
    sides: dict[int, list[frozenset[int]]] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)

    def apart(self, db: Database, article_id: int, key: str) -> str | None:
        """The mark of the correction that takes an article out of its title; None for none.

        A join or an assignment to its work does so if the page has another title now: it is about the
        article, not about that title.
        """
        corrections = self._of_article(db, article_id)
        by_hand = next((correction for correction, _ in corrections if correction.kind == SPLIT), None)
        if by_hand:
            return by_hand.token
        for correction, _ in corrections:
            if correction.kind in (JOIN, ASSIGN) and key not in {
                t for work in correction.works for t in work["titles"]
            }:
                return correction.token
        return None

    def assigned_name(self, db: Database, article_id: int) -> WorkName | None:
        """The name of the work that an article was assigned to; None if its latest correction is no such."""
        by_hand = [
            correction
            for correction, urls in self._of_article(db, article_id)
            # The articles of the work that others were assigned to keep the names that they have.
            if correction.kind in (SPLIT, ASSIGN) and not urls.isdisjoint(correction.body["articles"])
        ]
        if not by_hand or by_hand[0].kind != ASSIGN:
            return None
        work = by_hand[0].body["work"]
        named = (work["title"], title_key(work["title"]), work["year"], work["medium"])
        if "ids" in work:  # named by hand, as a page would name it
            return WorkName(*named, work["ids"])
        return WorkName(*named, apart=by_hand[0].token)

    def find_names(self, db: Database) -> None:
        """Find the names that the corrections are about, as articles have them now."""
        self.sides, self.titles = {}, {}
        if not self.by_id:
            return
        titles = {
            key for correction in self.by_id.values() for work in correction.works for key in work["titles"]
        }
        names = read_names(
            db, "n.title_key in (select value from json_each(?))", [json.dumps(sorted(titles))]
        )
        articles: defaultdict[int, dict[str, int]] = defaultdict(dict)
        for correction_id, url, number in db.execute(_NAMED).fetchall():
            articles[correction_id][url] = number
        others = {number for numbers in articles.values() for number in numbers.values()} - names.keys()
        names |= read_names(db, "n.id in (select value from json_each(?))", [json.dumps(sorted(others))])
        by_spec: defaultdict[str, set[int]] = defaultdict(set)
        for number, name in names.items():
            by_spec[name.spec].add(number)
            self.titles[number] = name.title_key
        for correction in self.by_id.values():
            own = articles[correction.id]
            sides = [_names_of_work(work, own, names, by_spec, correction.token) for work in correction.works]
            if correction.kind == ASSIGN:
                # What was named by hand is grouped by what it was named.
                sides.append(frozenset(n for n in own.values() if names[n].apart == correction.token))
            self.sides[correction.id] = sides

    def connected_titles(self, numbers: Iterable[int]) -> set[str]:
        """The titles that corrections connect with these names."""
        own = set(numbers)
        return {
            self.titles[number]
            for sides in self.sides.values()
            if any(side & own for side in sides)
            for side in sides
            for number in side
        }

    def hand(self, numbers: Iterable[int]) -> Hand:
        """What the corrections say of these names."""
        own = frozenset(numbers)
        joined, distinct = [], []
        for correction_id, sides in self.sides.items():
            if not any(side & own for side in sides):
                continue
            if self.by_id[correction_id].kind == DISTINCT:
                distinct.append((sides[0], sides[1]))
            else:
                joined.append(frozenset().union(*sides))
        return Hand(tuple(joined), tuple(distinct))

    def _of_article(self, db: Database, article_id: int) -> list[tuple[Correction, set[str]]]:
        """The corrections that name an article, the latest first, each with the URLs by which it does."""
        if not self.by_id:
            return []
        own: defaultdict[int, set[str]] = defaultdict(set)
        for number, url in db.execute(_OF_ARTICLE, {"id": article_id}):
            own[number].add(url)
        return [(correction, own[number]) for number, correction in self.by_id.items() if number in own]


def read_corrections(db: Database) -> Corrections:
    """The corrections of works that hold."""
    rows = db.execute(
        "select id, kind, body, made_at from corrections where kind in (?, ?, ?, ?)"
        " and (undone_at is null or undone_at < made_at) order by made_at desc, kind, body",
        KINDS,
    )
    return Corrections({row[0]: Correction(row[0], row[1], json.loads(row[2]), row[3]) for row in rows})


def _names_of_work(
    work: Mapping[str, Any],
    articles: Mapping[str, int],
    names: Mapping[int, WorkName],
    by_spec: Mapping[str, set[int]],
    token: str,
) -> frozenset[int]:
    """The names of a work: those that are as they were, and those that its articles have now."""
    same = {number for spec in work["specs"] for number in by_spec.get(spec, ())}
    now = {articles[url] for url in work["articles"] if url in articles}
    return frozenset(same | {number for number in now if names[number].apart in (None, token)})
