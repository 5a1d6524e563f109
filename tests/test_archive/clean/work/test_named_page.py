"""What a page names: which tags are its own, what it labels as a title."""

from __future__ import annotations

import pytest

from archive.clean.work.name_text import quoted
from archive.clean.work.named_page import read_names
from tests.test_archive.clean.pages import html_page

MENU = "".join(
    f'<li><a href="/category/{name.lower()}/">{name}</a></li>'
    for name in ("Features", "Interviews", "Previews", "Reviews", "News")
)
ARTICLE = (
    '<article><h1>A tide</h1><p>Text.</p><footer>In <a href="/category/news/">News</a></footer></article>'
)


def tags(body: str) -> list[str]:
    return read_names(html_page(f"<html><body>{body}</body></html>"), "Text.", "A tide").named["tag"]


@pytest.mark.parametrize(
    "body",
    [
        f"<nav><ul>{MENU}</ul></nav>{ARTICLE}",
        f'{ARTICLE}<section class="widget widget_block"><h2>Categories</h2><ul>{MENU}</ul></section>',
        f"{ARTICLE}<footer><ul>{MENU}</ul></footer>",
    ],
)
def test_tags_in_a_menu_are_the_sites(body: str) -> None:
    assert tags(body) == ["News"]


def test_tags_in_a_menu_count_where_a_page_has_no_others() -> None:
    assert len(tags(f"<nav><ul>{MENU}</ul></nav><article><h1>A tide</h1></article>")) == 5


@pytest.mark.parametrize(
    "body",
    [
        "<dl><dt>Title</dt><dd>Salt Roads</dd><dt>Author</dt><dd>Ana Horn</dd></dl>",
        "<table><tr><th>Originaltitel</th><td>Salt Roads</td></tr></table>",
        "<p>Original title: Salt Roads</p><p>Year: 2019</p>",
        "<p>作品名：Salt Roads</p>",
        "<p>タイトル: Salt Roads</p>",
    ],
)
def test_what_stands_after_a_label_for_a_title(body: str) -> None:
    names = read_names(html_page(f"<html><body>{body}</body></html>"), "", "A tide").named
    assert names["data"] == ["Salt Roads"]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("”Isvintern” är en varm film", ["Isvintern"]),
        ("Arvio: ”Kesä, ikuinen”", ["Kesä, ikuinen"]),
        ("»Nordlicht« von X und »Süd«", ["Nordlicht", "Süd"]),
        ("«A la mer» et «B là» fin", ["A la mer", "B là"]),
        ("a 5” screen and a 6” screen", []),
    ],
)
def test_quotation_marks_that_open_as_they_close(text: str, names: list[str]) -> None:
    assert quoted(text) == names
