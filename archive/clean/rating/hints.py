"""Tell fast which texts may hold a rating: most texts of a page are asked, and few are read."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from archive.clean.rating.grammar import NUMBER_WORDS, PATTERNS, PICTURES, compiled, with_number_signs
from archive.clean.rating.scales import BESTS
from archive.clean.rating.wording import LABEL_CHARS, LONGEST_RATING, names_rating
from archive.clean.vocabulary import word_set

_HINT = re.compile(PATTERNS["hint"], re.M)
_GRADE = re.compile(r"[A-DF](?<!\w[A-DF])(?:\s?(?:[+\-−–]|plus|minus))?[^\w\n]?$")
_GRADE_CHARS = 8
_GRADES = frozenset("ABCDF")
_GIVES_GRADE, _GIVING_CHARS = compiled("{gives_grade}"), 80
_ALONE = re.compile(r"\d{1,3}\s?[%点점]|[A-DF][+\-−–]?")
_BARE_FIGURE_CHARS = 4
_SAYS_BEST = compiled(r"(?:{rating.scale})(?!\w)|" rf"[{PICTURES}]\ufe0f?\s?/\s?\d")

# Counted, perhaps in words: "three stars", "four out of five".
_COUNTED = ("out of", "star", "stern", "sterren", "estrel", "stelle", "étoile", "stjer", "stjär")
_NUMBER_AT_END = re.compile(rf"{PATTERNS['number']}[\s-]*$")
_NUMBER_CHARS = 24

_BEST_WORDS = frozenset(word for word, number in NUMBER_WORDS.items() if number in BESTS)
_DESIGNATIONS = frozenset(
    words.replace(" ", space).replace("'", sign)
    for words in word_set("rating", "designation")
    for space, sign in (" '", " ’", "-'", "-’")
)
_LAST_WORDS = 2  # one of them is the best mark in words: "sieben von zehn Punkten"
_WORDS_THAT_END = _BEST_WORDS | NUMBER_WORDS.keys() | {words.split()[-1] for words in _DESIGNATIONS}
_LABEL_MARK = re.compile(r"[:：–—.] ?")


def texts_with_hint(texts: Sequence[str]) -> list[int]:
    """The positions of the texts that may hold a rating.

    Args:
        texts: without line breaks.
    """
    lower = "\n".join(texts).lower()
    lines = lower.split("\n")
    # Where each line ends in the lines joined: to count line breaks would take a giant page's square.
    ends = list(accumulate([len(line) + 1 for line in lines]))
    found = {bisect_right(ends, place) for place in _counted(lower)}
    values = set[int]()
    for match in _HINT.finditer(lower):
        (values if match.lastgroup else found).add(bisect_right(ends, match.start()))
    for place, (line, text) in enumerate(zip(lines, texts, strict=False)):
        last = line.rstrip(" .!)").rsplit(None, _LAST_WORDS)[-_LAST_WORDS:]
        if not _WORDS_THAT_END.isdisjoint(last) and _may_end_in_words(line, last):
            found.add(place)
        elif not _GRADES.isdisjoint(text[-_GRADE_CHARS:]) and _GRADE.search(text, len(text) - _GRADE_CHARS):
            (found if _GIVES_GRADE.search(line, max(0, len(line) - _GIVING_CHARS)) else values).add(place)
    found.update(place for place in values if len(texts[place]) <= LONGEST_RATING and _is_value(texts, place))
    return sorted(found)


def may_hold_rating(text: str) -> bool:
    """Whether a text may hold a rating."""
    return bool(texts_with_hint((text.replace("\n", " "),)))


def _counted(page: str) -> Iterator[int]:
    """Where a number is followed by what it counts."""
    for word in _COUNTED:
        place = page.find(word)
        while place >= 0:
            before = max(0, place - _NUMBER_CHARS)
            if not page.startswith("start", place) and _NUMBER_AT_END.search(
                with_number_signs(page[before:place])
            ):
                yield place
            place = page.find(word, place + 1)


def _may_end_in_words(lower: str, last: Sequence[str]) -> bool:
    """Whether a text may end in a rating in words: "four out of five", "Verdict: must see"."""
    if not _BEST_WORDS.isdisjoint(last):
        return True
    if len(lower) > LONGEST_RATING:
        return False
    end = _LABEL_MARK.split(lower.rstrip(" .!)"))[-1]
    return end in _DESIGNATIONS or (end in NUMBER_WORDS and names_rating(lower))


def _is_value(texts: Sequence[str], place: int) -> bool:
    """Whether a short text is a figure or a grade with a label: "Verdict: B+", or "8.2" beside "Kiosk".

    "On a scale of 1 to 10: 8" and "🍿🍿🍿/5" say what they are themselves.
    """
    text = texts[place]
    if _ALONE.fullmatch(text) or _SAYS_BEST.search(text):
        return True
    beside = texts[max(0, place - 1) : place + 2] if len(text) <= _BARE_FIGURE_CHARS else (text,)
    return any(len(near) <= max(LABEL_CHARS, len(text)) and names_rating(near) for near in beside)
