"""Pieces of pages that are not an article's text, built by program from other pages' words.

Their elements have no name, a random one, or one that the page has: what they are shows in how they are
built alone, so the judge learns the kind in every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from lxml.html import HtmlElement
from lxml.html.builder import E

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"


@dataclass(frozen=True, slots=True)
class Donor:
    """What another page gives: its title, its prose paragraphs, its article's own element."""

    title: str
    paragraphs: tuple[str, ...]
    article: HtmlElement


@dataclass(frozen=True, slots=True)
class Maker:
    """Builds pieces.

    Attributes:
        random: decides what they look like.
        donors: of their words, at least one.
        classes: names that the page's own elements have.
    """

    random: Random
    donors: Sequence[Donor]
    classes: Sequence[str]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def element(self, *tags: str, named: float = 0.6) -> HtmlElement:
        """An empty element of one of some tags, perhaps with a name."""
        element: HtmlElement = E(self.random.choice(tags))
        if self.chance(named):
            if self.classes and self.chance(0.4):
                element.set("class", self.random.choice(self.classes))
            else:
                element.set("class", "".join(self.random.choices(_LETTERS, k=self.random.randint(5, 9))))
        return element

    def text(self, tag: str, words: str, *, named: float = 0.3) -> HtmlElement:
        element = self.element(tag, named=named)
        element.text = words
        return element

    def link(self, words: str) -> HtmlElement:
        link = self.text("a", words)
        link.set("href", "/" + "".join(self.random.choices(_LETTERS, k=12)))
        return link

    def linked(self, tag: str, words: str) -> HtmlElement:
        element = self.element(tag, named=0.3)
        element.append(self.link(words))
        return element

    def picture(self) -> HtmlElement:
        picture: HtmlElement = E.img(src="/" + "".join(self.random.choices(_LETTERS, k=8)) + ".jpg")
        return picture if self.chance(0.6) else self._in("a", "div", "span", inner=picture)

    def _in(self, *tags: str, inner: HtmlElement) -> HtmlElement:
        element = self.element(*tags)
        element.append(inner)
        return element

    def donor(self) -> Donor:
        return self.random.choice(self.donors)

    def words(self, least: int, most: int) -> str:
        """The beginning of some paragraph, or all of it."""
        size = self.random.randint(least, most)
        pieces: list[str] = []
        while len(pieces) < least:
            pieces += self.random.choice(self.donor().paragraphs).split(" ")
        if len(pieces) == 1 or max(map(len, pieces)) > 60:  # a script without spaces
            return "".join(pieces)[: size * 3]
        return " ".join(pieces[:size])

    def sentences(self, least: int, most: int) -> str:
        """The same, ending as a sentence."""
        text = self.words(least, most).rstrip(",;: -")
        return text if text[-1:] in ".!?。！？" else text + ("。" if ord(text[-1]) > 0x3000 else ".")

    def heading(self, words: str, *, linked: bool) -> HtmlElement:
        tag = self.random.choice(("h2", "h3", "h4", "h5", "div", "p", "strong"))
        return self.linked(tag, words) if linked else self.text(tag, words)

    def alike(self, looks: int) -> Maker:
        """A maker whose pieces look the same each time and have other words."""
        return Maker(_Alike(looks, self.random), self.donors, self.classes)

    def entry_heading(self, *, linked: bool) -> HtmlElement:
        """The heading of an entry of a list: always a heading by its tag."""
        tag = self.random.choice(("h2", "h3", "h4"))
        words = " ".join(self.words(2, 8).split())
        return self.linked(tag, words) if linked else self.text(tag, words)

    def date(self) -> HtmlElement:
        random = self.random
        day = f"{random.randint(1, 28)}.{random.randint(1, 12)}.{random.randint(2005, 2025)}"
        return self.text(random.choice(("span", "time", "div", "p", "a")), day)

    def panel(self) -> HtmlElement:
        """What asks for consent or states terms: sections of prose with switches, and buttons below."""
        panel = self.element("div", "div", "section", "aside")
        if self.chance(0.2):
            panel.set("style", "display:none")
        body = self.element("div") if self.chance(0.6) else panel
        if body is not panel:
            panel.append(body)
        switches = self.chance(0.6)
        for _ in range(self.random.randint(1, 7)):
            section = self.element("div", "section", "li") if self.chance(0.5) else body
            if section is not body:
                body.append(section)
            if self.chance(0.7):
                section.append(self.heading(self.words(2, 6), linked=False))
            if switches and self.chance(0.7):
                section.append(E.label(E.input(type="checkbox"), self.words(1, 3)))
            for _ in range(self.random.randint(1, 4)):
                section.append(self.text("p", self.sentences(15, 90)))
                if self.chance(0.15):
                    section.append(self.linked("p", self.words(2, 4)))
        for _ in range(self.random.randint(0, 3)):
            panel.append(self.text(self.random.choice(("button", "button", "a")), self.words(1, 3)))
        return panel

    def card(self, least: int, most: int) -> HtmlElement:
        """The card of another page: its title as a link, perhaps a picture, a date, some prose."""
        card = self.element("div", "article", "li", "section", "aside")
        inner = self.element("div") if self.chance(0.4) else card
        if self.chance(0.4):
            card.append(self.picture())
        if inner is not card:
            card.append(inner)
        if self.chance(0.2):
            inner.append(self.text(self.random.choice(("span", "div", "p")), self.words(1, 2)))
        inner.append(self.heading(self.donor().title or self.words(4, 12), linked=self.chance(0.85)))
        if self.chance(0.4):
            inner.append(self.date())
        if most:
            for _ in range(self.random.choice((1, 1, 1, 2, 3))):
                inner.append(self.text("p", self.sentences(least, most)))
        if self.chance(0.3):
            inner.append(self.link(self.words(1, 3)))
        return card

    def cards(self, number: int, least: int, most: int) -> HtmlElement:
        """Cards that look alike."""
        state = self.random.getrandbits(32)
        cards = self.element("div", "section", "ul", "div")
        if self.chance(0.6):
            cards.append(self.heading(self.words(1, 4), linked=False))
        for _ in range(number):
            cards.append(self.alike(state).card(least, most))
        return cards

    def promo(self) -> HtmlElement:
        """What stands between an article's paragraphs: another page, a letter, a shop, an offer."""
        if self.chance(0.5):
            return self.card(8, 40) if self.chance(0.6) else self.card(0, 0)
        box = self.element("div", "div", "aside", "section", "p")
        if box.tag == "p":
            box.append(E.strong(self.link(self.words(4, 12))))
            return box
        if self.chance(0.3):
            box.append(self.picture())
        if self.chance(0.7):
            box.append(self.heading(self.words(2, 8), linked=self.chance(0.2)))
        box.append(self.text(self.random.choice(("p", "p", "div", "span")), self.sentences(8, 40)))
        if self.chance(0.75):
            end = self.random.choice(("a", "button", "input"))
            if end == "input":
                box.append(E.form(E.input(type="email"), E.button(self.words(1, 2))))
            else:
                box.append(self.link(self.words(1, 4)) if end == "a" else self.text(end, self.words(1, 3)))
        return box

    def comments(self) -> HtmlElement:
        """Readers' words below an article: a name, a date, some prose each, alike."""
        place = self.element("div", "section", "ol", "ul")
        if self.chance(0.7):
            place.append(self.heading(self.words(1, 3), linked=False))
        state = self.random.getrandbits(32)
        outer = place
        for _ in range(self.random.choice((1, 2, 3, 5, 8, 13))):
            comment = self.alike(state).comment()
            (outer if self.chance(0.3) else place).append(comment)
            outer = comment
        return place

    def comment(self) -> HtmlElement:
        comment = self.element("div", "li", "article", "div")
        head = self.element("div", "p", "header") if self.chance(0.5) else comment
        if head is not comment:
            comment.append(head)
        if self.chance(0.4):
            head.append(self.picture())
        name = self.random.choice(("span", "strong", "h4", "cite", "b", "a", "div"))
        name = self.link(self.words(1, 2)) if name == "a" else self.text(name, self.words(1, 2))
        head.append(name)
        if self.chance(0.7):
            head.append(self.date())
        body = self.element("div") if self.chance(0.5) else comment
        if body is not comment:
            comment.append(body)
        tag = self.random.choice(("p", "p", "div"))
        for _ in range(self.random.choice((1, 1, 1, 2, 3))):
            body.append(self.text(tag, self.sentences(4, 70)))
        if self.chance(0.6):
            comment.append(self.link(self.words(1, 1)))
        return comment

    def bio(self) -> HtmlElement:
        """Who the author is."""
        bio = self.element("div", "aside", "section", "footer")
        if self.chance(0.5):
            bio.append(self.picture())
        if self.chance(0.8):
            bio.append(self.heading(self.words(2, 3), linked=self.chance(0.5)))
        prose = self.text("p", self.sentences(12, 50))
        if self.chance(0.4):
            prose.append(self.link(self.words(2, 4)))
        bio.append(prose)
        for _ in range(self.random.choice((0, 0, 1, 3))):
            bio.append(self.link(self.words(1, 2)))
        return bio

    def figure(self) -> HtmlElement:
        """A picture with its caption and its credit, in elements of any tag."""
        if self.chance(0.2):
            row = E.tr(E.td(self.picture()))
            below = E.tr(self.text("td", self.words(4, 25)))
            return E.table(E.tbody(row, below))  # type: ignore[no-any-return]
        figure = self.element("div", "div", "p", "section", "center")
        figure.append(self.picture())
        inner = self.element("div", "span") if self.chance(0.3) else figure
        if inner is not figure:
            figure.append(inner)
        tag = self.random.choice(("div", "p", "span", "small", "em", "i"))
        inner.append(self.text(tag, self.words(3, 28)))
        if self.chance(0.4):
            inner.append(self.text(self.random.choice(("span", "div", "small")), self.words(1, 4)))
        return figure

    def ending(self) -> HtmlElement:
        """What sites put below every article in a paragraph: how to follow, answer, quote."""
        ending = self.text(self.random.choice(("p", "p", "div", "small")), self.words(6, 30) + " ", named=0.6)
        link = self.link(self.words(1, 4))
        link.tail = "."
        ending.append(link)
        return ending


class _Alike(Random):
    """Decides the same each time for looks, and anew for words."""

    def __init__(self, state: int, words: Random) -> None:
        super().__init__(state)
        self._words = words

    def choice(self, seq):  # type: ignore[no-untyped-def]
        if len(seq) and not isinstance(seq[0], str):
            return self._words.choice(seq)
        if len(seq) and any(" " in one for one in seq):
            return self._words.choice(seq)
        return super().choice(seq)

    def randint(self, a: int, b: int) -> int:
        return self._words.randint(a, b)
