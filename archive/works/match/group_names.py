"""Decide which names are one work. Pure, and the same whatever the order of the names.

What identifies a work comes first: ids, then title, medium and year. A name without a year is joined by the
people whom its articles name, or by their date: what was new then. What stays possible is a doubt.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from archive.works.match.evidence import NEAR_YEARS, can_be_known, is_contemporary, same_medium
from archive.works.match.group import NO_HAND, Group, Hand, conflict, join, join_alike
from archive.works.model import WorkName

_LONGEST_GAP = 3  # years between two articles on one work whose year neither says

_SEVERAL = "several works of this title and year"


def group_names(names: Mapping[int, WorkName], hand: Hand = NO_HAND) -> list[Group]:
    """The works that these names stand for, each with its doubts.

    Args:
        names: by numbers of the caller's.
        hand: what corrections say of them.
    """
    if len(names) == 1:  # most new titles have one
        return [Group(dict(names))]
    groups = sorted((Group({number: name}) for number, name in names.items()), key=_order)
    apart = [group for group in groups if group.is_apart]
    groups = _join_by_ids([group for group in groups if not group.is_apart], hand)
    titles = sorted({name.title_key for name in names.values()})
    for title in titles:
        block = [group for group in groups if any(n.title_key == title for n in group.names.values())]
        rest = [group for group in groups if group not in block]
        groups = rest + _group_block(sorted(block, key=_order), hand)
    groups = _join_by_hand([*groups, *apart], hand)
    _settle_doubts(groups)
    return sorted(groups, key=_order)


def _order(group: Group) -> str:
    return group.order


def _join_by_ids(groups: list[Group], hand: Hand) -> list[Group]:
    """Join what has one id. The id of a film and that of a series may be one number at TMDB."""
    ids = sorted(
        {(registry, value) for group in groups for registry, own in group.ids.items() for value in own}
    )
    for registry, value in ids:
        having = [group for group in groups if value in group.ids.get(registry, ())]
        first = having[0] if having else None
        for other in having[1:]:
            assert first
            if conflict(first, other, hand) or (
                registry == "tmdb" and not same_medium(first.medium, other.medium)
            ):
                continue
            first.take(other)
            groups.remove(other)
    return groups


def _group_block(block: list[Group], hand: Hand) -> list[Group]:
    """Group the names of one title."""
    dated = [group for group in block if group.years]
    undated = [group for group in block if not group.years]
    dated = _join_near_years(_join_same_years(dated, hand), hand)
    left = [group for group in undated if not _attach(group, dated, hand)]
    opened = _join_by_time([group for group in left if group.written and group.media], hand)
    works = [*dated, *opened]
    for group in [group for group in left if not (group.written and group.media)]:
        if not _attach_alone(group, works, hand):
            works.append(group)
    return works


def _join_same_years(groups: list[Group], hand: Hand) -> list[Group]:
    """Join groups of one medium and one year, then those without a medium to the only one of the year."""
    buckets: defaultdict[tuple[str, int], list[Group]] = defaultdict(list)
    joined, without = [], []
    for group in groups:
        if group.medium and len(group.years) == 1:
            buckets[group.medium, next(iter(group.years))].append(group)
        elif group.media:
            joined.append(group)
        else:
            without.append(group)
    joined += [group for key in sorted(buckets) for group in join_alike(buckets[key], hand, _SEVERAL)]
    by_year: defaultdict[int, list[Group]] = defaultdict(list)
    for group in without:
        fitting = [
            other for other in joined if group.years & other.years and not conflict(group, other, hand)
        ]
        if len(fitting) == 1:
            fitting[0].take(group)
        else:
            group.doubts += [(other, "the medium is not known") for other in fitting]
            by_year[min(group.years)].append(group)
    return joined + [group for year in sorted(by_year) for group in join_alike(by_year[year], hand, _SEVERAL)]


def _join_near_years(groups: list[Group], hand: Hand) -> list[Group]:
    """Join two groups whose years are one apart, if there is no third."""

    def near(group: Group) -> list[Group]:
        return [
            other
            for other in groups
            if other is not group and other.medium == group.medium and _distance(group, other) == 1
        ]

    pairs = []
    for group in groups:
        others = near(group)
        if group.medium in NEAR_YEARS and len(others) == 1 and near(others[0]) == [group]:
            if not conflict(group, others[0], hand) and max(group.years) < max(others[0].years):
                pairs.append((group, others[0]))
        elif group.medium in NEAR_YEARS:
            group.doubts += [(other, "the years are one apart") for other in others]
    for group, other in pairs:
        group.take(other)
        groups.remove(other)
    return groups


def _distance(first: Group, second: Group) -> int:
    """Years between two groups, at the most."""
    years = first.years | second.years
    return max(years) - min(years)


def _attach(group: Group, works: Sequence[Group], hand: Hand) -> bool:
    """Join a group without a year to the work that it must be, or note what it may be."""
    fitting = _fitting(group, works, hand)
    if not fitting:
        return False
    made_by = [work for work in fitting if work.people & (group.people | group.named)]
    new = [work for work in fitting if _is_new(group, work)]
    if len(made_by) == 1:
        # Of two works of a title, a review of the later one may name the makers of both.
        if not new or made_by[0] in new:
            made_by[0].take(group)
            return True
        group.doubts += [(made_by[0], "its makers are named, but another was new then")]
        group.doubts += [(work, "it was new then, but the makers of another are named") for work in new]
        return False
    if len(new) == 1 and _is_known_alike(group, new[0]):
        new[0].take(group)
        return True
    group.doubts += [(work, _why_in_doubt(group, work)) for work in new or fitting]
    return False


def _fitting(group: Group, works: Sequence[Group], hand: Hand) -> list[Group]:
    return [
        work
        for work in works
        if work is not group
        and same_medium(group.medium, work.medium)
        and not conflict(group, work, hand)
        and _can_be_known(group, work)
    ]


def _can_be_known(group: Group, work: Group) -> bool:
    written: list[int | None] = [*group.written] or [None]
    years: list[int | None] = [*work.years] or [None]
    return any(can_be_known(day, year) for day in written for year in years)


def _is_new(group: Group, work: Group) -> bool:
    return any(is_contemporary(written, year) for written in group.written for year in work.years)


def _is_known_alike(group: Group, work: Group) -> bool:
    """Whether as much is known of the medium of both: a title and a date alone are too little."""
    return bool(group.media) == bool(work.media)


def _why_in_doubt(group: Group, work: Group) -> str:
    if not _is_known_alike(group, work):
        return "the medium and the year are not known"
    if not group.written:
        return "neither a year nor a date is known"
    if not work.years:
        return f"written in {_span(group.written)} and {_span(work.written)}, and no year is known"
    if _is_new(group, work):
        return f"the year is not known; written in {_span(group.written)}"
    return f"the year is not known; written in {_span(group.written)}, the work is of {_span(work.years)}"


def _span(years: Iterable[int]) -> str:
    first, last = min(years, default=0), max(years, default=0)
    return f"{first}" if first == last else f"{first} to {last}"


def _join_by_time(groups: list[Group], hand: Hand) -> list[Group]:
    """Join groups of one medium without a year whose articles were written within some years."""
    runs: list[list[Group]] = []
    for group in sorted(groups, key=lambda group: (group.medium or "", min(group.written), group.order)):
        last = runs[-1] if runs else []
        if (
            last
            and last[0].medium == group.medium
            and min(group.written) - max(max(earlier.written) for earlier in last) <= _LONGEST_GAP
        ):
            last.append(group)
        else:
            runs.append([group])
    joined = [group for run in runs for group in join_alike(run, hand, "several works of this title")]
    for group in joined:
        others = [other for other in joined if other.medium == group.medium]
        group.doubts += [
            (other, _why_in_doubt(group, other))
            for other in others
            if other is not group and not conflict(group, other, hand)
        ]
    return joined


def _attach_alone(group: Group, works: Sequence[Group], hand: Hand) -> bool:
    """Join a group without a year and without a date or medium to the only work that it can be."""
    fitting = _fitting(group, works, hand)
    if group.written:
        fitting = [work for work in fitting if _is_new(group, work) or _is_near(group, work)] or fitting
    fits = (
        len(fitting) == 1
        and _is_known_alike(group, fitting[0])
        and (not group.written or _is_new(group, fitting[0]) or _is_near(group, fitting[0]))
    )
    if fits:
        fitting[0].take(group)
        return True
    group.doubts += [(work, _why_in_doubt(group, work)) for work in fitting]
    return False


def _is_near(group: Group, work: Group) -> bool:
    """Whether the articles of a group were written when those of a work without a year were."""
    return not work.years and any(
        abs(written - other) <= _LONGEST_GAP for written in group.written for other in work.written
    )


def _join_by_hand(groups: list[Group], hand: Hand) -> list[Group]:
    for joined in hand.joined:
        members = [group for group in groups if group.names.keys() & joined]
        if len(members) > 1:
            for member in members:  # what else it may be is decided by this
                if any(other in members for other, _ in member.doubts):
                    member.doubts = []
            first = join(members)
            groups = [group for group in groups if group is first or group not in members]
    return groups


def _settle_doubts(groups: list[Group]) -> None:
    """Name the groups that doubts are about as they are in the end; drop what was decided since."""
    final: dict[int, Group] = {number: group for group in groups for number in group.names}
    for group in groups:
        doubts: dict[int, tuple[Group, str]] = {}
        for other, reason in group.doubts:
            number = next(iter(other.names))
            if final[number] is not group:
                doubts.setdefault(id(final[number]), (final[number], reason))
        group.doubts = list(doubts.values())
