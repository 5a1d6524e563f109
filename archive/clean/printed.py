"""Ratings that are printed for people: in an attribute, as stars, as a line. Others' ratings are walked past.

A page full of reviews' cards has many ratings that belong to other works, to readers or to an aggregator. Only what
stands in the article's own part counts, and where two of those disagree there is no rating.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.page import Page
from archive.clean.scales import FIGURE, GLYPHS, number, parse_rating, rate
from archive.model import Rating, Reading

_NEVER = frozenset(["nav", "footer", "script", "style", "noscript", "template", "select", "iframe", "svg"])
_SELDOM = frozenset(["aside", "form", "blockquote"])
_HEADINGS = frozenset(["h2", "h3", "h4", "h5", "h6"])
_INLINE = frozenset(["span", "b", "strong", "em", "i", "u", "a", "small", "mark", "font"])
_ICON_TAGS = frozenset(["i", "span", "svg", "img", "li"])
_LINK_ELSEWHERE = re.compile(r"#.*(?:review|comment)|(?!#|.*(?:rating|score|grade|how-we))", re.I)
_OTHERS = re.compile(
    r"(?:^|[-_])(?:comments?|commentlist|respond|disqus|related|recirc\w*|recommend(?:ed|ations?|s)?|"
    r"sidebar|teasers?|"
    r"promos?|promoted|carousel|popular|trending|most-?(?:read|popular|viewed)|read-?(?:next|more|also)|"
    r"more-?(?:from|reviews|stories|posts|like)?|latest|similar|also-?like|up-?next|next-?up|users?|"
    r"audience|readers?|"
    r"community|aggregate\w*|votes?|voting|newsletter|rate-?this|kk-?star-?ratings?|post-?ratings?|yasr\w*|"
    r"gdrts\w*|"
    r"metacritic|metascore|tomatometer|opencritic|rottentomatoes|imdb)(?:$|[-_])",
    re.I,
)
_PERHAPS_OTHERS = re.compile(
    r"(?:^|[-_])(?:cards?|widget|tiles?|products?|buy|offers?|items?|grid)(?:$|[-_])", re.I
)
_OTHERS_HEADING = re.compile(
    r"^(?:related|recommended|you (?:may|might)|more (?:reviews|from|like|stories|in|on|about)|latest|"
    r"recent|popular|"
    r"trending|most (?:read|popular)|also (?:read|see|on|in)|read (?:more|next|also)|see also|up next|"
    r"next up|"
    r"what to (?:read|watch)|similar|others?\b|comments?|\d+ comments?|leave a|discussion|user (?:reviews|"
    r"ratings?)|"
    r"reader (?:reviews|ratings?)|audience|mehr |weitere |ähnliche|verwandte|à lire|lire aussi|plus de|más |"
    r"relacionad|leggi anche|altre |lees ook|meer )",
    re.I,
)
_NOT_OURS = re.compile(
    r"\b(?:users?|readers?|viewers?|audience|average|votes?|voted|[\d.,]+\s+(?:\w+ )?(?:ratings?|reviews?)|"
    r"community|metacritic|metascore|"
    r"tomatometer|rotten tomatoes|imdb|opencritic|letterboxd|aggregate|rate this|your rating|lesers?|"
    r"leser(?:wertung)?|"
    r"stimmen|avis|votos?)\b",
    re.I,
)
_LABEL = (
    r"(?P<label>(?P<sum>overall|final|total|our|my|the|critic['’]?s['’]?|reviewer['’]?s['’]?|"
    r"editor['’]?s['’]?)?\s*"
    r"(?:film |movie |album |game |book |show |star |review )?"
    r"(?:rating|rated|score|grade|verdict|stars|overall|bewertung|wertung|gesamtwertung|fazit|"
    r"note(?: globale)?|nota|"
    r"puntuación|calificación|valoración|voto|valutazione|avaliação|cijfer|beoordeling|waardering|"
    r"score final))"
)
_LABELLED = re.compile(rf"^(?:{_LABEL})\s*(?:is\b)?\s*[:=\-–—|]*\s*(?P<rest>\S.*)$", re.I)
_GIVEN = re.compile(
    r"\b(?:I|we|I['’]d|we['’]d|I['’]ll|I['’]m|we['’]re)\s+(?:would |will |am |are |can only |happily )?"
    r"(?:give|giving|rate|rating|award|awarding|score)\b[^.!?]{0,60}?\s(?:an? |at )?(?P<rest>"
    rf"{FIGURE})(?=\s*(?:[.,;!?)–—]|$|and\b|for\b|because\b))",
    re.I,
)
# Looked for before the patterns, which are slow on a page of thousands of texts.
_MARKS = tuple(
    [
        "★",
        "☆",
        "⭐",
        "½",
        "/",
        "%",
        "out of",
        "von ",
        "sur ",
        "su ",
        "van de ",
        "star",
        "tern",
        "toile",
        "trell",
        "stell",
        "humbs",
        "ommended",
        "ust",
        "ritic",
        ":",
    ]
)
_HINT = re.compile(
    r"[★☆⭐]|/\s?\d|\bout of\b|\d\s?[½]?\s?(?:stars?|sterne?|étoiles?|estrellas|stelle|sterren)\b|\d\s?%|"
    r"^\s*[A-DF]\s?[+\-−–]?\s*$|(?:rating|grade|score|verdict|overall|wertung|note|nota|voto|"
    r"cijfer)\w*\s*[:=–—-]|\b(?:von|sur|su|van de)\s+\d|\b(?:stars?|thumbs)\b|\brecommended\b|must[- ]\w+|"
    r"critic['’]?s",
    re.I,
)
_RATING_CLASS = re.compile(
    r"(?:^|[-_])(?:ratings?|scores?|grades?|stars?|verdict|wertung|bewertung|note|nota|voto)", re.I
)
_OWN_SCORE_CLASS = re.compile(
    r"(?:^|[-_])(?:review|critics?|editors?|our|final|overall)[-_]*(?:score|rating|grade)", re.I
)
_REVIEWISH = re.compile(
    r"\b(?:reviews?|reviewed|rezension|kritik|critique|reseña|crítica|recensione|recensie|análisis)\b", re.I
)
_STAR_CLASS = re.compile(r"(?:^|[-_])stars?(?:$|[-_])", re.I)
_STAR_HALF = re.compile(r"half", re.I)
_STAR_EMPTY = re.compile(
    r"(?:^|[-_])(?:empty|off|o|outline|outlined|blank|inactive|unfilled|regular|grey|gray|0)(?:$|[-_])", re.I
)
_LABELS = etree.XPath(".//*[@aria-label or @title or @alt]")
_TEXTS = etree.XPath(".//text()[not(parent::script or parent::style)]")
_STAR_BOXES = etree.XPath(".//*[*[contains(@class, 'star')][3]]")
_SCORE_BOXES = etree.XPath(
    ".//*[contains(@class, 'score') or contains(@class, 'rating') or contains(@class, 'grade')]"
)
_LONGEST = 90
_SHORTEST = 4
_CLIMB = 4
_BULK = 0.4
_NEAREST = 12
_PARAGRAPH_CHARS = 120


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed rating and how sure it is the page's own.

    Attributes:
        rank: 3 the page's overall verdict by its label, 2 labelled or given in a sentence, 1 near the headline, 0 elsewhere.
    """

    rating: Rating
    source: str
    rank: int


def printed_rating(page: Page) -> Reading[Rating] | None:
    """The one rating that the article prints; None where there is none, or where several disagree."""
    found = list(_from_lines(page.lines) if page.tree is None else _Walk(page).run())
    for rank in (3, 2, 1, 0):
        ranked = [one for one in found if one.rank == rank]
        if ranked:
            return _agreed(ranked, found)
    return None


def _agreed(ranked: list[Printed], found: list[Printed]) -> Reading[Rating] | None:
    figures = [one for one in ranked if one.rating.scale != "designation"] or ranked
    if len({_verdict(one.rating) for one in figures}) > 1:
        return None
    same = [one for one in (*figures, *found) if _verdict(one.rating) == _verdict(figures[0].rating)]
    best = next((one for one in same if one.rating.best is not None), figures[0])
    return Reading(best.rating, best.source, best.rating.raw)


def _verdict(rating: Rating) -> object:
    return rating.raw.lower() if rating.value is None else rating.value


def _from_lines(lines: tuple[str, ...]) -> Iterator[Printed]:
    for line in lines:
        if not _HINT.search(line) and not _LABELLED.match(line):
            continue
        if len(line) <= _LONGEST and (one := _from_words(line, trusted=True)):
            yield one
        elif given := _given(line):
            yield given


def _from_words(text: str, *, trusted: bool, classed: bool = False) -> Printed | None:
    """A short run of words that is a rating, with a label or without.

    `trusted`: a bare "7/10" may be taken for a rating here. `classed`: so may "82%" and "B+".
    """
    if _NOT_OURS.search(text):
        return None
    labelled = _LABELLED.match(text)
    if labelled:
        rating = _first_rating(labelled["rest"])
        if rating and not (
            rating.scale == "letter" and labelled["label"].lower() == "rating" and len(rating.raw) < 2
        ):
            return Printed(rating, "text", 3 if labelled["sum"] or "overall" in text.lower() else 2)
    rating = parse_rating(text)
    if rating is None:
        return None
    glyphs = re.match(GLYPHS, rating.raw) is not None
    sure = glyphs or (rating.scale == "stars" and rating.best is not None)
    figure = trusted and rating.value is not None and rating.best is not None and rating.scale != "percent"
    said = (
        rating.scale == "designation"
        and re.search(r"thumbs|highly|pick|must[- ]", rating.raw, re.I) is not None
    )
    if sure or classed or figure or said or (trusted and rating.scale == "stars"):
        return Printed(rating, "glyphs" if glyphs else "text", 0)
    return None


def _first_rating(rest: str) -> Rating | None:
    for part in (rest, re.split(r"\s*[|•·;,]\s*|\s[–—-]\s|\s\((?!out of)", rest)[0]):
        if rating := parse_rating(part):
            return rating
    return None


def _given(text: str) -> Printed | None:
    """ "I give it four out of five stars." """
    found = _GIVEN.search(text)
    rating = parse_rating(found["rest"]) if found else None
    return Printed(rating, "text", 2) if rating else None


class _Walk:
    """One walk over a page's body, past what is not the article's own."""

    def __init__(self, page: Page) -> None:
        assert page.tree is not None
        body = page.tree.find(".//body")
        self.body: HtmlElement = page.tree if body is None else body
        self.headline: HtmlElement | None = next(self.body.iter("h1"), None)
        title = page.tree.findtext(".//title") or ""
        shown = self.headline.text_content() if self.headline is not None else ""
        self.reviewish = _REVIEWISH.search(f"{title} {shown} {re.sub(r'[-_/]', ' ', page.url)}") is not None
        self.prose = sum(len(p.text_content()) for p in self.body.iter("p"))
        self.used: set[HtmlElement] = set()
        self.others: dict[HtmlElement, bool] = {}

    def run(self) -> Iterator[Printed]:
        found = [(element, one) for element, one in self._candidates() if self._is_own(element)]
        near = self._near_headline() if found else set()
        for element, one in found:
            beside = element in near
            if beside or self.reviewish or one.rank:
                yield Printed(one.rating, one.source, max(one.rank, int(beside)))

    def _candidates(self) -> Iterator[tuple[HtmlElement, Printed]]:
        """What reads as a rating, each with its element. XPath finds the few places worth a closer look."""
        for element in _LABELS(self.body):
            for one in _from_attributes(element):
                yield element, one
        for text in _TEXTS(self.body):
            if _may_rate(text):
                element = text.getparent() if text.is_text else text.getparent().getparent()
                if one := self._from_text(element):
                    yield element, one
        for element in _STAR_BOXES(self.body):
            if one := _from_icons(element):
                yield element, one
        for element in _SCORE_BOXES(self.body) if self.reviewish else ():
            if element not in self.used and (one := _from_score_box(element)):
                yield element, one

    def _near_headline(self) -> set[HtmlElement]:
        """The elements between the headline and the first paragraph of prose."""
        near: set[HtmlElement] = set()
        if self.headline is None:
            return near
        near.update(self.headline.iter(etree.Element))
        for element in self.headline.xpath("following::*"):
            if element.tag == "p" and len(element.text_content()) > _PARAGRAPH_CHARS:
                break
            near.add(element)
        return near

    def _is_own(self, element: HtmlElement) -> bool:
        box: HtmlElement | None = element
        while box is not None and box is not self.body:
            if box not in self.others:
                self.others[box] = self._is_others(box) or self._under_others_heading(box)
            if self.others[box]:
                return False
            box = box.getparent()
        return True

    def _is_others(self, box: HtmlElement) -> bool:
        """Whether a box holds what is not the article: related works, readers, an aggregator, a link elsewhere."""
        tag = box.tag
        names = f"{box.get('class') or ''} {box.get('id') or ''}".split()
        perhaps = any(_PERHAPS_OTHERS.search(name) and not name.startswith("elementor") for name in names)
        if tag in _NEVER:
            return True
        if tag == "a":
            return _LINK_ELSEWHERE.match(box.get("href") or "#") is not None
        return (
            tag in _SELDOM
            or any(_OTHERS.search(name) for name in names)
            or ((tag == "article" or perhaps) and _has_link(box))
            or _is_one_of_many(box)
        ) and not self._is_bulk(box)

    def _under_others_heading(self, box: HtmlElement) -> bool:
        """Whether the nearest heading before a box, beside it, announces others' things."""
        for sibling in islice(box.itersiblings(preceding=True), _NEAREST):
            if sibling.tag in _HEADINGS:
                return _OTHERS_HEADING.match(
                    sibling.text_content().strip()
                ) is not None and not self._is_bulk(box)
        return False

    def _is_bulk(self, element: HtmlElement) -> bool:
        """Whether this is the article itself, whatever its name."""
        if (
            self.headline is not None
            and next((h for h in element.iter("h1") if h is self.headline), None) is not None
        ):
            return True
        return sum(len(p.text_content()) for p in element.iter("p")) > _BULK * self.prose > 0

    def _from_text(self, element: HtmlElement) -> Printed | None:
        one = self._from_short(element)
        if one is None and element.tag in ("p", "div", "li"):
            one = _given(_words(element))
        return one

    def _from_short(self, element: HtmlElement) -> Printed | None:
        """The widest short box around a text that reads as a rating."""
        chain = list(islice(self._short_boxes(element), _CLIMB))
        if not chain or _NOT_OURS.search(_words(chain[-1])):
            return None
        classed = any(
            _RATING_CLASS.search(name) for box in chain for name in (box.get("class") or "").split()
        )
        for box in reversed(chain):
            if box in self.used:
                return None
            words = _words(box)
            one = _from_words(words, trusted=self.reviewish or classed, classed=classed)
            if one and (one.source == "glyphs" or not _is_within_words(box)):
                self.used.update(chain)
                return one
        return None

    def _short_boxes(self, element: HtmlElement) -> Iterator[HtmlElement]:
        box: HtmlElement | None = element
        while box is not None and box is not self.body and len(box.text_content().strip()) <= _LONGEST:
            yield box
            box = box.getparent()


def _may_rate(text: str) -> bool:
    if len(text) > _LONGEST:
        return "out of" in text or "/" in text
    if len(text) <= _SHORTEST:
        return not text.isspace() and _HINT.search(text) is not None
    return any(mark in text for mark in _MARKS) and _HINT.search(text) is not None


def _is_within_words(box: HtmlElement) -> bool:
    """Whether an inline element is a part of a sentence."""
    parent = box.getparent()
    if box.tag not in _INLINE or parent is None:
        return False
    around = (parent.text, *(child.tail for child in parent))
    return any(text and len(text.split()) > 2 for text in around)


def _from_attributes(element: HtmlElement) -> Iterator[Printed]:
    for name in ("aria-label", "title", "alt"):
        value = element.get(name)
        if value and len(value) <= _LONGEST and _may_rate(value) and not _NOT_OURS.search(value):
            labelled = _LABELLED.match(value)
            rating = parse_rating(labelled["rest"] if labelled else value)
            if rating and rating.value is not None and (rating.best is not None or rating.scale == "stars"):
                yield Printed(rating, "aria", 0)


def _from_score_box(element: HtmlElement) -> Printed | None:
    """A bare figure in a box classed as the critic's score; what it counts up to is not said."""
    words = _words(element)
    if not any(_OWN_SCORE_CLASS.search(name) for name in (element.get("class") or "").split()):
        return None
    value = number(words) if re.fullmatch(r"\d{1,2}(?:[.,]\d)?", words) else None
    rating = rate(words, value, None, None)
    return Printed(rating, "class", 0) if rating else None


def _from_icons(element: HtmlElement) -> Printed | None:
    """Stars drawn by classes: `<i class="fa-star"></i><i class="fa-star-half"></i>`."""
    if not 3 <= len(element) <= 10:
        return None
    icons = [(child.get("class") or "").split() for child in element if child.tag in _ICON_TAGS]
    if len(icons) != len(element) or not all(any(map(_STAR_CLASS.search, icon)) for icon in icons):
        return None
    halves = [icon for icon in icons if any(map(_STAR_HALF.search, icon))]
    empty = [icon for icon in icons if icon not in halves and any(map(_STAR_EMPTY.search, icon))]
    return _stars(len(icons) - len(halves) - len(empty), len(halves), len(empty))


def _stars(full: int, half: int, empty: int) -> Printed | None:
    """Nothing filled is a box for readers to fill."""
    shown = full + half + empty
    best = float(shown) if empty or shown >= 5 else None
    rating = rate("★" * full + "½" * half + "☆" * empty, full + half / 2, best, None, "stars")
    return Printed(rating, "class", 0) if rating and rating.value else None


def _words(element: HtmlElement) -> str:
    return " ".join(" ".join(element.itertext()).split())


def _has_link(element: HtmlElement) -> bool:
    return any(not (link.get("href") or "#").startswith("#") for link in element.iter("a"))


def _is_one_of_many(element: HtmlElement) -> bool:
    """One of three or more alike siblings that link elsewhere: a card or an entry of a list."""
    if not _has_link(element):
        return False
    parent = element.getparent()
    alike = [
        child
        for child in (parent if parent is not None else ())
        if child.tag == element.tag and child.get("class") == element.get("class")
    ]
    return len(alike) >= 3 and sum(_has_link(child) for child in alike) * 2 > len(alike)
