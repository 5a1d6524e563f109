"""What speaks for and against each candidate: features that a person understands, each there or not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from archive.clean.vocabulary import word_set
from archive.clean.work.candidates import NameCandidate
from archive.clean.work.cuts import PART, core_of, coverage_stems, is_label
from archive.clean.work.name_text import UNSPACED, YEAR, FoldedText, fold_name
from archive.clean.work.places import sides
from archive.clean.work.strings import PageStrings, quoted

_OPENING, _CLOSING = 700, 300  # characters of the folded text

_OCCURRENCES = 20  # of a name that are looked at

_YEAR_AFTER = re.compile(r"\W{0,4}[(\[（](?:[^()\[\]\n]{0,40}[, ])?(?:1[89]|20)\d\d")

_MARK = re.compile(r"[?!:,;]")

_DIGIT = re.compile(r"\d")


def steps(name: str, value: float, thresholds: Sequence[float]) -> Iterator[str]:
    """A number as features: "name>=t" for each threshold that it reaches."""
    for threshold in thresholds[: bisect_right(thresholds, value)]:
        yield f"{name}>={threshold:g}"


@dataclass(frozen=True)
class NamedPage:
    """A page as its candidates are weighed against it. The strings of the attributes are folded.

    Attributes:
        text: the clean text.
        authors: the names of its authors.
        sites: the names of its site, squeezed.
    """

    strings: PageStrings
    text: str
    folded: FoldedText
    authors: frozenset[str]
    sites: frozenset[str]
    rated: bool

    @cached_property
    def headline(self) -> str:
        return f" {fold_name(self.strings.headline)} "

    @cached_property
    def shared(self) -> str:
        return f" {fold_name(self.strings.shared)} "

    @cached_property
    def shown(self) -> str:
        return f" {fold_name(self.strings.shown)} "

    @cached_property
    def described(self) -> str:
        return f" {fold_name(self.strings.description)} "

    @cached_property
    def path(self) -> str:
        return f" {self.strings.path} "

    @cached_property
    def opening(self) -> str:
        return f"{self.folded.words[:_OPENING]} "

    @cached_property
    def closing(self) -> str:
        return f" {self.folded.words[-_CLOSING:]}"

    @cached_property
    def core(self) -> str:
        return fold_name(core_of(self.strings.headline))

    @cached_property
    def core_part(self) -> str:
        return fold_name(PART.sub("", core_of(self.strings.headline)))

    @cached_property
    def italics(self) -> Counter[str]:
        return Counter(map(fold_name, self.strings.italics + self.strings.cited))

    @cached_property
    def quotes(self) -> Counter[str]:
        return Counter(map(fold_name, self.strings.quotes))

    @cached_property
    def headline_quotes(self) -> list[str]:
        return [fold_name(name) for name in quoted(self.strings.headline)]

    @cached_property
    def labels(self) -> Counter[str]:
        return Counter(map(fold_name, self.strings.tags + self.strings.crumbs))

    @cached_property
    def values(self) -> Counter[str]:
        return Counter(fold_name(value) for _, value in self.strings.data)


def has(padded: str, key: str) -> bool:
    """Whether a folded string with spaces around it has a folded name; unspaced anywhere."""
    if f" {key} " in padded:
        return True
    return (
        not key.isascii()
        and UNSPACED.search(key) is not None
        and key.replace(" ", "") in padded.replace(" ", "")
    )


@dataclass(frozen=True, slots=True)
class Rank:
    """How the candidates of a page compare: by key, how often the text names, slants and quotes each."""

    mentions: dict[str, int]
    most: int
    most_italic: int
    most_quoted: int


def rank_candidates(page: NamedPage, candidates: Iterable[NameCandidate]) -> Rank:
    mentions = {one.key: page.folded.count(one.key) for one in candidates}
    keys = mentions.keys()
    return Rank(
        mentions,
        max(mentions.values(), default=0),
        max((page.italics[key] for key in keys), default=0),
        max((page.quotes[key] for key in keys), default=0),
    )


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
        ("has a word for a review", coverage_stems().search(key)),
        ("begins with a small word", words[0] in small),
        ("ends with a small word", words[-1] in small),
        ("has a part's number", PART.search(name) and not PART.fullmatch(name)),
    ):
        if is_so:
            yield look


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
    others = [(f" {other} ", count) for other, count in rank.mentions.items() if len(other) > 3]
    own = f" {key} "
    longer = [count for other, count in others if len(other) > len(own) and own in other]
    yield from steps("a longer candidate as often", max(longer, default=0) / (mentions or 1), (0.2, 0.5, 0.9))
    if not longer:
        yield "in no longer candidate"
    shorter = [
        n for other, n in rank.mentions.items() if 3 < len(other) < len(key) and f" {other} " in f" {key} "
    ]
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


def occurrences(text: str, name: str) -> Iterator[int]:
    """The places of a string in a text, the first twenty."""
    place = text.find(name)
    for _ in range(_OCCURRENCES):
        if place < 0:
            return
        yield place
        place = text.find(name, place + len(name))


def _as_written(page: NamedPage, name: str) -> Iterator[str]:
    """What stands around its occurrences in the text as written."""
    text = page.text
    counts: Counter[str] = Counter()
    total = 0
    for place in occurrences(text, name):
        total += 1
        before = text[max(0, place - 14) : place].rsplit(None, 1)
        after = text[place + len(name) :][:3]
        word = before[-1] if before and text[place - 1 : place].isspace() else ""
        counts["a preposition for makers before it"] += (
            word.lower() in word_set("beside", "makers") or word == "&"
        )
        counts["a capital before it"] += word[:1].isupper()
        if after[:1].isspace():
            counts["a capital after it"] += after[1:2].isupper()
            counts["a small letter after it"] += after[1:2].islower()
    if not total:
        yield "never so written in the text"
        return
    for what, count in counts.items():
        yield from steps(what, count / total, (0.01, 0.4, 0.8))


def _around(page: NamedPage, key: str) -> Iterator[str]:
    """The words for works and makers around its mentions."""
    text = page.folded.words
    size = len(key) + 2
    counts: Counter[str] = Counter()
    total = 0
    for place in occurrences(text, f" {key} "):
        total += 1
        before = text[max(0, place - 40) : place].split()[-3:]
        after = text[place + size - 1 : place + size + 60].split()[:5]
        counts["a word for a work before it"] += any(word in _work_words() for word in before)
        counts["a word for a work after it"] += any(word in _work_words() for word in after[:4])
        counts["a word for a maker near it"] += any(
            word in _maker_words() for word in before[-2:] + after[:2]
        )
        counts["'in' before it"] += bool(before) and before[-1] in word_set("around", "inside")
        counts["'s after it"] += after[:1] == ["s"]
    for what, count in counts.items():
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


def _maker_words() -> frozenset[str]:
    return word_set("around", "maker")


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
    stems = coverage_stems()
    return stems.search(nearest) is not None or (is_label(nearest) and any(map(stems.search, near)))


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
