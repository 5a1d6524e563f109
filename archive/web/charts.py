"""Charts as SVG, drawn on the server and coloured by the page's style sheet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from archive.query.figures.bar_chart import draw_bars
from archive.query.figures.scores import BINS, ScoreCounts
from archive.query.figures.timeline import Timeline

_STEP = 100 // BINS


def score_chart(series: Mapping[str, ScoreCounts], description: str) -> Markup:
    """Bars of the scores in each tenth: their number, or of several series their share in percent.

    Args:
        series: by the name of what the scores belong to.
        description: what the chart shows, for those who do not see it.
    """
    labels = [f"{place * _STEP}" for place in range(BINS)]
    names = [f"{label} to {int(label) + _STEP - 1}" for label in labels[:-1]] + [f"{labels[-1]} to 100"]
    if len(series) == 1:
        return _bars(labels, names, {name: scores.bins for name, scores in series.items()}, description)
    shares = {
        name: [round(100 * count / max(1, scores.count)) for count in scores.bins]
        for name, scores in series.items()
    }
    return _bars(labels, names, shares, f"{description}, in percent")


def timeline_chart(shown: Timeline, description: str) -> Markup:
    """Bars of the articles of each month or year."""
    counts = {"articles": shown.counts}
    return _bars(shown.labels, shown.periods, counts, f"{description} by {shown.unit}")


def _bars(
    labels: Sequence[str], names: Sequence[str], series: Mapping[str, Sequence[int]], description: str
) -> Markup:
    """A chart, with what its bars say in its description.

    Args:
        labels: below the bars; "" for a bar without one.
        names: of the bars, one each.
    """
    said = [
        (f"{series_name}: " if len(series) > 1 else "")
        + ", ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True) if count)
        for series_name, counts in series.items()
    ]
    return Markup(draw_bars(labels, series, description=f"{description}. {'; '.join(said)}"))
