"""What distinguishes an article from a front page, a listing, a shop or a forum, as read from a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain, pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.clean.dom.blocks import Block, Box, inside, running_totals
from archive.clean.dom.tags import ASIDE
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page, meta_value, title_tag_text
from archive.clean.page_type.headings import count_passages, heads_article, is_item_of_another, words_in_links
from archive.clean.page_type.other_pages import count_forum_words, count_verses, kinds_named, kinds_of_folders
from archive.clean.patterns import ends_sentence, phrases
from archive.clean.template.sources import PageFacts
from archive.clean.vocabulary import names_section, word_set
from archive.folding import fold
from archive.model import Kind, Reading
from archive.word_count import count_words_of_lines

_SEARCH_NAMES = frozenset(("q", "s", "search", "query"))  # names in the query of an address
_PAGE_NAMES = frozenset(("p", "id", "page_id", "story", "article"))
_FORUM_SOFTWARE = (
    "discourse", "phpbb", "vbulletin", "xenforo", "invision", "mybb", "smf", "flarum", "nodebb",
)  # fmt: skip
_STATIC_PAGE = re.compile(r"page-id-\d+$")  # WordPress's class for what is no post
_ROOT_NAMES = ("class", "id", "data-template")
_CARD_TAGS = frozenset(("div", "li", "article", "section", "tr", "dl"))
_CARD_WORDS = 120  # a longer element is a section of prose, not a card
_TEASING = 0.8  # of the words in long texts
_LABEL_CHARS = 60
_PROSE_WORDS = 12  # of a line
_AMOUNT = re.compile(r"\d[.,]\d\d\s?$")
_CURRENCIES = ("$", "€", "£", "¥", "₹", "kr", "zł", "EUR", "USD", "GBP")
_BUY = phrases("shop", "buy", re.M)
_TIME_OF_DAY = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3])[:.h][0-5]\d(?![\d.:])", re.I)
_PAGER = re.compile(r"\b(?:pagination|pager|page-numbers|pagenav|next-page)\b")


class PageFeatures:
    """What the signs are read from. What is counted is counted outside navigation, footer and asides.

    Of plain text, only its words and its address are read.
    """

    def __init__(self, page: Page, text: str, facts: PageFacts, kind: Reading[Kind] | None) -> None:
        self.headline = facts.headline or ""
        self.is_section = names_section(self.headline)  # it has nothing but labels: "Film Reviews"
        is_told = kind is not None and kind.value != "other" and kind.source in ("title", "json-ld", "url")
        self.headed = is_told and not self.is_section  # names a kind of coverage: a review, an interview ...
        self.dated, self.signed = facts.dates.published is not None, facts.authors is not None
        self.in_feed = page.hint is not None and page.hint.source == "feed"
        self._read_address(page.url)
        lines = list(zip(count_words_of_lines(text), text.splitlines(), strict=True))
        self.words = sum([number for number, _ in lines])
        long = [(number, line) for number, line in lines if number >= _PROSE_WORDS]
        self.prose = sum([number for number, line in long if ends_sentence(line) or line.endswith(":")])
        own = (kind for item, kind in page.attributed("itemtype") if not is_item_of_another(page, item))
        items = (kind.strip().rstrip("/").rpartition("/")[2] for kind in own)
        self.types = Counter(map(str.lower, chain(items, *map(types, page.nodes))))
        self.og_type = meta_value(page, "og:type").lower()
        self.generator = meta_value(page, "generator").lower()
        self._count_elements(page)

    def _read_address(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            self.path, query = unquote(parts.path).lower() or "/", parse_qsl(parts.query)
        except ValueError:
            self.path, query = url.lower(), []
        names = {name.lower() for name, _ in query}
        is_search = not names.isdisjoint(_SEARCH_NAMES)
        names_page = is_search or not names.isdisjoint(_PAGE_NAMES)
        self.is_front = phrases("paths", "front").fullmatch(self.path) is not None and not names_page
        self.folders = kinds_of_folders(self.path.split("/")[:-1])  # kinds of other pages that they name
        section = self.path.strip("/")
        self.is_root_section = "/" not in section and names_section(section)
        own_names = {fold(self.headline), fold(section.rpartition("/")[2].partition(".")[0])}
        self.is_about = own_names <= word_set("site_pages", "about")
        self.has_listing_path = self.has_path("listing") or self.is_root_section
        self.is_listing = self.has_listing_path or is_search

    def _count_elements(self, page: Page) -> None:
        roots = [root.get(name) or "" for root in page.tagged("html", "body")[:2] for name in _ROOT_NAMES]
        classes = " ".join(roots).lower().split()  # and ids
        self.is_static = any(map(_STATIC_PAGE.match, classes))  # no post, the software says
        is_forum = any(map(phrases("paths", "forum_class").match, classes))
        self.is_forum = is_forum or self.generator.startswith(_FORUM_SOFTWARE)
        self.pager = bool(page.classed(("pag",), _PAGER.search))  # a row of page numbers
        every = page.blocks if page.tree is not None else []
        aside = inside(page.boxes, (box for box in page.boxes if box.tag in ASIDE))
        blocks = [block for block in every if not aside[block.box.index]]
        self.shown = sum([block.words for block in blocks])  # words
        self.linked = sum(map(words_in_links, blocks)) / max(1, self.shown)  # share of these
        self.passages, teased = count_passages(page, blocks)  # words in long texts without links
        passages = self.passages
        if not passages:  # all text stands in an aside, as a theme has it for the first post of a list
            passages, teased = count_passages(page, every)
        self.is_teasing = teased >= _TEASING * max(1, passages)  # they stand under headings of other pages
        self.heads_article = self.passages > 0 and heads_article(page, blocks, self.headline)
        cards = _largest_group_of_cards(page.boxes, aside, blocks)
        self.cards = len(cards)
        self.carded = min(1.0, sum(cards) / max(1, self.shown))  # share of all words
        titles = (self.headline, title_tag_text(page)) if every else ()
        self.named = kinds_named(*titles)  # kinds of other pages
        self.verses = count_verses(blocks)  # short lines that only a line break separates
        text = "\n".join([block.text for block in blocks])
        self.prices = _count_prices(text)
        self.showtimes = len(_TIME_OF_DAY.findall(text)) if "programme" in self.named else 0
        parts = [part for block in blocks for part in block.parts if len(part) <= _LABEL_CHARS]
        labels = "\n".join(("", *dict.fromkeys(parts))).lower()
        self.buys = _BUY.search(labels) is not None  # a label offers to buy
        self.forum_words = count_forum_words(labels)

    def declares(self, sort: str) -> int:
        """How often the page declares one of the types of schema.org that are of a sort."""
        return sum([self.types.get(name, 0) for name in word_set("types", sort)])

    def has_path(self, sort: str) -> bool:
        """Whether the address is as those of a sort of pages."""
        return phrases("paths", sort).search(self.path) is not None


def _count_prices(text: str) -> int:
    """How many amounts of money stand before or after the sign of a currency."""
    around = [pair for sign in _CURRENCIES if sign in text for pair in pairwise(text.split(sign))]
    return sum(
        after[:2].strip()[:1].isdigit() or _AMOUNT.search(before[-6:]) is not None for before, after in around
    )


def _largest_group_of_cards(boxes: Sequence[Box], aside: bytearray, blocks: Sequence[Block]) -> list[int]:
    """The words of each of the most cards side by side that have the same tag and class.

    A card has a link, a heading or a picture, and few words.

    Args:
        aside: of each box whether it does not count.
    """
    words = running_totals(boxes, blocks, [block.words for block in blocks])
    links = running_totals(boxes, blocks, [block.links for block in blocks])
    headings = running_totals(boxes, blocks, [block.is_heading for block in blocks])
    groups: dict[tuple[int, str, str | None], list[int]] = {}
    for box in boxes:
        if box.tag in _CARD_TAGS and box.parent and not aside[box.index] and box.total(links):
            size = box.total(words)
            if size <= _CARD_WORDS and (box.pictures or box.total(headings)):
                groups.setdefault((box.parent.index, box.tag, box.classes), []).append(size)
    return max(groups.values(), key=len, default=[])
