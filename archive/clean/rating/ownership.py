"""Whose is a rating? Foreign are those of other articles' cards, comments, readers and aggregators."""

from __future__ import annotations

import re
from itertools import chain, islice

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.box_sorts import FOREIGN, BoxSort, box_sorts

_ALWAYS_FOREIGN = frozenset(("footer", "script", "style", "noscript", "template", "select", "iframe", "svg"))

_NOT_OURS: frozenset[BoxSort] = FOREIGN | {"raters"}
_IF_LINKING: frozenset[BoxSort] = frozenset(("aside", "widget", "card", "entry"))

# A link to the outlet's guide to its ratings does not lead to another review.
_LINK_ELSEWHERE = re.compile(r"#.*(?:review|comment)|(?!#|.*(?:rating|score|grade|how-we))", re.I)

_MOST_PROSE = 0.4  # share of the page's prose; a box that holds more is the article, whatever its name
_PARAGRAPH_CHARS = 120
_MOST_LABEL_WORDS = 2
_JUST_BEFORE = 2  # siblings before the headline that belong to it, such as its label and its stars


class Ownership:
    """Decides for elements of one page whether they are the article's own. Each box is examined once."""

    def __init__(self, body: HtmlElement) -> None:
        self.body = body
        self.headline: HtmlElement | None = next(body.iter("h1"), None)
        self._prose = _prose_chars(body)
        self._why: dict[HtmlElement, str | None] = {}

    def why_foreign(self, element: HtmlElement) -> str | None:
        """What makes an element foreign, in words for `--why`; None where it is the article's own."""
        for box in chain((element,), element.iterancestors()):
            if box is self.body:
                break
            if box not in self._why:
                self._why[box] = self._reason(box)
            if reason := self._why[box]:
                return reason
        return None

    def around_headline(self) -> tuple[list[HtmlElement], list[HtmlElement]]:
        """The elements of the headline and just before it; those after it to the first paragraph of prose."""
        before: list[HtmlElement] = []
        after: list[HtmlElement] = []
        if self.headline is not None:
            before += self.headline.iter(etree.Element)
            for sibling in islice(self.headline.itersiblings(preceding=True), _JUST_BEFORE):
                if isinstance(sibling.tag, str) and len(sibling.text_content()) < _PARAGRAPH_CHARS:
                    before += sibling.iter(etree.Element)
            for element in self.headline.xpath("following::*"):
                if element.tag == "p" and len(element.text_content()) > _PARAGRAPH_CHARS:
                    break
                after.append(element)
        return before, after

    def _reason(self, box: HtmlElement) -> str | None:
        """What makes one box foreign: its tag, its names, or its links."""
        if box.tag == "a":
            leads = _LINK_ELSEWHERE.match(box.get("href") or "#")
            return "in a link to another page" if leads else None
        sorts = box_sorts(box)
        is_entry = box.tag in ("article", "li") or not sorts.isdisjoint(_IF_LINKING)
        is_foreign = not sorts.isdisjoint(_NOT_OURS) or (is_entry and _links_elsewhere(box))
        if box.tag not in _ALWAYS_FOREIGN and (not is_foreign or self._holds_article(box)):
            return None
        named = box.get("class") or box.get("id")
        return f"in <{box.tag} {named}>" if named else f"in <{box.tag}>"

    def _holds_article(self, box: HtmlElement) -> bool:
        """Whether a box holds the headline or much of the page's prose."""
        if self.headline is not None and any(heading is self.headline for heading in box.iter("h1")):
            return True
        if not self._prose:  # a page of lines separated by `<br>`
            return len(box.text_content()) > _MOST_PROSE * len(self.body.text_content())
        return _prose_chars(box) > _MOST_PROSE * self._prose


def _prose_chars(box: HtmlElement) -> int:
    return sum(len(paragraph.text_content()) for paragraph in box.iter("p"))


def _links_elsewhere(box: HtmlElement) -> bool:
    """Whether a box links to another page, or has the words of a title in a link that a script opens."""
    links = [(link.get("href") or "#", link) for link in box.iter("a")]
    return any(
        not to.startswith("#") or (to == "#" and len(link.text_content().split()) > _MOST_LABEL_WORDS)
        for to, link in links
    )
