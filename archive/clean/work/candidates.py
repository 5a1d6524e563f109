"""Every string of a page that may be the name of the work that it is about, and the places that give it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from archive.clean.vocabulary import fold_name, fold_text
from archive.clean.work.cuts import cut
from archive.clean.work.name_text import LONGEST, PATTERNS, FoldedText, quoted, trim_name, without_year
from archive.clean.work.named_page import NamedPage

_MOST = 12
_MOST_WORDS = 18
_CAPITALISED = PATTERNS.compiled("{capitalised}", re.NOFLAG)
_CAPITALISED_CHARS = 500  # of the text
_HEADLINE_WORDS, _RUN_WORDS = 24, 10
_IN_HEADLINE = frozenset(("headline", "headline quote", "headline run"))
_DECLARED = frozenset(("ld_item", "ld_typed", "data"))
_MARKED = _DECLARED | {"em", "quote"}
_OF_ARTICLE = _DECLARED | _IN_HEADLINE


@dataclass(slots=True)
class NameCandidate:
    """A string that may be the name of the work.

    Attributes:
        key: the name, folded.
        forms: how it is written, with how often.
        places: where it stands.
    """

    key: str
    forms: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)

    @property
    def name(self) -> str:
        """As it is written most often, or first."""
        return max(self.forms, key=self.forms.__getitem__)

    @property
    def standing(self) -> int:
        """In how many places it stands; the headline counts for three more, as do data and a name's marks."""
        headed, marked = not self.places.isdisjoint(_IN_HEADLINE), not self.places.isdisjoint(_MARKED)
        return len(self.places) + 3 * headed + 3 * marked


def name_candidates(page: NamedPage) -> list[NameCandidate]:
    """The twelve candidates that stand in most places, or in the better ones.

    Those count that are of this article: its headline, data or text names them.
    """
    found: dict[str, NameCandidate] = {}
    for place, written in _names(page):
        name, key = _fold(written)
        is_number = key.isdigit() and len(key) != 4 and place not in _IN_HEADLINE
        if key and not is_number and key.count(" ") < _MOST_WORDS:
            candidate = found.setdefault(key, NameCandidate(key))
            candidate.forms[name] += 1
            candidate.places.add(place)
    likely = sorted(found.values(), key=lambda candidate: -candidate.standing)
    near = (one for one in likely if not one.places.isdisjoint(_OF_ARTICLE) or page.folded.count(one.key))
    return list(islice(near, _MOST))


@lru_cache(maxsize=2_000)  # a name stands in several places
def _fold(written: str) -> tuple[str, str]:
    """The name in a string, and folded; "" where it is too long."""
    name = without_year(trim_name(written)) if len(written) <= LONGEST else ""
    return name, fold_text(name)


def _names(page: NamedPage) -> Iterator[tuple[str, str]]:
    """The place and the text of each string that may be a name."""
    yield from (("headline", piece) for piece in cut(page.headline))
    yield from (("headline quote", quotation) for quotation in quoted(page.headline))
    yield from (("headline run", run) for run in _runs(page.headline.split()[:_HEADLINE_WORDS], page.folded))
    for place in ("ld_item", "ld_typed", "em", "quote", "titled", "tag", "data"):
        yield from ((place, name) for name in page.named.get(place, ()))
    for run in _CAPITALISED.findall(page.text[:_CAPITALISED_CHARS]):
        key = fold_name(run)
        if len(key) > 2 and page.folded.count(key) >= 2:
            yield "capitalised", run


def _runs(words: list[str], folded: FoldedText) -> Iterator[str]:
    """The runs of the headline's words that the text has, too."""
    keys = [fold_name(word) for word in words]
    known = [folded.count(key) > 0 for key in keys]
    for start in range(len(words)):
        if words[start][:1].islower():
            continue
        for end in range(start + 1, min(len(words), start + _RUN_WORDS) + 1):
            key = " ".join(filter(None, keys[start:end]))
            if (end - start > 1 or len(key) > 2) and folded.count(key):
                yield " ".join(words[start:end])
            elif not known[end - 1]:
                break  # no longer run is in the text either
