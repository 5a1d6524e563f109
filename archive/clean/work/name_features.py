"""What speaks for a candidate and against it: features that a person understands, each there or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from archive.clean.vocabulary import fold_name, names_of_words, word_set
from archive.clean.work.candidates import NameCandidate
from archive.clean.work.cuts import core_of, episode_pattern, label_kinds, may_have_episode
from archive.clean.work.name_text import FoldedText
from archive.clean.work.places import place_in_headline
from archive.clean.work.strings import PageStrings, quoted

_OPENING = 700  # characters of the folded text


_NAME = r"(?:[A-ZÀ-ÞŁŚŻŽŠČĆ][\w.'’-]*\s+){1,3}[A-ZÀ-ÞŁŚŻŽŠČĆ][\w.'’-]+"

_BY_WORDS = r"(?:,|,?\s*(?:by|von|de|di|par|av|van|af|do|da|del|от|od|przez))"

_BY_LAST = re.compile(rf"{_BY_WORDS}\s+{_NAME}\s*$")


@cache
def _by() -> re.Pattern[str]:
    return re.compile(rf"\W{{0,2}}{_BY_WORDS}\s+{_NAME}(?![^\W_])")


@cache
def _prepositions() -> re.Pattern[str]:
    words = "|".join(sorted(word_set("joints", "prepositions")))
    return re.compile(rf"\s+(?:{words})\s+", re.I)


@cache
def _episode() -> re.Pattern[str]:
    return re.compile(rf"[\s,:;–—|(-]*{episode_pattern()}")


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
    def loudest(self) -> str:
        """The medium whose telling words stand in the text most often; "" where they are few."""
        counts, points = self.folded.counts, Counter[str]()
        lines = names_of_words("media_telling")
        for word in lines.keys() & counts.keys():
            for medium in lines[word]:
                points[medium] += counts[word]
        medium, most = max(points.items(), key=lambda one: one[1], default=("", 0))
        return medium if most >= max(2, self.folded.length / 200) else ""

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
        known = frozenset(keys)
        self.first_marked = {
            mark: next((key for key in marked if key in known), None) for mark, marked in self.marks.items()
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
            *_of_medium(page, candidate.key, candidate.name, rivals),
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
            if own in page.padded["opening"]:
                yield f"{mark} in the opening"
            if key == rivals.first_marked[mark]:
                yield f"first {mark}"
    if not mentions:
        return
    yield from steps("mentions", mentions, (1, 2, 3, 4, 6, 9, 14))
    yield from steps("share of most mentions", mentions / rivals.most, (0.2, 0.4, 0.7))
    if mentions == rivals.most:
        yield "mentioned most"
    paragraphs = page.folded.paragraphs
    holding = sum([own in paragraph for paragraph in paragraphs]) if mentions > 1 else 1
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
    if core == own and not page.folded.count(key):
        yield "all of the headline, never in the text"
    before, found, rest = page.strings.headline.partition(name)
    if found:
        yield from _neighbours(before, rest)
    if _BY_LAST.search(name):
        yield "ends with 'by' and a name"
    if name in page.strings.headline:
        yield place_in_headline(page.strings.headline, name)


def _neighbours(before: str, rest: str) -> Iterator[str]:
    """What stands beside it: "by" and a person, the number of an episode, the joint of a phrase."""
    if _by().match(rest):
        yield "before 'by' and a name"
    elif _prepositions().match(rest):
        yield "before a joint of a phrase"
    if may_have_episode(rest) and _episode().match(rest):
        yield "before the number of an episode"
    if _prepositions().search(before[-8:]) and before[-1:] == " ":
        yield "after a joint of a phrase"


def _of_medium(page: NamedPage, key: str, name: str, rivals: _Rivals) -> Iterator[str]:
    """Where it stands, by the medium that the text is of: "Artist - Album", "Book by Author"."""
    own, nouns, after = f" {key} ", names_of_words("media_nouns"), 0
    text = page.folded.words
    place = 0
    for _ in range(min(rivals.mentions[key], 6)):
        place = text.find(own, place + 1)
        after += text[max(0, place - 20) : place].rpartition(" ")[2] in nouns
    yield from steps("after a noun for works", after, (1, 2))
    if (medium := page.loudest) and name in page.strings.headline:
        yield f"{medium}: {place_in_headline(page.strings.headline, name)}"


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
