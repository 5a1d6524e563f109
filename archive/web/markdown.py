"""The text of an article from Markdown to HTML. HTML within the Markdown is shown, never obeyed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from markdown_it import MarkdownIt


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415

    # Its preset for untrusted text: no HTML, and links only to addresses that cannot run a script. An image
    # would be fetched from the publisher by everybody who reads here.
    return MarkdownIt("js-default", {"html": False, "linkify": False, "typographer": False}).disable("image")


def to_html(markdown: str) -> Markup:
    """The HTML of a stored text."""
    return Markup(_parser().render(markdown))
