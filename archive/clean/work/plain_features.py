"""The features of a candidate that cost little: they choose those that are looked at closely."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.clean.vocabulary import UNSPACED, word_set
from archive.clean.work.candidates import NameCandidate
from archive.clean.work.cuts import PART, is_label, names_coverage
from archive.clean.work.named_page import NamedPage, Rank, has, steps
from archive.clean.work.places import sides

_MARK = re.compile(r"[?!:,;]")

_DIGIT = re.compile(r"\d")


def plain_features(page: NamedPage, candidate: NameCandidate, rank: Rank) -> list[str]:
    """The features that cost little; by them the candidates are chosen that are looked at closely."""
    key, name = candidate.key, candidate.name
    words = key.split()
    mentions = rank.mentions[key]
    found = [f"stands as {place}" for place in candidate.places]
    found += [f"stands as {place} twice" for place, count in candidate.places.items() if count > 1]
    found += steps("places", len(candidate.places), (2, 3, 4, 5, 6, 8, 10))
    found += steps("words", len(words), (2, 3, 4, 5, 7, 9, 12))
    found += steps("mentions", mentions, (1, 2, 3, 4, 6, 9, 14))
    if mentions and mentions == rank.most:
        found.append("mentioned most")
    found += steps("share of most mentions", mentions / (rank.most or 1), (0.2, 0.4, 0.7))
    found += _marks(page, key, mentions, rank)
    found += [f"in the {place}" for place, text in _texts(page) if has(text, key)]
    found += _in_headline(page, key, name, words)
    found += _look(page, key, name, words)
    return found


def _texts(page: NamedPage) -> Iterator[tuple[str, str]]:
    yield "headline", page.headline
    yield "shared title", page.shared
    yield "title tag", page.shown
    yield "description", page.described
    yield "address", page.path
    yield "opening", page.opening
    yield "closing", page.closing


def _marks(page: NamedPage, key: str, mentions: int, rank: Rank) -> Iterator[str]:
    italic, quoted_times = page.italics[key], page.quotes[key]
    yield from steps("italic", italic, (1, 2, 3, 5))
    yield from steps("quoted", quoted_times, (1, 2, 3, 5))
    if italic:
        yield from steps("share italic", italic / (mentions or 1), (0.3, 0.7))
        if italic == rank.most_italic:
            yield "italic most"
    if quoted_times:
        yield from steps("share quoted", quoted_times / (mentions or 1), (0.3, 0.7))
        if quoted_times == rank.most_quoted:
            yield "quoted most"
    if page.values[key]:
        yield "a value in a list of data"
    yield from steps("label", page.labels[key], (1, 2))


def _in_headline(page: NamedPage, key: str, name: str, words: list[str]) -> Iterator[str]:
    headline = page.headline
    if not has(headline, key):
        if has(page.shown, key):
            yield "in the title tag only"
        yield from _in_address(page, words)
        return
    size = max(1, len(headline) - 2)
    yield from steps("share of the headline", len(key) / size, (0.15, 0.3, 0.5, 0.7, 0.9))
    place = headline.find(f" {key} ")
    if headline.strip() == key:
        yield "is the headline"
    if place == 0:
        yield "begins the headline"
    if place >= 0 and place + len(key) + 2 >= len(headline):
        yield "ends the headline"
    if key in page.headline_quotes:
        yield "quoted in the headline"
        if len(page.headline_quotes) == 1:
            yield "the only quotation in the headline"
    elif any(has(f" {quote} ", key) for quote in page.headline_quotes):
        yield "within a quotation in the headline"
    elif page.headline_quotes:
        yield "beside a quotation in the headline"
    yield from _neighbours(page.strings.headline, name)
    yield from _in_core(page, key)
    yield from steps(
        "share of words in the address", sum(f" {w} " in page.path for w in words) / len(words), (0.5, 1)
    )


def _in_address(page: NamedPage, words: list[str]) -> Iterator[str]:
    share = sum(f" {word} " in page.path for word in words) / len(words)
    yield from steps("share of words in the address", share, (0.5, 1))


def _neighbours(headline: str, name: str) -> Iterator[str]:
    place = headline.find(name)
    if place < 0:
        return
    before, after = sides(headline, place, len(name))
    yield f"followed by {after}"
    yield f"preceded by {before}"
    yield f"between {before} and {after}"


def _in_core(page: NamedPage, key: str) -> Iterator[str]:
    core = page.core
    if key == core:
        yield "all of the headline but labels"
    elif key == page.core_part:
        yield "all of the headline but labels and a part's number"
    elif core.startswith(f"{key} "):
        yield "begins the headline but labels"
    elif core.endswith(f" {key}"):
        yield "ends the headline but labels"
    if f" {key} " in f" {core} ":
        yield from steps("share of the headline but labels", len(key) / max(1, len(core)), (0.3, 0.5, 0.7))


def _look(page: NamedPage, key: str, name: str, words: list[str]) -> Iterator[str]:
    letters = [word for word in name.split() if word[0].isalpha()]
    if letters:
        capitals = sum(word[0].isupper() for word in letters) / len(letters)
        yield from steps("capitalised words", capitals, (0.3, 0.6, 1))
    labels = sum(map(is_label, words))
    yield from steps("words of labels", labels, (1, 2))
    squeezed = key.replace(" ", "")
    small = word_set("beside", "small")
    for look, is_so in (
        ("begins with a capital", name[0].isupper() or name[0].isdigit()),
        ("all capitals", len(name) > 3 and name.isupper()),
        ("Chinese, Japanese or Korean", not key.isascii() and UNSPACED.search(key)),
        ("has a digit", _DIGIT.search(key)),
        ("has a mark", _MARK.search(name)),
        ("an author", any(key in author for author in page.authors)),
        ("the site", squeezed in page.sites),
        ("labels only", labels == len(words)),
        ("has a word for a review", any(map(names_coverage, words))),
        ("begins with a small word", words[0] in small),
        ("ends with a small word", words[-1] in small),
        ("has a part's number", PART.search(name) and not PART.fullmatch(name)),
    ):
        if is_so:
            yield look
