"""Charts as SVG, drawn on the server by pygal and coloured by the page's style sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from archive.query.figures.bar_chart import draw_bars
from archive.query.figures.scores import BINS, ScoreCounts
from archive.query.figures.timeline import Timeline

# A browser would run the script and show these titles as tooltips; the rest only the script reads.
_DROPPED = {"defs", "desc", "title"}
_DROPPED_CLASSES = {"background", "tooltip"}
_KEPT = 256  # drawings, of about 10 KB each


def score_chart(series: Mapping[str, ScoreCounts], description: str) -> Markup:
    """Bars of the scores in each tenth: their number, or of several series their share in percent.

    Args:
        series: by the name of what the scores belong to.
        description: what the chart shows, for those who do not see it.
    """
    labels = [f"{100 // BINS * place}" for place in range(BINS)]
    if len(series) == 1:
        return bar_chart(labels, {name: scores.bins for name, scores in series.items()}, description)
    shares = {
        name: [round(100 * count / max(1, scores.count)) for count in scores.bins]
        for name, scores in series.items()
    }
    return bar_chart(labels, shares, f"{description}, in percent")


def timeline_chart(shown: Timeline, description: str) -> Markup:
    """Bars of the articles of each month or year."""
    return bar_chart(shown.labels, {"articles": shown.counts}, f"{description} by {shown.unit}")


def bar_chart(labels: Sequence[str], series: Mapping[str, Sequence[int]], description: str) -> Markup:
    """Bars of counts.

    Args:
        labels: below the bars; "" for a bar without one.
        series: as many counts as labels, by name. Several series get a legend.
        description: what the chart shows, for those who do not see it.
    """
    counted = tuple((name, tuple(counts)) for name, counts in series.items())
    return drawing(tuple(labels), counted, description)


@lru_cache(maxsize=_KEPT)  # most of the time that the page of a work takes is spent on drawing
def drawing(
    labels: tuple[str, ...], series: tuple[tuple[str, tuple[int, ...]], ...], description: str
) -> Markup:
    """`bar_chart`, given what can be a key: what was drawn lately is not drawn again."""
    return _inline(draw_bars(labels, dict(series), css=[]), description)


def _inline(tree: Any, description: str) -> Markup:
    """The drawing alone, to stand within a page: without styles of its own."""
    from lxml import etree  # noqa: PLC0415

    for element in list(tree.iter(etree.Element)):
        if etree.QName(element).localname in _DROPPED or element.get("class") in _DROPPED_CLASSES:
            element.getparent().remove(element)
    tree.set("role", "img")
    tree.set("aria-label", description)
    return Markup(etree.tostring(tree, encoding="unicode"))
