"""Words of a dozen languages that tell kinds, works, people, dates and ratings; text folded to find them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import TypeAlias, cast

from archive.folding import WORDS_TABLE, translate_lines, with_plain_marks
from archive.model import Kind, Medium

# Kana, Han and Hangul run into the words around them, or into particles: each character counts as a word.
_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
UNSPACED = re.compile(f"[{_UNSPACED}]")
_WORDS = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_MARKS = "«»„·•¿¡€"  # that many texts have; words beside other marks are looked at one by one
_RUNS = re.compile(r"[^\W_]+")


def fold_words(text: str) -> list[str]:
    """The words of a text in lower case; accents stay."""
    text = with_plain_marks(text)
    if text.isascii():
        return text.encode().translate(WORDS_TABLE).decode().split()
    for mark in _MARKS:
        text = text.replace(mark, " ")
    folded = text.encode(errors="surrogatepass").translate(WORDS_TABLE).decode(errors="surrogatepass").lower()
    words = folded.split()
    if "".join(words).isalnum() and not UNSPACED.search(folded):
        return words
    return [part for word in words for part in ((word,) if word.isascii() else _WORDS.findall(word))]


def fold_lines(lines: Sequence[str]) -> list[list[str]]:
    """The same of each of several lines without line breaks: those in ASCII are folded at once."""
    folded = zip(lines, translate_lines(lines, WORDS_TABLE), strict=True)
    return [fold_words(line) if plain is None else plain.decode().split() for line, plain in folded]


def fold_text(text: str) -> str:
    """The same with one space between the words."""
    return " ".join(fold_words(text))


@lru_cache(maxsize=20_000)
def fold_name(name: str) -> str:
    """The same of a name: those of a page stand in several places, and are asked for again and again."""
    return fold_text(name)


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("archive.clean").joinpath("vocabulary.toml").read_text("utf-8"))


@cache
def word_list(table: str, key: str) -> tuple[str, ...]:
    """The words of one line of `vocabulary.toml` in their order, "-" read as a space."""
    return tuple(word.replace("-", " ") for word in _tables()[table][key].split())


@cache
def word_set(table: str, key: str) -> frozenset[str]:
    """The same without their order."""
    return frozenset(word_list(table, key))


@cache
def alternatives(table: str, key: str) -> str:
    """The words of one line as alternatives of a pattern, for a longer one that sets their ends.

    "-" matches a space or a hyphen, "*" anything. For words that stand alone there is `words_pattern`.
    """
    words = (re.escape(word) for word in _tables()[table][key].split())
    return "|".join(word.replace(r"\-", r"[\s-]").replace(r"\*", r".*") for word in words)


def word_lists(table: str) -> dict[str, frozenset[str]]:
    """All lines of a table, each as a set of words."""
    return {key: word_set(table, key) for key in _tables()[table]}


@cache
def names_of_words(table: str) -> dict[str, list[str]]:
    """Of each word and each pair of words in a table, folded, the names of the lines that have it."""
    names: dict[str, list[str]] = {}
    for name, words in _tables()[table].items():
        for word in dict.fromkeys(map(fold_name, words.split())):
            names.setdefault(word, []).append(name)
    return names


def words_in_order(table: str) -> list[list[str]]:
    """All lines of a table, each as its words in their order."""
    return [line.split() for line in _tables()[table].values()]


def words_pattern(table: str, key: str) -> str:
    """The source of a pattern for any word of a line. Words that stand alone have no letter beside them.

    "note*" begins a word, "*note" ends it, "-" is a space or a hyphen, and an apostrophe may be missing.
    """
    spaced: list[str] = []
    unspaced: list[str] = []
    for word in sorted(_tables()[table][key].split(), key=len, reverse=True):
        pattern = re.escape(word).replace(r"\-", "[- ]").replace(r"\*", r"\w*").replace("'", "['’]?")
        (unspaced if UNSPACED.search(word) else spaced).append(pattern)
    alone = rf"(?<![^\W\d_])(?:{'|'.join(spaced)})(?![^\W\d_])"
    return f"(?:{'|'.join((alone, *unspaced))})"


_Parts: TypeAlias = tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]


def _parts(words: str) -> _Parts:
    """What words begin with ("note*"), end with ("*note") and contain ("*note*")."""
    parts = [word for word in words.split() if "*" in word]
    begins = (part[:-1] for part in parts if part[0] != "*")
    ends = (part[1:] for part in parts if part[-1] != "*")
    return tuple(begins), tuple(ends), tuple(part[1:-1] for part in parts if part[0] == part[-1])


class LabelWords:
    """Which names short strings tell, by the words of a table: `kinds("Film Reviews")` is {"review"}."""

    def __init__(self, table: str) -> None:
        self._words: dict[str, str] = {}
        self._phrases: dict[str, list[tuple[str, str]]] = {}  # by their first word
        self._parts: list[tuple[str, _Parts]] = []
        for name, words in _tables()[table].items():
            if "*" in words:
                self._parts.append((name, _parts(words.lower())))
            for word in words.split():
                folded = fold_name(word)
                if "*" in word:
                    continue
                if " " in folded:
                    self._phrases.setdefault(folded.split()[0], []).append((f" {folded} ", name))
                else:
                    self._words.setdefault(folded, name)
        self._of_word = lru_cache(maxsize=50_000)(self._names_of_word)

    def __call__(self, *texts: str) -> frozenset[str]:
        """The names that the words of some texts tell; no phrase reaches from one text into the next."""
        folded = " \n ".join(("", *map(fold_name, texts), ""))
        begun = self._phrases.keys() & folded.split()
        phrases = [phrase for word in begun for phrase in self._phrases[word] if phrase[0] in folded]
        names: set[str] = set()
        for phrase, name in sorted(phrases, key=lambda phrase: -len(phrase[0])):
            if phrase in folded:  # and not in a longer one: プレビュー is no レビュー
                names.add(name)
                folded = folded.replace(phrase, " \n ")
        words = folded.split()
        if not folded.isascii():  # 부고* begins a word
            words += _RUNS.findall(" ".join(texts).lower())
        return frozenset(names.union(*map(self._of_word, words)))

    def _names_of_word(self, word: str) -> set[str]:
        for name, (begins, ends, inside) in self._parts:
            if word.startswith(begins) or word.endswith(ends) or any(map(word.__contains__, inside)):
                return {name, self._words.get(word, name)}
        return {self._words[word]} if word in self._words else set()


@cache
def label_words(table: str) -> LabelWords:
    """The words of a table, ready to be asked. Read once a process."""
    return LabelWords(table)


def kind_named(label: str) -> Kind | None:
    """The kind that a label such as "Film reviews" or "Kritiken" names; None for none or several."""
    named = label_words("kinds")(label)
    return cast("Kind", next(iter(named))) if len(named) == 1 else None


def medium_named(label: str) -> Medium | None:
    """The medium that a label such as "TV", "Film reviews" or "Bücher" names; None for none or several."""
    named = label_words("media")(label)
    return cast("Medium", next(iter(named))) if len(named) == 1 else None


def names_section(title: str) -> bool:
    """Whether a title says nothing but kinds and media, as those of sections do: "Gaming News"."""
    words = fold_name(title).split()
    kinds, media, joints = label_words("kinds"), label_words("media"), word_set("joints", "labels")
    is_spaced = words and not UNSPACED.search(title)
    return bool(is_spaced) and all(kinds(word) or media(word) or word in joints for word in words)
