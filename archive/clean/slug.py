"""The name of a work in a page's address ("/the-vicars-secret-review"), in the headline's spelling."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote, urlsplit

from archive.clean.telling import COVERAGE, FORMAT, YEAR_AFTER, Telling, clean_name, is_name

_EXTENSION = re.compile(r"\.(?:html?|php|aspx?|shtml)$")
_NUMBERED = re.compile(r"\d{5,}")  # ids
_TOKEN = re.compile(r"[^\W_][\w'’.]*|&")
_COVERED = re.compile(rf"\w*{COVERAGE}s?", re.I)
_FORMATTED = re.compile(rf"(?:(?:{FORMAT}|[se]?\d+|e?p?\d+)(?:\s+|$))+|by .+")
_MARKED_OFF = 3  # letters; a lone word shorter than that may be anything


def name_in_address(url: str, title: str, told: Telling) -> str | None:
    """What stands before a word such as "review" in the last part of the address, or after it.

    An address leaves the pun of a headline out. The name is taken where the headline has the same words, one
    after another; of an address that says more (its medium, its part), as much as the text repeats.
    """
    words = _words_of_name(url)
    tokens = [(_fold(found[0]), found.span()) for found in _TOKEN.finditer(title)]
    for end in range(len(words), 0, -1):
        name = _spelt(words[:end], tokens, title)
        name = _as_told(name, told) if name else None
        if name and (
            end == len(words) or (_FORMATTED.fullmatch(" ".join(words[end:])) and told.mentions(name))
        ):
            return name
    return None


def _words_of_name(url: str) -> list[str]:
    try:
        path = unquote(urlsplit(url).path).rstrip("/")
    except ValueError:
        return []
    slug = _EXTENSION.sub("", path.rsplit("/", 1)[-1].lower())
    words = [_fold(word) for word in re.split(r"[-_]+", slug) if word and not _NUMBERED.search(word)]
    places = [place for place, word in enumerate(words) if _COVERED.fullmatch(word)]
    if not places:
        return []
    return words[: places[0]] if places[0] else words[1:]


def _spelt(words: list[str], tokens: list[tuple[str, tuple[int, int]]], title: str) -> str | None:
    """The run of the headline's words that reads as these."""
    for start in range(len(tokens) - len(words) + 1):
        run = tokens[start : start + len(words)]
        if [word for word, _ in run] == words:
            if _FORMATTED.fullmatch(" ".join(words)):  # "book-reviews"
                return None
            name = clean_name(YEAR_AFTER.sub("", title[run[0][1][0] : run[-1][1][1]]))
            long_enough = len(words) > 1 or len(name) > _MARKED_OFF
            return name if long_enough and is_name(name) else None
    return None


def _as_told(name: str, told: Telling) -> str:
    """A name that only the headline shouts, as the text writes it."""
    quiet = name.title()
    return quiet if name.isupper() and told.mentions(quiet) > told.mentions(name) else name


def _fold(word: str) -> str:
    """As addresses spell: lower case, no accents, no apostrophes, "and" for "&"."""
    if word == "&":
        return "and"
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(char for char in plain if char.isalnum())
