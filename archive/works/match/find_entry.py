"""Which work of the catalogue a name stands for. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from archive.works.match.evidence import can_be_known, is_contemporary, other_people, same_medium
from archive.works.model import ONE_ID, Entry, WorkName


@dataclass(frozen=True, slots=True)
class EntryChoice:
    """The entry that a name stands for, or those that it may.

    Attributes:
        entry: None if no entry is certain.
        others: the entries that it may stand for then.
    """

    entry: Entry | None = None
    others: tuple[Entry, ...] = ()


NO_ENTRY = EntryChoice()


def choose_entry(name: WorkName, by_id: Sequence[Entry], by_title: Sequence[Entry]) -> EntryChoice:
    """Choose an entry. One that is not certain is not chosen: a wrong join is worse than none.

    Args:
        by_id: the entries with an id of the name.
        by_title: the entries with its title, among their other titles too.
    """
    if name.apart:
        return NO_ENTRY
    if len(by_id) == 1:
        return EntryChoice(by_id[0])
    if by_id or any(registry in name.ids for registry in ONE_ID):
        # Several ids that disagree, or one that the catalogue lacks: then its title tells nothing.
        return EntryChoice(None, tuple(by_id))
    fitting = [
        entry
        for entry in by_title
        if same_medium(name.medium, entry.medium) and not other_people(name.people, entry.people)
    ]
    return _by_year(name, fitting) if name.year else _by_date(name, fitting)


def _by_year(name: WorkName, entries: list[Entry]) -> EntryChoice:
    assert name.year
    same = [entry for entry in entries if entry.year == name.year]
    near = [entry for entry in entries if entry.year and abs(entry.year - name.year) == 1]
    return _only(name, same or near)


def _by_date(name: WorkName, entries: list[Entry]) -> EntryChoice:
    """Without a year: the one whose makers are named, else the one that was new then."""
    known = [entry for entry in entries if can_be_known(name.written, entry.year)]
    people = name.people | name.named
    made_by = [entry for entry in known if entry.people & people]
    new = [
        entry for entry in known if entry.year and name.written and is_contemporary(name.written, entry.year)
    ]
    if len(made_by) == 1 and (not new or made_by[0] in new):
        return EntryChoice(made_by[0])
    if made_by and new and not any(entry in new for entry in made_by):
        return EntryChoice(None, tuple(known))  # a review of a remake may name the makers of the original
    return _only(name, new) if new else EntryChoice(None, tuple(known))


def _only(name: WorkName, entries: list[Entry]) -> EntryChoice:
    people = name.people | name.named
    made_by = [entry for entry in entries if entry.people & people]
    chosen = made_by if len(made_by) == 1 else entries
    return EntryChoice(chosen[0]) if len(chosen) == 1 else EntryChoice(None, tuple(entries))
