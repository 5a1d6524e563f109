"""What can be counted on a page to tell an article from a front page, a listing, a shop or a forum."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page
from archive.word_count import count_words

_CHROME = frozenset(["nav", "footer", "aside", "select", "noscript", "script", "style", "template", "svg"])

_CARD_TAGS = frozenset(["div", "li", "article", "section", "tr", "a", "dl"])

_CARD_MARKS = ("img", "picture", "h2", "h3", "h4", "h5", "h6")

_CARD_WORDS = 120  # a longer one is a section of prose, not a card

_FEWEST_CARDS = 4

_POST_WORDS = 8

_PARAGRAPH_WORDS = 15

_LABEL_CHARS = 60

_PRICE = re.compile(r"[$€£¥₹]\s?\d|\d[.,]\d\d\s?(?:€|kr\b|zł|EUR|USD|GBP)")

_BUY = re.compile(
    r"\badd(?: all)? to (?:cart|basket|bag)|buy (?:it )?now$|buy$|in den (?:waren|einkaufs)korb|"
    r"ajouter au panier|(?:añadir|agregar) (?:al carrito|a la cesta)|aggiungi al carrello|in winkelwagen|"
    r"adicionar ao carrinho|(?:select|choose) options$|quick (?:add|shop|view|buy)$",
    re.I,
)

# What forums print in labels, lower case.
_FORUM_PHRASES = (
    "thread starter, joined:, posts:, messages:, replies:, reaction score, last edited by, topic starter, "
    "to reply, senior member, original poster, thread is closed, thread is locked, topic is closed, topic "
    "is locked, was automatically closed, not open for further replies, mark as solution, private message, "
    "forum rules, reply to thread, reply to this topic, new topic, post reply, sorted by:, letzter "
    "beitrag, beiträge:, mensajes:"
)

_FORUM = tuple(_FORUM_PHRASES.split(", "))

_ANSWERS = re.compile(r"^\d+ answers?$", re.M)

_POST_ID = re.compile(
    r"(?:js-)?(?:post|message|msg|p|comment|answer|reply|pid|elcomment|thing)[-_]?(?:[a-z]+[-_])?\d+", re.I
)

_PAGER = re.compile(r"\b(?:pagination|pager|page-numbers|pagenav|next-page)\b")

_SENTENCE_END = re.compile(r"[.!?…。]['\"”’»)\]]*\s*$")


@dataclass(slots=True)
class ElementCounts:
    """Counts of one page, outside its navigation, footer and asides.

    Attributes:
        declared: how often the page gives itself a type: `ld:article` (JSON-LD), `md:product` (microdata),
            `og:article`, `meta:product` (a `product:` property), `gen:discourse` (generator). Lower case.
        classes: class and id tokens of `html` and `body`, lower case.
        words, linked: words, and those of them in links.
        prose, paragraphs: words and number of sentences-bearing paragraphs that are mostly not links.
        cards, card_words: the largest group of alike siblings that hold a link with a heading or picture.
        posts, post_words: elements with the id of a forum post or comment, nested ones counted once.
        prices, buys, forum_words: amounts of money; buttons that buy; different phrases of forums.
        pager: whether there is a row of page numbers.
    """

    declared: Counter[str] = field(default_factory=Counter)
    classes: frozenset[str] = frozenset()
    words: int = 0
    linked: int = 0
    prose: int = 0
    paragraphs: int = 0
    cards: int = 0
    card_words: int = 0
    posts: int = 0
    post_words: int = 0
    prices: int = 0
    buys: int = 0
    forum_words: int = 0
    pager: bool = False

    def share(self, words: int) -> float:
        """`words` over all words; 0-1."""
        return min(1.0, words / self.words) if self.words else 0.0


def count_elements(page: Page) -> ElementCounts:
    """Count what stands on a page; nothing for plain text. Looks at each element once."""
    shape = ElementCounts(declared=_declared(page))
    if page.tree is None:
        return shape
    body = page.tree.find(".//body")
    body = page.tree if body is None else body
    shape.classes = _tokens(page.tree) | _tokens(body)
    texts = _walk(body, shape)
    whole = "\n".join(texts)
    shape.words = count_words(whole)
    shape.prices = len(_PRICE.findall(whole))
    labels = "\n".join(text for text in texts if len(text) <= _LABEL_CHARS).lower()
    shape.forum_words = sum(phrase in labels for phrase in _FORUM) + bool(_ANSWERS.search(labels))
    return shape


def _declared(page: Page) -> Counter[str]:
    found = Counter(f"ld:{name.lower()}" for node in page.nodes for name in types(node))
    for meta in page.tree.iter("meta") if page.tree is not None else ():
        name = (meta.get("property") or meta.get("name") or "").lower()
        content = (meta.get("content") or "").strip().lower()
        if name == "og:type":
            found[f"og:{content}"] += 1
        elif name == "generator":
            found[f"gen:{content.split(' ')[0]}"] += 1
        elif name.startswith(("article:", "product:", "og:price")):
            found[f"meta:{':'.join(name.split(':')[:2])}"] += 1
    return found


def _tokens(element: HtmlElement) -> frozenset[str]:
    named = (element.get("class"), element.get("id"), element.get("data-template"))
    return frozenset(" ".join(filter(None, named)).lower().split())


def _walk(body: HtmlElement, shape: ElementCounts) -> list[str]:
    """Count the elements below `body`; the texts outside the chrome, in order."""
    texts: list[str] = []
    links = 0
    post: HtmlElement | None = None
    walker = etree.iterwalk(body, events=("start", "end", "comment"))
    for event, element in walker:
        tag = element.tag
        if event == "start":
            if tag in _CHROME:
                walker.skip_subtree()
                continue
            links += tag == "a"
            if post is None and _count_post(element, shape):
                post = element
            _count_element(element, shape)
            text = element.text
        else:  # the end of an element, or a comment: what follows it
            if tag == "a":
                links -= 1
            if element is post:
                post = None
            text = element.tail if element is not body else None
        if text and not text.isspace():
            texts.append(text.strip())
            if links:
                shape.linked += count_words(text)
    return texts


def _count_post(element: HtmlElement, shape: ElementCounts) -> bool:
    name = element.get("id") or element.get("data-post-id")
    if not name or not _POST_ID.fullmatch(name):
        return False
    words = count_words(element.text_content())
    if words < _POST_WORDS:
        return False
    shape.posts += 1
    shape.post_words += words
    return True


def _count_element(element: HtmlElement, shape: ElementCounts) -> None:
    kind = element.get("itemtype")
    if kind:
        shape.declared[f"md:{kind.strip().rstrip('/').rsplit('/', 1)[-1].lower()}"] += 1
    if not shape.pager and (classes := element.get("class")):
        shape.pager = _PAGER.search(classes.lower()) is not None
    tag = element.tag
    if tag == "p":
        _count_paragraph(element, shape)
    elif tag in ("a", "button", "input"):
        label = element.get("value") if tag == "input" else element.text_content()
        shape.buys += bool(label and len(label) < _LABEL_CHARS and _BUY.match(label.strip()))
    if len(element) >= _FEWEST_CARDS:
        _count_cards(element, shape)


def _count_paragraph(element: HtmlElement, shape: ElementCounts) -> None:
    text = element.text_content()
    words = count_words(text)
    if words < _PARAGRAPH_WORDS or not _SENTENCE_END.search(text):
        return
    linked = sum(count_words(link.text_content()) for link in element.iter("a"))
    if linked * 2 < words:
        shape.prose += words
        shape.paragraphs += 1


def _count_cards(parent: HtmlElement, shape: ElementCounts) -> None:
    """Alike: same tag and class. Only the commonest group of a parent is looked at."""
    groups = Counter((child.tag, child.get("class")) for child in parent if child.tag in _CARD_TAGS)
    alike, number = max(groups.items(), key=lambda item: item[1], default=(None, 0))
    if number < _FEWEST_CARDS:
        return
    sizes = [_card_words(child) for child in parent if (child.tag, child.get("class")) == alike]
    sizes = [size for size in sizes if size]
    if len(sizes) >= _FEWEST_CARDS:
        shape.cards, shape.card_words = max((shape.cards, shape.card_words), (len(sizes), sum(sizes)))


def _card_words(element: HtmlElement) -> int:
    """Words of a card; 0 for what is none."""
    if element.tag != "a" and element.find(".//a[@href]") is None:
        return 0
    if next(element.iter(*_CARD_MARKS), None) is None:
        return 0
    words = count_words(element.text_content())
    return words if words <= _CARD_WORDS else 0
