"""A line of text on its way out of the cleaner."""

from __future__ import annotations

from dataclasses import dataclass

from archive.clean.dom.blocks import Block


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a page as a line of the article's text.

    Attributes:
        block: whose text it is.
        apart: whether it stands in an element of a class that holds little of the page's prose.
        captions: of the figures between the line before and this one.
    """

    block: Block
    apart: bool = False
    captions: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """The text, white space folded."""
        return self.block.text

    @property
    def linked(self) -> float:
        """The share of its characters that stand in links, 0-1."""
        return self.block.linked / len(self.block.text)
