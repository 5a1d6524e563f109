"""Which texts are taken for one, lightly edited."""

from __future__ import annotations

from archive.ingest.same_text import is_nearly_same

TEXT = " ".join(
    f"The clerk opens box {number} and finds a letter from the year before." for number in range(12)
)


def test_a_small_edit_leaves_a_text_the_same() -> None:
    assert is_nearly_same(TEXT, TEXT.replace("box 3", "trunk 3") + " Corrected on Monday.")
    assert is_nearly_same(TEXT, f"{TEXT} {TEXT[:80]}")


def test_another_text_and_half_a_text_are_not_the_same() -> None:
    assert not is_nearly_same(TEXT, "A quite different review of a film about a lamp and a boat. " * 8)
    half = " ".join(f"The clerk opens box {number} and leaves." for number in range(12))
    assert not is_nearly_same(TEXT, half)
    assert not is_nearly_same(TEXT, "")


def test_texts_without_spaces_are_compared_too() -> None:
    text = "駅員は雨の中で静かに列車を待っている。彼女は手紙を読み返して、遠い町のことを考えていた。" * 3
    other = "灯台守の娘は毎晩海を見ていたが、船は一度も来なかった。父は何も言わずに火をともした。" * 3
    assert is_nearly_same(text, text.replace("静かに", "黙って", 1))
    assert not is_nearly_same(text, other)


def test_short_texts_are_compared_as_they_are() -> None:
    assert is_nearly_same("It moves.", "It moves!")
    assert not is_nearly_same("It moves.", "It stands.")
