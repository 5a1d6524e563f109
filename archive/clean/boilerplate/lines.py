"""A line of text on its way out of the cleaner."""

from __future__ import annotations

from dataclasses import dataclass, field

from archive.clean.dom.blocks import Block


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on its way out.

    Attributes:
        text: as it would be kept.
        heading: whether the page marks it as a heading.
        linked: share of its characters that stand in links, 0-1.
        apart: whether it stands in an element of a class that holds little of the page's prose.
        block: where it stands on the page; None where that is not known.
        captions: of the figures between the line before and this one.
    """

    text: str
    heading: bool = False
    linked: float = 0.0
    apart: bool = False
    block: Block | None = field(default=None, repr=False, compare=False)
    captions: tuple[Line, ...] = field(default=(), repr=False)
