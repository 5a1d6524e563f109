"""Whose is a rating, by the boxes around it: the article's, another article's, readers', an aggregator's?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import chain, islice

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.dom.beside import Sorts, box_sorts
from archive.clean.dom.tags import HEADINGS
from archive.clean.page.page import Page
from archive.clean.page.printed import headline_element
from archive.clean.rating.grammar import compiled
from archive.clean.rating.wording import LONGEST_RATING, rating_from_words

# A widget may hold the article's own; these tags do where names say so, or facts of a work.
_FOREIGN: Sorts = frozenset(("foreign", "readers", "menu", "footer", "card"))
_SELDOM_OWN = frozenset(("aside", "form", "blockquote", "footer"))

_OWN_BOX, _CARD_BOX = compiled("{own_box}"), compiled("{card_box}")
_OTHERS_HEADING, _LINK_ELSEWHERE = compiled("{others_heading}"), compiled("{link_elsewhere}")

_MOST_PROSE = 0.4  # share of the page's prose; a box that holds more is the article, whatever its name
_PARAGRAPH_CHARS = 120
_MOST_FACTS = 500  # characters of a box with a work's facts, or of a card
_SIBLINGS_FOR_HEADING = 12
_FEWEST_CARDS = 3
_FEWEST_FACTS = 3  # labels of a list
_MOST_LABEL_WORDS = 2
_JUST_BEFORE = 2  # siblings before the headline that belong to it, such as its label and its stars


class Ownership:
    """Decides for elements of one page whether they are the article's own. Each box is examined once."""

    def __init__(self, page: Page) -> None:
        self._headline = headline_element(page)
        self._title = _words(self._headline)
        prose = page.boxes[0].prose if page.boxes else 0
        full = [box for box in page.boxes if box.prose > _MOST_PROSE * prose]
        self._article = next((box.element for box in reversed(full) if box.tag != "p"), None)
        own = [] if self._headline is None else [*self._headline.iterancestors()]
        self._why: dict[HtmlElement, str | None] = dict.fromkeys([*own, *[box.element for box in full]])
        self._cards: dict[HtmlElement, frozenset[tuple[str, str | None]]] = {}  # by the box around them

    def why_foreign(self, element: HtmlElement) -> str | None:
        """What makes an element foreign, in words for `--why`; None where it is the article's own."""
        for box in chain((element,), element.iterancestors()):
            if box.tag == "body":
                break
            if box not in self._why:
                self._why[box] = self._reason(box)
            if reason := self._why[box]:
                return reason
        return None

    def is_in_article(self, element: HtmlElement) -> bool:
        """Whether an element stands in the innermost box that holds much of the page's prose."""
        return self._article is None or self._article in element.iterancestors()

    def before_headline(self) -> Iterator[HtmlElement]:
        """The elements of the headline, and of the short ones just before it."""
        if self._headline is not None:
            siblings = islice(self._headline.itersiblings(etree.Element, preceding=True), _JUST_BEFORE)
            for box in (self._headline, *siblings):
                if box is self._headline or len(box.text_content()) < _PARAGRAPH_CHARS:
                    yield from box.iter(etree.Element)

    def after_headline(self) -> Iterator[HtmlElement]:
        """The elements after the headline to the first paragraph of prose."""
        for element in () if self._headline is None else self._headline.xpath("following::*"):
            if element.tag == "p" and len(element.text_content()) > _PARAGRAPH_CHARS:
                return
            yield element

    def _reason(self, box: HtmlElement) -> str | None:
        """What makes one box foreign: tag, names, links, like siblings, the heading over it."""
        if box.tag == "a":
            return "in a link to another page" if _leads_elsewhere(box) else None
        if box.tag in ("img", "svg", "span") and _is_after_link(box):
            return "after a link to another page"
        names = f"{box.get('class') or ''} {box.get('id') or ''}".split()
        is_own = any(map(_OWN_BOX.search, names)) or _is_fact_box(box) or _is_callout(box)
        seldom = box.tag in _SELDOM_OWN and not is_own
        if seldom or box_sorts(box) & _FOREIGN or self._is_card(box, names):
            return f"in <{' '.join((box.tag, *names))}>"
        siblings = islice(box.itersiblings(preceding=True), _SIBLINGS_FOR_HEADING)
        heading = next((_words(sibling) for sibling in siblings if sibling.tag in HEADINGS), "")
        return f"under the heading {heading}" if _OTHERS_HEADING.match(heading) else None

    def _is_card(self, box: HtmlElement, names: list[str]) -> bool:
        """Whether a box is the card of another page, by its name, its like siblings or the title in it."""
        if not _links_elsewhere(box):
            return False
        around = box.getparent()
        if box.tag == "article" or any(map(_CARD_BOX.match, names)):
            return True
        if around is None:
            return False
        if around not in self._cards:
            self._cards[around] = _card_looks(around)
        return (box.tag, box.get("class")) in self._cards[around] or self._heads_another(box)

    def _heads_another(self, box: HtmlElement) -> bool:
        """Whether a box has few words, under a title that leads to another page."""
        headings = list(box.iter(*(HEADINGS - {"h1"})))
        if len(headings) != 1 or len(box.text_content()) > _MOST_FACTS or self._headline is None:
            return False
        title = _words(headings[0])
        links = [link for link in box.iter("a") if title in _words(link)]
        return title not in self._title and any(map(_leads_elsewhere, links))


def _words(element: HtmlElement | None) -> str:
    return "" if element is None else " ".join(element.text_content().split())


def _leads_elsewhere(link: HtmlElement) -> bool:
    return _LINK_ELSEWHERE.match(link.get("href") or "#") is not None


def _is_after_link(box: HtmlElement) -> bool:
    """Whether a title that leads to another page stands just before an element, in the same line."""
    before = box.getprevious()
    if before is None or before.tag != "a" or not _leads_elsewhere(before):
        return False
    return len(_words(before).split()) > _MOST_LABEL_WORDS and not (before.tail or "").strip(" :–—-|\n\t")


def _is_fact_box(box: HtmlElement) -> bool:
    """Whether an `<aside>` stands in the text with the facts of a work: "Director: A. Berg. Grade: 4"."""
    around = box.getparent()
    if box.tag != "aside" or around is None:
        return False
    if len(terms := box.findall(".//dt")) >= _FEWEST_FACTS:  # whose values may lead to lists of films
        has_links = any(term.find(".//a") is not None for term in terms)
        headings = [_words(heading).count(" ") for heading in box.iter(*HEADINGS)]
        is_headed = max(headings, default=0) >= _MOST_LABEL_WORDS  # "Last week's review"
        return not (has_links or is_headed) and len(box.findall(".//dl")) == 1
    in_text = not _links_elsewhere(box) and (
        around.tag == "article"
        or any(sibling.tag == "p" and len(sibling.text_content()) > _PARAGRAPH_CHARS for sibling in around)
    )
    return in_text and len(box.text_content()) < _MOST_FACTS


def _is_callout(box: HtmlElement) -> bool:
    """Whether a quotation is little but a rating, as Markdown sets one apart: "> Rating: 4/5"."""
    text = " ".join(box.text_content().split()) if box.tag == "blockquote" else ""
    return 0 < len(text) <= LONGEST_RATING and rating_from_words(text) is not None


def _links_elsewhere(box: HtmlElement) -> bool:
    """Whether a box links to another page, or has the words of a title in a link that a script opens."""
    links = [(link.get("href") or "#", link) for link in box.iter("a")]
    return any(
        not to.startswith("#") or (to == "#" and len(link.text_content().split()) > _MOST_LABEL_WORDS)
        for to, link in links
    )


def _card_looks(around: HtmlElement) -> frozenset[tuple[str, str | None]]:
    """Tag and class of the children that are cards: several look so, and more than half of them link."""
    looks = Counter((child.tag, child.get("class")) for child in around)
    linking = Counter((child.tag, child.get("class")) for child in around if _links_elsewhere(child))
    return frozenset(
        look for look, count in looks.items() if count >= _FEWEST_CARDS and linking[look] * 2 > count
    )
