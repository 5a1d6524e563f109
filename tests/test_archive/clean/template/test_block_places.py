"""The place of a block is the same on all pages of a template."""

from __future__ import annotations

from archive.clean.dom.read_blocks import read_blocks
from archive.clean.template.block_places import element_name, places_of
from archive.html.parse_html import parse_html

PROSE = "A sentence of more than eight words stands here for prose."


def places(html: str) -> list[str]:
    blocks, _ = read_blocks(parse_html(f"<html><body>{html}</body></html>"))
    return places_of(blocks)


def test_numbers_and_later_classes_of_an_element_are_no_part_of_its_place() -> None:
    first = places(f'<article class="post-7 post tag-seaside"><p>{PROSE}</p></article>')
    second = places(f'<article class="post-88 post tag-western"><p>{PROSE}</p></article>')
    assert first == second == ["prose p < article.post-0.post < body < html"]


def test_a_place_tells_paragraphs_labels_and_links_apart() -> None:
    html = f"<p>{PROSE}</p><p>A label</p><p><a href='/'>{PROSE}</a></p><p><b>{PROSE}</b></p>"
    sorts = [place.partition(" ")[0] for place in places(html)]
    assert sorts == ["prose", "short", "links", "emphasis"]


def test_an_element_without_classes_is_named_by_its_id_but_a_heading_is_not() -> None:
    assert element_name("section", None, "comments") == "section#comments"
    assert element_name("h2", None, "of-petrol-and-other-debts") == "h2"
    assert element_name("div", "", None) == "div"
