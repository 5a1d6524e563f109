"""Every string of a page that may be the name of the work that it is about, and the places that give it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from archive.clean.vocabulary import fold_name, fold_text
from archive.clean.work.cuts import cut
from archive.clean.work.name_text import FoldedText, trim_name, without_year
from archive.clean.work.strings import LONGEST, PageStrings, quoted

_MOST = 12

_MOST_WORDS = 18

_CAPITAL = r"[A-ZÀ-ÞА-Я0-9][\w’'&.!-]*+"

_LINKED = r"(?:(?:of|the|and|a|in|to|for|on|de|la|le|der|die|das|und|et|y|del|di|il|da|do) ){0,2}"

_RUN = rf"{_CAPITAL}(?:[ :]+{_LINKED}{_CAPITAL}){{0,7}}"

_IN_BRACKETS = r"[(\[](?:[^()\[\]\n]{0,60}?[,; ])?(?:1[89]|20)\d\d[)\],; ]"

_DATE = re.compile(_IN_BRACKETS)

_DATED = re.compile(rf"(?<!\w)({_RUN})\W{{0,3}}\s*{_IN_BRACKETS}")

_CAPITALISED = re.compile(rf"(?<!\w)({_RUN})")

_DATED_CHARS, _CAPITALISED_CHARS = 6000, 500  # of the text

_HEADLINE_WORDS, _RUN_WORDS = 24, 10

# The first two characters of places.
_MARKS = frozenset(("ld", "em", "qu", "da", "bo"))
_OF_ARTICLE = frozenset(("h_", "og", "t_", "ld", "da", "bo"))

_LISTED = (
    "ld_item", "ld_about", "ld_mention", "ld_typed", "em", "quote", "titled", "crumb", "tag", "data", "box",
    "image",
)  # fmt: skip


@dataclass(slots=True)
class NameCandidate:
    """A string that may be the name of the work.

    Attributes:
        key: the name, folded.
        forms: how it is written, with how often.
        places: where it stands.
    """

    key: str
    forms: dict[str, int] = field(default_factory=dict)
    places: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """As it is written most often, or first."""
        return max(self.forms, key=self.forms.__getitem__)

    @property
    def sorts(self) -> set[str]:
        """The first two characters of each place, which tell its sort."""
        return {place[:2] for place in self.places}

    @property
    def standing(self) -> int:
        """In how many places it stands; the headline counts for three more, as do data and a name's marks."""
        sorts = self.sorts
        return len(self.places) + 3 * ("h_" in sorts) + 3 * (not sorts.isdisjoint(_MARKS))


def name_candidates(strings: PageStrings, text: str, folded: FoldedText) -> list[NameCandidate]:
    """The twelve candidates that stand in most places, or in the better ones.

    Args:
        text: the clean text.
        folded: the same.
    """
    found: dict[str, NameCandidate] = {}
    for place, written in _names(strings, text, folded):
        name, key = _fold(written)
        is_number = key.isdigit() and len(key) != 4 and not place.startswith("h_")
        if key and not is_number and key.count(" ") < _MOST_WORDS:
            candidate = found.get(key)
            if candidate is None:
                candidate = found[key] = NameCandidate(key)
            candidate.forms[name] = candidate.forms.get(name, 0) + 1
            if place not in candidate.places:
                candidate.places.append(place)
    likely = sorted(found.values(), key=lambda candidate: -candidate.standing)
    return list(islice((one for one in likely if _is_near(one, folded)), _MOST))


@lru_cache(maxsize=2_000)  # a name stands in several places
def _fold(written: str) -> tuple[str, str]:
    """The name in a string, and folded; "" where it is too long."""
    name = without_year(trim_name(written)) if len(written) <= LONGEST else ""
    return name, fold_text(name)


def _is_near(candidate: NameCandidate, folded: FoldedText) -> bool:
    """Whether a candidate is of this article: its headlines, data or text name it."""
    return not candidate.sorts.isdisjoint(_OF_ARTICLE) or folded.count(candidate.key) > 0


def _names(strings: PageStrings, text: str, folded: FoldedText) -> Iterator[tuple[str, str]]:
    """The place and the text of each string that may be a name."""
    for prefix, headline in (("h", strings.headline), ("og", strings.shared), ("t", strings.shown)):
        yield from ((f"{prefix}_{how}", piece) for piece, how in _pieces(headline))
        yield from (("h_quote", quotation) for quotation in quoted(headline))
    yield from (("h_ngram", run) for run in _runs(strings.headline.split()[:_HEADLINE_WORDS], folded))
    for place in _LISTED:
        yield from ((place, name) for name in strings.named.get(place, ()))
    if _DATE.search(text, 0, _DATED_CHARS):  # few texts have one, and this is seen at once
        yield from (("dated", found[1]) for found in _DATED.finditer(text, 0, _DATED_CHARS))
    for found in _CAPITALISED.finditer(text[:_CAPITALISED_CHARS]):
        key = fold_name(found[1])
        if len(key) > 2 and folded.count(key) >= 2:
            yield "caprun", found[1]


@lru_cache(maxsize=8)  # the headline and the title in the page's head are often the same
def _pieces(headline: str) -> list[tuple[str, str]]:
    return list(dict.fromkeys(cut(headline)))


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
