"""Decide which names are one person's. Pure, and the same whatever the order of the names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from archive.people.names import AuthorName, may_be_one


def group_people(
    names: Mapping[int, AuthorName], joined: Sequence[frozenset[int]] = ()
) -> list[frozenset[int]]:
    """The people of these names.

    A full name means one person in all outlets, a single name one in its outlet. A shorter form ("Jane Doe",
    "J. Doe") is taken for the longer ("Jane Q. Doe") in an outlet that has both, if no other name of the
    archive could be meant. A name that one page marks as no person's is none's on the outlet's other pages.

    Args:
        names: by numbers of the caller's.
        joined: sets of names that are one person's by hand.
    """
    names = _marked(names)
    parents = {number: number for number in names}

    def root(number: int) -> int:
        while parents[number] != number:
            parents[number] = parents[parents[number]]
            number = parents[number]
        return number

    def union(numbers: Iterable[int]) -> None:
        first, *rest = numbers
        for other in rest:
            parents[root(other)] = root(first)

    same: defaultdict[tuple[object, ...], list[int]] = defaultdict(list)
    for number in sorted(names):
        same[_identity(names[number])].append(number)
    for numbers in same.values():
        union(numbers)
    for shorter, longer in _short_forms(names):
        union((shorter, longer))
    for together in joined:
        if members := sorted(together & names.keys()):
            union(members)
    groups: defaultdict[int, set[int]] = defaultdict(set)
    for number in names:
        groups[root(number)].add(number)
    return sorted((frozenset(group) for group in groups.values()), key=min)


def _marked(names: Mapping[int, AuthorName]) -> dict[int, AuthorName]:
    """The names, marked as collective wherever one of the same name and outlet is."""
    collective = {(name.key, name.outlet) for name in names.values() if name.collective}
    return {
        number: replace(name, collective=True) if (name.key, name.outlet) in collective else name
        for number, name in names.items()
    }


def _identity(name: AuthorName) -> tuple[object, ...]:
    if name.apart:
        return (name.apart,)
    return (name.collective, name.key, None if name.is_known_everywhere else name.outlet)


def _short_forms(names: Mapping[int, AuthorName]) -> list[tuple[int, int]]:
    """Names with the one longer form that they can be of, in outlets that have both."""
    people = {number: name for number, name in names.items() if not name.apart and not name.collective}
    all_parts = {name.parts for name in people.values()}
    pairs = []
    for number, name in people.items():
        longer = {parts for parts in all_parts if may_be_one(name.parts, parts)}
        if not longer:
            continue
        longest = max(longer, key=lambda parts: (len(parts.middle), len(parts.key), parts.key))
        # "J. Doe" may be of "Jane Doe" and of "Jane Q. Doe", if the one is of the other.
        if any(
            parts is not longest and parts != longest and not may_be_one(parts, longest) for parts in longer
        ):
            continue
        pairs += [
            (number, other)
            for other, other_name in people.items()
            if other_name.outlet == name.outlet and other_name.parts in longer
        ]
    return pairs


def full_name(names: Iterable[AuthorName]) -> str:
    """The name under which a person is listed: the longest form, in ordinary case."""

    def rank(name: AuthorName) -> tuple[object, ...]:
        words = name.parts.key.split()
        initials = sum(len(word) == 1 for word in words)
        shouted = name.name.isupper() or name.name.islower()
        return (len(words[0]) > 1 if words else False, len(words) - initials, len(words), not shouted,
                not name.name.isascii(), [-ord(char) for char in name.name])  # fmt: skip

    return max({name.name: name for name in names}.values(), key=rank).name
