"""What speaks for a kind of coverage: features that a person understands, each there or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise

from archive.clean.metadata.nodes import types
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page
from archive.clean.vocabulary import UNSPACED, label_words, word_lists
from archive.clean.work.name_text import YEAR, fold_name
from archive.clean.work.named_page import NamedPage, steps
from archive.clean.work.ranking import RankedName
from archive.urls import path_parts

_LABEL = 40  # characters

_TYPES = frozenset((
    "Review", "CriticReview", "ReviewNewsArticle", "NewsArticle", "Article", "BlogPosting", "Movie", "Book",
    "ReportageNewsArticle", "OpinionNewsArticle", "Recipe", "ItemList", "MusicAlbum", "VideoGame", "TVSeries",
    "Rating", "AggregateRating", "VideoObject", "PodcastEpisode", "FAQPage", "Question", "LiveBlogPosting",
))  # fmt: skip

_QUESTION = re.compile(r"[?？]\s*[”\"’»」]?$")

_NUMBERED = re.compile(r"#?\s*\d{1,3}\s*[.):–-]\s*\S|\d{1,3}\s+[A-ZÀ-Þ]|(?:no|nr|platz|#)\.?\s*\d", re.I)

_TURN = re.compile(r"([A-ZÀ-Þ][\w’'. -]{0,28}?)\s*[:：]\s*\S")

_SPEECH = re.compile(r"[“„«\"「]([^“”„«»\"「」]{15,600})[”“»\"」]")

_DATED = re.compile(r"\((?:[^()]{0,40}[, ])?(?:19|20)\d\d\)")

# It begins with a digit or a star, so that a text is scanned for these alone.
_RATING = re.compile(
    r"[\d★☆⭐](?:"
    r"(?<=\d)(?<!\w\d)(?:\d?(?:[.,]\d)?\s?/\s?(?:5|10|100|6|4|20)\b"
    r"|(?:[.,]\d)?\s(?:out of|von|sur|de|su)\s(?:5|10)\b)"
    r"|(?<!\d)[★☆⭐]+)"
)

_PLACED = re.compile(r"[A-ZÀ-Þ][\w .,/()-]{2,40}\s*[-–—(]")  # "LONDON (Wire) -"

_FIRST_NUMBER = re.compile(r"\s*(?:the\s+)?\d{1,3}\b", re.I)

_OPENING = 1500  # characters of the text

_OPENING_CONCEPTS = frozenset(("said", "announced", "future", "died", "judged", "i", "we", "gossip", "award"))


def kind_features(page: Page, named: NamedPage, ranked: Sequence[RankedName]) -> list[str]:
    """All features of a page.

    Args:
        ranked: the names on the page, the likeliest first. How likely that one is counts; where it stands
            tells no more.
    """
    found = [f"{place}: {kind}" for place, kinds in _labels(page, named).items() for kind in kinds]
    told = Counter(entry.split(": ")[1] for entry in found)
    for kind, count in told.items():
        found += steps(f"places that say {kind}", count, (1, 2, 3, 4, 6))
    found += _structure(page)
    found += _headline(named)
    found += _text(named)
    found += _concepts(named)
    if ranked:
        found += steps("likelihood of the work", ranked[0].score, (-3, -2, -1, 0, 1, 2))
    if named.rated:
        found.append("gives a rating")
    return found


def _labels(page: Page, named: NamedPage) -> dict[str, frozenset[str]]:
    """The kinds that the words of labels tell, by place."""
    ask = label_words("kinds")
    strings = named.strings
    *sections, slug = path_parts(page.url)
    places: dict[str, Iterable[str]] = {
        "section of the address": sections,
        "end of the address": [slug],
        "bread crumb": _short(strings.crumbs[-12:]),
        "tag": _short(strings.tags[:40]),
        "headline": [strings.headline],
    }
    return {place: ask.in_any(map(fold_name, texts)) for place, texts in places.items()}


def _short(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if len(text) <= _LABEL]


def _structure(page: Page) -> Iterator[str]:
    declared = {name for graph in page.graphs for node in graph.nodes for name in types(node)}
    yield from (f"declares {name}" for name in declared & _TYPES)
    if any("itemReviewed" in node for graph in page.graphs for node in graph.nodes):
        yield "declares what it reviews"
    if "article" in " ".join(meta_tags(page).get("og:type", [])):
        yield "og:type article"
    yield from steps("depth of the address", len(path_parts(page.url)) - 1, (1, 2, 3))


def _headline(named: NamedPage) -> Iterator[str]:
    headline = named.strings.headline
    words = headline.split()
    yield from steps("words in the headline", len(words), (2, 3, 5, 7, 9, 12, 16))
    for name, sign in _SIGNS:
        if sign.search(headline):
            yield f"headline with {name}"
    yield from steps("commas in the headline", headline.count(","), (1, 2))
    letters = [word for word in words if word[:1].isalpha()]
    if letters:
        capitals = sum(word[0].isupper() for word in letters) / len(letters)
        yield from steps("capitalised words of the headline", capitals, (0.3, 0.6, 0.9))
    if named.headline_quotes:
        yield "headline with a quotation"


_SIGNS = (
    ("a question mark", re.compile(r"[?？]")),
    ("a colon", re.compile(r"[:：]")),
    ("a bar", re.compile(r"\|")),
    ("a dash", re.compile(r"\s[-–—]\s")),
    ("an exclamation mark", re.compile(r"!")),
    ("a year", YEAR),
    ("a number at the beginning", _FIRST_NUMBER),
    ("a number", re.compile(r"\b\d{1,3}\b")),
    ("a date", re.compile(r"\d{1,4}[./]\d{1,2}[./]\d{1,4}")),
    ("'and'", re.compile(r"\b(?:and|und|et|y|e)\b|&")),
    ("'s", re.compile(r"[’']s\b")),
)


def _text(named: NamedPage) -> Iterator[str]:
    text = named.text
    lines = [line for line in text.split("\n") if line.strip()]
    count = len(lines) or 1
    unspaced = 0 if text.isascii() else len(UNSPACED.findall(text))
    words = named.folded.length + unspaced / 2
    size = max(words, 50) / 100
    yield from steps("words", words, (60, 120, 200, 300, 450, 700, 1000, 1500, 2500))
    yield from steps("paragraphs", count, (3, 6, 10, 20, 40))
    yield from steps("words a paragraph", words / count, (15, 30, 50, 80, 120))
    yield from _dialogue(lines, count)
    headings = [heading for heading in named.strings.headings if named.folded.has(fold_name(heading))]
    numbered = sum(_NUMBERED.match(line) is not None for line in lines)
    yield from steps("numbered lines", numbered, (1, 3, 5, 10))
    yield from steps(
        "numbered headings", sum(_NUMBERED.match(one) is not None for one in headings), (1, 3, 5)
    )
    yield from steps("short lines", sum(len(line) < 70 for line in lines) / count, (0.1, 0.25, 0.5))
    spoken = sum(len(found[1]) for found in _SPEECH.finditer(text)) / max(200, len(text))
    yield from steps("share in quotation marks", spoken, (0.05, 0.15, 0.3))
    for name, sign, thresholds in _COUNTED:
        yield from steps(name, len(sign.findall(text)) / size, thresholds)
    for name, signs, thresholds in _COUNTED_SIGNS:
        yield from steps(name, sum(map(text.count, signs)) / size, thresholds)
    yield from steps("ratings printed", len(_RATING.findall(text)), (1, 2, 3, 5))
    yield from steps("lines of data", len(named.strings.data), (1, 3, 6, 12))
    yield from steps("images", len(named.strings.images), (2, 5, 10, 20))
    yield from steps("links to registries", len(named.strings.links), (1, 2, 4, 8))
    if _PLACED.match(text[:60]):
        yield "begins with a place"


_COUNTED = (
    ("names with a year", _DATED, (0.1, 0.3, 0.8)),
    ("numbers", re.compile(r"\d+"), (0.5, 1.5, 3)),
    ("years", re.compile(r"[12](?<!\w[12])(?:(?<=1)9|(?<=2)0)\d\d\b"), (0.2, 0.6, 1.2)),
)

_COUNTED_SIGNS = (
    ("exclamation marks", "!", (0.1, 0.5, 1.2)),
    ("question marks", "?？", (0.1, 0.4, 1)),
)


def _dialogue(lines: Sequence[str], count: int) -> Iterator[str]:
    """Questions and answers, or turns of speakers whose names stand before a colon."""
    asked = [place for place, line in enumerate(lines) if _QUESTION.search(line)]
    yield from steps("lines that ask", len(asked), (1, 2, 4, 7))
    yield from steps("share of lines that ask", len(asked) / count, (0.05, 0.12, 0.25))
    answered = sum(1 < after - before <= 6 for before, after in pairwise(asked))
    yield from steps("questions soon after each other", answered / count, (0.03, 0.08, 0.15))
    speakers = Counter(found[1] for line in lines if (found := _TURN.match(line)))
    turns = sum(turn for _, turn in speakers.most_common(2) if turn > 1)
    yield from steps("turns of two speakers", turns, (2, 4, 8))
    yield from steps("labelled lines", sum(speakers.values()), (2, 5, 10))


@cache
def _concept_words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = {}
    for concept, listed in word_lists("concepts").items():
        for word in listed:
            words.setdefault(fold_name(word), []).append(concept)
    return words


def _concepts(named: NamedPage) -> Iterator[str]:
    opening = Counter(named.folded.words[:_OPENING].split())
    for name, words, kept, thresholds in (
        ("text", named.folded.counts, None, (0.3, 0.8, 1.6, 3)),
        ("opening", opening, _OPENING_CONCEPTS, (0.4, 1.2, 2.5)),
    ):
        counts: Counter[str] = Counter()
        concepts = _concept_words()
        for word in words.keys() & concepts.keys():
            for concept in concepts[word]:
                counts[concept] += words[word]
        size = max(60, words.total()) / 100
        for concept, count in counts.items():
            if kept is None or concept in kept:
                yield from steps(f"words of '{concept}' in the {name}", count / size, thresholds)
