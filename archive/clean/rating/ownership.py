"""Is this region the article's own, or foreign?

Foreign are related links, other articles' cards, comments, and the ratings of readers and aggregators.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, islice

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.vocabulary import alternatives

_ALWAYS_FOREIGN = frozenset(
    ("nav", "footer", "script", "style", "noscript", "template", "select", "iframe", "svg")
)
_OFTEN_FOREIGN = frozenset(("aside", "form", "blockquote"))
_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))

# A box of this name is the article's own, even in an element that is often foreign.
_OWN_VERDICT = re.compile(
    r"(?:^|[-_])(?:article|review|post|critics?|our)[-_]+(?:rating|score|verdict|grade|stars)", re.I
)

# A link to the outlet's guide to its ratings does not lead to another review.
_LINK_ELSEWHERE = re.compile(r"#.*(?:review|comment)|(?!#|.*(?:rating|score|grade|how-we))", re.I)

_FOREIGN_NAME = re.compile(
    rf"(?:^|[-_])(?:{alternatives('rating', 'others_box')})(?:$|[-_])|"
    r"(?:^|[-_])(?:comments?|commentlist|respond|disqus|related|recirc\w*|recommend(?:ed|ations?|s)?|"
    r"sidebar|teasers?|promos?|promoted|carousel|popular|trending|most-?(?:read|popular|viewed)|newsletter|"
    r"latest|similar|read-?(?:next|more|also)|more-?(?:from|reviews|stories|posts|like)?|also-?like|"
    r"up-?next|next-?up|users?|audience|readers?|community|aggregate\w*|votes?|voting|rate-?this|"
    r"post-?ratings?|metacritic|metascore|tomatometer|opencritic|rottentomatoes|imdb)(?:$|[-_])",
    re.I,
)

# Names of boxes that are foreign if they contain links to other pages.
_FOREIGN_IF_LINKING = re.compile(
    r"(?!elementor)(?:.*[-_])?(?:cards?|widget|tiles?|products?|buy|offers?|items?|grid)(?:$|[-_])", re.I
)

_FOREIGN_HEADING = re.compile(
    r"(?:related|recommended|you (?:may|might)|more (?:reviews|from|like|stories|in|on|about)|latest|"
    r"recent|popular|trending|most (?:read|popular)|also (?:read|see|on|in)|read (?:more|next|also)|"
    r"see also|up next|next up|what to (?:read|watch)|similar|others?\b|(?:\d+ )?comments?|leave a|"
    r"discussion|audience|(?:user|reader) (?:reviews|ratings?)|mehr |weitere |ähnliche|verwandte|à lire|"
    r"lire aussi|plus de|más |relacionad|leggi anche|altre |lees ook|meer )",
    re.I,
)
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

    def __init__(self, body: HtmlElement) -> None:
        self.body = body
        self.headline: HtmlElement | None = next(body.iter("h1"), None)
        self._prose = sum(len(paragraph.text_content()) for paragraph in body.iter("p"))
        self._article: HtmlElement | None = None
        self._why: dict[HtmlElement, str | None] = {}
        self._cards: dict[HtmlElement, frozenset[tuple[str, str | None]]] = {}  # by the box around them

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

    def is_in_article(self, element: HtmlElement) -> bool:
        """Whether an element stands in the innermost box that holds much of the page's prose."""
        if self._article is None:
            self._article, inner = self.body, self.body
            while inner is not None:
                self._article = inner
                boxes = (child for child in inner if isinstance(child.tag, str) and child.tag != "p")
                inner = next(filter(self._holds_prose, boxes), None)
        return self._article is self.body or self._article in element.iterancestors()

    def _reason(self, box: HtmlElement) -> str | None:
        """What makes one box foreign."""
        if self._is_foreign(box):
            if box.tag == "a":
                return "in a link to another page"
            named = box.get("class") or box.get("id")
            return f"in <{box.tag} {named}>" if named else f"in <{box.tag}>"
        heading = self._foreign_heading(box)
        return f"under the heading {heading}" if heading else None

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

    def _is_foreign(self, box: HtmlElement) -> bool:
        """Whether a box is foreign by its tag, its names, its links or its like siblings."""
        tag = box.tag
        if tag in _ALWAYS_FOREIGN:
            return True
        if tag == "a":
            return _LINK_ELSEWHERE.match(box.get("href") or "#") is not None
        names = f"{box.get('class') or ''} {box.get('id') or ''}".split()
        is_own = tag not in _OFTEN_FOREIGN or any(map(_OWN_VERDICT.search, names)) or _is_fact_box(box)
        suspect = not is_own or any(_FOREIGN_NAME.search(name) for name in names)
        linking = tag == "article" or any(_FOREIGN_IF_LINKING.match(name) for name in names)
        return (
            suspect or (linking and _links_elsewhere(box)) or self._is_card(box)
        ) and not self._has_most_prose(box)

    def _is_card(self, box: HtmlElement) -> bool:
        """Whether a box is one of several like siblings that link to other pages: a card, an entry."""
        parent = box.getparent()
        if parent is None or not _links_elsewhere(box):
            return False
        if parent not in self._cards:
            self._cards[parent] = _card_looks(parent)
        return (box.tag, box.get("class")) in self._cards[parent] or self._heads_another(box)

    def _heads_another(self, box: HtmlElement) -> bool:
        """Whether a box is the card of another page: few words, under a title that leads there."""
        headings = list(box.iter(*_HEADINGS))
        if len(headings) != 1 or len(box.text_content()) > _MOST_FACTS or self.headline is None:
            return False
        title = " ".join(headings[0].text_content().split())
        links = [link for link in box.iter("a") if title in " ".join(link.text_content().split())]
        leads = any(_LINK_ELSEWHERE.match(link.get("href") or "#") for link in links)
        return leads and title not in " ".join(self.headline.text_content().split())

    def _foreign_heading(self, box: HtmlElement) -> str | None:
        """The nearest heading among the siblings before a box, if it announces foreign content."""
        for sibling in islice(box.itersiblings(preceding=True), _SIBLINGS_FOR_HEADING):
            if sibling.tag in _HEADINGS:
                heading = sibling.text_content().strip()
                is_foreign = _FOREIGN_HEADING.match(heading) and not self._has_most_prose(box)
                return heading if is_foreign else None
        return None

    def _has_most_prose(self, box: HtmlElement) -> bool:
        """Whether a box holds the headline or much of the page's prose, and so is of the article."""
        if self.headline is not None and any(heading is self.headline for heading in box.iter("h1")):
            return True
        return self._holds_prose(box)

    def _holds_prose(self, box: HtmlElement) -> bool:
        """Whether a box holds much of the page's prose."""
        if not self._prose:  # a page of lines separated by `<br>`
            return len(box.text_content()) > _MOST_PROSE * len(self.body.text_content())
        prose = sum(len(paragraph.text_content()) for paragraph in box.iter("p"))
        return prose > _MOST_PROSE * self._prose > 0


def _is_fact_box(box: HtmlElement) -> bool:
    """Whether an `<aside>` stands in the text with the facts of a work: "Director: A. Berg. Grade: 4"."""
    outer = box.getparent()
    if box.tag != "aside" or outer is None or _links_elsewhere(box):
        return False
    in_text = (
        outer.tag == "article"
        or len(box.findall(".//dt")) >= _FEWEST_FACTS
        or any(sibling.tag == "p" and len(sibling.text_content()) > _PARAGRAPH_CHARS for sibling in outer)
    )
    return in_text and len(box.text_content()) < _MOST_FACTS


def _links_elsewhere(box: HtmlElement) -> bool:
    """Whether a box links to another page, or has the words of a title in a link that a script opens."""
    links = [(link.get("href") or "#", link) for link in box.iter("a")]
    return any(
        not to.startswith("#") or (to == "#" and len(link.text_content().split()) > _MOST_LABEL_WORDS)
        for to, link in links
    )


def _card_looks(parent: HtmlElement) -> frozenset[tuple[str, str | None]]:
    """Tag and class of the children that are cards: several look so, and more than half of them link."""
    looks: Counter[tuple[str, str | None]] = Counter()
    linking: Counter[tuple[str, str | None]] = Counter()
    for child in parent:
        look = (child.tag, child.get("class"))
        looks[look] += 1
        linking[look] += _links_elsewhere(child)
    return frozenset(
        look for look, count in looks.items() if count >= _FEWEST_CARDS and linking[look] * 2 > count
    )
