"""What a work is: a film, a series, an album, a game, a book, a play or a podcast."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import cast

from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page
from archive.clean.vocabulary import label_words, word_lists
from archive.clean.work.name_text import fold_name
from archive.clean.work.named_page import NamedPage, occurrences, steps
from archive.clean.work.ranking import RankedName, WorkModels
from archive.model import Medium
from archive.urls import path_parts

# schema.org's types of works, lower case.
_TYPE_NAMES: dict[Medium, str] = {
    "film": "movie movieseries screeningevent",
    "tv": "tvseries tvseason tvepisode episode creativeworkseason",
    "music": "musicalbum musicrecording musicrelease musiccomposition musicevent",
    "game": "videogame videogameseries game",
    "book": "book bookseries audiobook comicissue comicstory comicseries",
    "stage": "theaterevent play danceevent comedyevent",
    "podcast": "podcastseries podcastseason podcastepisode",
}

MEDIUM_OF_TYPE = {name: medium for medium, names in _TYPE_NAMES.items() for name in names.split()}

_READ = 8000  # characters of the text

_LABEL = 40  # characters

_BESIDE = 4  # words

_LEAST = 0.4  # probability


def medium_of_types(node: object) -> Medium | None:
    """The medium that the schema.org types of a node tell."""
    names = sorted(name.lower() for name in types(node))
    return next((MEDIUM_OF_TYPE[name] for name in names if name in MEDIUM_OF_TYPE), None)


def read_medium(page: Page, named: NamedPage, name: RankedName | None, models: WorkModels) -> Medium | None:
    """The medium of the work of a page: by its outlet's file, else by the model; None in doubt."""
    if page.medium:
        return page.medium
    likelihoods = models.medium.likelihoods(medium_features(page, named, name))
    medium, probability = max(likelihoods.items(), key=lambda one: one[1])
    return cast("Medium", medium) if probability >= _LEAST else None


def medium_features(page: Page, named: NamedPage, name: RankedName | None) -> list[str]:
    """What speaks for a medium: labels, types, the words of the text, and those beside the name."""
    found = [f"{place}: {medium}" for place, media in _labels(page, named) for medium in media]
    told = Counter(entry.split(": ")[1] for entry in found)
    for medium, count in told.items():
        found += steps(f"places that say {medium}", count, (1, 2, 3, 5))
    nodes = [node for graph in page.graphs for node in graph.nodes]
    items = [item for node in nodes for item in (node, node.get("itemReviewed"), node.get("about"))]
    found += [f"declares {medium}" for medium in {medium_of_types(item) for item in items} if medium]
    labels = Counter(_data_label(label) for label, _ in named.strings.data)
    for label, count in labels.items():
        if label:
            found += steps(f"data of {label}", count, (1, 2))
    found += _of_text(named)
    if name is not None:
        found += _beside(named, name.candidate.key)
    return found


def _labels(page: Page, named: NamedPage) -> Iterator[tuple[str, frozenset[str]]]:
    ask = label_words("media")
    strings = named.strings
    *sections, slug = path_parts(page.url)
    places: dict[str, Iterable[str]] = {
        "section of the address": sections,
        "end of the address": [slug],
        "bread crumb": [text for text in strings.crumbs[-12:] if len(text) <= _LABEL],
        "tag": [text for text in strings.tags[:40] if len(text) <= _LABEL],
        "headline": [strings.headline],
        "title tag": [strings.shown],
        "description": [strings.description[:200]],
        "heading": strings.headings[:20],
    }
    for place, texts in places.items():
        yield place, ask.in_any(map(fold_name, texts))


@cache
def _data_label(label: str) -> str | None:
    named = label_words("media_data")(fold_name(label))
    return next(iter(named)) if len(named) == 1 else None


@cache
def _words_of(table: str) -> dict[str, list[str]]:
    """The media of each word, and of each pair of words."""
    media: dict[str, list[str]] = {}
    for medium, words in word_lists(table).items():
        for word in words:
            media.setdefault(fold_name(word), []).append(medium)
    return media


@cache
def _pairs() -> list[str]:
    """The tables' pairs of words."""
    return [key for table, _ in _TABLES for key in _words_of(table) if " " in key]


def _of_text(named: NamedPage) -> Iterator[str]:
    folded = named.folded
    words = folded.words[:_READ]
    counted = folded.counts.copy() if len(words) == len(folded.words) else Counter(words.split())
    size = max(counted.total(), 80) / 100
    counted.update({pair: words.count(f" {pair} ") for pair in _pairs() if pair in words})
    text = named.text[:_READ]
    for table, thresholds in _TABLES:
        media = _words_of(table)
        points: Counter[str] = Counter()
        for word in counted.keys() & media.keys():
            for medium in media[word]:
                points[medium] += counted[word]
        if table == "media_unspaced":
            for sign, signed in media.items():
                points.update(dict.fromkeys(signed, text.count(sign)))
        for medium, count in points.items():
            yield from steps(f"{table.removeprefix('media_')} words of {medium}", count / size, thresholds)


_TABLES = (
    ("media_telling", (0.15, 0.5, 1, 2)),
    ("media_shared", (0.3, 1, 2)),
    ("media_faint", (0.5, 1.5, 3)),
    ("media_unspaced", (0.1, 0.5)),
)


def _beside(named: NamedPage, key: str) -> Iterator[str]:
    """The media of the nouns that stand beside the name."""
    nouns = _words_of("media_nouns")
    text = f"{named.headline}{named.shown}{named.folded.words[:_READ]}"
    near: Counter[str] = Counter()
    for place in occurrences(text, f" {key} "):
        words = text[max(0, place - 60) : place].split()[-_BESIDE:]
        words += text[place + len(key) + 2 :][:80].split()[: _BESIDE + 4]
        near.update({medium for word in words for medium in nouns.get(word, ())})
    for medium, count in near.items():
        yield from steps(f"nouns of {medium} beside the name", count, (1, 2, 4))
