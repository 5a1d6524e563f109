"""What a person writes behind --split."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.export.options.split import Split, SplitError, read_split
from tests.support.examples import property_test


@pytest.mark.parametrize(
    ("text", "parts", "shares"),
    [
        ("work:80/10/10", ("train", "validation", "test"), (80, 10, 10)),
        ("author:75/25", ("train", "test"), (75, 25)),
        ("outlet:33.3/33.3/33.4", ("train", "validation", "test"), ("33.3", "33.3", "33.4")),
        ("random:", ("train", "validation", "test"), (80, 10, 10)),
        ("random", ("train", "validation", "test"), (80, 10, 10)),
    ],
)
def test_shares(text: str, parts: tuple[str, ...], shares: tuple[str | int, ...]) -> None:
    split = read_split(text)
    assert (split.by, split.parts) == (text.partition(":")[0], parts)
    assert split.shares == tuple(Fraction(share) / 100 for share in shares)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("time:2025-01-01", ("train", "test")),
        ("time:2025-01-01,2025-07-01", ("train", "validation", "test")),
    ],
)
def test_dates(text: str, parts: tuple[str, ...]) -> None:
    split = read_split(text)
    assert split == Split(text, "time", days=tuple(text.removeprefix("time:").split(",")))
    assert split.parts == parts


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "there is no split by ''"),
        ("genre:80/20", "there is no split by 'genre': write work:80/10/10"),
        ("work:80/10/5", "the percentages sum to 95: make them sum to 100"),
        ("work:60/40.5", "the percentages sum to 100.5"),
        ("work:100/0", "a part of 0% is none: leave it out"),
        ("work:100", "'100' is not two or three percentages: write 80/20"),
        ("work:25/25/25/25", "is not two or three percentages"),
        ("work:80%/20%", "is not two or three percentages"),
        ("work:120/-20", "is not two or three percentages"),
        ("work:80,20", "is not two or three percentages"),
        ("time:", "'' is not one or two dates: write time:2025-01-01"),
        ("time:2025", "is not one or two dates"),
        ("time:2025-02-30", "is not one or two dates"),
        ("time:2025-01-01,2025-02-01,2025-03-01", "is not one or two dates"),
        ("time:2025-07-01,2025-01-01", "the second date is not after the first"),
        ("time:2025-01-01,2025-01-01", "the second date is not after the first"),
    ],
)
def test_what_cannot_be_understood(text: str, message: str) -> None:
    with pytest.raises(SplitError, match="--split") as raised:
        read_split(text)
    assert message in str(raised.value) and raised.value.exit_code == 2


@property_test
@given(st.lists(st.integers(1, 99), min_size=2, max_size=3))
def test_percentages_that_do_not_sum_to_100_are_a_mistake(shares: list[int]) -> None:
    text = f"random:{'/'.join(map(str, shares))}"
    if sum(shares) == 100:
        assert sum(read_split(text).shares) == 1
    else:
        with pytest.raises(SplitError, match=f"sum to {sum(shares)}"):
            read_split(text)
