"""Bars of counts as SVG, written with svg.py, which is optional: `pip install 'matinee[serve]'`.

A chart is a few elements, however many bars it has: all bars of a series are one path. So it takes a page
hardly any time, and hardly any of its size. Colours and fonts are a style sheet's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil

import svg

_WIDTH = 420  # of the chart; at the width of a phone, its text is then about 10 pixels high
_PLOT_HEIGHT = 140  # from the top of the scale to its zero
_EDGE = 8
_LINE = 20  # of text
_LETTER = 7  # the width that a character may take
_TURNED = 0.7  # the height of a letter's width in a label that is turned by 40 degrees
_MOST_STEPS = 4  # of the scale
_FILLED = 0.8  # the part of a bar's place that is bar
_LONGEST_NAME = 40  # characters in a legend


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where things stand: the plot's left, top, width and the height of a count, in units of the view."""

    left: float
    top: float
    step: int
    most: int

    @property
    def width(self) -> float:
        return _WIDTH - _EDGE - self.left

    @property
    def bottom(self) -> float:
        return self.top + _PLOT_HEIGHT

    def height(self, count: float) -> float:
        return round(count * _PLOT_HEIGHT / self.most, 1)

    def x(self, place: float, places: int) -> float:
        return round(self.left + place * self.width / places, 1)


def draw_bars(
    labels: Sequence[str],
    series: Mapping[str, Sequence[int]],
    *,
    description: str,
    title: str = "",
    style: str = "",
    turned: bool = False,
) -> str:
    """Bars of counts as an SVG element. Equal counts give equal texts.

    Args:
        labels: below the bars; "" for a bar without one. One that would run into another is left out.
        series: as many counts as labels, by name. Several series stand side by side, with a legend.
        description: what the chart shows, for those who do not see it.
        title: above the chart.
        style: a style sheet of its own, for a file that stands alone.
        turned: labels are long, and stand aslant.
    """
    most = max(1, *(max(counts, default=0) for counts in series.values()))
    step = _step(most)
    most = step * ceil(most / step)
    frame = _Frame(_EDGE + _LETTER * len(f"{most:,}"), _EDGE + _LINE * bool(title), step, most)
    below = max(map(len, labels), default=0) * _LETTER * _TURNED if turned else 0
    height = round(frame.bottom + _LINE + below + _LINE * (len(series) > 1) + _EDGE / 2)
    return str(
        svg.SVG(
            viewBox=svg.ViewBoxSpec(0, 0, _WIDTH, height),
            class_=["chart"],
            extra={"role": "img", "aria-label": escape(description)},
            elements=[
                *([svg.Style(text=style)] if style else []),
                *([svg.Text(x=frame.left, y=_LINE, class_=["title"], text=escape(title))] if title else []),
                *_scale(frame),
                *_bars(frame, list(series.values())),
                *_labels(frame, labels, turned=turned),
                *(_legend(frame, list(series), height - _LINE / 2) if len(series) > 1 else []),
            ],
        )
    )


def _step(most: int) -> int:
    """Between two marks of a scale that reaches a count: 1, 2 or 5, or ten times, a hundred times that."""
    power = 1
    while True:
        for step in (power, 2 * power, 5 * power):
            if step * _MOST_STEPS >= most:
                return step
        power *= 10


def _scale(frame: _Frame) -> Iterator[svg.Element]:
    marks = {count: frame.bottom - frame.height(count) for count in range(0, frame.most + 1, frame.step)}
    lines = [(svg.M(frame.left, y), svg.HorizontalLineToRel(frame.width)) for y in marks.values()]
    yield svg.Path(class_=["lines"], d=[part for line in lines for part in line])
    texts: list[svg.Element] = [
        svg.Text(x=frame.left - 5, y=y + 4, text=f"{count:,}") for count, y in marks.items()
    ]
    yield svg.G(class_=["counts"], elements=texts)


def _bars(frame: _Frame, series: Sequence[Sequence[int]]) -> Iterator[svg.Element]:
    for number, counts in enumerate(series):
        width = round(frame.width / len(counts) * _FILLED / len(series), 1) if counts else 0
        parts: list[svg.PathData] = []
        for place, count in enumerate(counts):
            if count:
                x = frame.x(place + (1 - _FILLED) / 2, len(counts)) + number * width
                up = frame.height(count)
                parts += (svg.M(round(x, 1), frame.bottom), svg.VerticalLineToRel(-up))
                parts += (svg.HorizontalLineToRel(width), svg.VerticalLineToRel(up), svg.ClosePath())
        yield svg.Path(class_=[f"series-{number}"], d=parts)


def _labels(frame: _Frame, labels: Sequence[str], *, turned: bool) -> Iterator[svg.Element]:
    texts: list[svg.Element] = []
    free = 0.0  # where there is room for a label
    for place, label in enumerate(labels):
        x, y = frame.x(place + 0.5, len(labels)), frame.bottom + _LINE - 4
        half = _LETTER if turned else (len(label) * _LETTER + _LETTER) / 2
        if label and x - half >= free - 0.5:
            free = x + half
            aslant: list[svg.Transform] | None = [svg.Rotate(40, x - 4, y)] if turned else None
            texts.append(svg.Text(x=x - 4 * turned, y=y, text=escape(label), transform=aslant))
    yield svg.G(class_=["labels", "turned"] if turned else ["labels"], elements=texts)


def _legend(frame: _Frame, names: Sequence[str], y: float) -> Iterator[svg.Element]:
    for number, name in enumerate(names):
        x = frame.left + number * frame.width / len(names)
        shown = name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1]}…"
        yield svg.Rect(class_=[f"series-{number}"], x=x, y=y - 10, width=12, height=12)
        yield svg.Text(x=x + 18, y=y, text=escape(shown))
