"""What people corrected of authors: kept in `corrections`, and applied whenever bylines are read."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from archive.json_text import to_json
from archive.people.names import AuthorName, name_parts

if TYPE_CHECKING:
    from sqlite_utils import Database

JOIN, SPLIT = "join-people", "split-person"
KINDS = (JOIN, SPLIT)

_OF_ARTICLE = """
select distinct x.correction_id from _correction_articles x where x.url in (
    select url from articles where id = :id union all select url from aliases where article_id = :id)
"""


@dataclass(frozen=True, slots=True)
class PeopleCorrection:
    """One correction that holds.

    Attributes:
        body: of a join, its two `people`: mappings of `name`, `keys` and `specs`. Of a split, `articles`
            (URLs) and the `keys` of the names that are another person's there.
    """

    id: int
    kind: str
    body: Mapping[str, Any]

    @property
    def token(self) -> str:
        """The mark of the names that it takes out: the same in every archive."""
        text = to_json(self.body)
        return f"{self.kind}:{hashlib.sha256(text.encode()).hexdigest()[:16]}"


@dataclass
class PeopleCorrections:
    """The corrections that hold, and the names that they are about.

    Attributes:
        by_id: the corrections, the latest first.
        sets: the names that each join makes one person's.
        names: all these names.
    """

    by_id: dict[int, PeopleCorrection]
    sets: list[frozenset[int]] = field(default_factory=list)
    names: dict[int, AuthorName] = field(default_factory=dict)

    def apart(self, db: Database, article_id: int, name: str) -> str | None:
        """The mark of the correction by which a name is another person's in an article; None for none."""
        splits = [correction for correction in self.by_id.values() if correction.kind == SPLIT]
        if not splits:
            return None
        own = {row[0] for row in db.execute(_OF_ARTICLE, {"id": article_id})}
        key = name_parts(name).key
        return next(
            (
                correction.token
                for correction in splits
                if correction.id in own and key in correction.body["keys"]
            ),
            None,
        )

    def find_names(self, db: Database) -> None:
        """Find the names that the corrections are about, as bylines have them now."""
        joins = [correction for correction in self.by_id.values() if correction.kind == JOIN]
        keys = {key for correction in joins for person in correction.body["people"] for key in person["keys"]}
        rows = db.execute(
            "select id, name, outlet, collective, apart from author_names"
            " where name_key in (select value from json_each(?))",
            (json.dumps(sorted(keys)),),
        )
        self.names = {row[0]: AuthorName(row[1], row[2], bool(row[3]), row[4]) for row in rows}
        self.sets = []
        for correction in joins:
            specs = {spec for person in correction.body["people"] for spec in person["specs"]}
            self.sets.append(frozenset(n for n, name in self.names.items() if name.spec in specs))

    def connected_blocks(self, numbers: Iterable[int]) -> set[str]:
        """The blocks that corrections connect with these names."""
        own = set(numbers)
        return {self.names[number].block for names in self.sets if names & own for number in names}

    def joined(self, numbers: Iterable[int]) -> list[frozenset[int]]:
        """The names that are one person's by hand, among these."""
        own = frozenset(numbers)
        return [names & own for names in self.sets if names & own]


def read_corrections(db: Database) -> PeopleCorrections:
    """The corrections of authors that hold."""
    rows = db.execute(
        "select id, kind, body from corrections where kind in (?, ?)"
        " and (undone_at is null or undone_at < made_at) order by made_at desc, kind, body",
        KINDS,
    )
    return PeopleCorrections({row[0]: PeopleCorrection(row[0], row[1], json.loads(row[2])) for row in rows})
