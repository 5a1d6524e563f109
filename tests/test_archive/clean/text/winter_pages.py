"""Pages with six paragraphs of prose, and the text that is read from them."""

# Prose is easier to read in long lines.
# ruff: noqa: E501

from __future__ import annotations

from datetime import UTC, datetime

from lxml import html as lxml_html

from archive.clean.page.page import Page
from archive.clean.text.parts import plain_text, read_parts
from archive.clean.text.text import read_lines

AT = datetime(2026, 3, 15, tzinfo=UTC)
PROSE = [
    "The film opens on a lake of ice, and it takes its time before the first blade is drawn. Nobody speaks for "
    "ten minutes, and nobody in the cinema seemed to miss a word.",
    "What follows is two hours of winter, told with patience, with care and with a good deal of wit. The camera "
    "stays low, near the snow, as if it too were listening for a crack.",
    "Its heroine says little, and what she says she says to the ice, which answers in its own way. It is a part "
    "that could have been a pose; here it becomes a person.",
    "There are duels, as there must be, but each of them is about something other than who wins. The second one, "
    "at dusk, is the best scene that this director has made.",
    "The score holds back for an hour and then does not hold back at all, to great effect. I have had its last "
    "theme in my head for a week, and I am in no hurry to lose it.",
    "When it ends you will want to walk home slowly, and you will be glad of the cold outside. Few films earn a "
    "silence as long as the one that this one leaves behind.",
]


def paragraphs(lines: list[str] = PROSE) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def read_text(page: Page, title: str | None, byline: str | None) -> str:
    return plain_text(read_parts(read_lines(page, title, byline)))


def text_of(body: str, *, title: str | None = None, byline: str | None = None) -> list[str]:
    site = (
        "<header class='site-header'><a href='/'>The Lantern</a><nav><ul><li><a href='/film'>Film</a></li>"
        "<li><a href='/books'>Books</a></li></ul></nav></header>"
    )
    foot = "<footer class='site-footer'><p>The Lantern is published in the north.</p><a href='/about'>About</a></footer>"
    head = f"<head><title>{title or 'A winter in the north'} - The Lantern</title></head>"
    tree = lxml_html.document_fromstring(f"<html>{head}<body>{site}<main>{body}</main>{foot}</body></html>")
    return read_text(
        Page(url="https://site.example/a", captured_at=AT, tree=tree), title, byline
    ).splitlines()
