"""What changed between two texts, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from archive.query.history.word_diff import Change, count_changes, word_diff
from tests.support.examples import property_test_with

WORDS = st.lists(st.sampled_from(["a", "night", "at", "the", "harbour", "\n", "夜の", "駅"]), max_size=12)


def test_words_that_were_replaced_removed_and_added() -> None:
    before = "It moves fast and never stumbles.\nThe end."
    changes = word_diff(before, "It moves slowly and stumbles.\nThe end.\nMore.")
    assert changes == [
        Change("same", "It moves "),
        Change("removed", "fast "),
        Change("added", "slowly "),
        Change("same", "and "),
        Change("removed", "never "),
        Change("same", "stumbles.\nThe end."),
        Change("added", "\nMore."),
    ]
    assert count_changes(changes) == (2, 2)


def test_scripts_without_spaces_are_compared_by_characters() -> None:
    assert word_diff("雨の駅員が", "雪の駅員が") == [
        Change("removed", "雨"),
        Change("added", "雪"),
        Change("same", "の駅員が"),
    ]


@property_test_with(examples=100)
@given(before=WORDS, after=WORDS)
def test_both_texts_are_in_the_changes(before: list[str], after: list[str]) -> None:
    old, new = " ".join(before), " ".join(after)
    changes = word_diff(old, new)

    def text(kind: str) -> list[str]:
        return "".join(change.text for change in changes if change.kind in ("same", kind)).split()

    assert text("removed") == old.split() and text("added") == new.split()
