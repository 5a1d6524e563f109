"""Bars of counts, drawn as SVG by pygal, which is optional: `pip install 'matinee[serve]'`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import chain, pairwise
from typing import Any

_WIDTH, _HEIGHT = 480, 200  # at the width of a phone, text of 12 is then about 9 pixels high
_MOST_LINES = 5  # of the scale, each with its number
_LETTER = 8  # the width that a character of a label may take


def can_draw() -> bool:
    """Whether pygal is installed."""
    return find_spec("pygal") is not None


def draw_bars(
    labels: Sequence[str], series: Mapping[str, Sequence[int]], *, stacked: bool = False, **options: Any
) -> Any:
    """Bars of counts as an lxml tree. Equal counts give equal trees: no script, comment or id is in them.

    Args:
        labels: below the bars; "" for a bar without one.
        series: as many counts as labels, by name. Several series get a legend.
        stacked: bars of several series stand upon one another, and not side by side.
        options: of `pygal.Bar`, such as `title`.
    """
    import pygal  # noqa: PLC0415 (a tenth of a second, and optional)
    from lxml import etree  # noqa: PLC0415

    highest = map(sum, zip(*series.values(), strict=True)) if stacked else chain(*series.values())
    top = max((1, *highest))
    chart = (pygal.StackedBar if stacked else pygal.Bar)(
        js=[],
        no_prefix=True,
        width=_WIDTH,
        height=_HEIGHT,
        margin=8,
        show_legend=len(series) > 1,
        legend_at_bottom=True,
        max_scale=_MOST_LINES,
        range=(0, top),
        value_formatter=_whole,
        **options,
    )
    chart.x_labels = list(labels)
    if top <= _MOST_LINES:  # or lines would stand between two whole numbers
        chart.y_labels = range(top + 1)
    for name, counts in series.items():
        chart.add(name, list(counts))
    tree = chart.render_tree()
    for element in list(tree.iter("{*}script")):
        element.getparent().remove(element)
    etree.strip_tags(tree, etree.Comment)
    del tree.attrib["id"]
    return tree


def with_room(labels: Sequence[str]) -> list[str]:
    """The labels without those that would run into another: "" in their places.

    Of two that would, the one that stands for more bars stays, or else the first: of the years below months,
    not the year that begins with its December.
    """
    places = [place for place, label in enumerate(labels) if label]
    bars = {place: after - place for place, after in pairwise([*places, len(labels)])}

    def overlap(left: int, right: int) -> bool:
        letters = (len(labels[left]) + len(labels[right])) / 2 + 1
        return (right - left) * _WIDTH / len(labels) < letters * _LETTER

    shown: list[int] = []
    for place in places:
        if shown and overlap(shown[-1], place):
            is_free = len(shown) == 1 or not overlap(shown[-2], place)
            if not (is_free and bars[place] > bars[shown[-1]]):
                continue
            shown.pop()
        shown.append(place)
    return [label if place in shown else "" for place, label in enumerate(labels)]


def _whole(value: float) -> str:
    """A count on the scale; "" between two counts."""
    return f"{value:,.0f}" if float(value).is_integer() else ""
