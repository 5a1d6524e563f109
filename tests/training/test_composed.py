"""Furniture that is put into pages to train on: it is there, and it is not the author's."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.training.composed import SORTS, composed
from tests.training.furniture import Lender
from tests.training.pages import TrainingPage, read_training_page

OWN = [
    f"{word} is a word that the author of this page wrote into paragraph {number} of the review, with care."
    for number, word in enumerate(("Harbour", "Lantern", "Meadow", "Orchard", "Pebble", "Quarry", "River"))
]
LENT = [
    f"{word} is what somebody else said on another site, in sentence {number} of a text of their own there."
    for number, word in enumerate(("Anvil", "Bellows", "Chisel", "Drill", "Emery", "File"))
]


def page(host: str, paragraphs: list[str]) -> TrainingPage:
    prose = "".join(f"<p>{text}</p>" for text in paragraphs)
    html = (
        f"<html><head><title>What {host} says</title></head><body><nav><a href=/>Home</a></nav>"
        f"<main><div class=top><h1>What {host} says</h1></div><div class=text>{prose}</div></main>"
        "<footer><p>All that you see here is ours.</p></footer></body></html>"
    )
    row = {"url": f"https://{host}/review", "main_content": "\n".join(paragraphs)}
    read = read_training_page("articles", row, html)
    assert read is not None
    return read


def name(sort: Callable[..., None]) -> str:
    return sort.__name__.strip("_")


@pytest.mark.parametrize("number", range(len(SORTS)), ids=map(name, SORTS))
def test_what_is_put_into_a_page_is_not_the_authors(number: int) -> None:
    own = page("own.example", OWN)
    lenders = [page(f"lender{one}.example", LENT) for one in range(3)]
    made = composed(own, [Lender(one) for one in (own, *lenders)], number)
    assert made is not None and made.content is not None
    content = [block for block, is_content in zip(made.blocks, made.content, strict=True) if is_content]
    taken = [block.text for block in content if block.box.tag == "p" and len(block.text) > 40]
    assert taken == OWN[: len(taken)], "of the text nothing but its end is lost"
    if "teaser" in name(SORTS[number]):
        assert 1 <= len(taken) < len(OWN)
    else:
        assert taken == OWN
    others = [block.text for block in made.blocks if block.text not in OWN]
    if name(SORTS[number]) not in ("sections", "wrapped_headings"):
        assert len(content) == len(taken)
        assert any(text.split()[0] in "".join(LENT) for text in others), "it holds another's words"
    assert len(own.blocks) == len(OWN) + 2, "the page itself stays as it is"


def test_a_page_is_composed_alike_each_time() -> None:
    own, lender = page("own.example", OWN), Lender(page("lender.example", LENT))
    first, second = (composed(own, [lender], 1) for _ in range(2))
    assert first and second
    assert [block.text for block in first.blocks] == [block.text for block in second.blocks]


def test_a_short_page_is_left_as_it_is() -> None:
    assert composed(page("own.example", OWN[:2]), [Lender(page("lender.example", LENT))], 0) is None
