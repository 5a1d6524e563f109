"""Read the text of a query into a tree. Every text has a meaning; what looks like a mistake is noted.

Words are joined by AND, which binds closer than OR. `-` and NOT leave out what follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from archive.errors import nearest
from archive.query.language.fields import (
    ALIASES,
    ALTERNATIVES,
    COLUMN_FIELDS,
    COLUMNS,
    DATE_WORDS,
    FIELDS,
    PERIODS,
    is_condition,
    read_tests,
)
from archive.query.language.join import joined, merged, negated
from archive.query.language.nodes import InColumns, Near, Node, Nothing, Term, is_text
from archive.query.language.query import Mistake, Query
from archive.query.language.to_text import is_bare
from archive.query.language.tokens import Token, balanced, has_words, tokens
from archive.query.language.values import COMPARISONS, Typed, UnreadableValue, typed_value

LONGEST = 4000  # characters; FTS5 may need seconds for a longer expression
MOST_TOKENS = 300  # SQLite takes no more than a thousand conditions

_DEEPEST = 40  # parentheses and columns in one another
_MOST_DATES = 20  # each takes up to a tenth of a second to read
_LONGEST_DATE = 4  # words
_WITH_DISTANCE = re.compile(r"(.+),(\d{1,4})")
_DISTANCE = 10  # words between those of NEAR, where it names no other number


def parse(text: str, now: datetime) -> Query:
    """The meaning of a query.

    Args:
        text: any text; blank matches every article.
        now: aware; "last month" counts from it.
    """
    # NUL would end the query early in FTS5, and lone surrogates cannot be bound.
    text = text.replace("\0", " ").encode(errors="ignore").decode().strip()
    if not text:
        return Query(None)
    notes = []
    if len(text) > LONGEST:
        notes.append(f"Only the first {LONGEST:,} characters of the query were searched.")
    cut = list(tokens(text[:LONGEST], FIELDS))
    if len(cut) > MOST_TOKENS:
        notes.append(f"Only the first {MOST_TOKENS} words of the query were searched.")
    return _Reader(balanced(cut[:MOST_TOKENS]), now, notes).query()


class _Reader:
    """Reads the tokens of one query from left to right."""

    def __init__(self, cut: list[Token], now: datetime, notes: list[str]) -> None:
        if not any(token.kind in ("word", "phrase", "field") for token in cut):
            cut = [Token("phrase", token.text) for token in cut if has_words(token.text)]  # `AND` alone
        self._tokens, self._now, self._notes = cut, now, notes
        self._mistakes: list[Mistake] = []
        self._at = self._depth = self._dates = 0

    def query(self) -> Query:
        if any(not token.closed and has_words(token.text) for token in self._tokens):
            self._notes.append("A quotation mark has no second one; the phrase goes to the end.")
        nodes = []
        while self._peek():
            nodes.append(self._any())
            self._close()
        node = joined("and", nodes)
        if node is None and not self._mistakes:
            node = Nothing()
            self._notes.append("The query has no word, so no article matches. An empty one matches all.")
        return Query(node, tuple(dict.fromkeys(self._notes)), tuple(self._mistakes))

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _next_is(self, *kinds: str) -> bool:
        token = self._peek()
        return token is not None and token.kind in kinds

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _close(self) -> None:
        """Take a closing parenthesis if it is next."""
        if self._next_is("close"):
            self._take()

    def _until_closed(self) -> list[Token]:
        """The tokens up to a closing parenthesis, taken with it."""
        inside: list[Token] = []
        while self._peek() and not self._next_is("close"):
            inside.append(self._take())
        self._close()
        return inside

    def _any(self) -> Node | None:
        """What stands up to a closing parenthesis or the end."""
        parts = [self._all(begins=True)]
        while self._next_is("or"):
            self._take()
            parts.append(self._all(begins=False))
            if None in parts:
                self._notes.append("OR joins nothing, and was left out.")
        return joined("or", parts)

    def _all(self, *, begins: bool) -> Node | None:
        """What stands up to an OR, a closing parenthesis or the end."""
        parts: list[Node | None] = []
        while (token := self._peek()) and token.kind not in ("or", "close"):
            if token.kind == "not" and begins and not parts:
                self._take()
                self._notes.append("NOT at the beginning was searched as a word; -word leaves a word out.")
                parts.append(Term("NOT", quoted=True))
            elif token.kind in ("and", "plus"):
                self._take()
            elif token.kind in ("not", "minus"):
                self._take()
                parts.append(negated(self._operand()))
            else:
                parts.append(self._operand())
        return joined("and", merged([part for part in parts if part is not None], ALTERNATIVES))

    def _operand(self) -> Node | None:
        token = self._peek()
        if token is None or token.kind in ("close", "or", "and"):
            return None
        self._take()
        if self._depth == _DEEPEST:
            return None
        self._depth += 1
        node = self._read(token)
        self._depth -= 1
        return node

    def _read(self, token: Token) -> Node | None:
        """What begins with a token, which is taken."""
        node: Node | None = None
        match token.kind:
            case "word" | "phrase":
                node = self._term(token)
            case "open":
                node = self._any()
                self._close()
            case "near":
                node = self._near()
            case "columns":
                known = [COLUMNS[name] for name in token.text.split() if name in COLUMNS]
                node = self._in_columns(tuple(dict.fromkeys(known)))
            case "field":
                node = self._field(ALIASES.get(token.text, token.text))
        return node

    def _term(self, token: Token) -> Node | None:
        """A word or a phrase, with those that `+` joins to it."""
        parts = [token]
        while self._next_is("plus") and self._at + 1 < len(self._tokens):
            if self._tokens[self._at + 1].kind not in ("word", "phrase"):
                break
            self._take()
            parts.append(self._take())
        text = " ".join(part.text for part in parts).strip()
        if not has_words(text):
            return None
        self._note_field(token)
        quoted = token.kind == "phrase" or not is_bare(text)
        return Term(text, quoted, prefix=parts[-1].star, first=token.caret)

    def _note_field(self, token: Token) -> None:
        name, colon, rest = token.text.partition(":")
        if token.kind == "word" and colon and has_words(rest) and name.isalpha():
            close = nearest(name.lower(), FIELDS, cutoff=0.75)
            if close:
                self._notes.append(f"{name}: is no field and was searched as a word; did you mean {close}:?")

    def _near(self) -> Node | None:
        """The words after `NEAR(`, and the number after a comma."""
        parts, distance = self._until_closed(), _DISTANCE
        if len(parts) > 2 and parts[-1].text.isdecimal() and parts[-2].text.endswith(","):
            distance = int(parts.pop().text[:4])
        elif parts and (match := _WITH_DISTANCE.fullmatch(parts[-1].text)):
            parts[-1], distance = replace(parts[-1], text=match[1]), int(match[2])
        chosen = [part for part in parts if part.kind in ("word", "phrase") and has_words(part.text)]
        words = [Term(part.text.rstrip(","), part.kind == "phrase", part.star) for part in chosen]
        if len(words) > 1:
            return Near(tuple(words), distance)
        return words[0] if words else None

    def _in_columns(self, columns: tuple[str, ...]) -> Node | None:
        node = self._operand()
        if node is None or not columns or not is_text(node):
            return node
        if isinstance(node, InColumns):
            return node
        return InColumns(columns, node)

    def _field(self, field: str) -> Node | None:
        """What a field and what follows it mean."""
        if not self._next_is("open") or field in COLUMN_FIELDS:
            return self._value(field, lenient=True)
        self._take()
        nodes = []
        while self._peek() and not self._next_is("close"):
            if self._next_is("word", "phrase"):
                nodes.append(self._value(field, lenient=False))
            else:
                self._take()
        self._close()
        return joined("or", nodes)

    def _value(self, field: str, *, lenient: bool) -> Node | None:
        """The condition or the column search that a field and one value make.

        Args:
            lenient: after a space, a value that the field cannot have makes a word of the field.
        """
        start = self._at
        typed = self._typed(field)
        if typed is None or (field in COLUMN_FIELDS and not is_condition(field, typed)):
            self._at = start
            return self._without_value(field) if typed is None else self._in_columns((COLUMNS[field],))
        self._dates += field in PERIODS
        try:
            if self._dates > _MOST_DATES:
                raise UnreadableValue("this is one date too many", f"write {_MOST_DATES} at most")
            return joined("or", list(read_tests(field, typed, self._now)))
        except UnreadableValue as error:
            if lenient and self._tokens[start].apart:  # `Before: Sunrise` is a title rather than a date
                self._at = start
                self._notes.append(f"{field}: was searched as a word, since {error.problem}.")
                return Term(field)
            shown = f'"{typed.text}"' if typed.quoted else typed.text
            self._mistakes.append(Mistake(f"{field}:{typed.comparison}{shown}", error.problem, error.remedy))
            return None

    def _without_value(self, field: str) -> Node | None:
        if field in COLUMN_FIELDS and self._next_is("open", "near", "field", "columns"):
            return self._in_columns((COLUMNS[field],))
        self._notes.append(f"{field}: has no value and was searched as a word.")
        return Term(field)

    def _typed(self, field: str) -> Typed | None:
        """The value at this place, taken; None if none is here."""
        if not self._next_is("word", "phrase"):
            return None
        token, comparison = self._take(), ""
        if token.text in COMPARISONS and self._next_is("word", "phrase"):
            comparison, token = token.text, self._take()
        text = token.text
        if field in PERIODS and token.kind == "word":
            text = " ".join([text, *self._rest_of_date(text)])
        return typed_value(text, quoted=token.kind == "phrase", star=token.star, comparison=comparison)

    def _rest_of_date(self, first: str) -> Iterable[str]:
        """The words after the first of a date, as in `after:last month` and `date:march 2023`, taken."""
        words: list[str] = []
        if first.lstrip("<>=").casefold() not in DATE_WORDS and not (first.isdecimal() and len(first) < 4):
            return words
        while len(words) < _LONGEST_DATE and self._next_is("word"):
            text = self._tokens[self._at].text
            is_number = text.isdecimal() and not first[:4].isdecimal()
            if text.casefold() not in DATE_WORDS and not is_number:
                break
            words.append(self._take().text)
        return words
