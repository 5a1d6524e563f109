"""Names of works that are so far taken for one, and what speaks against taking in others. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive.works.match.evidence import other_people
from archive.works.model import ONE_ID, WorkName


@dataclass(frozen=True, slots=True)
class Hand:
    """What corrections say of the names at hand, as numbers of names.

    Attributes:
        joined: sets of names that are one work.
        distinct: pairs of sets; no name of the first is the work of one of the second.
    """

    joined: Sequence[frozenset[int]] = ()
    distinct: Sequence[tuple[frozenset[int], frozenset[int]]] = ()


NO_HAND = Hand()


@dataclass(eq=False)
class Group:
    """Names that are one work.

    Attributes:
        names: by their numbers.
        doubts: what else the work may be, with the reason.
    """

    names: dict[int, WorkName]
    doubts: list[tuple[Group, str]] = field(default_factory=list)

    @property
    def order(self) -> str:
        """What groups are sorted by: the same in whatever order the articles were stored."""
        if len(self.names) == 1:
            return next(iter(self.names.values())).signature
        return min(name.signature for name in self.names.values())

    @property
    def years(self) -> set[int]:
        return {name.known_year for name in self.names.values() if name.known_year}

    @property
    def media(self) -> set[str]:
        return {name.known_medium for name in self.names.values() if name.known_medium}

    @property
    def medium(self) -> str | None:
        """The medium; None if it is not known or the pages disagree."""
        media = self.media
        return next(iter(media)) if len(media) == 1 else None

    @property
    def people(self) -> set[str]:
        return {person for name in self.names.values() for person in name.known_people}

    @property
    def named(self) -> set[str]:
        return {person for name in self.names.values() for person in name.named}

    @property
    def written(self) -> set[int]:
        return {name.written for name in self.names.values() if name.written}

    @property
    def ids(self) -> dict[str, set[str]]:
        ids: defaultdict[str, set[str]] = defaultdict(set)
        for name in self.names.values():
            for registry, value in name.known_ids.items():
                ids[registry].add(value)
        return ids

    @property
    def is_apart(self) -> bool:
        return any(name.apart for name in self.names.values())

    def take(self, other: Group) -> None:
        """Take in the names of another group."""
        self.names.update(other.names)
        self.doubts += other.doubts


def conflict(first: Group, second: Group, hand: Hand) -> bool:
    """Whether two groups cannot be one work: another id in one registry, other people, or by hand."""
    ids, others = first.ids, second.ids
    for registry in ONE_ID:
        if ids.get(registry) and others.get(registry) and not ids[registry] & others[registry]:
            return True
    if other_people(first.people, second.people):
        return True
    numbers, theirs = first.names.keys(), second.names.keys()
    return any(
        (numbers & side and theirs & other_side) or (numbers & other_side and theirs & side)
        for side, other_side in hand.distinct
    )


def join(groups: Iterable[Group]) -> Group:
    """One group of several."""
    first, *rest = groups
    for group in rest:
        first.take(group)
    return first


def join_alike(groups: Sequence[Group], hand: Hand, reason: str) -> list[Group]:
    """Join groups that may all be one. If some of them cannot, join only those that this sets apart alike.

    A group that could be either of two works stays by itself, in doubt.
    """
    against = {
        id(group): frozenset(
            id(other) for other in groups if other is not group and conflict(group, other, hand)
        )
        for group in groups
    }
    classes: defaultdict[frozenset[int], list[Group]] = defaultdict(list)
    for group in groups:
        classes[against[id(group)]].append(group)
    joined = {key: join(members) for key, members in classes.items()}
    if len(joined) > 1:
        for key, group in joined.items():
            fitting = [
                other for other in joined.values() if other is not group and not conflict(group, other, hand)
            ]
            if not key or len(fitting) > 1:
                group.doubts += [(other, reason) for other in fitting]
    return list(joined.values())
