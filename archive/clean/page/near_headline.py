"""The short lines that stand round a headline: where a page prints who wrote it and when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.element_text import HIDDEN_TAGS, element_text, text_nodes
from archive.clean.page.page import Page, cached_per_page
from archive.folding import fold

_BEFORE = 12

_AFTER = 110

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

_PROSE = 150

_ELSEWHERE = re.compile(
    r"comment|respond|repl(?:y|ies)\b|related|recommend|sidebar|widget|popular|trending|latest|recent|more-|"
    r"read-?(?:next|more)|(?:post|article|story|news|content|product)[-_]*card|teaser|promo|footer|nav\b|menu|"
    r"carousel|slider|quote|testimonial|reviewer|\bevents?\b"
)

# In these, even the only name or date on the page is not the article's.
FOREIGN_NAMES = re.compile(
    r"comment|respond|repl(?:y|ies)\b|related|recommend|testimonial|quote|footer|form\b|nav\b|menu|popular|"
    r"trending|latest"
)

_ELSEWHERE_TAGS = frozenset({"nav", "footer", "aside", "blockquote", "form"})

# A page builder calls every box a widget; the footer of a post is the post's own.
_BUILDER_NAME = re.compile(r"\belementor-\S+|\b(?:post|entry|article|story)[-_]+footer\S*")

_QUIET = "[normalize-space() and not(parent::script or parent::style or parent::noscript or parent::title)]"

_PRECEDING = etree.XPath(f"preceding::text(){_QUIET}[position() <= {_BEFORE}]")

_FOLLOWING = etree.XPath(f"following::text(){_QUIET}[position() <= {_AFTER}]")

_NEXT = etree.XPath(f"following::text(){_QUIET}[position() <= 6]")

_INSIDE = etree.XPath(f"descendant::text(){_QUIET}[position() <= {_AFTER}]")


@dataclass(slots=True)
class ShownLine:
    """One line as a reader sees it.

    Attributes:
        element: the block-level element that it stands in; None in a plain-text capture.
        pieces: its runs of text as they are marked up apart.
    """

    element: HtmlElement | None
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.pieces)


@dataclass(frozen=True, slots=True)
class LinesNearHeadline:
    """The lines before and after the headline, nearest first. Those after end where prose is under way."""

    before: tuple[ShownLine, ...] = ()
    after: tuple[ShownLine, ...] = ()

    def lines(self) -> Iterator[tuple[int, ShownLine]]:
        """Every line with its distance from the headline, those after it first."""
        yield from enumerate(self.after)
        yield from enumerate(self.before)


def headline_element(tree: HtmlElement, title: str | None) -> HtmlElement | None:
    """The element that shows the title: the h1 that says it, else a lower heading, else the only h1."""
    wanted = fold(title or "")
    first: list[HtmlElement] = list(tree.iter("h1"))
    if wanted:
        for element in first:
            if wanted in fold(element_text(element)):
                return element
        for element in tree.iter(*_TITLE_TAGS):
            if len(element) <= 4 and _starts_like(element, wanted) and fold(element_text(element)) == wanted:
                return element
    return first[0] if len(first) == 1 else None


def _starts_like(element: HtmlElement, wanted: str) -> bool:
    """A cheap look before the whole text of an element is read."""
    return fold((element.text or "")[:80])[:20] == wanted[:20]


@cached_per_page
def lines_near_headline(page: Page, title: str | None) -> LinesNearHeadline:
    """The lines round the headline; of a page that shows none, the first lines if it is plain text."""
    if page.tree is None:
        return _nearby_lines(page.lines, title)
    anchor = headline_element(page.tree, title)
    if anchor is None:
        return LinesNearHeadline()
    before = _lines(text_nodes(_PRECEDING, anchor))
    after = _lines(text_nodes(_FOLLOWING, anchor))
    if fold(element_text(anchor)) != fold(
        title or ""
    ):  # The headline's element holds more than the headline.
        after = _lines(text_nodes(_INSIDE, anchor)) + after
    return LinesNearHeadline(tuple(reversed(before)), tuple(_until_prose(after)))


def is_outside_article(element: HtmlElement, names: re.Pattern[str] = _ELSEWHERE) -> bool:
    """Whether an element is in a part of the page that is not the article: comments, cards, navigation."""
    for outer in (element, *islice(element.iterancestors(), 7)):
        if outer.tag in ("body", "html"):
            return False
        if outer.tag in _ELSEWHERE_TAGS and (names is _ELSEWHERE or outer.tag != "aside"):
            return True
        own = f"{outer.get('class') or ''} {outer.get('id') or ''}"
        if names.search(_BUILDER_NAME.sub("", own).lower()):
            return True
    return False


def lines_in(element: HtmlElement) -> list[ShownLine]:
    """The first lines inside an element."""
    return _lines(text_nodes(_INSIDE, element))


def lines_after(text: etree._ElementUnicodeResult) -> list[ShownLine]:
    """The two lines that follow a run of text, the rest of its own line included."""
    holder = text.getparent()
    if holder is None or not isinstance(holder.tag, str):  # behind a comment
        return []
    after = _lines(text_nodes(_NEXT, holder))
    return (after if text.is_tail else _lines(text_nodes(_INSIDE, holder))[1:] + after)[:2]


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


def _lines(found: list[etree._ElementUnicodeResult]) -> list[ShownLine]:
    lines: list[ShownLine] = []
    for text in found:
        holder = text.getparent()
        after_break = text.is_tail and holder is not None and holder.tag == "br"
        if text.is_tail and holder is not None:
            holder = holder.getparent()
        while holder is not None and holder.tag in _INLINE:
            holder = holder.getparent()
        words = " ".join(text.split())
        if holder is None or holder.tag in HIDDEN_TAGS or not words:
            continue
        if lines and lines[-1].element is holder and not after_break:
            lines[-1].pieces.append(words)
        else:
            lines.append(ShownLine(holder, [words]))
    return lines


def _until_prose(lines: list[ShownLine], allowed: int = 2) -> Iterator[ShownLine]:
    """The lines up to the third that reads as prose: a standfirst or two may come before the byline.

    In a short article that is past its end, so what stands elsewhere after prose is left out.
    """
    prose = 0
    for line in lines:
        prose += len(line.text) > _PROSE
        if prose > allowed:
            return
        if not prose or line.element is None or not is_outside_article(line.element):
            yield line
