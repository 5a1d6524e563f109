"""Count on a page what distinguishes an article from a front page, a listing, a shop or a forum."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page
from archive.word_count import count_words

_CHROME = frozenset(["nav", "footer", "aside", "select", "noscript", "script", "style", "template", "svg"])

_HEADINGS = frozenset(["h1", "h2", "h3", "h4"])

_CARD_TAGS = frozenset(["div", "li", "article", "section", "tr", "a", "dl"])

_CARD_MARKS = ("img", "picture", "h2", "h3", "h4", "h5", "h6")
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
    """Count the elements and words of a page in one pass; for plain text, only what it declares."""
    counts = ElementCounts(declared=_declared(page))
    if page.tree is None:
        return counts
    body = page.tree.find(".//body")
    body = page.tree if body is None else body
    counts.classes = _tokens(page.tree) | _tokens(body)
    pagers = {element for element, _ in page.classed(lambda names: _PAGER.search(names.lower()))}
    typed = dict(page.attributed("itemtype"))
    texts = _walk(body, counts, _own_addresses(page), pagers, typed)
    text = "\n".join(texts)
    counts.words = count_words(text)
    counts.prices = len(_PRICE.findall(text)) if any(sign in text for sign in _CURRENCIES) else 0
    labels = "\n".join(text for text in texts if len(text) <= _LABEL_CHARS).lower()
    counts.buys = _BUY.search(labels) is not None
    counts.forum_words = sum(phrase in labels for phrase in _FORUM_PHRASES) + bool(_ANSWERS.search(labels))
    return counts


def _declared(page: Page) -> Counter[str]:
    declared = Counter(f"ld:{name.lower()}" for node in page.nodes for name in types(node))
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


def _walk(
    body: HtmlElement,
    counts: ElementCounts,
    own: frozenset[str],
    pagers: Set[HtmlElement],
    typed: Mapping[HtmlElement, str],
) -> list[str]:
    """Count the elements below `body`.

    Returns the texts outside navigation, footer and the like, in order.

    Args:
        own: the paths of the page itself.
        pagers: rows of page numbers.
        typed: the types of items, by element.
    """
    texts: list[str] = []
    links = 0
    is_teased = False
    walker = etree.iterwalk(body, events=("start", "end", "comment"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in _CHROME:
                walker.skip_subtree()
                continue
            links += tag == "a"
            if typed and (kind := typed.get(element)):
                counts.declared[f"md:{kind.strip().rstrip('/').rsplit('/', 1)[-1].lower()}"] += 1
            counts.pager = counts.pager or element in pagers
            if len(element) >= _FEWEST_CARDS:
                _count_cards(element, counts)
            if tag in _HEADINGS:
                is_teased = _links_elsewhere(element, own)
            text = element.text
        else:  # the end of an element, or a comment: its tail
            if tag == "a":
                links -= 1
            text = element.tail if element is not body else None
        if text and not text.isspace():
            texts.append(text.strip())
            if links:
                counts.linked += count_words(text)
            elif len(text) > _LABEL_CHARS:
                counts.passages += (words := count_words(text))
                counts.teased += words * is_teased
    return texts


def _links_elsewhere(heading: HtmlElement, own: frozenset[str]) -> bool:
    """Whether a heading links to another page, and not to the front page as the name of the site does."""
    link = heading.find(".//a[@href]")
    if link is None and (outer := heading.getparent()) is not None and outer.tag == "a":
        link = outer
    address = link.get("href") or "" if link is not None else ""
    return bool(_path(address)) and _path(address) not in own


def _count_cards(parent: HtmlElement, counts: ElementCounts) -> None:
    """Count the commonest group of children with the same tag and class, if they are cards."""
    groups = Counter((child.tag, child.get("class")) for child in parent if child.tag in _CARD_TAGS)
    commonest, number = max(groups.items(), key=lambda item: item[1], default=(None, 0))
    if number < _FEWEST_CARDS:
        return
    sizes = [_card_words(child) for child in parent if (child.tag, child.get("class")) == commonest]
    sizes = [size for size in sizes if size]
    if len(sizes) >= _FEWEST_CARDS:
        counts.cards, counts.card_words = max((counts.cards, counts.card_words), (len(sizes), sum(sizes)))


def _card_words(element: HtmlElement) -> int:
    """The words of a card; 0 for what is not a card."""
    if element.tag != "a" and element.find(".//a[@href]") is None:
        return 0
    if next(element.iter(*_CARD_MARKS), None) is None:
        return 0
    words = count_words(element.text_content())
    return words if words <= _CARD_WORDS else 0
