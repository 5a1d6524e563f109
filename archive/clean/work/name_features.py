"""What speaks for a candidate and against it: features that a person understands, each there or not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from archive.clean.linear import Steps
from archive.clean.vocabulary import fold_name
from archive.clean.work.candidates import NameCandidate
from archive.clean.work.cuts import NEXT_EPISODE, PREPOSITION, label_kinds
from archive.clean.work.name_text import PATTERNS, trim_name
from archive.clean.work.named_page import NamedPage
from archive.clean.work.places import place_in_headline
from archive.model import Medium

_BY_LAST = PATTERNS.compiled(r"{by_name}\s*$", re.NOFLAG)
_BY_FIRST = PATTERNS.compiled(r"\W{0,2}{by_name}(?![^\W_])", re.NOFLAG)
_NEAR = 3  # words of a headline: "Review of the X"
_LEAST = 5  # characters of a shorter candidate, with a space at either end
_TOLD_PLACES = frozenset(("titled", "data", "ld_item", "ld_typed"))


_PLACES = Steps("places", 2, 3, 4, 5, 6)
_MENTIONS = Steps("mentions", 1, 2, 3, 4, 6, 9, 14)
_SHARE_OF_MENTIONS = Steps("share of most mentions", 0.2, 0.4, 0.7, 1)
_SHARE_OF_PARAGRAPHS = Steps("share of paragraphs", 0.1, 0.25, 0.5)
_SHARE_OF_HEADLINE = Steps("share of the headline", 0.15, 0.3, 0.5, 0.7, 0.9)
_WORDS = Steps("words", 2, 3, 4, 5, 7, 9, 12)
_LONGER = Steps("a longer candidate as often", 0.2, 0.5, 0.9)
_SHORTER = Steps("a shorter candidate more often", 1.5, 3, 6)


def name_features(
    page: NamedPage, candidates: Sequence[NameCandidate], medium: Medium | None
) -> list[list[str]]:
    """All features of each candidate.

    Args:
        medium: of the work, as far as the page tells it: a headline names the artist first, then the album.
    """
    mentions = {candidate.key: page.folded.count(candidate.key) for candidate in candidates}
    padded = {f" {key} ": count for key, count in mentions.items()}
    first = {
        mark: next((key for key in map(fold_name, page.named.get(sort, ())) if key in mentions), None)
        for mark, sort in (("italic", "em"), ("quoted", "quote"))
    }
    most = max(mentions.values(), default=0)
    return [
        [
            *(f"stands as {place}" for place in candidate.places & _TOLD_PLACES),
            *_PLACES(len(candidate.places)),
            *(f"first {mark}" for mark, key in first.items() if key == candidate.key),
            *_mentioned(page, candidate.key, mentions[candidate.key], most),
            *_in_headline(page, candidate.key, candidate.name, medium),
            *_look(candidate),
            *_relatives(candidate.key, mentions[candidate.key], padded),
        ]
        for candidate in candidates
    ]


def _mentioned(page: NamedPage, key: str, mentions: int, most: int) -> Iterator[str]:
    """How often the text names it, and where, and whether headline and address do."""
    own = f" {key} "
    yield from [f"in the {place}" for place in ("headline", "address") if own in page.padded[place]]
    yield from _MENTIONS(mentions)
    if mentions:
        yield from _SHARE_OF_MENTIONS(mentions / most)
        paragraphs = page.folded.paragraphs
        holding = sum([own in paragraph for paragraph in paragraphs]) if mentions > 1 else 1
        yield from _SHARE_OF_PARAGRAPHS(holding / (len(paragraphs) or 1))


def _in_headline(page: NamedPage, key: str, name: str, medium: Medium | None) -> Iterator[str]:
    headline, core, own = page.padded["headline"], page.padded["core"], f" {key} "
    if own not in headline:
        return
    yield from _SHARE_OF_HEADLINE(len(key) / (len(headline) - 2))
    if core == own:
        yield "all of the headline but labels"
        if not page.folded.count(key):
            yield "all of the headline, never in the text"
    elif core.startswith(own):
        yield "begins the headline but labels"
    if _BY_LAST.search(name):
        yield "ends with 'by' and a name"
    before, found, rest = page.headline.partition(name)
    if found:
        yield from _what_follows(rest)
        if _has_label(before.split()[-_NEAR:]):
            yield "after a word for a review"
        if _has_label(rest.split()[:_NEAR]):
            yield "before a word for a review"
        place = place_in_headline(page.headline, name)
        yield from (place, f"{'music' if medium == 'music' else 'not music'}: {place}")


def _what_follows(rest: str) -> Iterator[str]:
    """What the headline has after it: "by" and a person, the number of an episode, the joint of a phrase."""
    if stands_before_maker(rest):
        yield "before 'by' and a name"
    elif PREPOSITION.match(rest):
        yield "before a joint of a phrase"
    if NEXT_EPISODE.match(rest):
        yield "before the number of an episode"


def stands_before_maker(rest: str) -> bool:
    """Whether what follows a name is "by" and a person."""
    return _BY_FIRST.match(rest) is not None


def _has_label(words: Iterable[str]) -> bool:
    return any("coverage" in label_kinds(trim_name(word)) for word in words)


def _look(candidate: NameCandidate) -> Iterator[str]:
    yield from _WORDS(candidate.key.count(" ") + 1)
    kinds = [label_kinds(word) for word in candidate.name.split()]
    if all(kinds):
        yield "labels only"
    if any("coverage" in kind for kind in kinds):
        yield "has a word for a review"


def _relatives(key: str, mentions: int, padded: dict[str, int]) -> Iterator[str]:
    """How often longer candidates are named that hold this one, and shorter ones that it holds.

    Args:
        mentions: how often this one is named.
        padded: how often each is, with a space at either end.
    """
    own = f" {key} "
    size = len(own)
    longer = max([count for other, count in padded.items() if own in other and len(other) > size], default=-1)
    shorter = max(
        [count for other, count in padded.items() if _LEAST < len(other) < size and other in own], default=0
    )
    yield from _LONGER(longer / (mentions or 1))
    if longer < 0:
        yield "in no longer candidate"
    yield from _SHORTER((1 + shorter) / (1 + mentions))
