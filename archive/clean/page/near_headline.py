"""The short lines around a headline, where a page prints the author and the date."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from archive.clean.dom.box_sorts import is_outside_article
from archive.clean.dom.element_text import HIDDEN_TAGS, element_text
from archive.clean.dom.text_nodes import TextNode, TextNodes
from archive.clean.page.page import Page, cached_per_page
from archive.folding import fold

_TEXTS_BEFORE = 12  # text nodes read before the headline

_TEXTS_AFTER = 110

_INLINE = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "big", "cite", "code", "data", "del", "em", "font", "i", "img",
    "ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "time", "tt",
    "u", "var", "address", "wbr", "picture", "source",
))  # fmt: skip

_TITLE_TAGS = (
    "h2",
    "h3",
    "h4",
    "h5",
    "p",
    "div",
    "span",
    "a",
    "b",
    "strong",
    "legend",
    "td",
    "th",
    "font",
    "center",
)

_PROSE_CHARS = 150  # a longer line is prose

_NEXT = 6  # text nodes read after one that is a label


@dataclass(slots=True)
class ShownLine:
    """One line of the rendered page.

    Attributes:
        element: the block-level element around it; None in a plain-text capture.
        pieces: its text nodes, white space folded, in order.
    """

    element: HtmlElement | None
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The whole line."""
        return " ".join(self.pieces)


@dataclass(frozen=True, slots=True)
class LinesNearHeadline:
    """The lines before and after the headline, nearest first.

    Those after it end where the body text begins.
    """

    before: tuple[ShownLine, ...] = ()
    after: tuple[ShownLine, ...] = ()

    def lines(self) -> Iterator[tuple[int, ShownLine]]:
        """Every line with its distance from the headline in lines; those after the headline come first."""
        yield from enumerate(self.after)
        yield from enumerate(self.before)


def headline_element(page: Page, title: str | None) -> HtmlElement | None:
    """The element that shows the title: an h1 that contains it, else another element equal to it.

    Else the page's only h1; None where it has none or several.
    """
    wanted = fold(title or "")
    h1s = page.tagged("h1")
    if wanted:
        for element in h1s:
            if wanted in fold(element_text(element)):
                return element
        for element in page.tagged(*_TITLE_TAGS):
            if len(element) <= 4 and _starts_like(element, wanted) and fold(element_text(element)) == wanted:
                return element
    return h1s[0] if len(h1s) == 1 else None


def _starts_like(element: HtmlElement, wanted: str) -> bool:
    """Whether an element's first words may be the title: a fast test before all of its text is read."""
    return fold((element.text or "")[:80])[:20] == wanted[:20]


@cached_per_page
def lines_near_headline(page: Page, title: str | None) -> LinesNearHeadline:
    """The lines around the headline; none where the page shows no headline.

    For plain text without a headline these are its first lines.
    """
    if page.tree is None:
        return _nearby_lines(page.lines, title)
    anchor = headline_element(page, title)
    if anchor is None:
        return LinesNearHeadline()
    texts = page.texts
    before = _lines(texts.before(anchor, _TEXTS_BEFORE))
    after = _lines(texts.after(anchor, _TEXTS_AFTER))
    if fold(element_text(anchor)) != fold(title or ""):  # the element holds the headline and more
        after = _lines(texts.inside(anchor, _TEXTS_AFTER)) + after
    return LinesNearHeadline(tuple(reversed(before)), tuple(_until_prose(after)))


def lines_in(element: HtmlElement) -> list[ShownLine]:
    """The first lines inside an element."""
    return _lines(TextNodes(element).inside(element, _TEXTS_AFTER))


def lines_after(page: Page, text: TextNode) -> list[ShownLine]:
    """The two lines that follow a text node; the rest of its own line counts as one."""
    following = _lines(page.texts.after(text.element, _NEXT))
    if text.is_tail:
        return following[:2]
    return (_lines(page.texts.inside(text.element, _TEXTS_AFTER))[1:] + following)[:2]


def _nearby_lines(lines: tuple[str, ...], title: str | None) -> LinesNearHeadline:
    place = next((i for i, line in enumerate(lines[:20]) if title and fold(line) == fold(title)), None)
    if place is None:
        return LinesNearHeadline(
            after=tuple(_until_prose([ShownLine(None, [line]) for line in lines[:20]], 0))
        )
    before = [ShownLine(None, [line]) for line in lines[:place]][::-1]
    return LinesNearHeadline(
        tuple(before),
        tuple(_until_prose([ShownLine(None, [line]) for line in lines[place + 1 : place + 20]])),
    )


def _lines(nodes: Iterable[TextNode]) -> list[ShownLine]:
    lines: list[ShownLine] = []
    for node in nodes:
        block = node.parent
        after_break = node.is_tail and node.element.tag == "br"
        while block is not None and block.tag in _INLINE:
            block = block.getparent()
        words = " ".join(node.text.split())
        if block is None or block.tag in HIDDEN_TAGS or not words:
            continue
        if lines and lines[-1].element is block and not after_break:
            lines[-1].pieces.append(words)
        else:
            lines.append(ShownLine(block, [words]))
    return lines


def _until_prose(lines: list[ShownLine], allowed: int = 2) -> Iterator[ShownLine]:
    """The lines before the third long one: one or two may be a standfirst above the byline.

    In a short article that reaches past its end, so after the first long line, lines outside the article are
    left out.
    """
    prose_lines = 0
    for line in lines:
        prose_lines += len(line.text) > _PROSE_CHARS
        if prose_lines > allowed:
            return
        if not prose_lines or line.element is None or not is_outside_article(line.element):
            yield line
