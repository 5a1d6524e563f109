"""What speaks for a kind of coverage: features that a person understands, each there or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.clean.linear import Steps
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page, meta_tags
from archive.clean.vocabulary import UNSPACED
from archive.clean.work.cuts import EPISODE
from archive.clean.work.name_text import quoted
from archive.clean.work.named_page import NamedPage
from archive.clean.work.page_words import label_features, word_features
from archive.clean.work.ranking import RankedName

_QUESTION = re.compile(r"[?？]\s*[”\"’»」]?$")
_NUMBERED = re.compile(r"#?\s*\d{1,3}\s*[.):–-]\s*\S|\d{1,3}\s+[A-ZÀ-Þ]|(?:no|nr|platz|#)\.?\s*\d", re.I)

# Systems declare every page of theirs an article or news, with its site, images and bread crumbs.
_TELLING_TYPE = re.compile("Review|Critic")
_SPEECH = re.compile(r"[“„«\"「]([^“”„«»\"「」]{15,600})[”“»\"」]")
_PLACED = re.compile(r"[A-ZÀ-Þ][\w .,/()-]{2,40}\s*[-–—(]")  # "LONDON (Wire) -"

_IN_HEADLINE = (
    ("a question mark", re.compile(r"[?？]")),
    ("a colon", re.compile(r"[:：]")),
    ("a dash", re.compile(r"\s[-–—]\s")),
    ("an exclamation mark", re.compile(r"!")),
    ("a number at the beginning", re.compile(r"^\s*(?:the\s+)?\d{1,3}\b", re.I)),
    ("a number", re.compile(r"\b\d{1,3}\b")),
)

_NAME_WITH_YEAR = re.compile(r"\((?:[^()]{0,40}[, ])?(?:19|20)\d\d\)")
_LIKELIHOOD = Steps("likelihood of the work", -3, -2, -1, 0, 1, 2)
_WORDS = Steps("words", 60, 120, 200, 300, 450, 700, 1000, 1500, 2500)
_PARAGRAPHS = Steps("paragraphs", 3, 6, 10, 20, 40)
_LENGTH = Steps("words a paragraph", 15, 30, 50, 80, 120)
_ANSWERED = Steps("questions soon after each other", 0.03, 0.08, 0.15)
_NUMBERED_LINES = Steps("numbered lines", 1, 3, 5, 10)
_SHORT_LINES = Steps("short lines", 0.1, 0.25, 0.5)
_QUOTED = Steps("share in quotation marks", 0.05, 0.15, 0.3)
_DATED = Steps("names with a year", 0.1, 0.3, 0.8)
_NUMBERS = Steps("numbers", 0.5, 1.5, 3)
_QUESTIONS = Steps("question marks", 0.1, 0.4, 1)
_CONCEPTS = {"concepts": ("words of", (0.3, 0.8, 1.6, 3.0))}


def kind_features(page: Page, named: NamedPage, ranked: Sequence[RankedName]) -> list[str]:
    """All features of a page.

    Args:
        ranked: the names on the page, the likeliest first. How likely that one is counts; where it stands
            tells no more.
    """
    return [
        *label_features(page, named, "kinds"),
        *_structure(page, named),
        *_headline(named),
        *_text(named),
        *word_features(named.folded, _CONCEPTS),
        *_LIKELIHOOD(ranked[0].score if ranked else -9),
    ]


def _structure(page: Page, named: NamedPage) -> Iterator[str]:
    nodes = [node for graph in page.graphs for node in graph.nodes]
    declared = {name for node in nodes for name in types(node)}
    yield from (f"declares {name}" for name in declared if _TELLING_TYPE.search(name))
    if any("itemReviewed" in node for node in nodes):
        yield "declares what it reviews"
    if "article" in " ".join(meta_tags(page).get("og:type", [])):
        yield "og:type article"
    if named.rated:
        yield "gives a rating"


def _headline(named: NamedPage) -> Iterator[str]:
    headline = named.headline
    yield from (f"headline with {name}" for name, sign in _IN_HEADLINE if sign.search(headline))
    if quoted(headline):
        yield "headline with a quotation"
    if EPISODE.search(headline):
        yield "headline with a number of an episode"


def _text(named: NamedPage) -> Iterator[str]:
    text = named.text
    lines = [line for line in text.split("\n") if line.strip()]
    count = len(lines) or 1
    unspaced = 0 if named.folded.words.isascii() else len(UNSPACED.findall(text))
    words = named.folded.length - unspaced / 2
    yield from _WORDS(words)
    yield from _PARAGRAPHS(count)
    yield from _LENGTH(words / count)
    asked = [place for place, line in enumerate(lines) if _QUESTION.search(line, max(0, len(line) - 8))]
    answered = sum(1 < after - before <= 6 for before, after in pairwise(asked))
    yield from _ANSWERED(answered / count)
    numbered = sum([_NUMBERED.match(line) is not None for line in lines])
    yield from _NUMBERED_LINES(numbered)
    yield from _SHORT_LINES(sum([len(line) < 70 for line in lines]) / count)
    spoken = sum(map(len, _SPEECH.findall(text))) / max(200, len(text))
    yield from _QUOTED(spoken)
    size = max(words, 50) / 100
    dated = len(_NAME_WITH_YEAR.findall(text))
    yield from _DATED(dated / size)
    yield from _NUMBERS(named.folded.numbers() / size)
    yield from _QUESTIONS((text.count("?") + text.count("？")) / size)
    if _PLACED.match(text[:60]):
        yield "begins with a place"
