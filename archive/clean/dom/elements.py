"""The elements of a tree by tag, by attribute and by what they stand in, for readers that look for some."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from itertools import chain

from lxml.html import HtmlElement

from archive.clean.dom.beside import Sorts, Surroundings

# The attributes by which readers look for elements; noting all others would cost half as much again.
_INDEXED = (
    "class", "id", "href", "rel", "itemprop", "itemscope", "itemtype", "property", "alt", "title",
    "aria-label", "data-testid",
)  # fmt: skip


class Elements:
    """The elements of a tree in document order. They are looked through when first asked for.

    All are held, because lxml makes an element's Python object anew unless somebody holds it, and readers
    walk the tree often. Callers do not change the lists that they are given.

    Attributes:
        tree: their root; None for no elements.
    """

    def __init__(self, tree: HtmlElement | None) -> None:
        self.tree = tree
        self._tagged: dict[tuple[str, ...], list[HtmlElement]] = {}

    @cached_property
    def all(self) -> tuple[HtmlElement, ...]:
        """All of them, comments too."""
        return () if self.tree is None else tuple(self.tree.iter())

    @cached_property
    def _places(self) -> tuple[Mapping[str, list[int]], dict[str, list[tuple[HtmlElement, str]]]]:
        return _index(self.all)

    @cached_property
    def _surroundings(self) -> Surroundings:
        return Surroundings(self.tagged("h1"))

    def tagged(self, *tags: str) -> list[HtmlElement]:
        """Those with any of these tags."""
        if tags not in self._tagged:
            places = sorted(chain(*[self._places[0].get(tag, ()) for tag in tags]))
            self._tagged[tags] = [self.all[place] for place in places]
        return self._tagged[tags]

    def attributed(self, name: str) -> list[tuple[HtmlElement, str]]:
        """Those with an attribute of `_INDEXED`, each with its value."""
        return self._places[1][name]

    def with_any(self, *names: str) -> list[HtmlElement]:
        """Those with any of some of these attributes."""
        found = {element for name in names for element, _ in self.attributed(name)}
        return [element for element in self.all if element in found] if found else []

    def around(self, element: HtmlElement) -> Sorts:
        """What an element stands in, short of boxes that hold an `<h1>`."""
        return self._surroundings.sorts(element)


def _index(
    elements: tuple[HtmlElement, ...],
) -> tuple[Mapping[str, list[int]], dict[str, list[tuple[HtmlElement, str]]]]:
    """Where the elements of each tag stand among all, and the elements with each attribute and its values."""
    tags: defaultdict[str, list[int]] = defaultdict(list)
    attributes: dict[str, list[tuple[HtmlElement, str]]] = {name: [] for name in _INDEXED}
    for place, element in enumerate(elements):
        tags[element.tag].append(place)
        for name, value in element.items():
            if name in attributes:
                attributes[name].append((element, value))
    return tags, attributes
