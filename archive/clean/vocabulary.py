"""Words of a dozen languages that tell kinds, works, makers and ratings, from `vocabulary.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

# Kana, Han and Hangul: names run into the words around them, or into particles.
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(files("archive.clean").joinpath("vocabulary.toml").read_text("utf-8"))


@cache
def word_set(table: str, key: str) -> frozenset[str]:
    """The words of one line, "-" read as a space.

    Args:
        table, key: of `vocabulary.toml`.
    """
    return frozenset(word.replace("-", " ") for word in _tables()[table][key].split())


@cache
def word_pattern(table: str, key: str) -> str:
    """The words of one line as alternatives of a regular expression: "-" matches a space or a hyphen."""
    words = (re.escape(word) for word in _tables()[table][key].split())
    return "|".join(word.replace(r"\-", r"[\s-]").replace(r"\*", r".*") for word in words)


def word_lists(table: str) -> dict[str, frozenset[str]]:
    """All lines of a table, each as a set of words."""
    return {key: word_set(table, key) for key in _tables()[table]}


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


class LabelWords:
    """Which names a short string tells, by the words of a table: `kinds("Film Reviews")` is {"review"}."""

    def __init__(self, table: str) -> None:
        self._whole: dict[str, str] = {}
        self._phrases: list[tuple[str, str]] = []
        self._beginnings: dict[str, list[tuple[str, str]]] = {}
        self._endings: dict[str, list[tuple[str, str]]] = {}
        for name, words in _tables()[table].items():
            for word in words.lower().split():
                plain = word.strip("*").replace("-", " ").replace("&", " ")
                if word.endswith("*"):
                    self._beginnings.setdefault(plain[:2], []).append((plain, name))
                elif word.startswith("*"):
                    self._endings.setdefault(plain[-2:], []).append((plain, name))
                elif " " in plain or UNSPACED.search(plain):
                    self._phrases.append((plain, name))
                else:
                    self._whole.setdefault(plain, name)
        self._phrases.sort(key=lambda phrase: -len(phrase[0]))
        self._found: dict[str, frozenset[str]] = {}

    def __call__(self, folded: str) -> frozenset[str]:
        """The names that the words of a folded string tell."""
        names = set(self._of_phrases(folded))
        for word in folded.split():
            known = self._found.get(word)
            if known is None:
                known = self._found[word] = self._of_word(word)
                if len(self._found) > 50_000:
                    self._found.clear()
            names |= known
        return frozenset(names)

    def in_any(self, folded: Iterable[str]) -> frozenset[str]:
        """The names that some of several folded strings tell; no phrase reaches from one into the next."""
        return self(" \n ".join(folded))

    def _of_phrases(self, folded: str) -> Iterator[str]:
        for phrase, name in self._phrases:
            if phrase in folded and self._is_whole(phrase, folded):
                yield name
                if UNSPACED.search(phrase):  # プレビュー is no レビュー
                    folded = folded.replace(phrase, "\n")

    def _of_word(self, word: str) -> frozenset[str]:
        names = {self._whole[word]} if word in self._whole else set()
        names |= {name for start, name in self._beginnings.get(word[:2], ()) if word.startswith(start)}
        names |= {name for end, name in self._endings.get(word[-2:], ()) if word.endswith(end)}
        return frozenset(names)

    @staticmethod
    def _is_whole(phrase: str, folded: str) -> bool:
        return UNSPACED.search(phrase) is not None or f" {phrase} " in f" {folded} "


@cache
def label_words(table: str) -> LabelWords:
    """The words of a table, ready to be asked. Read once a process."""
    return LabelWords(table)
