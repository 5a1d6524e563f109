"""Charts of pages as images: what their addresses carry, and that no other address is drawn."""

from __future__ import annotations

from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from archive.errors import MatineeError
from archive.query.figures.bar_chart import with_room
from archive.query.figures.scores import count_scores
from archive.query.figures.timeline import Timeline
from archive.web.charts import Chart, draw, score_chart, timeline_chart

SOUND = {"labels": ["a,b"], "name": ["count"], "counts": ["1,2"]}


def image(chart: Chart) -> etree._Element:
    """The drawing at a chart's address."""
    parts = urlsplit(chart.address)
    assert parts.path == "chart.svg"
    return etree.fromstring(draw(parse_qs(parts.query)))


def test_several_series_are_shares_with_a_legend() -> None:
    series = {"one": count_scores([10, 95, 100, 100]), "other": count_scores([50])}
    chart = score_chart(series, "Scores of one and other")
    assert chart.alt == (
        "Scores of one and other, in percent. one: 10 to 19: 25, 90 to 100: 75; other: 50 to 59: 100"
    )
    assert {"one", "other"} <= {text.text for text in image(chart).iter("{*}text")}


def test_parts_of_a_timeline_stand_upon_one_another() -> None:
    parts = {"before release": [2, 0], "after release": [3, 1]}
    chart = timeline_chart(Timeline("year", ("2025", "2026"), (5, 1)), "Pieces", parts)
    assert chart.alt == "Pieces by year. before release: 2025: 2; after release: 2025: 3, 2026: 1"
    drawn = image(chart)
    bars = [bar for bar in drawn.iter("{*}rect") if float(bar.get("height", 0)) and bar.get("x")]
    (lower, upper, *_) = (bar for bar in bars if "rect" in (bar.get("class") or ""))
    assert float(lower.get("x", 0)) == float(upper.get("x", 1))
    assert {"before release", "after release"} <= {text.text for text in drawn.iter("{*}text")}


def test_an_image_has_the_colours_of_the_pages_in_light_and_dark_and_nothing_to_load() -> None:
    drawn = image(timeline_chart(Timeline("year", ("2025", "2026"), (3, 0)), "Articles"))
    (style,) = drawn.iter("{*}style")
    assert style.text and "prefers-color-scheme: dark" in style.text and ".color-0" in style.text
    assert not list(drawn.iter("{*}script")) and "url(" not in style.text and "@import" not in style.text
    assert not [element for element in drawn.iter() if element.get("{http://www.w3.org/1999/xlink}href")]


@pytest.mark.parametrize(
    "wrong",
    [
        {"labels": []},
        {"labels": ["a"]},
        {"labels": [",".join("a" * 101)], "counts": [",".join("1" * 101)]},
        {"labels": [f"{'a' * 201},b"]},
        {"counts": []},
        {"counts": ["1,x"]},
        {"counts": ["1,-2"]},
        {"counts": ["1,²"]},
        {"counts": ["1,1000000000"]},
        {"counts": ["1,2", "1,2"]},
        {"name": []},
        {"name": ["same", "same"], "counts": ["1,2", "1,2"]},
        {"name": list("abcde"), "counts": ["1,2"] * 5},
    ],
)
def test_no_other_address_is_drawn(wrong: dict[str, list[str]]) -> None:
    assert draw(SOUND)
    args = {name: values for name, values in {**SOUND, **wrong}.items() if values}
    with pytest.raises(MatineeError, match="has no chart"):
        draw(args)


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60))
def test_names_are_inert(name: str) -> None:
    chart = score_chart({name: count_scores([50]), "the other's": count_scores([60])}, name)
    try:
        drawn = image(chart)
    except MatineeError:
        return  # a name of nothing does not survive an address
    assert {etree.QName(element).localname for element in drawn.iter(etree.Element)} <= {
        *("svg", "style", "g", "path", "rect", "text")
    }


def test_years_below_many_bars_are_whole() -> None:
    years = Timeline("year", tuple(str(year) for year in range(1990, 2026)), tuple(range(36)))
    shown = {text.text for text in image(timeline_chart(years, "Articles")).iter("{*}text")}
    assert {"1990", "1993"} <= shown and "…" not in "".join(filter(None, shown))


def test_labels_that_would_run_into_one_another_are_left_out() -> None:
    shown = with_room([str(year) for year in range(1960, 2020)])
    places = [place for place, label in enumerate(shown) if label]
    assert shown[0] == "1960" and 8 < len(places) < 20
    assert all(right - left >= 4 for left, right in pairwise(places))


def test_the_year_of_most_months_is_shown() -> None:
    assert [label for label in with_room(["2025", "2026", *[""] * 22]) if label] == ["2026"]
    months = ["2024", *[""] * 8, "2025", *[""] * 11, "2026"]
    assert with_room(months) == months


@pytest.mark.parametrize(("most", "scale"), [(1, {"0", "1"}), (3, {"0", "1", "2", "3"}), (100, {"0", "100"})])
def test_a_scale_has_whole_numbers(most: int, scale: set[str]) -> None:
    drawn = image(timeline_chart(Timeline("year", ("2025", "2026"), (0, most)), "Articles"))
    lines = [line for line in drawn.iterfind(".//{*}g") if "axis y" in (line.get("class") or "")]
    numbers = [text.text or "" for axis in lines for text in axis.iter("{*}text")]
    assert "" not in numbers and scale <= {*numbers}
