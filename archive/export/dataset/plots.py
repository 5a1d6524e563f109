"""Small plots for the card of a dataset, as SVG files. They need pygal; without it there are none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from archive.export.dataset.statistics import Statistics
from archive.query.figures.bar_chart import can_draw, draw_bars
from archive.terminal import safe

_MOST = 24  # bars of a plot
_LONGEST = 16  # characters of a label

NO_PLOTS = "There are no plots: pygal was not installed when this dataset was made (`pip install pygal`)."

Bars = Sequence[tuple[str, int]]


def write_plots(folder: Path, statistics: Statistics) -> list[str]:
    """Write `plots/year.svg` and so on; return the card's lines that show them, or say why there are none.

    Raises:
        OSError: a file cannot be written.
    """
    if not can_draw():
        return [f"{NO_PLOTS}\n"]
    from lxml import etree  # noqa: PLC0415

    (folder / "plots").mkdir()
    lines = []
    for name, (title, bars) in _plots(statistics).items():
        if not bars:
            continue
        labels = [safe(label)[:_LONGEST] for label, _ in bars]
        tree = draw_bars(labels, {title: [count for _, count in bars]}, title=title, x_label_rotation=40)
        (folder / "plots" / f"{name}.svg").write_bytes(etree.tostring(tree, encoding="utf-8") + b"\n")
        lines.append(f"![{title}](plots/{name}.svg)\n")
    return lines


def _plots(statistics: Statistics) -> dict[str, tuple[str, Bars]]:
    """The title and the bars of each plot, by its name."""
    groups = statistics.groups
    years = sorted((year, count) for year, count in groups["year"].items() if year)
    return {
        "year": ("Articles by year of publication", years[-_MOST:]),
        **{
            name: (f"Articles by {name}", _largest(groups[name]))
            for name in ("outlet", "kind", "medium", "language")
        },
        "rating": ("Ratings as printed", _largest(statistics.ratings)),
        "score": ("Ratings as scores, from 0 to 100", _steps(statistics.scores)),
        "words": ("Words in a text, at least", _steps(statistics.lengths)),
    }


def _largest(counts: Mapping[str | None, int]) -> Bars:
    known = [(value, count) for value, count in counts.items() if value]
    return sorted(known, key=lambda pair: (-pair[1], pair[0]))[:_MOST]


def _steps(counts: Mapping[int, int]) -> Bars:
    return [(str(step), counts[step]) for step in sorted(counts)]
