"""How likely each name on a page is an author's: features that a person can read, and a linear model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from archive.clean.authors.mentions import MACHINE, Mention, name_key
from archive.clean.authors.names import bare_name, is_unspaced
from archive.clean.authors.organisations import names_no_person
from archive.clean.linear import LinearModel, load_models
from archive.clean.metadata.nodes import value_text, values
from archive.clean.page.page import Page
from archive.clean.page.site_names import is_site_name, site_names
from archive.folding import fold

_LOGIN = re.compile(r"[a-z0-9._-]*[a-z][a-z0-9._-]*|\S*\d\S*|\S+[._]\S+")


@dataclass(slots=True)
class Candidate:
    """A name that may be an author's.

    Attributes:
        name: as it will be given.
        key: folded for comparison.
        mentions: where it stands, strongest places first.
        features: what speaks for it and against it.
        score: log-odds that it is an author's.
    """

    name: str
    key: str
    mentions: list[Mention]
    features: tuple[str, ...] = ()
    score: float = 0.0
    places: frozenset[str] = field(default_factory=frozenset)


def author_model() -> LinearModel:
    """What a name's features say about whether it is an author's, from `make model-authors`."""
    return load_models("archive.clean.authors", "weights.json")["author"]


def score_names(mentions: Sequence[Mention], page: Page, title: str | None) -> list[Candidate]:
    """The names of all mentions as candidates with features and score, in the order of the mentions."""
    by_key: dict[str, Candidate] = {}
    for mention in mentions:
        for name in mention.names:
            candidate = by_key.setdefault(name_key(name), Candidate(name, name_key(name), []))
            candidate.mentions.append(mention)
    candidates = [candidate for candidate in by_key.values() if not _is_account(candidate)]
    for candidate in candidates:
        candidate.places = frozenset(mention.place for mention in candidate.mentions)
    read = _Features([candidate.name for candidate in candidates], page, title)
    for candidate in candidates:
        candidate.features = tuple(read.features(candidate))
        candidate.score = author_model().score(candidate.features)
    return candidates


def _is_account(candidate: Candidate) -> bool:
    """Whether a name is only that of an account, which the page shows to nobody: "annlee21"; "Ann" often is.

    Of a blog system's two meta tags the second has the name that the account shows.
    """
    if any(mention.place not in MACHINE for mention in candidate.mentions) or is_unspaced(candidate.name):
        return False
    if " " in candidate.name or names_no_person(candidate.name):
        return False
    return bool(_LOGIN.fullmatch(candidate.name)) or sum(m.place == "meta" for m in candidate.mentions) < 2


class _Features:
    def __init__(self, names: list[str], page: Page, title: str | None) -> None:
        self._names, self._page = names, page
        self._site = site_names(page)
        self._title = f" {fold(title or '')} "
        self._publishers = {
            name_key(value_text(value) or "")
            for node in page.nodes
            for value in values(node, "publisher", page.nodes)
        }

    @cached_property
    def _text(self) -> str:
        return " ".join(block.text for block in self._page.blocks)

    def features(self, candidate: Candidate) -> list[str]:
        """The features of a candidate."""
        places, name = candidate.places, candidate.name
        printed = [place for place in places if place not in MACHINE and place != "contributor"]
        after_by = any(place.endswith(" by") for place in places)
        features = sorted(places)
        if sum(mention.place == "meta" for mention in candidate.mentions) > 1:
            features.append("two meta tags")
        if candidate.key in self._publishers:
            features.append("publishes the site")
        if printed and len(printed) < len(places):
            features.append("metadata and printed")
        if places <= {"json-ld", "meta", "contributor"} and bare_name(name).lower() not in self._text.lower():
            features.append("metadata only, not printed")
        if " " not in name and not names_no_person(name):
            shape = "an account" if _LOGIN.fullmatch(name) else "one word"
            features.append(f"{shape} after a by" if after_by else shape)
        if name.count(" ") > 2:
            features.append("many words")
        if is_site_name(name, self._site):
            others = any(" " in other and not is_site_name(other, self._site) for other in self._names)
            features.append("the site's name, beside others" if others else "the site's name")
        if f" {candidate.key} " in self._title:
            features.append("in the headline")
        if not (after_by or places & set(MACHINE) or names_no_person(name)) and self._is_common(name):
            features.append("a section's name")
        return features

    def _is_common(self, name: str) -> bool:
        """Whether all words of a name are on the page in lower case, too: "Film Reviews" is a section."""
        words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 2]
        if not words or not all(word[0].isupper() for word in words):
            return False
        return all(any(f" {word.lower()}{mark}" in self._text for mark in " ,.;:!?") for word in words)
