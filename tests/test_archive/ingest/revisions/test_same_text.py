"""Which texts are taken for one, lightly edited."""

from __future__ import annotations

from archive.ingest.revisions.same_text import as_readers_see, is_nearly_same, page_words, says_the_same

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


def test_counts_and_typography_are_no_change_to_a_reader() -> None:
    seen = as_readers_see("A \u201cnight\u201d \u2014 it\u2019s late.\n1,204 views\nUpdated 3 hours ago")
    assert seen == as_readers_see("A 'night' - it's late.\n98 views\nUpdated 11 hours ago")
    for before, after in (
        ("Rating: 3/5", "Rating: 4/5"),
        ("In cinemas on 3 March", "In cinemas on 10 March"),
        ("Runtime: 112 min", "Runtime: 118 min"),
        ("He saw the film 3 times, and each time he left the hall before the end.",
         "He saw the film 4 times, and each time he left the hall before the end."),
    ):  # fmt: skip
        assert as_readers_see(before) != as_readers_see(after)


def test_another_reading_of_a_page_is_told_from_an_edit() -> None:
    page = page_words("<article><p>One <b>line</b> &amp; more.</p><p>A caption.</p><p>The end.</p></article>")
    later = page_words("<main nonce=7><p>One line &amp; more.</p><p>A caption.</p><p>The end.</p></main>")
    assert says_the_same("One line & more.\nThe end.", "One line & more.\nA caption.\nThe end.", page, later)
    edited = page_words("<article><p>One line &amp; more.</p><p>A caption.</p><p>The very end.</p></article>")
    assert not says_the_same("One line & more.\nThe end.", "One line & more.\nThe very end.", page, edited)
    assert not says_the_same("The very end.", "The end.", edited, page)
    assert not says_the_same("One line & more.", "One line & more.", page, page)
