"""Sources that libxml2 would read in part or for minutes."""

from __future__ import annotations

import pytest

from archive.html.markup_limits import DEEPEST, MOST_ATTRIBUTES, with_few_attributes, with_few_levels
from archive.html.parse_html import parse_html


@pytest.mark.parametrize("tag", ["div", "b", "blockquote", "span"])
@pytest.mark.parametrize("closed", [True, False])
def test_what_stands_deep_and_what_follows_is_read(tag: str, closed: bool) -> None:
    ends = f"</{tag}>" * 3000 if closed else ""
    tree = parse_html(f"<h1>Title</h1>{f'<{tag}>' * 3000}<p>Deep.</p>{ends}<p>After.</p><ul><li>Item</ul>")
    assert [p.text for p in tree.iter("p")] == ["Deep.", "After."]
    assert (tree.findtext(".//li") or "").strip() == "Item"


def test_tags_in_scripts_and_comments_are_no_tags() -> None:
    hidden = "<script>'<div>'</script><!-- <div> --><style>/* <div> */</style>"
    source = f"{hidden * DEEPEST}<div><p>Text</p></div>"
    assert with_few_levels(source) == source


def test_elements_side_by_side_are_not_deep() -> None:
    source = "<div><p>One<br><img src=x><li>Two</div>" * (2 * DEEPEST)
    assert with_few_levels(source) == source


def test_an_unclosed_element_ends_with_the_one_around_it() -> None:
    source = "<div><b>One</div>" * (2 * DEEPEST)
    assert with_few_levels(source) == source


def test_an_element_keeps_its_first_attributes() -> None:
    attributes = " ".join(f"data-a{number}='>{number}'" for number in range(20_000))
    tree = parse_html(f"<div {attributes}><p class=x>Text</p></div>")
    (box,) = tree.iter("div")
    assert len(box.attrib) == MOST_ATTRIBUTES
    assert box.get("data-a7") == ">7"
    assert tree.findtext(".//p") == "Text"


def test_a_long_value_is_no_long_list() -> None:
    source = f'<img alt="A harbour" src="data:image/png;base64,{"A" * 100_000}"><p>Text</p>'
    assert with_few_attributes(source) == source
