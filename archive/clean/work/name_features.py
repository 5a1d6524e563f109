"""What speaks for a candidate and against it: features that a person understands, each there or not."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from archive.clean.vocabulary import fold_name
from archive.clean.work.candidates import NameCandidate
from archive.clean.work.cuts import core_of, label_kinds
from archive.clean.work.name_text import FoldedText
from archive.clean.work.places import place_in_headline
from archive.clean.work.strings import PageStrings, quoted

_OPENING = 700  # characters of the folded text


def steps(name: str, value: float, thresholds: tuple[float, ...]) -> tuple[str, ...]:
    """A number as features: "name>=t" for each threshold that it reaches."""
    return _step_names(name, thresholds)[: bisect_right(thresholds, value)]


@lru_cache(maxsize=10_000)
def _step_names(name: str, thresholds: tuple[float, ...]) -> tuple[str, ...]:
    return tuple(f"{name}>={threshold:g}" for threshold in thresholds)


@dataclass(frozen=True)
class NamedPage:
    """A page as its candidates are weighed against it.

    Attributes:
        text: the clean text.
        authors: the names of its authors, folded.
        sites: the names of its site, squeezed.
    """

    strings: PageStrings
    text: str
    folded: FoldedText
    authors: Collection[str]
    sites: Collection[str]
    rated: bool

    @cached_property
    def padded(self) -> dict[str, str]:
        """The strings that may hold a name, folded, with a space at either end."""
        strings = self.strings
        places = {
            "headline": strings.headline, "title tag": strings.shown, "description": strings.description,
            "address": strings.path, "core": core_of(strings.headline),
        }  # fmt: skip
        return {place: f" {fold_name(text)} " for place, text in places.items()} | {
            "opening": f"{self.folded.words[:_OPENING]} "
        }

    @cached_property
    def headline_quotes(self) -> frozenset[str]:
        """What the headline has in quotation marks, folded."""
        return frozenset(map(fold_name, quoted(self.strings.headline)))


class _Rivals:
    """How the candidates of a page compare: how often each is named, slanted and quoted, and the most."""

    def __init__(self, page: NamedPage, keys: Sequence[str]) -> None:
        named = page.strings.named
        self.mentions = {key: page.folded.count(key) for key in keys}
        self.marks = {
            mark: Counter(map(fold_name, named.get(sort, ())))
            for mark, sort in (("italic", "em"), ("quoted", "quote"))
        }
        self.most = max(self.mentions.values(), default=0)
        self.most_marks = {
            mark: max((marked[key] for key in keys), default=0) for mark, marked in self.marks.items()
        }
        self.padded = [(f" {key} ", count) for key, count in self.mentions.items() if len(key) > 3]


def name_features(page: NamedPage, candidates: Sequence[NameCandidate]) -> list[list[str]]:
    """All features of each candidate."""
    rivals = _Rivals(page, [candidate.key for candidate in candidates])
    return [
        [
            *(f"stands as {place}" for place in candidate.places),
            *steps("places", len(candidate.places), (2, 3, 4, 5, 6, 8, 10)),
            *_mentioned(page, candidate.key, rivals),
            *_in_headline(page, candidate.key, candidate.name),
            *_look(page, candidate.key, candidate.name),
            *_relatives(page, candidate.key, rivals),
        ]
        for candidate in candidates
    ]


def _mentioned(page: NamedPage, key: str, rivals: _Rivals) -> Iterator[str]:
    """How often the text names, slants and quotes it, and where, as do the page's other strings."""
    mentions, own = rivals.mentions[key], f" {key} "
    for place, string in page.padded.items():
        if place != "core" and own in string:
            yield f"in the {place}"
    for mark, marked in rivals.marks.items():
        if times := marked[key]:
            yield from steps(mark, times, (1, 2, 3, 5))
            yield from steps(f"share {mark}", times / (mentions or 1), (0.3, 0.7))
            if times == rivals.most_marks[mark]:
                yield f"{mark} most"
    if not mentions:
        return
    yield from steps("mentions", mentions, (1, 2, 3, 4, 6, 9, 14))
    yield from steps("share of most mentions", mentions / rivals.most, (0.2, 0.4, 0.7))
    if mentions == rivals.most:
        yield "mentioned most"
    paragraphs = page.folded.paragraphs
    holding = sum([own in paragraph for paragraph in paragraphs])
    yield from steps("share of paragraphs", holding / (len(paragraphs) or 1), (0.1, 0.25, 0.5))
    yield from steps("first mention", page.folded.words.find(own), (1, 100, 400, 1500))


def _in_headline(page: NamedPage, key: str, name: str) -> Iterator[str]:
    headline, core, own = page.padded["headline"], page.padded["core"], f" {key} "
    if own not in headline:
        return
    yield from steps("share of the headline", len(key) / (len(headline) - 2), (0.15, 0.3, 0.5, 0.7, 0.9))
    if headline == own:
        yield "is the headline"
    if core == own:
        yield "all of the headline but labels"
    elif core.startswith(own):
        yield "begins the headline but labels"
    elif core.endswith(own):
        yield "ends the headline but labels"
    if key in page.headline_quotes:
        yield "quoted in the headline"
    if name in page.strings.headline:
        yield place_in_headline(page.strings.headline, name)


def _look(page: NamedPage, key: str, name: str) -> Iterator[str]:
    yield from steps("words", key.count(" ") + 1, (2, 3, 4, 5, 7, 9, 12))
    if any(key in author for author in page.authors):
        yield "an author"
    if key.replace(" ", "") in page.sites:
        yield "the site"
    kinds = [label_kinds(word) for word in name.split()]
    if all(kinds):
        yield "labels only"
    if any("coverage" in kind for kind in kinds):
        yield "has a word for a review"


def _relatives(page: NamedPage, key: str, rivals: _Rivals) -> Iterator[str]:
    """Longer candidates that hold this one, shorter ones that it holds, and its first and last word."""
    own, mentions, words = f" {key} ", rivals.mentions[key], key.split()
    longer = [count for other, count in rivals.padded if own in other and other != own]
    yield from steps("a longer candidate as often", max(longer, default=0) / (mentions or 1), (0.2, 0.5, 0.9))
    if not longer:
        yield "in no longer candidate"
    counts = {
        "a shorter candidate": max(
            (count for other, count in rivals.padded if other in own and other != own), default=0
        )
    }
    if len(words) > 1:
        counts |= {
            "its first word": page.folded.counts[words[0]],
            "its last word": page.folded.counts[words[-1]],
        }
    for which, count in counts.items():
        yield from steps(f"{which} more often", (1 + count) / (1 + mentions), (1.5, 3, 6))
