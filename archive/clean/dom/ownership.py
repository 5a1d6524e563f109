"""Whose a piece of a page is: the article's, or another work's, the readers', an aggregator's."""

from __future__ import annotations

import re
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

_NEVER = frozenset(("nav", "footer", "script", "style", "noscript", "template", "select", "iframe", "svg"))

_SELDOM = frozenset(("aside", "form", "blockquote"))

_OWN_VERDICT = re.compile(
    r"(?:^|[-_])(?:article|review|post|critics?|our)[-_]+(?:rating|score|verdict|grade|stars)", re.I
)

_HEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))

# A link to the page's own guide to its ratings is no link to another review.
_LINK_ELSEWHERE = re.compile(r"#.*(?:review|comment)|(?!#|.*(?:rating|score|grade|how-we))", re.I)

_OTHERS = re.compile(
    r"(?:^|[-_])(?:comments?|commentlist|respond|disqus|related|recirc\w*|recommend(?:ed|ations?|s)?|"
    r"sidebar|teasers?|promos?|promoted|carousel|popular|trending|most-?(?:read|popular|viewed)|newsletter|"
    r"latest|similar|read-?(?:next|more|also)|more-?(?:from|reviews|stories|posts|like)?|also-?like|"
    r"up-?next|next-?up|users?|audience|readers?|community|aggregate\w*|votes?|voting|rate-?this|"
    r"post-?ratings?|metacritic|metascore|tomatometer|opencritic|rottentomatoes|imdb)(?:$|[-_])",
    re.I,
)

_PERHAPS_OTHERS = re.compile(
    r"(?!elementor)(?:.*[-_])?(?:cards?|widget|tiles?|products?|buy|offers?|items?|grid)(?:$|[-_])", re.I
)

_OTHERS_HEADING = re.compile(
    r"(?:related|recommended|you (?:may|might)|more (?:reviews|from|like|stories|in|on|about)|latest|"
    r"recent|popular|trending|most (?:read|popular)|also (?:read|see|on|in)|read (?:more|next|also)|"
    r"see also|up next|next up|what to (?:read|watch)|similar|others?\b|(?:\d+ )?comments?|leave a|"
    r"discussion|audience|(?:user|reader) (?:reviews|ratings?)|mehr |weitere |ähnliche|verwandte|à lire|"
    r"lire aussi|plus de|más |relacionad|leggi anche|altre |lees ook|meer )",
    re.I,
)

_BULK = 0.4  # of the page's prose; what holds as much is the article, whatever its name

_NEAREST = 12  # siblings looked at for a heading

_PARAGRAPH_CHARS = 120

_MANY = 3

_JUST_BEFORE = 2  # siblings before the headline, such as its label and its stars

_OTHER_BOX = re.compile(
    r"(?:^|[-_])(?:comments?|related|users?|readers?|sidebar|widget|recommend\w*)(?:$|[-_])", re.I
)

_BUILDER = re.compile(r"elementor")  # it calls every box a widget


def others_box(element: HtmlElement) -> str | None:
    """The box that by its name alone is others' in which marked data stand, for people; None without one."""
    for box in element.iterancestors():
        if box.tag in ("aside", "nav"):
            return f"in <{box.tag}>"
        if box.tag in ("body", "html"):
            return None
        names = f"{box.get('class') or ''} {box.get('id') or ''}".split()
        named = any(_OTHER_BOX.search(name) and not _BUILDER.match(name) for name in names)
        if named and box.find(".//h1") is None:  # what holds the headline is the article's, whatever its name
            return f"in <{box.tag} {' '.join(names)}>"
    return None


class Belonging:
    """Answers for one page. Boxes are judged once."""

    def __init__(self, body: HtmlElement) -> None:
        self.body = body
        self.headline: HtmlElement | None = next(body.iter("h1"), None)
        self._prose = sum(len(paragraph.text_content()) for paragraph in body.iter("p"))
        self._judged: dict[HtmlElement, bool] = {}

    def is_own(self, element: HtmlElement) -> bool:
        """Whether an element stands in the article's own part, in no box of others' things."""
        box: HtmlElement | None = element
        while box is not None and box is not self.body:
            if box not in self._judged:
                self._judged[box] = not (self._is_others(box) or self._others_heading(box))
            if not self._judged[box]:
                return False
            box = box.getparent()
        return True

    def whose(self, element: HtmlElement) -> str | None:
        """The box that makes an element another's, for people; None where it is the article's own."""
        box: HtmlElement | None = element
        while box is not None and box is not self.body:
            if box.tag == "a" and self._is_others(box):
                return "in a link to another page"
            if self._is_others(box):
                named = box.get("class") or box.get("id")
                return f"in <{box.tag} {named}>" if named else f"in <{box.tag}>"
            if heading := self._others_heading(box):
                return f"under the heading {heading}"
            box = box.getparent()
        return None

    def near_headline(self) -> set[HtmlElement]:
        """The elements just before the headline, and between it and the first paragraph of prose."""
        near: set[HtmlElement] = set()
        if self.headline is not None:
            near.update(self.headline.iter(etree.Element))
            for sibling in islice(self.headline.itersiblings(preceding=True), _JUST_BEFORE):
                if isinstance(sibling.tag, str) and len(sibling.text_content()) < _PARAGRAPH_CHARS:
                    near.update(sibling.iter(etree.Element))
            for element in self.headline.xpath("following::*"):
                if element.tag == "p" and len(element.text_content()) > _PARAGRAPH_CHARS:
                    break
                near.add(element)
        return near

    def _is_others(self, box: HtmlElement) -> bool:
        tag = box.tag
        if tag in _NEVER:
            return True
        if tag == "a":
            return _LINK_ELSEWHERE.match(box.get("href") or "#") is not None
        names = f"{box.get('class') or ''} {box.get('id') or ''}".split()
        suspect = (tag in _SELDOM and not any(map(_OWN_VERDICT.search, names))) or any(
            _OTHERS.search(name) for name in names
        )
        linking = tag == "article" or any(_PERHAPS_OTHERS.match(name) for name in names)
        return (suspect or (linking and _links_elsewhere(box)) or _is_one_of_many(box)) and not self._is_bulk(
            box
        )

    def _others_heading(self, box: HtmlElement) -> str | None:
        """The nearest heading before a box, beside it, where that announces others' things."""
        for sibling in islice(box.itersiblings(preceding=True), _NEAREST):
            if sibling.tag in _HEADINGS:
                said = sibling.text_content().strip()
                return said if _OTHERS_HEADING.match(said) and not self._is_bulk(box) else None
        return None

    def _is_bulk(self, box: HtmlElement) -> bool:
        if self.headline is not None and any(heading is self.headline for heading in box.iter("h1")):
            return True
        if not self._prose:  # a page of lines that `<br>` parts
            return len(box.text_content()) > _BULK * len(self.body.text_content())
        prose = sum(len(paragraph.text_content()) for paragraph in box.iter("p"))
        return prose > _BULK * self._prose > 0


def _links_elsewhere(box: HtmlElement) -> bool:
    return any(not (link.get("href") or "#").startswith("#") for link in box.iter("a"))


def _is_one_of_many(box: HtmlElement) -> bool:
    """One of several alike siblings that link elsewhere: a card, an entry of a list."""
    parent = box.getparent()
    if parent is None or not _links_elsewhere(box):
        return False
    alike = [one for one in parent if (one.tag, one.get("class")) == (box.tag, box.get("class"))]
    return len(alike) >= _MANY and sum(map(_links_elsewhere, alike)) * 2 > len(alike)
