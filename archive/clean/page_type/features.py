"""Count on a page what distinguishes an article from a front page, a listing, a shop or a forum."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from lxml.html import HtmlElement

from archive.clean.dom.blocks import Block, Box
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page

_CHROME = frozenset(("nav", "footer", "aside"))

_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])

_CARD_TAGS = frozenset(["div", "li", "article", "section", "tr", "dl"])

_CARD_WORDS = 120  # a longer element is a section of prose, not a card
_FEWEST_CARDS = 4
_LABEL_CHARS = 60

_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d[.,]\d\d\s?(?:€|kr\b|zł|EUR|USD|GBP)")

_CURRENCIES = ("$", "€", "£", "¥", "₹", "kr", "zł", "EUR", "USD", "GBP")

_BUY = re.compile(
    r"^\W*(?:add(?: all)? to (?:cart|basket|bag)|buy (?:it )?now$|buy$|in den (?:waren|einkaufs)korb|"
    r"ajouter au panier|(?:añadir|agregar) (?:al carrito|a la cesta)|aggiungi al carrello|in winkelwagen|"
    r"adicionar ao carrinho|(?:select|choose) options$|quick (?:add|shop|view|buy)$)",
    re.M,
)

# Labels of forums, in lower case.
_FORUM_PHRASES = (
    "thread starter", "joined:", "posts:", "messages:", "replies:", "reaction score", "last edited by",
    "topic starter", "to reply", "senior member", "original poster", "thread is closed",
    "thread is locked", "topic is closed", "topic is locked", "was automatically closed",
    "not open for further replies", "mark as solution", "private message", "forum rules",
    "reply to thread", "reply to this topic", "new topic", "post reply", "sorted by:", "letzter beitrag",
    "beiträge:", "mensajes:",
)  # fmt: skip

_ANSWERS = re.compile(r"^\d+ answers?$", re.M)

_PAGER = re.compile(r"\b(?:pagination|pager|page-numbers|pagenav|next-page)\b")


@dataclass(slots=True)
class ElementCounts:
    """Counts of one page, outside its navigation, footer and asides.

    Attributes:
        declared: how often the page declares each type, in lower case: `ld:article` (JSON-LD), `md:product`
            (microdata), `og:article`, `meta:product` (a `product:` property), `gen:discourse` (generator).
        classes: class and id tokens of `html` and `body`, in lower case.
        words, linked: how many words there are, and how many of them are in links.
        cards, card_words: number and words of the largest group of like siblings that each have a link and a
            heading or picture.
        prices, buys, forum_words: amounts of money; whether a label offers to buy; phrases of forums.
        passages, teased: words in long texts without links, and those under headings of other pages.
        pager: whether there is a row of page numbers.
    """

    declared: Counter[str] = field(default_factory=Counter)
    classes: frozenset[str] = frozenset()
    words: int = 0
    linked: int = 0
    cards: int = 0
    card_words: int = 0
    prices: int = 0
    buys: bool = False
    forum_words: int = 0
    passages: int = 0
    teased: int = 0
    pager: bool = False

    def share(self, words: int) -> float:
        """The share of `words` in all words, 0-1."""
        return min(1.0, words / self.words) if self.words else 0.0


def count_elements(page: Page) -> ElementCounts:
    """Count what a page shows, by its blocks; for plain text, only what it declares."""
    counts = ElementCounts(declared=_declared(page))
    if page.tree is None:
        return counts
    body = page.tree.find(".//body")
    counts.classes = _tokens(page.tree) | (_tokens(body) if body is not None else frozenset())
    counts.pager = bool(page.classed(_is_pager))
    boxes = _outside_chrome(page.boxes)
    blocks = [block for block in page.blocks if block.box.index in boxes]
    _count_words(blocks, counts, _own_addresses(page))
    _count_cards(page.boxes, boxes, blocks, counts)
    text = "\n".join(block.text for block in blocks)
    counts.prices = len(_PRICE.findall(text)) if any(sign in text for sign in _CURRENCIES) else 0
    parts = (part.strip() for block in blocks for part in block.parts)
    labels = "\n".join(part for part in parts if len(part) <= _LABEL_CHARS).lower()
    counts.buys = _BUY.search(labels) is not None
    counts.forum_words = sum(phrase in labels for phrase in _FORUM_PHRASES) + bool(_ANSWERS.search(labels))
    return counts


def _declared(page: Page) -> Counter[str]:
    declared = Counter(f"ld:{name.lower()}" for node in page.nodes for name in types(node))
    for _, kind in page.attributed("itemtype"):
        declared[f"md:{kind.strip().rstrip('/').rsplit('/', 1)[-1].lower()}"] += 1
    for meta in page.tagged("meta"):
        name = (meta.get("property") or meta.get("name") or "").lower()
        content = (meta.get("content") or "").strip().lower()
        if name == "og:type":
            declared[f"og:{content}"] += 1
        elif name == "generator":
            declared[f"gen:{content.split(' ')[0]}"] += 1
        elif name.startswith(("article:", "product:", "og:price")):
            declared[f"meta:{':'.join(name.split(':')[:2])}"] += 1
    return declared


def _tokens(element: HtmlElement) -> frozenset[str]:
    named = (element.get("class"), element.get("id"), element.get("data-template"))
    return frozenset(" ".join(filter(None, named)).lower().split())


def _own_addresses(page: Page) -> frozenset[str]:
    """The paths of the page itself: a heading that links there is its own."""
    canonical = page.tree.find("head/link[@rel='canonical']") if page.tree is not None else None
    return frozenset((_path(page.url), _path(canonical.get("href") or "") if canonical is not None else ""))


def _path(address: str) -> str:
    return re.sub(r"^(?:https?:)?//[^/]*|[?#].*", "", address.strip()).strip("/").lower()


def _is_pager(names: str) -> bool:
    lower = names.lower()
    return "pag" in lower and _PAGER.search(lower) is not None


def _outside_chrome(boxes: Sequence[Box]) -> set[int]:
    """The indexes of the boxes outside navigation, footer and asides."""
    outside: set[int] = set()
    for box in boxes:
        if box.tag not in _CHROME and (box.parent is None or box.parent.index in outside):
            outside.add(box.index)
    return outside


def _count_words(blocks: Sequence[Block], counts: ElementCounts, own: frozenset[str]) -> None:
    """Count words: all, those in links, those of long texts, and those of long texts of other pages.

    Args:
        own: the paths of the page itself.
    """
    is_teased = False
    for block in blocks:
        if block.box.tag in _HEADINGS:
            is_teased = _links_elsewhere(block.box.element, own)
        linked = block.words * block.linked // len(block.text)
        counts.words += block.words
        counts.linked += linked
        if len(block.text) - block.linked > _LABEL_CHARS:
            counts.passages += block.words - linked
            counts.teased += (block.words - linked) * is_teased


def _links_elsewhere(heading: HtmlElement, own: frozenset[str]) -> bool:
    """Whether a heading links to another page, and not to the front page as the name of the site does."""
    link = heading.find(".//a[@href]")
    if link is None and (outer := heading.getparent()) is not None and outer.tag == "a":
        link = outer
    address = link.get("href") or "" if link is not None else ""
    return bool(_path(address)) and _path(address) not in own


def _count_cards(
    boxes: Sequence[Box], outside: set[int], blocks: Sequence[Block], counts: ElementCounts
) -> None:
    """Count the largest group of boxes side by side with the same tag and class, if they are cards.

    A card has a link, a heading or a picture, and few words.
    """
    words, links, headings = ([0] * (len(boxes) + 1) for _ in range(3))  # before each box
    for block in blocks:
        after = block.box.index + 1
        words[after] += block.words
        links[after] += block.links
        headings[after] += block.is_heading
    words, links, headings = (list(accumulate(numbers)) for numbers in (words, links, headings))
    groups: dict[tuple[int, str, str | None], list[int]] = {}
    for box in boxes:
        size = words[box.end] - words[box.index]
        is_marked = box.pictures or headings[box.end] > headings[box.index]
        is_card = is_marked and links[box.end] > links[box.index] and size <= _CARD_WORDS
        if is_card and box.parent and box.index in outside and box.tag in _CARD_TAGS:
            groups.setdefault((box.parent.index, box.tag, box.classes), []).append(size)
    sizes = max(groups.values(), key=len, default=[])
    if len(sizes) >= _FEWEST_CARDS:
        counts.cards, counts.card_words = len(sizes), sum(sizes)
