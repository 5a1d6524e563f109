"""Furniture of other people's prose, in elements without a telling name: boxes, headings, cards."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lxml import html as lxml_html
from lxml.html import HtmlElement

from tests.training.pages import TrainingPage

_PROSE = 12  # words of a paragraph that is borrowed

LENDERS = 7  # pages that lend their prose to one page

WRAPPERS = ("div", "div", "div", "section", "aside")

_HEADINGS = ("h2", "h2", "h3", "h4", "p")

_HASHED = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-"


class Lender:
    """A page that lends its prose and its headline.

    Attributes:
        host: of whom.
        title: its headline.
        prose: its paragraphs.
    """

    def __init__(self, page: TrainingPage) -> None:
        assert page.content is not None
        self.host = page.host
        self.title = page.head.title.strip() or "The week in pictures"
        texts = [
            block.text
            for block, is_content in zip(page.blocks, page.content.tolist(), strict=True)
            if is_content and block.words >= _PROSE and block.is_prose
        ]
        self.prose = texts or [self.title]

    def some(self, random: Random, least: int, most: int, longest: int = 10_000) -> list[str]:
        """Paragraphs in a row, each cut to so many characters."""
        count = random.randint(least, most)
        start = random.randint(0, max(0, len(self.prose) - count))
        return [text[:longest] for text in self.prose[start : start + count]]


def element_of(tag: str, text: str = "", name: str | None = None) -> HtmlElement:
    element: HtmlElement = lxml_html.Element(tag)
    element.text = text
    if name:
        element.set("class", name)
    return element


def plain_name(random: Random) -> str | None:
    """A class that tells nothing: hashed, or none."""
    if random.random() < 0.3:
        return None
    return "".join(random.choices(_HASHED, k=random.randint(5, 9)))


def plain_box(random: Random) -> HtmlElement:
    return element_of(random.choice(WRAPPERS), name=plain_name(random))


def some_words(random: Random, lenders: Sequence[Lender], least: int, most: int) -> str:
    """The first words of some paragraph, as a label or a heading."""
    return " ".join(random.choice(random.choice(lenders).prose).split()[: random.randint(least, most)])


def add_prose(element: HtmlElement, texts: Sequence[str], name: str | None = None) -> None:
    for text in texts:
        element.append(element_of("p", text, name))


def add_heading(
    random: Random, element: HtmlElement, text: str, *, linked: float, tags: Sequence[str] = _HEADINGS
) -> None:
    heading = element_of(random.choice(tags))
    if random.random() < linked:
        add_link(heading, text)
    else:
        heading.text = text
    element.append(heading)


def add_link(element: HtmlElement, text: str) -> None:
    link = element_of("a", text)
    link.set("href", "/other")
    element.append(link)


def put_after(element: HtmlElement, new: HtmlElement) -> None:
    new.tail, element.tail = element.tail, None
    element.addnext(new)


def cards_of(random: Random, lenders: Sequence[Lender], most: int) -> HtmlElement:
    """Some cards of other articles, each with a heading and up to so many paragraphs."""
    river, name, linked = plain_box(random), plain_name(random), random.choice((0.0, 1.0, 1.0))
    if random.random() < 0.6:
        add_heading(random, river, some_words(random, lenders, 2, 4), linked=0.0)
    tags = random.choice((("h2",), ("h3",), ("h4",), ("div",)))
    item = random.choice(("div", "div", "article", "li", "section"))
    for lender in lenders[: random.randint(2, LENDERS)]:
        card = inner = element_of(item, name=name)
        if random.random() < 0.3:
            inner = element_of("div", name=plain_name(random))
            card.append(inner)
        add_heading(random, inner, lender.title, linked=linked, tags=tags)
        add_prose(inner, lender.some(random, 1, most))
        if random.random() < 0.3:
            inner.append(element_of("div", some_words(random, lenders, 2, 3)))
        river.append(card)
    return river
