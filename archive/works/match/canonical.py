"""The title, year, medium and ids of a work, from the names that articles give it. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable
from typing import Any, TypeVar

from archive.json_text import to_json
from archive.works.match.group import Group
from archive.works.model import WorkName

_Value = TypeVar("_Value", bound=Hashable)


def canonical_row(group: Group, registries: Iterable[str]) -> dict[str, Any]:
    """The row of `works` for a group of names. The catalogue counts more than pages, ids more than none."""
    names = [group.names[number] for number in sorted(group.names, key=lambda n: group.names[n].signature)]
    entries = [name.entry for name in names if name.entry]
    ids_of = [ids for name in names if (ids := name.known_ids)]
    ids = {
        registry: str(_most_common([own.get(registry) for own in ids_of]))
        for registry in registries
        if any(registry in own for own in ids_of)
    }
    years = [name.known_year for name in names]
    title = _most_common([entry.title for entry in entries]) or max(names, key=_title_rank).title
    return {
        "title": title,
        "year": _most_common([entry.year for entry in entries]) or _most_common(years),
        "medium": _most_common([name.medium for name in names])
        or _most_common([entry.medium for entry in entries]),
        "ids": to_json(ids),
    }


def _title_rank(name: WorkName) -> tuple[Any, ...]:
    """The better title: of a page with ids, of one with a year, in ordinary case; else by the alphabet."""
    shouted = name.title.isupper() or name.title.islower()
    return (not name.apart, bool(name.ids), name.year is not None, not shouted, [-ord(c) for c in name.title])


def _most_common(values: Iterable[_Value | None]) -> _Value | None:
    known = [value for value in values if value is not None]
    if len(known) < 2:
        return known[0] if known else None
    counts = Counter(known)
    return min(counts, key=lambda value: (-counts[value], str(value)), default=None)
