"""How likely each name on a page is an author's: features that a person can read, and a linear model."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive.clean.authors.mentions import MACHINE, Mention
from archive.clean.authors.names import bare_name, is_name, name_key, names_no_person
from archive.clean.linear import LinearModel, load_models
from archive.clean.metadata.nodes import value_text, values
from archive.clean.page.page import Page, cached_per_page
from archive.clean.vocabulary import UNSPACED
from archive.folding import fold

_LOGIN = re.compile(r"[a-z0-9._-]*[a-z][a-z0-9._-]*|\S*\d\S*|\S+[._]\S+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A name that may be an author's."""

    name: str  # as it will be given
    key: str  # folded for comparison
    mentions: tuple[Mention, ...]  # where it stands
    features: tuple[str, ...]  # what speaks for it and against it
    score: float  # log-odds that it is an author's


def author_model() -> LinearModel:
    """What a name's features say about whether it is an author's, from `make model-authors`."""
    return load_models("archive.clean.authors", "weights.json")["author"]


def score_names(mentions: Sequence[Mention], page: Page, title: str | None) -> list[Candidate]:
    """The names of all mentions as candidates with features and score, in the order of the mentions."""
    names: dict[str, tuple[str, list[Mention]]] = {}
    for mention in mentions:
        for name in mention.names:
            names.setdefault(name_key(name), (name, []))[1].append(mention)
    publishers = (value for node in page.nodes for value in values(node, "publisher", page.nodes))
    publisher_keys, headline = {name_key(value_text(value) or "") for value in publishers}, fold(title or "")
    found = []
    for key, (name, places) in names.items():
        features = list(_features(page, name, places))
        features += ["publishes the site"] * (key in publisher_keys)
        features += ["in the headline"] * (f" {key} " in f" {headline} ")
        found.append(Candidate(name, key, tuple(places), tuple(features), author_model().score(features)))
    return found


@cached_per_page
def _texts(page: Page) -> tuple[str, str]:
    """The text of a page, and the same in lower case."""
    text = " ".join([block.text for block in page.blocks])
    return text, text.lower()


def _features(page: Page, name: str, mentions: list[Mention]) -> Iterator[str]:
    places = {mention.place for mention in mentions}
    in_meta = sum(mention.place == "meta" for mention in mentions)
    after_by = any(place.endswith(" by") for place in places)
    in_metadata = not places.isdisjoint(MACHINE)
    is_group = names_no_person(name)
    yield from sorted(places)
    if in_meta > 1:
        yield "two meta tags"
    if places <= {"json-ld", "meta", "contributor"} and bare_name(name).lower() not in _texts(page)[1]:
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
    if not (after_by or in_metadata or is_group) and _is_common(name, _texts(page)[0]):
        yield "a section's name"


def _is_common(name: str, text: str) -> bool:
    """Whether all words of a name are on the page in lower case, too: "Film Reviews" is a section."""
    words = [word for word in re.findall(r"[^\W\d_]+", name) if len(word) > 2]
    is_title = bool(words) and all(word[0].isupper() for word in words)
    return is_title and all(any(f" {word.lower()}{mark}" in text for mark in " ,.;:!?") for word in words)
