"""What speaks for a candidate and against it: features that a person understands, each there or not."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.vocabulary import UNSPACED, word_set
from archive.clean.work.candidates import NameCandidate
from archive.clean.work.cuts import is_label, names_coverage
from archive.clean.work.name_text import YEAR
from archive.clean.work.named_page import NamedPage, Rank, count_holding, has, occurrences, steps
from archive.clean.work.places import sides

_MARK = re.compile(r"[?!:,;]")

_DIGIT = re.compile(r"\d")


def name_features(page: NamedPage, candidate: NameCandidate, rank: Rank) -> list[str]:
    """All features of a candidate."""
    key, name = candidate.key, candidate.name
    mentions = rank.mentions[key]
    found = [f"stands as {place}" for place in candidate.places]
    found += steps("places", len(candidate.places), (2, 3, 4, 5, 6, 8, 10))
    found += _mentioned(page, key, mentions, rank)
    found += _marks(page, key, mentions, rank)
    found += _in_headline(page, key, name)
    found += _rest(page, key)
    found += _look(page, key, name)
    found += _relatives(page, key, mentions, rank)
    if mentions:
        found += _as_written(page, name)
        found += _around(page, key)
    return found


def _mentioned(page: NamedPage, key: str, mentions: int, rank: Rank) -> Iterator[str]:
    """How often the text names it, and where, as do the page's other strings."""
    for place, strings in (
        ("headline", page.headline), ("title tag", page.shown), ("description", page.described),
        ("address", page.path), ("opening", page.opening),
    ):  # fmt: skip
        if has(strings, key):
            yield f"in the {place}"
    if not mentions:
        return
    yield from steps("mentions", mentions, (1, 2, 3, 4, 6, 9, 14))
    yield from steps("share of most mentions", mentions / rank.most, (0.2, 0.4, 0.7))
    if mentions == rank.most:
        yield "mentioned most"
    paragraphs = page.folded.paragraphs
    share = count_holding(paragraphs, key) / (len(paragraphs) or 1)
    yield from steps("share of paragraphs", share, (0.1, 0.25, 0.5))
    first = page.folded.words.find(f" {key} ")
    if first >= 0:
        yield from steps("first mention", first, (1, 100, 400, 1500))


def _marks(page: NamedPage, key: str, mentions: int, rank: Rank) -> Iterator[str]:
    """How often the text slants and quotes it."""
    for mark, times, most in (
        ("italic", page.italics[key], rank.most_italic), ("quoted", page.quotes[key], rank.most_quoted),
    ):  # fmt: skip
        if times:
            yield from steps(mark, times, (1, 2, 3, 5))
            yield from steps(f"share {mark}", times / (mentions or 1), (0.3, 0.7))
            if times == most:
                yield f"{mark} most"


def _in_headline(page: NamedPage, key: str, name: str) -> Iterator[str]:
    headline = page.headline
    if not has(headline, key):
        if has(page.shown, key):
            yield "in the title tag only"
        return
    yield from steps("share of the headline", len(key) / (len(headline) - 2), (0.15, 0.3, 0.5, 0.7, 0.9))
    if headline == f" {key} ":
        yield "is the headline"
    if headline.startswith(f" {key} "):
        yield "begins the headline"
    if headline.endswith(f" {key} "):
        yield "ends the headline"
    if page.core == f" {key} ":
        yield "all of the headline but labels"
    elif page.core.startswith(f" {key} "):
        yield "begins the headline but labels"
    elif page.core.endswith(f" {key} "):
        yield "ends the headline but labels"
    if key in page.headline_quotes:
        yield "quoted in the headline"
    elif page.headline_quotes:
        yield "beside a quotation in the headline"
    written = page.strings.headline
    if (place := written.find(name)) >= 0:
        before, after = sides(written, place, len(name))
        yield f"followed by {after}"
        yield f"preceded by {before}"
        yield f"between {before} and {after}"


def _rest(page: NamedPage, key: str) -> Iterator[str]:
    """What the headline holds besides it: an artist is named often, by the last word more than in full."""
    before, name, after = page.headline.partition(f" {key} ")
    if not name:
        return
    joints = word_set("beside", "joints")
    rests = [
        [word for word in part.split() if not is_label(word) and not YEAR.fullmatch(word)]
        for part in (before, after)
    ]
    yield from steps("other words in the headline", sum(map(len, rests)), (1, 2, 3, 5, 8))
    for rest in rests:
        while rest and rest[0] in joints:
            rest.pop(0)
        while rest and rest[-1] in joints:
            rest.pop()
    if rest := max((rest for rest in rests if len(rest) <= 5), key=len, default=[]):
        mentions = page.folded.count(" ".join(rest))
        yield from steps("mentions of the rest", mentions, (1, 2, 4))
        more = (1 + page.folded.count(rest[-1])) / (1 + mentions)
        yield from steps("last word of the rest more often", more, (1.5, 3))


def _look(page: NamedPage, key: str, name: str) -> Iterator[str]:
    words = key.split()
    yield from steps("words", len(words), (2, 3, 4, 5, 7, 9, 12))
    for look, is_so in (
        ("Chinese, Japanese or Korean", not key.isascii() and UNSPACED.search(key)),
        ("has a digit", _DIGIT.search(key)),
        ("has a mark", _MARK.search(name)),
        ("an author", any(key in author for author in page.authors)),
        ("the site", key.replace(" ", "") in page.sites),
        ("labels only", all(map(is_label, words))),
        ("has a word for a review", any(map(names_coverage, words))),
    ):
        if is_so:
            yield look


def _relatives(page: NamedPage, key: str, mentions: int, rank: Rank) -> Iterator[str]:
    """Longer candidates that hold this one, shorter ones that it holds, and its first and last word."""
    own, size, words = f" {key} ", len(key) + 2, key.split()
    longer = [count for other, length, count in rank.padded if length > size and own in other]
    yield from steps("a longer candidate as often", max(longer, default=0) / (mentions or 1), (0.2, 0.5, 0.9))
    if not longer:
        yield "in no longer candidate"
    shorter = [count for other, length, count in rank.padded if length < size and other in own]
    more = (1 + max(shorter, default=0)) / (1 + mentions)
    yield from steps("a shorter candidate more often", more, (1.5, 3, 6))
    if len(words) > 1:
        for which, word in (("first", words[0]), ("last", words[-1])):
            more = (1 + page.folded.count(word)) / (1 + mentions)
            yield from steps(f"its {which} word more often", more, (1.5, 3, 6))


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
