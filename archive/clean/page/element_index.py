"""The elements of a page by tag and by attribute, so that readers do not walk the tree once more each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from lxml.html import HtmlElement

# The attributes that readers ask for.
_INDEXED = frozenset((
    "class", "id", "rel", "href", "itemprop", "property", "aria-label", "title", "alt", "data-max",
    "data-rating", "itemtype",
))  # fmt: skip


class ElementIndex:
    """The elements of one tree, which must not change.

    Args:
        elements: all of them, in document order.
    """

    def __init__(self, elements: Sequence[HtmlElement]) -> None:
        self._elements = elements

    def tagged(self, *tags: str) -> list[HtmlElement]:
        """The elements with any of these tags, in document order. Callers do not change the list."""
        if len(tags) == 1:
            return self._of_tag.get(tags[0], [])
        places = sorted(place for tag in tags for place in self._tag_places.get(tag, ()))
        return [self._elements[place] for place in places]

    def attributed(self, name: str) -> list[tuple[HtmlElement, str]]:
        """The elements with an attribute, one of `_INDEXED`, in document order, each with its value."""
        return [(self._elements[place], value) for place, value in self._attributes[name]]

    def classed(self, matches: Callable[[str], object]) -> list[tuple[HtmlElement, str]]:
        """The elements whose class attribute matches, each with it, in document order.

        Pages repeat few classes often: each is asked about once.

        Args:
            matches: takes the attribute as it is written.
        """
        found = [(names, places) for names, places in self._class_places.items() if matches(names)]
        ordered = sorted((place, names) for names, places in found for place in places)
        return [(self._elements[place], names) for place, names in ordered]

    @cached_property
    def _of_tag(self) -> dict[str, list[HtmlElement]]:
        elements = self._elements
        return {tag: [elements[place] for place in places] for tag, places in self._tag_places.items()}

    @cached_property
    def _tag_places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, element in enumerate(self._elements):
            places.setdefault(element.tag, []).append(place)
        return places

    @cached_property
    def _class_places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, names in self._attributes["class"]:
            if names:
                places.setdefault(names, []).append(place)
        return places

    @cached_property
    def _attributes(self) -> dict[str, list[tuple[int, str]]]:
        """The places and values of each attribute. To ask lxml for all at once takes as long as for one."""
        found: dict[str, list[tuple[int, str]]] = {name: [] for name in _INDEXED}
        for place, element in enumerate(self._elements):
            for name, value in element.items():
                if name in _INDEXED:
                    found[name].append((place, value))
        return found
