"""Which recurring lines are furniture: the guards, one by one."""

from __future__ import annotations

import pickle

import pytest
from lxml.html import Element

from archive.clean.boilerplate.lines import Line, seen_lines
from archive.clean.boilerplate.recurring import (
    SeenPage,
    find_learned,
    learn,
    line_key,
    same_but_for,
    text_span,
)
from archive.clean.dom.blocks import Block, Box
from archive.model import Learned, SeenLine

SIGN_OFF = "Thank you for reading the Morning Lantern"
BOTH = frozenset({"Mara", "Tobias"})


def a_line(text: str, *, heading: bool = False, linked: float = 0.0, apart: bool = False) -> Line:
    """A line of a page, a share of whose characters stands in a link."""
    box = Box(Element("h2" if heading else "p"), "h2" if heading else "p", None, 0, 0)
    return Line(Block(text, box, round(linked * len(text)), 0, [text]), apart)


def pages(
    count: int,
    seen: Line,
    *,
    of: int | None = None,
    place: str = "end",
    authors: tuple[str, ...] = ("Mara", "Tobias"),
    below: str = "",
) -> list[SeenPage]:
    """Pages of three lines of their own; on the first `count` of them a line stands at a place, too."""
    found = []
    for number in range(of or count):
        lines = [a_line(f"Line {part} that only page {number} has.") for part in ("one", "two", "three")]
        if number < count:
            lines.insert({"top": 0, "middle": 1, "end": 3}[place], seen)
        lines += [a_line(below)] if below else []
        found.append(
            SeenPage(seen_lines(lines), frozenset({authors[number % len(authors)]} if authors else ()))
        )
    return found


def place_of(text: str, found: list[SeenPage]) -> str | None:
    learned = learn(found).get(line_key(text))
    return learned.place if learned else None


@pytest.mark.parametrize("place", ["top", "end"])
def test_a_line_at_an_edge_of_every_page(place: str) -> None:
    assert place_of(SIGN_OFF, pages(6, a_line(SIGN_OFF), place=place)) == "edge"


def test_a_line_amid_the_text_is_the_author_s_unless_its_markup_says_otherwise() -> None:
    assert place_of(SIGN_OFF, pages(6, a_line(SIGN_OFF), place="middle")) is None
    assert place_of(SIGN_OFF, pages(6, a_line(SIGN_OFF, apart=True), place="middle")) == "anywhere"
    assert place_of(SIGN_OFF, pages(6, a_line(SIGN_OFF, linked=0.9), place="middle")) == "anywhere"


@pytest.mark.parametrize("line", [a_line("Verdict", heading=True, apart=True), a_line("Pros", apart=True)])
def test_what_heads_a_part_of_every_review_stays(line: Line) -> None:
    assert place_of(line.block.text, pages(9, line, place="middle")) is None


def test_a_heading_with_nothing_but_furniture_below_goes() -> None:
    line = a_line("More from us", heading=True, apart=True)
    assert place_of(line.block.text, pages(9, line, below="Our club has tickets for all of it.")) == "edge"


@pytest.mark.parametrize(
    ("count", "of", "learned"), [(2, 9, None), (3, 9, "edge"), (3, 20, None), (6, 20, "edge")]
)
def test_several_pages_and_a_share_of_them(count: int, of: int, learned: str | None) -> None:
    assert place_of(SIGN_OFF, pages(count, a_line(SIGN_OFF), of=of)) == learned


def test_a_refrain_is_one_author_s_and_a_sign_off_everybody_s() -> None:
    line = a_line("And so to bed.")
    mine = pages(5, line, authors=("Mara",)) + [
        SeenPage(page.lines, frozenset({"Tobias"})) for page in pages(5, a_line("Another end."), of=5)
    ]
    assert place_of(line.block.text, mine) is None
    assert place_of(line.block.text, pages(10, line)) == "edge"


@pytest.mark.parametrize(("count", "learned"), [(4, None), (7, "edge")])
def test_where_one_person_writes_everything_more_is_asked_for(count: int, learned: str | None) -> None:
    assert place_of(SIGN_OFF, pages(count, a_line(SIGN_OFF), of=10, authors=("Mara",))) == learned


@pytest.mark.parametrize(
    "text",
    [
        "Spoilers ahead!",
        "Achtung, Spoiler!",
        "Cette critique contient des spoilers.",
        "Rating: 4/5",
        "★★★½☆",
        "8/10",
        "I pay for my own tickets, as ever.",
        "Ich zahle meine Karten selbst.",
        "Ik betaal mijn kaartjes zelf.",
    ],
)
def test_what_an_author_says_of_the_review_is_never_learned(text: str) -> None:
    for line in (a_line(text), a_line(text, apart=True)):
        assert place_of(text, pages(12, line)) is None
        assert place_of(text, pages(12, line, place="top")) is None


def test_a_paragraph_is_too_long_to_be_furniture() -> None:
    text = " ".join(["word"] * 61)
    assert place_of(text, pages(12, a_line(text, apart=True))) is None


def test_two_pages_teach_only_what_everything_speaks_for() -> None:
    assert place_of(SIGN_OFF, pages(2, a_line(SIGN_OFF))) is None
    assert place_of(SIGN_OFF, pages(2, a_line(SIGN_OFF, apart=True))) == "edge"
    assert place_of(SIGN_OFF, pages(2, a_line(SIGN_OFF, apart=True), place="middle")) is None


def test_the_same_page_at_many_addresses_teaches_nothing() -> None:
    page = SeenPage(seen_lines([a_line("One page."), a_line("Again and again.")]), BOTH)
    assert learn([page] * 12) == {}
    assert learn([]) == {}
    assert learn([SeenPage(())]) == {}


def test_the_text_lies_between_the_furniture_at_both_ends() -> None:
    assert text_span([True, False, True, False, True, True]) == (1, 4)
    assert text_span([False]) == (0, 1)
    assert text_span([True, True]) == text_span([]) == (0, 0)


TEXT = [
    "First of all a line of many words to make this a text of some length.",
    "Promo",
    "More words.",
    "Bye",
]


def dropped(learned: Learned, text: list[str] = TEXT) -> list[str]:
    gone = find_learned(text, [SeenLine(line_key(line)) for line in text], learned)
    return [line for line, is_gone in zip(text, gone, strict=True) if is_gone]


def keys(*lines: str) -> frozenset[str]:
    return frozenset(map(line_key, lines))


def test_dropping() -> None:
    assert dropped(Learned()) == []
    assert dropped(Learned(anywhere=keys("promo"))) == ["Promo"]
    assert dropped(Learned(edge=keys("Promo", "Bye!"))) == ["Bye"], "one of them stands amid the text"
    assert dropped(Learned(edge=keys("More words", "Bye"), anywhere=keys("Promo"))) == [
        "Promo",
        "More words.",
        "Bye",
    ]


def test_a_page_is_not_emptied_unless_a_person_says_so() -> None:
    large = "A promise of " + "very " * 50 + "much."
    text = ["A short review of it.", large]
    assert dropped(Learned(edge=keys(large)), text) == []
    assert dropped(Learned(edge=keys(*text)), text) == []
    assert dropped(Learned(pinned=keys(large)), text) == [large]


def test_two_texts_that_differ_by_learned_lines() -> None:
    assert same_but_for("One\nPromo\nTwo", "One\nTwo", keys("Promo"))
    assert same_but_for("One\nTwo", "One\nPROMO!\nTwo", keys("Promo"))
    assert not same_but_for("One\nPromo\nTwo", "One\nTwo, too", keys("Promo"))
    assert not same_but_for("One\nTwo", "Two\nOne", keys("Promo"))


def test_keys() -> None:
    assert line_key("Sign up — NOW!") == line_key("sign up  now")
    assert len({line_key(text) for text in ("4/5", "3/5", "★★★", "★★", "80%", "80", "9½", "9")}) == 8


def test_what_is_learned_travels() -> None:
    learned = Learned(keys("a"), keys("b"), keys("c"))
    assert pickle.loads(pickle.dumps(learned)) == learned
    assert learned and not Learned()
