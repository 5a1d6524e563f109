"""Bars of counts, drawn as SVG by pygal, which is optional: `pip install 'matinee[serve]'`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from typing import Any

_WIDTH, _HEIGHT = 640, 200


def can_draw() -> bool:
    """Whether pygal is installed."""
    return find_spec("pygal") is not None


def draw_bars(labels: Sequence[str], series: Mapping[str, Sequence[int]], **options: Any) -> Any:
    """Bars of counts as an lxml tree. Equal counts give equal trees: no script, comment or id is in them.

    Args:
        labels: below the bars; "" for a bar without one.
        series: as many counts as labels, by name. Several series get a legend.
        options: of `pygal.Bar`, such as `title`.
    """
    import pygal  # noqa: PLC0415 (a tenth of a second, and optional)
    from lxml import etree  # noqa: PLC0415

    chart = pygal.Bar(
        js=[],
        no_prefix=True,
        width=_WIDTH,
        height=_HEIGHT,
        margin=8,
        show_legend=len(series) > 1,
        legend_at_bottom=True,
        max_scale=5,
        range=(0, max(1, *(max(counts, default=0) for counts in series.values()))),
        value_formatter=_whole,
        **options,
    )
    chart.x_labels = list(labels)
    for name, counts in series.items():
        chart.add(name, list(counts))
    tree = chart.render_tree()
    for element in list(tree.iter("{*}script")):
        element.getparent().remove(element)
    etree.strip_tags(tree, etree.Comment)
    del tree.attrib["id"]
    return tree


def _whole(value: float) -> str:
    """A count on the scale; "" between two counts."""
    return f"{value:,.0f}" if float(value).is_integer() else ""
