"""Cut the text of a query into tokens. Never fails: what has no meaning here is a word or is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.db.unspaced import has_runs

Kind = Literal[
    "word", "phrase", "field", "columns", "and", "or", "not", "minus", "near", "plus", "open", "close"
]

# Quotation marks that people and phones type, and those that close them.
_QUOTES = {'"': '"', "“": '”„“"', "„": '“”"', "«": "»", "»": "«", "「": "」", "『": "』"}
_OPENING = re.escape("".join(_QUOTES))
_OPERATORS: dict[str, Kind] = {"AND": "and", "OR": "or", "NOT": "not", "|": "or", "+": "plus"}
_COMPARISONS = frozenset(("<", "<=", ">", ">=", "=", "≥", "≤"))  # before the value of a field
_SPACE = re.compile(r"\s+")
_FIELD = re.compile(r"([^\W\d]\w*)[ \t]*:")
_COLUMNS = re.compile(r"\{([\w\s]*)\}\s*:")
_NEAR = re.compile(r"NEAR\s*\(")
_WORD = re.compile(rf"[^\s(){{}}{_OPENING}]+")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")

DEEPEST = 20  # parentheses in parentheses


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query.

    Attributes:
        text: a word, a phrase without its marks, or the name of a field.
        star: a `*` follows, or ends the word.
        caret: a `^` precedes.
        apart: a space precedes.
        closed: a phrase has its second mark.
    """

    kind: Kind
    text: str
    star: bool = False
    caret: bool = False
    apart: bool = True
    closed: bool = True


def has_words(text: str) -> bool:
    """Whether a text has a letter or digit that can be searched for."""
    return _LETTER_OR_DIGIT.search(text) is not None or has_runs(text)


def tokens(text: str, fields: frozenset[str]) -> Iterator[Token]:
    """The tokens of a query.

    Args:
        text: without NUL and lone surrogates.
        fields: the names that make a field of a word before a colon, in lower case.
    """
    at, apart, caret = 0, True, False
    while at < len(text):
        if space := _SPACE.match(text, at):
            at, apart = space.end(), True
            continue
        if text[at] == "^":
            at, caret = at + 1, True
            continue
        token, at = _token(text, at, fields, apart=apart, caret=caret)
        if token is not None:
            yield token
        apart = caret = False


def _token(
    text: str, at: int, fields: frozenset[str], *, apart: bool, caret: bool
) -> tuple[Token | None, int]:
    """The token that begins at a position, None for what has no meaning, and where the next begins."""
    if text[at] in _QUOTES:
        return _phrase(text, at, apart=apart, caret=caret)
    mark = _mark(text, at, fields, apart=apart)
    if mark is not None:
        return mark
    match = _WORD.match(text, at)
    if match is None:  # a brace
        return None, at + 1
    return _word(match.group(), apart=apart, caret=caret), match.end()


def _mark(text: str, at: int, fields: frozenset[str], *, apart: bool) -> tuple[Token, int] | None:
    """The token at a position that is neither a word nor a phrase, and where the next begins."""
    kind: Kind | None = None
    name, end = text[at], at + 1
    if name in "()":
        kind = "open" if name == "(" else "close"
    elif (match := _COLUMNS.match(text, at)) and match[1].split():
        kind, name, end = "columns", match[1].lower(), match.end()
    elif match := _NEAR.match(text, at):
        kind, end = "near", match.end()
    elif name == "-" and _negates(text, at, apart=apart):
        kind = "minus"
    elif (match := _FIELD.match(text, at)) and match[1].lower() in fields:
        kind, name, end = "field", match[1].lower(), match.end()
    return None if kind is None else (Token(kind, name, apart=apart), end)


def _negates(text: str, at: int, *, apart: bool) -> bool:
    """Whether a hyphen begins a word: `-preview` and `(-preview`, but not `spin-off`, `--` or `- `."""
    before = text[at - 1] if at else " "
    after = text[at + 1 : at + 2]
    return (apart or before in "()") and bool(after) and not after.isspace() and after not in "-)*"


def _word(word: str, *, apart: bool, caret: bool) -> Token | None:
    if word in _OPERATORS:
        return Token(_OPERATORS[word], word, apart=apart)
    plain = word.strip("*")
    if not has_words(plain) and plain not in _COMPARISONS:
        return None
    return Token("word", plain, star=word.endswith("*"), caret=caret, apart=apart)


def _phrase(text: str, at: int, *, apart: bool, caret: bool) -> tuple[Token, int]:
    """A quoted phrase; one that is not closed goes to the end."""
    closing = _QUOTES[text[at]]
    end = at + 1
    while end < len(text) and (text[end] not in closing or text[end : end + 2] == '""'):
        end += 2 if text[end : end + 2] == '""' and '"' in closing else 1
    closed = end < len(text)
    inner = text[at + 1 : end].replace('""', " ")
    star = closed and text[end + 1 : end + 2] == "*"
    token = Token("phrase", " ".join(inner.split()), star=star, caret=caret, apart=apart, closed=closed)
    return token, end + 1 + star


def balanced(cut: list[Token]) -> list[Token]:
    """Tokens without parentheses that have no partner, and without those that are nested too deep."""
    opened: list[int] = []
    dropped: set[int] = set()
    for place, token in enumerate(cut):
        if token.kind in ("open", "near"):
            opened.append(place)
        elif token.kind == "close":
            if not opened:
                dropped.add(place)
                continue
            partner = opened.pop()
            if len(opened) >= DEEPEST or _is_inside_near(cut, opened):
                dropped |= {partner, place}
    dropped.update(opened)
    return [token for place, token in enumerate(cut) if place not in dropped]


def _is_inside_near(cut: list[Token], opened: list[int]) -> bool:
    return any(cut[place].kind == "near" for place in opened)
