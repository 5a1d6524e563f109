"""Markdown read back by a parser that is not ours: what a reader of it would see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

_PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_WORD = re.compile(r"\w+")


def words(text: str) -> list[str]:
    """The words of a plain text."""
    return _WORD.findall(text)


def shown_words(markdown: str) -> list[str]:
    """The words that a reader of the rendered Markdown sees, numbers of lists among them."""
    return words(" ".join(_shown(_PARSER.parse(markdown))))


def shown_html(markdown: str) -> str:
    """The HTML that it stands for."""
    return str(_PARSER.render(markdown))


def _shown(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        if token.type == "list_item_open" and token.info:
            yield token.info
        elif token.type == "inline":
            yield "".join(_inline(token.children or ()))
        elif token.type in ("fence", "code_block", "html_block"):
            yield token.content


def _inline(tokens: Iterable[Token]) -> Iterator[str]:
    for token in tokens:
        yield "\n" if token.type in ("softbreak", "hardbreak") else token.content
