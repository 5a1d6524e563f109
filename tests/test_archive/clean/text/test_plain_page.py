"""Plain-text captures: where the head ends, and what is left of the rest."""

from __future__ import annotations

from archive.clean.text.plain_page import plain_lines, split_head

FIRST = "The film opens on a lake of ice, and it takes its time before the first blade is drawn."
SECOND = "What follows is two hours of winter, told with patience and with a good deal of wit."


def test_the_head_ends_at_the_byline_so_that_an_opening_heading_stays() -> None:
    lines = [
        "Site logo",
        "A Film of Ice",
        "By Some PressPublished about a year ago 4 min read",
        "The Lake",
        FIRST,
    ]
    head, rest = split_head(lines)
    assert head == tuple(lines[:3])
    assert rest == ("The Lake", FIRST)


def test_without_a_byline_the_head_ends_at_the_first_prose() -> None:
    head, rest = split_head(["A Film of Ice", "Review", FIRST, SECOND])
    assert head == ("A Film of Ice", "Review")
    assert rest == (FIRST, SECOND)


def test_a_page_that_begins_with_prose_has_no_head() -> None:
    assert split_head([FIRST, SECOND]) == ((), (FIRST, SECOND))


def test_a_page_without_prose_is_all_rest() -> None:
    assert split_head(["Home", "About"]) == ((), ("Home", "About"))
    assert split_head([]) == ((), ())


def test_tail_furniture_goes_and_the_last_word_stays() -> None:
    last = "It ends as it began, on the ice, and nobody is any the wiser for it."
    text = [FIRST, SECOND, last, "Grade: B+"]
    tail = ["Movie", "About the Creator", "Some Press", "We write on film.", "Comments"]
    assert [line.text for line in plain_lines([*text, *tail], None, None)] == text


def test_no_lines() -> None:
    assert plain_lines([], None, None) == []
