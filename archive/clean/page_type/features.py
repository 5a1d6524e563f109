"""What distinguishes an article from a front page, a listing, a shop or a forum, as read from a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import parse_qsl, unquote, urlsplit

from archive.clean.dom.blocks import Block, Box, inside, running_totals
from archive.clean.dom.tags import ASIDE
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page, meta_value, title_tag_text
from archive.clean.page_type.headings import (
    count_passages,
    heads_article,
    words_in_links,
)
from archive.clean.page_type.other_pages import (
    count_forum_words,
    count_verses,
    kinds_named,
    kinds_of_folders,
)
from archive.clean.patterns import ends_sentence, phrases
from archive.clean.template.sources import PageFacts
from archive.clean.vocabulary import names_section
from archive.model import Kind, Reading
from archive.word_count import count_words_of_lines

_ROOT_NAMES = ("class", "id", "data-template")
_CARD_TAGS = frozenset(("div", "li", "article", "section", "tr", "dl"))
_CARD_WORDS = 120  # a longer element is a section of prose, not a card
_FEWEST_CARDS = 4
_LABEL_CHARS = 60
_PROSE_WORDS = 12  # of a line
_AMOUNT = re.compile(r"\d[.,]\d\d\s?$")
_CURRENCIES = ("$", "€", "£", "¥", "₹", "kr", "zł", "EUR", "USD", "GBP")

_BUY = phrases("shop", "buy", re.M)
_TIME_OF_DAY = re.compile(r"(?<![\d.:])(?:[01]?\d|2[0-3])[:.h][0-5]\d(?![\d.:])", re.I)
_PAGER = re.compile(r"\b(?:pagination|pager|page-numbers|pagenav|next-page)\b")


@dataclass(slots=True)
class PageFeatures:
    """What the signs are read from. What is counted is counted outside navigation, footer and asides.

    Attributes:
        headline: its title as read; "" for none.
        path, query: of the URL, in lower case; of the query only the names.
        words, prose: words of the clean text, and those of its lines that end as sentences do.
        dated, signed: whether the article has a date and an author.
        headed: whether the headline, URL or JSON-LD names a kind of coverage (a review, an interview ...).
        is_section: whether the headline has nothing but labels: "Film Reviews".
        types: how often JSON-LD and microdata declare each schema.org type, in lower case.
        og_type, generator: of the meta tags, in lower case.
        classes: class and id tokens of `html` and `body`, in lower case.
        shown, linked: how many words there are, and the share of them in links.
        passages, teased: words in long texts without links, and the share of those under headings of other
            pages.
        cards, carded: number, and share of all words, of the largest group of like siblings that each have a
            link and a heading or picture.
        prices, buys, forum_words: amounts of money; whether a label offers to buy; phrases of forums.
        pager: whether there is a row of page numbers.
        named: what kinds of other pages the headline or `<title>` names: "contest", "job" ...
        sections: those that the folders of the address name.
        showtimes: times of day on a page that names itself a programme.
        verses: short lines that only a line break separates, as in lyrics.
        heads_article: whether there are such texts, and the headline is a heading in an `<article>` and
            leads to no other page.
        in_feed: whether a feed has an entry of the page.
    """

    headline: str
    path: str
    query: frozenset[str]
    words: int
    prose: int
    dated: bool
    signed: bool
    headed: bool
    is_section: bool
    types: Counter[str]
    og_type: str
    generator: str
    classes: frozenset[str] = frozenset()
    shown: int = 0
    linked: float = 0.0
    passages: int = 0
    teased: float = 0.0
    cards: int = 0
    carded: float = 0.0
    prices: int = 0
    buys: bool = False
    forum_words: int = 0
    pager: bool = False
    named: frozenset[str] = frozenset()
    sections: frozenset[str] = frozenset()
    showtimes: int = 0
    verses: int = 0
    heads_article: bool = False
    in_feed: bool = False


def read_features(page: Page, text: str, facts: PageFacts, kind: Reading[Kind] | None) -> PageFeatures:
    """What a page shows; of plain text, only its words and address."""
    try:
        parts = urlsplit(page.url)
        path, query = unquote(parts.path).lower(), parse_qsl(parts.query)
    except ValueError:
        path, query = page.url.lower(), []
    headline = facts.headline or ""
    is_section = names_section(headline)
    lines = list(zip(count_words_of_lines(text), text.splitlines(), strict=True))
    prose = [
        number for number, line in lines
        if number >= _PROSE_WORDS and (ends_sentence(line) or line.endswith(":"))
    ]  # fmt: skip
    features = PageFeatures(
        headline=headline,
        path=path or "/",
        query=frozenset(name.lower() for name, _ in query),
        words=sum([number for number, _ in lines]),
        prose=sum(prose),
        dated=facts.dates.published is not None,
        signed=facts.authors is not None,
        headed=not is_section
        and kind is not None
        and kind.source in ("title", "json-ld", "url")
        and kind.value != "other",
        is_section=is_section,
        types=_declared_types(page),
        og_type=meta_value(page, "og:type").lower(),
        generator=meta_value(page, "generator").lower(),
        in_feed=page.hint is not None and page.hint.source == "feed",
    )
    if page.tree is not None:
        _count_elements(page, features)
    return features


def _declared_types(page: Page) -> Counter[str]:
    declared = Counter(name.lower() for node in page.nodes for name in types(node))
    kinds = (kind for _, kind in page.attributed("itemtype"))
    declared.update(kind.strip().rstrip("/").rpartition("/")[2].lower() for kind in kinds)
    return declared


def _count_elements(page: Page, features: PageFeatures) -> None:
    names = [root.get(name) or "" for root in page.tagged("html", "body")[:2] for name in _ROOT_NAMES]
    features.classes = frozenset(" ".join(names).lower().split())
    features.pager = bool(page.classed(("pag",), _PAGER.search))
    aside = inside(page.boxes, (box for box in page.boxes if box.tag in ASIDE))
    blocks = [block for block in page.blocks if not aside[block.box.index]]
    features.shown = sum([block.words for block in blocks])
    features.linked = sum(map(words_in_links, blocks)) / max(1, features.shown)
    features.passages, teased = count_passages(page, blocks)
    passages = features.passages
    if not passages:  # all text stands in an aside, as a theme has it for the first post of a list
        passages, teased = count_passages(page, page.blocks)
    features.teased = teased / max(1, passages)
    features.heads_article = features.passages > 0 and heads_article(page, blocks, features.headline)
    cards = _largest_group_of_cards(page.boxes, aside, blocks)
    if len(cards) >= _FEWEST_CARDS:
        features.cards, features.carded = len(cards), min(1.0, sum(cards) / max(1, features.shown))
    features.named = kinds_named(features.headline, title_tag_text(page))
    features.sections = kinds_of_folders(features.path.split("/")[:-1])
    features.verses = count_verses(blocks)
    text = "\n".join([block.text for block in blocks])
    features.prices = _count_prices(text)
    features.showtimes = len(_TIME_OF_DAY.findall(text)) if "programme" in features.named else 0
    parts = [part for block in blocks for part in block.parts if len(part) <= _LABEL_CHARS]
    labels = "\n".join(("", *dict.fromkeys(parts))).lower()
    features.buys = _BUY.search(labels) is not None
    features.forum_words = count_forum_words(labels)


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
