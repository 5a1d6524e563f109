"""Sorts of class attributes, by which readers look for elements: the tests, and what passes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Set
from typing import TypeVar

ClassSort = Callable[[str], object]
Test = TypeVar("Test", bound=ClassSort)

CLASS_SORTS: list[ClassSort] = []

_SORTS_BY_STEM: defaultdict[str, list[ClassSort]] = defaultdict(list)

# The sorts of class attributes that were seen: the pages of an outlet have most of these in common.
_KNOWN: dict[str, tuple[ClassSort, ...]] = {}
_MOST_KNOWN = 20_000


def class_sort(*stems: str) -> Callable[[Test], Test]:
    """Mark a test of class attributes: `page.classed(test)` gives the elements that pass it.

    Args:
        stems: a class attribute of this sort, in lower case, has one of them.
    """

    def mark(matches: Test) -> Test:
        CLASS_SORTS.append(matches)
        for stem in stems:
            _SORTS_BY_STEM[stem].append(matches)
        return matches

    return mark


def sorts_of(attributes: Set[str]) -> Mapping[str, tuple[ClassSort, ...]]:
    """The sorts of a page's class attributes. Stems are looked for in all at once: most have none."""
    if len(_KNOWN) > _MOST_KNOWN:
        _KNOWN.clear()
    new = [(attribute, attribute.lower()) for attribute in attributes if attribute not in _KNOWN]
    joined = "\n".join([lower for _, lower in new])
    stems = [stem for stem in _SORTS_BY_STEM if stem in joined]
    for attribute, lower in new:
        maybe = {sort for stem in stems if stem in lower for sort in _SORTS_BY_STEM[stem]}
        _KNOWN[attribute] = tuple([sort for sort in maybe if sort(attribute)])
    return _KNOWN
