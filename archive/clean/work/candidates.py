"""Every string of a page that may be the name of the work that it is about, and the places that give it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice

from archive.clean.vocabulary import word_set
from archive.clean.work.cuts import PART, cut
from archive.clean.work.name_text import FoldedText, fold_name, fold_word, trim_name, without_year
from archive.clean.work.strings import LONGEST, PageStrings, quoted

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

_PREFIXES = {"headline": "h", "shared": "og", "shown": "t"}

_MOST = 12

_HEADLINE = "h_"

_MARKS = ("ld_", "info_title", "em", "cite", "quote")

_OF_ARTICLE = ("h_", "og_", "t_", "ld_", "info")


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
    def standing(self) -> int:
        """In how many places it stands; the headline counts for three more, as do data and a name's marks."""
        better = (any(place.startswith(starts) for place in self.places) for starts in (_HEADLINE, _MARKS))
        return len(self.places) + 3 * sum(better)


class _Collector:
    def __init__(self) -> None:
        self.found: dict[str, NameCandidate] = {}
        self._names: dict[str, tuple[str, str]] = {}  # of texts that were added: many stand in several places

    def add(self, text: str, place: str) -> None:
        if len(text) > LONGEST:
            return
        name, key = self._names.get(text) or self._fold(text)
        if not key or key.count(" ") >= _MOST_WORDS:
            return
        if key.isdigit() and len(key) != 4 and not place.startswith("h_"):
            return
        candidate = self.found.get(key)
        if candidate is None:
            candidate = self.found[key] = NameCandidate(key)
        if place not in candidate.places:
            candidate.places.append(place)
        candidate.forms[name] = candidate.forms.get(name, 0) + 1

    def _fold(self, text: str) -> tuple[str, str]:
        name = without_year(trim_name(text))
        folded = self._names[text] = name, fold_name(name)
        return folded

    def add_all(self, texts: Iterable[str], place: str) -> None:
        for text in texts:
            self.add(text, place)


def name_candidates(strings: PageStrings, text: str, folded: FoldedText) -> list[NameCandidate]:
    """The dozen candidates that stand in most places, or in the better ones.

    On ../shared/reviews the true name is among them as often as among sixteen.

    Args:
        text: the clean text.
        folded: the same.
    """
    collector = _Collector()
    _from_headlines(collector, strings, folded)
    for place, name in strings.declared:
        collector.add(name, f"ld_{place}")
    _from_lists(collector, strings)
    _from_text(collector, text, folded)
    likely = sorted(collector.found.values(), key=lambda one: -one.standing)
    return list(islice((one for one in likely if _is_near(one, folded)), _MOST))


def _is_near(candidate: NameCandidate, folded: FoldedText) -> bool:
    """Whether a candidate is of this article: its headlines, data or text name it."""
    return any(place.startswith(_OF_ARTICLE) for place in candidate.places) or folded.has(candidate.key)


def _from_headlines(collector: _Collector, strings: PageStrings, folded: FoldedText) -> None:
    for which, headline in strings.headlines():
        prefix = _PREFIXES[which]
        for piece, how in _pieces(headline):
            collector.add(piece, f"{prefix}_{how}")
    collector.add_all(strings.headline_italics, "h_em")
    for headline in dict.fromkeys(text for _, text in strings.headlines()):
        collector.add_all(quoted(headline), "h_quote")
    _from_runs(collector, strings.headline.split()[:_HEADLINE_WORDS], folded)


@lru_cache(maxsize=8)  # the headline and the title in the page's head are often the same
def _pieces(headline: str) -> list[tuple[str, str]]:
    """The pieces of a headline, and these without the number of a part: each with how it was cut."""
    pieces = list(dict.fromkeys(cut(headline)))
    wholes = {piece: trim_name(PART.sub("", piece)) for piece, _ in pieces}
    return pieces + [(whole, "part") for piece, whole in wholes.items() if whole != piece]


def _from_runs(collector: _Collector, words: list[str], folded: FoldedText) -> None:
    """Add the runs of the headline's words that the text has, too."""
    keys = [fold_word(word) for word in words]
    known = [folded.has(key) for key in keys]
    for start in range(len(words)):
        if words[start][:1].islower():
            continue
        for end in range(start + 1, min(len(words), start + _RUN_WORDS) + 1):
            key = " ".join(filter(None, keys[start:end]))
            if (end - start > 1 or len(key) > 2) and folded.has(key):
                collector.add(trim_name(" ".join(words[start:end])), "h_ngram")
            elif not known[end - 1]:
                break  # no longer run is in the text either


def _from_lists(collector: _Collector, strings: PageStrings) -> None:
    collector.add_all(strings.crumbs[-12:], "crumb")
    collector.add_all(strings.tags[:60], "tag")
    collector.add_all(strings.italics[:120], "em")
    collector.add_all(strings.cited[:40], "cite")
    collector.add_all(strings.bold[:80], "strong")
    collector.add_all((text for text in strings.quotes[:120] if text.count(" ") < 12), "quote")
    titles, makers = word_set("data", "title"), word_set("data", "maker")
    for label, value in strings.data[:60]:
        key = fold_name(label)
        collector.add(value, "info_title" if key in titles else "info_maker" if key in makers else "info")


def _from_text(collector: _Collector, text: str, folded: FoldedText) -> None:
    if _DATE.search(text, 0, _DATED_CHARS):  # few texts have one, and this is seen at once
        collector.add_all((found[1] for found in _DATED.finditer(text, 0, _DATED_CHARS)), "dated")
    for found in _CAPITALISED.finditer(text[:_CAPITALISED_CHARS]):
        key = fold_name(found[1])
        if len(key) > 2 and folded.count(key) >= 2:
            collector.add(found[1], "caprun")
