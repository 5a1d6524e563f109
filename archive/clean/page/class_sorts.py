"""Sorts of class attributes, by which readers look for elements: the tests, and what passes them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Set
from typing import TypeVar

ClassSort = Callable[[str], object]
Test = TypeVar("Test", bound=ClassSort)

CLASS_SORTS: list[ClassSort] = []

_SORTS_BY_STEM: defaultdict[str, list[ClassSort]] = defaultdict(list)

# How many attributes and how many single classes are remembered: the pages of an outlet have most of the
# former in common, those of all sites many of the latter.
_ATTRIBUTES_KEPT, _CLASSES_KEPT = 20_000, 50_000


def class_sort(*stems: str) -> Callable[[Test], Test]:
    """Mark a test of class attributes: `page.classed(test)` gives the elements that pass it.

    Args:
        stems: a class attribute of this sort has one of them in one of its classes in lower case.
    """

    def mark(matches: Test) -> Test:
        CLASS_SORTS.append(matches)
        for stem in stems:
            if not any(other in stem for other in stems if other != stem):
                _SORTS_BY_STEM[stem].append(matches)
        return matches

    return mark


class _KnownClasses:
    """The sorts of class attributes, and of single classes those that an attribute with them may be of."""

    def __init__(self) -> None:
        self.sorts: dict[str, tuple[ClassSort, ...]] = {}  # by class attribute
        self._seen: set[str] = set()
        self._maybe: defaultdict[str, list[ClassSort]] = defaultdict(list)  # those seen that have a stem

    def learn(self, attributes: set[str]) -> None:
        """Find the sorts of a page's class attributes."""
        if len(self.sorts) > _ATTRIBUTES_KEPT:
            self.sorts.clear()
        if len(self._seen) > _CLASSES_KEPT:
            self._seen.clear()
            self._maybe.clear()
        new = {attribute: attribute.split() for attribute in attributes.difference(self.sorts)}
        self._look_for_stems(set[str]().union(*new.values()) - self._seen)
        for attribute, classes in new.items():
            if self._maybe.keys().isdisjoint(classes):  # as most are
                self.sorts[attribute] = ()
            else:
                maybe = {sort for one in classes for sort in self._maybe.get(one, ())}
                self.sorts[attribute] = tuple([sort for sort in maybe if sort(attribute)])

    def _look_for_stems(self, classes: Set[str]) -> None:
        """Look for the stems of all sorts in some classes at once: few have one."""
        joined = " ".join(classes).lower()
        found = [stem for stem in _SORTS_BY_STEM if stem in joined]
        for one, lower in zip(classes, joined.split(), strict=True):
            for stem in found:
                if stem in lower:
                    self._maybe[one] += _SORTS_BY_STEM[stem]
        self._seen |= classes


known_classes = _KnownClasses()
