"""Select articles: the filters that `matinee search` and `matinee export` share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.folding import fold_name

# The known part of a stored date: with precision `year` only the year, and a time without its offset.
_DATE = "substr(published, 1, case published_precision when 'year' then 4 when 'month' then 7 else 19 end)"

# An imprecise date matches if any moment in it does: `2025~` sorts after every moment of 2025.
# `published < ?` lets SQLite use an index. Both expressions must equal those in the indexes of `coverage`,
# or SQLite would not use these. The year tells most dates, and is compared first; `+` keeps it from an index.
_SINCE = f"(+published >= ? and {_DATE} || '~' >= ?)"
_UNTIL = f"(published < ? and {_DATE} <= ?)"

# By a name in the byline, or another name of that person.
_AUTHOR = """id in (
    select a.id from articles a
    join revision_authors ra on ra.revision_id = a.revision_id
    join authors u on u.id = ra.author_id
    where fold(u.name) like ? escape '\\'
    union all
    select x.article_id from author_names n join author_names m on m.person_id = n.person_id
    join _article_people x on x.name_id = m.id where fold(n.name) like ? escape '\\')"""

# By the work's title, its ids, or any title that an article gives it.
_WORK = """(fold(work_title) like ? escape '\\'
    or exists (select 1 from json_each(work_ids) where fold(value) like ? escape '\\')
    or id in (
        select x.article_id from work_names n join work_names m on m.work_id = n.work_id
        join _article_works x on x.name_id = m.id where fold(n.title) like ? escape '\\'))"""

_LANGUAGE = "(language like ? escape '\\' or language like ? escape '\\')"  # LIKE ignores case


@dataclass(frozen=True, slots=True)
class Selection:
    """A filter for articles. All given parts must match; of a tuple, any value may match.

    Attributes:
        outlets, kinds, media, statuses: exact values.
        languages: BCP 47, in any case; `en` also takes `en-GB`.
        works: titles, in any language that articles have, or registry ids; ignores case and accents, `*`
            stands for anything.
        authors: names, matched as works are; also other names of the person in bylines.
        since, until: aware times of publication, both inclusive. They exclude undated articles.
        min_score: 0-100; excludes articles without a score.
        one_per_story: of articles that tell one story, only the best that all other parts and the query of a
            search let through. `where` does not say this; see `best_of_each_story`.
    """

    outlets: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    media: tuple[str, ...] = ()
    works: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    min_score: float | None = None
    one_per_story: bool = False

    def where(self) -> tuple[str, list[object]]:
        """An SQL condition on the table `coverage` and its parameters; `true` without any filter.

        Call `register_fold` on the connection first.
        """
        clauses = list(self._clauses())
        condition = " and ".join(clause for clause, _ in clauses) or "true"
        return condition, [parameter for _, parameters in clauses for parameter in parameters]

    def _clauses(self) -> Iterator[tuple[str, list[object]]]:
        exact = {
            "outlet": self.outlets,
            "kind": self.kinds,
            "work_medium": self.media,
            "status": self.statuses,
        }
        for column, wanted in exact.items():
            if wanted:
                yield f"{column} in ({', '.join('?' * len(wanted))})", list(wanted)
        for test, choices in (
            (_WORK, [[like(work)] * 3 for work in self.works]),
            (_AUTHOR, [[like(author)] * 2 for author in self.authors]),
            (_LANGUAGE, [[like(tag), like(f"{tag}-*")] for tag in self.languages]),
        ):
            if choices:
                either = " or ".join([test] * len(choices))
                yield f"({either})", [value for choice in choices for value in choice]
        if self.since is not None:
            since = _to_the_second(self.since)
            yield _SINCE, [since[:4], since]
        if self.until is not None:
            until = _to_the_second(self.until)
            yield _UNTIL, [until[:4] + "~", until]
        if self.min_score is not None:
            yield "rating_score >= ?", [self.min_score]


EVERYTHING = Selection()


def best_of_each_story(
    condition: str, parameters: list[object], expression: str | None = None
) -> tuple[str, list[object]]:
    """A condition on `coverage` for the best article of each story among those of a condition.

    Args:
        condition, parameters: as from `Selection.where`.
        expression: an FTS5 expression that the articles match, too; None for none.
    """
    if expression is not None:
        condition += " and id in (select rowid from coverage_fts where coverage_fts match ?)"
        parameters = [*parameters, expression]
    ranked = (
        "select id, row_number() over (partition by ifnull(original_id, id) order by place) as nth"
        f" from coverage left join stories on article_id = id where {condition}"
    )
    return f"id in (select id from ({ranked}) where nth = 1)", parameters


def _to_the_second(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")[:19]


def register_fold(db: sqlite3.Connection) -> None:
    """Register the SQL function `fold`. Call it for each connection used with a selection."""
    try:
        db.execute("select fold('')").fetchone()
    except sqlite3.OperationalError:
        # Not again for a connection that has it: SQLite refuses that while a query is being read.
        db.create_function("fold", 1, fold, deterministic=True)


def fold(value: object) -> str | None:
    """A name without case and accents, for comparison."""
    return None if value is None else fold_name(str(value))


def like(pattern: str) -> str:
    """A LIKE pattern for folded names, from a name in which `*` stands for anything."""
    folded = fold(pattern) or ""
    return folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")
