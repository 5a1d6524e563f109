"""Which articles a command is about: the filters that `matinee search` and `matinee export` share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from archive.folding import fold_name

# How much of a stored date is known: one dated to the year is compared by its year alone, and one dated to
# the second by what is shown of it, without its offset.
_KNOWN = "substr(published, 1, case published_precision when 'year' then 4 when 'month' then 7 else 19 end)"

# A date is not before a moment where the last moment that it may mean is not: `2025~` is after all of 2025.
# It is not after one where its first is not; its year is compared, too, since there is an index for that.
# Both are worded as the indexes of `coverage` are, or SQLite would not use them.
_SINCE = f"{_KNOWN} || '~' >= ?"
_UNTIL = f"({_KNOWN} <= ? and published < ?)"

_AUTHOR = """id in (
    select a.id from articles a
    join revision_authors ra on ra.revision_id = a.revision_id
    join authors u on u.id = ra.author_id
    where fold(u.name) like ? escape '\\')"""

_WORK = """(fold(work_title) like ? escape '\\'
    or exists (select 1 from json_each(work_ids) where fold(value) like ? escape '\\'))"""

_LANGUAGE = "(language like ? escape '\\' or language like ? escape '\\')"  # LIKE: without regard to case


@dataclass(frozen=True, slots=True)
class Selection:
    """What an article must be to count; every part that is given must hold, and a tuple offers a choice.

    Attributes:
        outlets, kinds, media, statuses: exact values.
        languages: BCP 47, in any case; `en` also takes `en-GB`.
        works: titles or registry ids; case and accents do not count, `*` stands for anything.
        authors: names, matched as works are.
        since, until: aware; publication, both included. An undated article is outside of either.
        min_score: 0-100; an article without a score is outside.
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

    def where(self) -> tuple[str, list[object]]:
        """An SQL condition on the table `coverage` and its parameters; `true` where nothing is asked.

        The connection must know `fold` (see `teach`).
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
            (_WORK, [[like(work)] * 2 for work in self.works]),
            (_AUTHOR, [[like(author)] for author in self.authors]),
            (_LANGUAGE, [[like(tag), like(f"{tag}-*")] for tag in self.languages]),
        ):
            if choices:
                either = " or ".join([test] * len(choices))
                yield f"({either})", [value for choice in choices for value in choice]
        if self.since is not None:
            yield _SINCE, [_to_the_second(self.since)]
        if self.until is not None:
            until = _to_the_second(self.until)
            yield _UNTIL, [until, until[:4] + "~"]
        if self.min_score is not None:
            yield "rating_score >= ?", [self.min_score]


EVERYTHING = Selection()


def _to_the_second(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")[:19]


def register_fold(db: sqlite3.Connection) -> None:
    """Make `fold` known to a connection, once for each that a selection runs on."""
    db.create_function("fold", 1, fold, deterministic=True)


def fold(value: object) -> str | None:
    """A name without case and accents, for comparing."""
    return None if value is None else fold_name(str(value))


def like(pattern: str) -> str:
    """A folded LIKE pattern of a name in which `*` stands for anything."""
    folded = fold(pattern) or ""
    return folded.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")
