"""A copy of a training page that can be changed: what is put into it is not its article's text."""

from __future__ import annotations

from copy import deepcopy

import numpy as np
from lxml.html import HtmlElement
from lxml.html.builder import E

from archive.clean.dom.blocks import Block, read_blocks
from archive.clean.text.extractor import extracted_blocks
from tests.training.article_element import article_element
from tests.training.inserts import Maker
from tests.training.pages import TrainingPage

_WEIGHT = 0.4  # in training: what is made by program is less like other pages than they are


class PageCopy:
    """A page's tree while it is changed."""

    def __init__(self, page: TrainingPage, maker: Maker) -> None:
        assert page.content is not None
        root, core = page.boxes[0].element, article_element(page)
        assert core is not None
        self.root: HtmlElement = deepcopy(root)
        self.root.tail = None
        olds, news = list(root.iter()), list(self.root.iter())
        twins = dict(zip(olds, news, strict=True))
        self._elements = news  # held: lxml makes the others anew
        self.page, self.maker, self.random = page, maker, maker.random
        self.core = twins[core]
        self.labels: dict[tuple[HtmlElement, str], bool] = {}
        self.paragraphs: list[HtmlElement] = []  # of the text, in order
        self.headed: HtmlElement | None = None  # the title's element
        for block, content in zip(page.blocks, page.content.tolist(), strict=True):
            element = twins[block.box.element]
            self.labels[element, block.text] = content
            if content and (not self.paragraphs or self.paragraphs[-1] is not element):
                self.paragraphs.append(element)
            if self.headed is None and (block.box.tag == "h1" or page.head.is_title(block.text)):
                self.headed = element
        self.inserted: list[HtmlElement] = []

    def read(self) -> TrainingPage:
        blocks, boxes = read_blocks(self.root)
        foreign = {element for one in self.inserted for element in one.iter()}
        content = [not self._is_in(block, foreign) and self._label(block) for block in blocks]
        extracted = extracted_blocks(self.root, blocks)
        page = self.page
        return TrainingPage(
            page.source,
            page.host,
            page.truth,
            blocks,
            boxes,
            page.head,
            extracted,
            np.array(content, np.bool_),
            _WEIGHT,
        )

    def _is_in(self, block: Block, foreign: set[HtmlElement]) -> bool:
        return any(box.element in foreign for box in block.box.ancestors_or_self())

    def _label(self, block: Block) -> bool:
        return self.labels.get((block.box.element, block.text), False)

    # Where something is put

    def insert(self, after: HtmlElement, piece: HtmlElement) -> None:
        if after.getparent() is None or after.tag == "body":
            (after if after.tag != "html" else self._body()).append(piece)
        else:
            after.addnext(piece)
        self.inserted.append(piece)

    def _body(self) -> HtmlElement:
        body = self.root.find("body") if self.root.tag == "html" else None
        return self.root if body is None else body

    def between(self, piece: HtmlElement) -> None:
        """After a paragraph of the text that is not the last."""
        self.insert(self.random.choice(self.paragraphs[:-1] or self.paragraphs), piece)

    def below(self, piece: HtmlElement) -> None:
        """At the text's end: in its element, after it, or after an element around it."""
        after = self.core
        if self.random.random() < 0.5 or after.getparent() is None or after.tag == "body":
            last = self.paragraphs[-1]
            if last is self.core or last.getparent() is None:
                self.core.append(piece)
                self.inserted.append(piece)
                return
            after = last
            while (
                after.getparent() is not self.core
                and after.getparent() is not None
                and self.random.random() < 0.5
            ):
                after = after.getparent()
        else:
            while self._outer(after) is not None and self.random.random() < 0.3:
                after = self._outer(after)
        self.insert(after, piece)

    @staticmethod
    def _outer(element: HtmlElement) -> HtmlElement | None:
        parent = element.getparent()
        return None if parent is None or parent.tag in ("body", "html") else parent

    def _beside(self, piece: HtmlElement) -> None:
        """At either end of the page, or beside the text or an element around it."""
        body = self._body()
        place = self.random.random()
        if place < 0.6:
            if place < 0.3:
                body.insert(0, piece)
            else:
                body.append(piece)
            self.inserted.append(piece)
        elif place < 0.7 and self._outer(self.core) is not None:
            self.core.addprevious(piece)
            self.inserted.append(piece)
        else:
            self.below(piece)

    # What is put

    def add_panel(self) -> None:
        self._beside(self.maker.panel())

    def add_next(self) -> None:
        """Another page's article below, in the elements of its own page."""
        for _ in range(self.random.choice((1, 1, 2))):
            piece = deepcopy(self.maker.donor().article)
            piece.tail = None
            if self.random.random() < 0.6:
                wrapped = self.maker.element("div", "article", "section")
                wrapped.append(
                    self.maker.heading(self.maker.donor().title, linked=self.random.random() < 0.6)
                )
                wrapped.append(piece)
                piece = wrapped
            self.below(piece)

    def add_twin(self) -> None:
        """Another article below, in elements like those of this one."""
        whole = self.core
        if self.headed is not None:
            around = whole
            while self.headed not in set(around.iter()) and self._outer(around) is not None:
                around = self._outer(around)
            if self.headed in set(around.iter()):
                whole = around
        if whole.tag in ("body", "html") or whole.getparent() is None:
            return self.add_next()
        inside = list(whole.iter())
        after = whole
        for _ in range(self.random.choice((1, 1, 2, 3))):
            twin = deepcopy(whole)
            twin.tail = None
            places = dict(zip(inside, list(twin.iter()), strict=False))
            if len(places) != len(inside):
                return None
            donor = self.maker.donor()
            prose = list(donor.paragraphs)[: self.random.randint(1, 30)]
            if self.headed is not None and self.headed in places:
                _refill(places[self.headed], donor.title, linked=self.random.random() < 0.5)
            for paragraph in self.paragraphs:
                if paragraph not in places or places[paragraph] is twin:
                    continue
                if prose:
                    _refill(places[paragraph], prose.pop(0))
                elif places[paragraph].getparent() is not None:
                    places[paragraph].drop_tree()
            self.insert(after, twin)
            after = twin
        return None

    def add_promos(self) -> None:
        if self.random.random() < 0.4:  # the same box again and again
            promo = self.maker.promo()
            for _ in range(self.random.randint(1, 4)):
                self.between(deepcopy(promo))
        else:
            for _ in range(self.random.choice((1, 2, 3))):
                self.between(self.maker.promo())
        if self.random.random() < 0.3:
            self.below(self.maker.promo())

    def add_comments(self) -> None:
        self.below(self.maker.comments())

    def add_bio(self) -> None:
        self.below(self.maker.bio())

    def add_ending(self) -> None:
        self.below(self.maker.ending())

    def add_cards(self) -> None:
        self.below(self.maker.cards(self.random.randint(2, 8), 8, 60))

    def add_figures(self) -> None:
        for _ in range(self.random.randint(1, 4)):
            if self.random.random() < 0.3:
                self.paragraphs[0].addprevious(figure := self.maker.figure())
                self.inserted.append(figure)
            else:
                self.between(self.maker.figure())


def _refill(element: HtmlElement, words: str, *, linked: bool = False) -> None:
    """Put other words into an element."""
    tail = element.tail
    for child in list(element):
        element.remove(child)
    element.text = words
    if linked:
        element.text = None
        element.append(E.a(words, href="/x"))
    element.tail = tail
