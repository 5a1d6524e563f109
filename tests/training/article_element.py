"""Where the article stands on a training page."""

from __future__ import annotations

from lxml.html import HtmlElement

from tests.training.pages import TrainingPage

_CORE = 0.95  # the innermost element with this share of the text's words is the article's own

_FEWEST = 4  # paragraphs of a page that something is put into


def article_element(page: TrainingPage) -> HtmlElement | None:
    """The element that holds the page's text."""
    assert page.content is not None
    sizes = [0.0] * len(page.boxes)
    prose = 0
    for block, content in zip(page.blocks, page.content.tolist(), strict=True):
        sizes[block.box.index] += block.words * content
        prose += content and block.is_prose
    if prose < _FEWEST:
        return None
    total = sum(sizes)
    for box in reversed(page.boxes):
        if box.parent is not None:
            sizes[box.parent.index] += sizes[box.index]
    return max(
        (box for box in page.boxes if sizes[box.index] >= _CORE * total), key=lambda b: b.depth
    ).element


def article_classes(page: TrainingPage) -> list[str]:
    assert page.content is not None
    kept = {
        block.box: None for block, content in zip(page.blocks, page.content.tolist(), strict=True) if content
    }
    return [
        name for box in kept for outer in (box, box.parent) if outer and (name := outer.element.get("class"))
    ]
