"""Bars of counts as SVG: what stands where, and that names are inert."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from archive.query.figures.bar_chart import draw_bars


def parts(drawn: str) -> dict[str, list[etree._Element]]:
    """The elements of a drawing by class; it must be sound XML."""
    found: dict[str, list[etree._Element]] = {}
    for element in etree.fromstring(drawn).iter(etree.Element):
        for name in (element.get("class") or "").split():
            found.setdefault(name, []).append(element)
    return found


def bars(path: etree._Element) -> list[tuple[float, float, float]]:
    """The left edge, width and height of each bar."""
    numbers = r"M ([\d.]+) [\d.]+ v -([\d.]+) h ([\d.]+)"
    return [(float(x), float(width), float(up)) for x, up, width in re.findall(numbers, path.get("d"))]


@pytest.mark.parametrize(
    ("most", "scale"),
    [
        (0, ["0", "1"]),
        (1, ["0", "1"]),
        (4, ["0", "1", "2", "3", "4"]),
        (7, ["0", "2", "4", "6", "8"]),
        (12_345, ["0", "5,000", "10,000", "15,000"]),
    ],
)
def test_the_scale_has_whole_steps_and_reaches_the_most(most: int, scale: list[str]) -> None:
    found = parts(draw_bars(["a", "b"], {"count": [0, most]}, description="Counts"))
    assert [text.text for text in found["counts"][0]] == scale
    drawn = bars(found["series-0"][0])
    assert len(drawn) == (most > 0), "there is no bar for nothing"
    assert all(0 < height <= 140 for *_, height in drawn)


def test_heights_are_in_proportion_and_series_stand_side_by_side() -> None:
    found = parts(draw_bars(list("abc"), {"one": [10, 20, 40], "two": [40, 5, 1]}, description=""))
    one, two = (bars(found[f"series-{number}"][0]) for number in range(2))
    assert [height for *_, height in one] == [35, 70, 140]
    in_order = sorted([*one, *two])
    assert all(left[0] + left[1] <= right[0] + 0.2 for left, right in pairwise(in_order))
    assert in_order[0] == one[0] and in_order[1] == two[0]


def test_labels_that_would_run_into_one_another_are_left_out() -> None:
    years = [str(year) for year in range(1960, 2020)]
    shown = parts(draw_bars(years, {"articles": [1] * 60}, description=""))["labels"][0]
    places = [float(text.get("x")) for text in shown]
    assert shown[0].text == "1960" and 8 < len(shown) < 20
    assert all(right - left > 28 for left, right in pairwise(places)), "four digits are 28 wide"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cn")), max_size=60))
def test_names_are_inert(name: str) -> None:
    drawn = draw_bars([name, ""], {name: [1, 2], "others": [0, 0]}, description=name, title=name, turned=True)
    tree = etree.fromstring(drawn)
    assert tree.get("aria-label") == name and tree.get("role") == "img"
    assert {etree.QName(element).localname for element in tree.iter(etree.Element)} <= {
        *("svg", "g", "path", "rect", "text")
    }
