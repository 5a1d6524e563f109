"""How likely each name on a page is an author's: features that a person can read, and a linear model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.clean.authors.mentions import MACHINE, Mention, name_key
from archive.clean.authors.names import bare_name, is_name
from archive.clean.authors.organisations import names_no_person
from archive.clean.linear import LinearModel, load_models
from archive.clean.metadata.nodes import value_text, values
from archive.clean.page.page import Page
from archive.clean.vocabulary import UNSPACED
from archive.folding import fold

_LOGIN = re.compile(r"[a-z0-9._-]*[a-z][a-z0-9._-]*|\S*\d\S*|\S+[._]\S+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be an author's.

    Attributes:
        name: as it will be given.
        key: folded for comparison.
        mentions: where it stands.
        features: what speaks for it and against it.
        score: log-odds that it is an author's.
    """

    name: str
    key: str
    mentions: tuple[Mention, ...]
    features: tuple[str, ...]
    score: float


def author_model() -> LinearModel:
    """What a name's features say about whether it is an author's, from `make model-authors`."""
    return load_models("archive.clean.authors", "weights.json")["author"]


def score_names(mentions: Sequence[Mention], page: Page, title: str | None) -> list[Candidate]:
    """The names of all mentions as candidates with features and score, in the order of the mentions."""
    names: dict[str, str] = {}
    by_key: dict[str, list[Mention]] = {}
    for mention in mentions:
        for name in mention.names:
            names.setdefault(name_key(name), name)
            by_key.setdefault(name_key(name), []).append(mention)
    facts, found = _PageFacts(page, title), []
    for key, name in names.items():
        features = tuple(_features(facts, name, key, by_key[key]))
        score = author_model().score(features)
        found.append(Candidate(name, key, tuple(by_key[key]), features, score))
    return found


class _PageFacts:
    """What of a page tells an author from others."""

    def __init__(self, page: Page, title: str | None) -> None:
        self._page = page
        self.title = f" {fold(title or '')} "
        publishers = (value for node in page.nodes for value in values(node, "publisher", page.nodes))
        self.publishers = {name_key(value_text(value) or "") for value in publishers}

    @cached_property
    def text(self) -> str:
        return " ".join(block.text for block in self._page.blocks)

    @cached_property
    def lower(self) -> str:
        return self.text.lower()


def _features(page: _PageFacts, name: str, key: str, mentions: list[Mention]) -> Iterator[str]:
    places = {mention.place for mention in mentions}
    in_meta = sum(mention.place == "meta" for mention in mentions)
    after_by = any(place.endswith(" by") for place in places)
    in_metadata = not places.isdisjoint(MACHINE)
    is_group = names_no_person(name)
    yield from sorted(places)
    if in_meta > 1:
        yield "two meta tags"
    if key in page.publishers:
        yield "publishes the site"
    if places <= {"json-ld", "meta", "contributor"} and bare_name(name).lower() not in page.lower:
        yield "metadata only, not printed"
    if " " not in name and not is_group and not UNSPACED.search(name):
        # Of a blog system's two meta tags the second has the name that the account shows.
        is_account = places <= set(MACHINE) and (in_meta < 2 or _LOGIN.fullmatch(name))
        yield "an account" if is_account else "one word after a by" if after_by else "one word"
    is_told = in_metadata or is_group or any(place.endswith(" marked") for place in places)
    if not is_told and not is_name(name):
        yield "not written like a name"
    if name.count(" ") > 2:
        yield "many words"
    if f" {key} " in page.title:
        yield "in the headline"
    if not (after_by or in_metadata or is_group) and _is_common(name, page.text):
        yield "a section's name"


def _is_common(name: str, text: str) -> bool:
    """Whether all words of a name are on the page in lower case, too: "Film Reviews" is a section."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 2]
    if not words or not all(word[0].isupper() for word in words):
        return False
    return all(any(f" {word.lower()}{mark}" in text for mark in " ,.;:!?") for word in words)
