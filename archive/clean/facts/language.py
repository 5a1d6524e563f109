"""The language of the text: as declared, unless the words clearly contradict it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.evidence import Candidate
from archive.clean.facts.language_model import language_identifier
from archive.clean.metadata.nodes import value_text
from archive.clean.page.page import Page, meta_value
from archive.clean.vocabulary import word_lists
from archive.model import Reading

_TAG = re.compile(r"\s*([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*\s*(?:,|$)", re.I)
_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "mis", "xx", "xxx"))
_META = ("og:locale", "content-language", "dc.language", "language")
_LANG = ("lang", "{http://www.w3.org/XML/1998/namespace}lang", "xml:lang")
_FEWEST_CHARS = 200  # of a text whose language can be identified
_SAMPLE = 600  # characters that are looked at; more tell no more on any of 634 pages
_MOST_SPACES = 60  # in so many characters of most texts, besides those between words
SURE = 0.9  # probability from which the identified language counts
_COMMON = 0.2  # share of the commonest words in a text from which it is plain what its language is
_UNLIKELY = 0.01  # probability below which a declared language is wrong


def declared_languages(page: Page) -> Iterator[Reading[str]]:
    """The languages that the page declares, most reliable place first, as lower-case primary subtags."""
    places = [("json-ld", value_text(node.get("inLanguage"))) for node in page.articles[:2]]
    if page.tree is not None:
        root = page.tree.getroottree().getroot()
        places.append(("html", next(filter(None, map(root.get, _LANG)), None)))
    places += [("meta", meta_value(page, name)) for name in _META]
    places.append(("header", page.headers.get("content-language")))
    for source, raw in places:
        if raw and (match := _TAG.match(raw)) and (tag := match[1].lower()) not in _NO_LANGUAGE:
            yield Reading(tag, source, raw)


def read_language(page: Page, text: str) -> Reading[str] | None:
    """The language of `text` as a BCP 47 primary subtag ("en"); None where it is unknown.

    The declared language counts unless the text clearly contradicts it: many sites keep the language that
    their template came with.
    """
    declared = list(declared_languages(page))
    if declared and len({one.value for one in declared}) == 1 and is_plainly(declared[0].value, text):
        return declared[0]
    chances = language_chances(text)
    if not chances:
        return declared[0] if declared and text.strip() else None
    likely = max(chances, key=lambda tag: chances[tag])
    if not declared:
        return Reading(likely, "text") if chances[likely] >= SURE else None
    best = max(declared, key=lambda reading: chances.get(reading.value, 0.0))
    if chances[likely] >= SURE and best.value in chances and chances[best.value] < _UNLIKELY:
        return Reading(likely, "text")
    return best


def is_plainly(tag: str, text: str) -> bool:
    """Whether a text is full of a language's commonest words: then its language need not be identified."""
    words = _sample(text).lower().split()
    known = {
        language: sum(map(common.__contains__, words)) for language, common in word_lists("common").items()
    }
    return known.get(tag, 0) == max(known.values()) >= max(_COMMON * len(words), 1)


def language_candidates(page: Page, text: str) -> Iterator[Candidate]:
    """The declared languages and the identified one, each with its probability by the words, 0 to 1."""
    chances = language_chances(text)
    for reading in declared_languages(page):
        yield Candidate(reading.value, reading.source, chances.get(reading.value), raw=reading.raw)
    if chances:
        likely = max(chances, key=lambda tag: chances[tag])
        yield Candidate(likely, "text", chances[likely], note="likeliest by its words")


def language_chances(text: str) -> dict[str, float]:
    """The probability of each language for the text, 0 to 1; empty where the text is too short."""
    sample = _sample(text)
    if len(sample) < _FEWEST_CHARS:
        return {}
    return {str(tag): float(chance) for tag, chance in language_identifier().rank(sample)}


def _sample(text: str) -> str:
    begun = " ".join(text[: _SAMPLE + _MOST_SPACES].split())  # of nearly all texts it is enough
    return (begun if len(begun) >= _SAMPLE else " ".join(text[: 4 * _SAMPLE].split()))[:_SAMPLE]
