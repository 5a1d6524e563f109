"""The features of a candidate for which the text is searched, and the headline compared."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.vocabulary import UNSPACED, word_set
from archive.clean.work.candidates import NameCandidate
from archive.clean.work.cuts import is_label, names_coverage
from archive.clean.work.name_text import YEAR
from archive.clean.work.named_page import NamedPage, Rank, has, occurrences, steps

_YEAR_AFTER = re.compile(r"\W{0,4}[(\[（](?:[^()\[\]\n]{0,40}[, ])?(?:1[89]|20)\d\d")


def close_features(page: NamedPage, candidate: NameCandidate, rank: Rank) -> list[str]:
    """The features for which the text is searched, and the headline compared."""
    key, name = candidate.key, candidate.name
    words = key.split()
    mentions = rank.mentions[key]
    found = list(_relatives(page, key, words, mentions, rank))
    if mentions:
        found += _as_written(page, name)
        found += _around(page, key)
        share = sum(has(paragraph, key) for paragraph in page.folded.paragraphs) / (
            len(page.folded.paragraphs) or 1
        )
        found += steps("share of paragraphs", share, (0.1, 0.25, 0.5))
        place = page.folded.words.find(f" {key} ")
        found += steps("first mention", place, (1, 100, 400, 1500)) if place >= 0 else []
    if len(name) > 1 and _is_dated(page, name):
        found.append("a year follows it")
    for text, which in ((page.headline, "headline"), (page.shown, "title tag")):
        found += _labels_beside(text, key, which)
    found += _rest(page, key)
    if page.rated:
        found.append("the page gives a rating")
    return found


def _relatives(page: NamedPage, key: str, words: list[str], mentions: int, rank: Rank) -> Iterator[str]:
    """Longer candidates that hold this one, shorter ones that it holds, and its first and last word."""
    own, size = f" {key} ", len(key) + 2
    longer = [count for other, length, count in rank.padded if length > size and own in other]
    yield from steps("a longer candidate as often", max(longer, default=0) / (mentions or 1), (0.2, 0.5, 0.9))
    if not longer:
        yield "in no longer candidate"
    shorter = [count for other, length, count in rank.padded if length < size and other in own]
    yield from steps(
        "a shorter candidate more often", (1 + max(shorter, default=0)) / (1 + mentions), (1.5, 3, 6)
    )
    if len(words) > 1:
        for which, word in (("first", words[0]), ("last", words[-1])):
            alone = (1 + page.folded.count(word)) / (1 + mentions)
            yield from steps(f"its {which} word more often", alone, (1.5, 3, 6))


def _is_dated(page: NamedPage, name: str) -> bool:
    texts = (page.strings.headline, page.strings.shown, page.text)
    return any(
        _YEAR_AFTER.match(text, place + len(name)) for text in texts for place in occurrences(text, name)
    )


def _as_written(page: NamedPage, name: str) -> Iterator[str]:
    """What stands around its occurrences in the text as written."""
    text, size, prepositions = page.text, len(name), word_set("beside", "makers")
    total = maker = capital_before = capital_after = small_after = 0
    for place in occurrences(text, name):
        total += 1
        before = text[max(0, place - 14) : place].rsplit(None, 1)
        after = text[place + size : place + size + 3]
        word = before[-1] if before and text[place - 1 : place].isspace() else ""
        maker += word.lower() in prepositions or word == "&"
        capital_before += word[:1].isupper()
        if after[:1].isspace():
            capital_after += after[1:2].isupper()
            small_after += after[1:2].islower()
    if not total:
        yield "never so written in the text"
        return
    for what, count in (
        ("a preposition for makers before it", maker), ("a capital before it", capital_before),
        ("a capital after it", capital_after), ("a small letter after it", small_after),
    ):  # fmt: skip
        yield from steps(what, count / total, (0.01, 0.4, 0.8))


def _around(page: NamedPage, key: str) -> Iterator[str]:
    """The words for works and makers around its mentions."""
    text = page.folded.words
    size = len(key) + 2
    works, makers, inside = (word_set("around", name) for name in ("work", "maker", "inside"))
    total = work_before = work_after = maker_near = in_before = owner = 0
    for place in occurrences(text, f" {key} "):
        total += 1
        before = text[max(0, place - 40) : place].split()[-3:]
        after = text[place + size - 1 : place + size + 60].split()[:5]
        work_before += not works.isdisjoint(before)
        work_after += not works.isdisjoint(after[:4])
        maker_near += not makers.isdisjoint(before[-2:] + after[:2])
        in_before += bool(before) and before[-1] in inside
        owner += after[:1] == ["s"]
    for what, count in (
        ("a word for a work before it", work_before), ("a word for a work after it", work_after),
        ("a word for a maker near it", maker_near), ("'in' before it", in_before), ("'s after it", owner),
    ) if total else ():  # fmt: skip
        yield from steps(what, count / total, (0.01, 0.3, 0.7))
    if not total and UNSPACED.search(key):
        yield from _unspaced_around(page, key)


def _unspaced_around(page: NamedPage, key: str) -> Iterator[str]:
    for place in occurrences(page.text, key):
        before = page.text[max(0, place - 4) : place].rstrip("「『《〈")
        if before.endswith(tuple(word_set("around", "unspaced_work"))):
            yield "a word for a work before it>=0.01"
            return


def _work_words() -> frozenset[str]:
    return word_set("around", "work")


def _labels_beside(text: str, key: str, which: str) -> Iterator[str]:
    """Whether a word for a review, or a preposition, stands beside it in a headline."""
    place = text.find(f" {key} ")
    if place < 0:
        return
    before, after = text[:place].split(), text[place + len(key) + 2 :].split()
    if before and _speaks_of_coverage(before[-1], before[-3:]):
        yield f"a word for a review before it in the {which}"
    if after and _speaks_of_coverage(after[0], after[:3]):
        yield f"a word for a review after it in the {which}"
    joints = word_set("beside", "joints")
    if before and before[-1] in joints:
        yield f"a preposition before it in the {which}"
    if after and after[0] in joints:
        yield f"a preposition after it in the {which}"
    if any(word in _work_words() for word in before[-3:] + after[:3]):
        yield f"a word for a work beside it in the {which}"


def _speaks_of_coverage(nearest: str, near: list[str]) -> bool:
    return names_coverage(nearest) or (is_label(nearest) and any(map(names_coverage, near)))


def _rest(page: NamedPage, key: str) -> Iterator[str]:
    """What the headline holds besides it: an artist is named often, by the last word more than in full."""
    place = page.headline.find(f" {key} ")
    if place < 0:
        return
    parts = (page.headline[:place].split(), page.headline[place + len(key) + 2 :].split())
    joints = word_set("beside", "joints")
    words = [[word for word in part if not is_label(word) and not YEAR.fullmatch(word)] for part in parts]
    yield from steps("other words in the headline", sum(map(len, words)), (1, 2, 3, 5, 8))
    for rest in words:
        while rest and rest[0] in joints:
            rest.pop(0)
        while rest and rest[-1] in joints:
            rest.pop()
    rest = max((part for part in words if len(part) <= 5), key=len, default=[])
    if not rest:
        return
    other = " ".join(rest)
    mentions = page.folded.count(other)
    yield from steps("mentions of the rest", mentions, (1, 2, 4))
    yield from steps(
        "last word of the rest more often", (1 + page.folded.count(rest[-1])) / (1 + mentions), (1.5, 3)
    )
    if page.labels[other]:
        yield "the rest is a label"
