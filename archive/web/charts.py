"""Charts as images of their own address: a page counts, and the browser asks for the drawing afterwards.

The address has all that is drawn, so that an image needs no archive and never changes. pygal draws it; its
colours are the pages' own, from `static/theme.css`, also in a dark browser and in print.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from urllib.parse import quote_plus

from archive.errors import MatineeError
from archive.query.figures.bar_chart import draw_bars, with_room
from archive.query.figures.scores import BINS, ScoreCounts
from archive.query.figures.timeline import Timeline
from archive.terminal import safe

_STATIC = Path(__file__).parent / "static"
_STEP = 100 // BINS
_BANDS = [f"{place * _STEP}" for place in range(BINS)]  # of scores, by their lower ends
_BAND_NAMES = [f"{band} to {int(band) + _STEP - 1}" for band in _BANDS[:-1]] + [f"{_BANDS[-1]} to 100"]

# An image runs no script and shows no tooltip.
_DROPPED = {"defs", "desc", "title"}
_DROPPED_CLASSES = {"background", "tooltip"}

_KEPT = 256  # drawings, of about 10 KB each
_MOST_BARS, _MOST_SERIES, _LONGEST = 100, 4, 200  # of a drawing; of a label or name, in characters
_LONGEST_COUNT = 9  # digits


@dataclass(frozen=True, slots=True)
class Chart:
    """An image of a page.

    Attributes:
        address: below the root of the site.
        alt: what it shows, with its numbers, for those who do not see it.
    """

    address: str
    alt: str


def score_chart(series: Mapping[str, ScoreCounts], description: str) -> Chart:
    """Bars of the scores in each tenth: their number, or of several series their share in percent.

    Args:
        series: by the name of what the scores belong to.
        description: what the chart shows.
    """
    if len(series) == 1:
        counts = {name: scores.bins for name, scores in series.items()}
        return _chart(_BANDS, _BAND_NAMES, counts, description)
    shares = {
        name: [round(100 * count / max(1, scores.count)) for count in scores.bins]
        for name, scores in series.items()
    }
    return _chart(_BANDS, _BAND_NAMES, shares, f"{description}, in percent")


def timeline_chart(
    shown: Timeline, description: str, parts: Mapping[str, Sequence[int]] | None = None
) -> Chart:
    """Bars of the articles of each month or year.

    Args:
        parts: that make up its counts, by name: they stand upon one another.
    """
    counts = parts or {"articles": shown.counts}
    description = f"{description} by {shown.unit}"
    return _chart(with_room(shown.labels), shown.periods, counts, description, stacked=bool(parts))


def _chart(
    labels: Sequence[str],
    names: Iterable[str],
    series: Mapping[str, Sequence[int]],
    description: str,
    *,
    stacked: bool = False,
) -> Chart:
    """A chart of some bars; `names` are what its description calls them."""
    query = [f"labels={','.join(labels)}"]  # years and scores, which an address has as they are
    if stacked:
        query.append("stacked=yes")
    names = list(names)
    said = []
    for series_name, counts in series.items():
        query.append(f"name={quote_plus(series_name[:_LONGEST])}&counts={','.join(map(str, counts))}")
        spoken = ", ".join(f"{name}: {count}" for name, count in zip(names, counts, strict=True) if count)
        said.append(f"{series_name}: {spoken}" if len(series) > 1 else spoken)
    return Chart(f"chart.svg?{'&'.join(query)}", f"{description}. {'; '.join(said)}")


def draw(args: Mapping[str, Sequence[str]]) -> bytes:
    """The image of an address, given the values of its query string by name.

    Raises:
        MatineeError: it is no address that `Chart` gives.
    """
    labels = tuple(args.get("labels", ("",))[0].split(","))
    names, counts = args.get("name", ()), [_counts(text) for text in args.get("counts", ())]
    fits = (
        len(labels) <= _MOST_BARS
        and 1 <= len(names) == len(counts) <= _MOST_SERIES
        and len(set(names)) == len(names)
        and all(len(numbers) == len(labels) for numbers in counts)
        and all(len(text) <= _LONGEST for text in (*labels, *names))
    )
    if not fits:
        raise MatineeError("This address has no chart", "open the page of the work, person or outlet")
    shown = (safe(name) for name in names)  # XML has no control characters
    stacked = args.get("stacked", [""])[0] == "yes"
    return drawing(tuple(map(safe, labels)), tuple(zip(shown, counts, strict=True)), stacked=stacked)


def _counts(text: str) -> tuple[int, ...]:
    """Numbers as an address has them; none if one is no count."""
    parts = text.split(",")
    is_sound = all(part.isascii() and part.isdecimal() and len(part) <= _LONGEST_COUNT for part in parts)
    return tuple(map(int, parts)) if is_sound else ()


@lru_cache(maxsize=_KEPT)
def drawing(
    labels: tuple[str, ...], series: tuple[tuple[str, tuple[int, ...]], ...], *, stacked: bool = False
) -> bytes:
    """The image of some bars: what was drawn lately is not drawn again."""
    from lxml import etree  # noqa: PLC0415

    tree = draw_bars(labels, dict(series), stacked=stacked, css=[], truncate_label=-1)  # labels have room
    for element in list(tree.iter(etree.Element)):
        if etree.QName(element).localname in _DROPPED or element.get("class") in _DROPPED_CLASSES:
            element.getparent().remove(element)
    style = etree.Element("style")
    style.text = _style()
    tree.insert(0, style)
    return bytes(etree.tostring(tree, encoding="utf-8"))


@cache
def _style() -> str:
    return "".join((_STATIC / name).read_text(encoding="utf-8") for name in ("theme.css", "chart.css"))
