"""Site furniture recognised line by line: by the whole shape of a line, never by a word in a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

from archive.clean.authors.names import JAPANESE_LEAD
from archive.clean.boilerplate import phrases as shapes
from archive.clean.dom.blocks import Block


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on its way out.

    Attributes:
        text: as it would be kept.
        heading: whether the page marks it as a heading.
        linked: share of its characters that stand in links, 0-1.
        apart: whether it stands in an element of a class that holds little of the page's prose.
        block: where it stands on the page; None where that is not known.
        captions: of the figures between the line before and this one.
    """

    text: str
    heading: bool = False
    linked: float = 0.0
    apart: bool = False
    block: Block | None = field(default=None, repr=False, compare=False)
    captions: tuple[Line, ...] = field(default=(), repr=False)


def _one_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """For text in lower case: to leave case to `re.I` takes several times as long."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


_FURNITURE = _one_of(pattern for patterns in shapes.SHAPES.values() for pattern in patterns)

_FURNITURE_HEADING = _one_of(pattern for name in shapes.HEADED for pattern in shapes.SHAPES[name])

_SECTION = {kind: _one_of(patterns) for kind, patterns in shapes.SECTIONS.items()}

_ANY_SECTION = _one_of(pattern for patterns in shapes.SECTIONS.values() for pattern in patterns)

_POINTER = re.compile(shapes.POINTER, re.I)

_LEAD = re.compile(shapes.DATE_LEAD, re.I)

_ABOUT_AUTHOR = re.compile(r"about the (?:author|writer|reviewer|creator)s? ?[:–—-] ?\S.{10,}", re.I)

_NAME = r"(?:[A-ZÀ-Þ][\w'’.\-]*|de|van|von|der|den|da|di|la|le|del|bin|al|and|&|,|und|et|y|e|en)"

_WROTE = (
    r"(?:[Ss]tory|[Ww]ritten|[Pp]osted|[Rr]eviewed|[Pp]ublished|[Aa]uthored|[Ww]ords|[Ee]dited|[Rr]eported|"
    r"[Ff]act[ -][Cc]hecked|[Tt]ext)"
)

_BY = (
    r"(?:[Bb]y|BY|[Vv]on|VON|[Pp]ar|[Pp]or|[Dd]oor|[Aa]uthor:?|AUTHOR:?|[Aa]utor(?:in|a)?:|[Aa]uteur:?|"
    r"[Aa]utore:?)"
)

_BYLINE = re.compile(
    rf"{JAPANESE_LEAD}\s?\S{{2,12}}(?:[、,]\s?\S{{2,12}})?|(?:{_WROTE} )?{_BY}\s*:?\s+(?:{_NAME}\s*){{1,8}}"
)

_SIGNED = re.compile(rf"{_WROTE} [Bb]y:? (?:{_NAME}\s*){{1,6}}(?:(?:at|on|in|,)\s(?P<date>.{{4,40}}))?")

# The pieces of a byline row run together when a page is flattened: "By Some OnePublished a year ago".
_GLUED = re.compile(
    r"[Bb]y .{2,60}?(?:[Pp]ublished|[Pp]osted|[Uu]pdated)\b.{0,40}?"
    r"(?:\bago\b|\d{4}\b|\byesterday\b|\btoday\b).{0,20}"
)

_PARTED = re.compile(
    r"\s*[|•·–—/]\s*|\s+-\s+|,\s+(?=\D)|\s+(?=by\s)|"
    r"\s+(?=(?:\d+[ -]min|lesezeit|reading time|temps de lecture|tiempo de lectura|leestijd)\b)",
    re.I,
)

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:\.[^\W\d_]+)*")

_DIGITS_DATE = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{4}年\d{1,2}月|\d+(?:日|時間|分)前")

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_EDGES = " \t-–—•*|>»→←«✓★☆▼▲+¡¿"

_LONGEST = 60


def key(text: str) -> str:
    """`text` folded to its letters and digits, for comparing."""
    return "".join(filter(str.isalnum, text.lower()))


def is_furniture(text: str, *, heading: bool = False) -> bool:
    """Whether a whole line is something that a site says to its visitors and no author wrote.

    Fewer shapes count for a heading.
    """
    bare = " ".join(text.strip(_EDGES).split())
    if not bare or bare.count(" ") >= _LONGEST:
        return not any(char.isalnum() or char in "★☆" for char in text)
    return bool((_FURNITURE_HEADING if heading else _FURNITURE).fullmatch(bare.lower())) or (
        not heading and is_signature(bare)
    )


def shape_of(text: str) -> str | None:
    """What a line of furniture is about: `share`, `sign up`, `comments` ...; None where no shape tells."""
    bare = " ".join(text.strip(_EDGES).lower().split())
    return next((name for name, shape in _named_shapes() if shape.fullmatch(bare)), None)


@cache
def _named_shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, _one_of(patterns)) for name, patterns in shapes.SHAPES.items())


def is_pointer(line: Line) -> bool:
    """Whether a line only points to another page ("Related: ..."), as its link shows."""
    return line.linked > 0.4 and bool(_POINTER.fullmatch(line.text.strip(_EDGES)))


def is_signature(text: str) -> bool:
    """Whether a line says in so many words who wrote the text ("Posted by Jo Reed at May 2, 2024")."""
    signed = _SIGNED.fullmatch(text)
    return signed is not None and (signed["date"] is None or is_dateline(signed["date"]))


def section(text: str) -> str | None:
    """The kind of closing section that a line heads: `author`, `comments`, `related`, `site`; or None."""
    if _ABOUT_AUTHOR.fullmatch(text):
        return "author"
    if len(text) > 140:
        return None
    bare = text.strip(_EDGES + ":…!").lower()
    if not _ANY_SECTION.fullmatch(bare):
        return None
    return next((kind for kind, shape in _SECTION.items() if shape.fullmatch(bare)), None)


def is_dateline(text: str) -> bool:
    """Whether a line is nothing but a date, with or without "Published" before it."""
    if len(text) > 70:
        return False
    rest = _LEAD.sub("", text, count=1)
    led = rest != text
    tokens = _TOKEN.findall(rest.lower())
    words = {token for token in tokens if not token.isdigit()}
    if not tokens or len(tokens) > 14 or words - shapes.DATE_WORDS:
        return False
    if not led and len(words) == len(tokens):
        return False
    dated = bool(words & shapes.MONTHS) or "ago" in words or bool(_DIGITS_DATE.search(rest))
    return dated or (led and bool(_YEAR.search(rest)))


def is_meta(text: str) -> bool:
    """Whether a line is a byline, a date, a reading time, or several of them in a row."""
    if len(text) > 160:
        return False
    bare = text.strip(" .—–-|")
    if is_dateline(bare) or _BYLINE.fullmatch(bare) or _GLUED.fullmatch(bare) or is_signature(bare):
        return True
    parts = [part for part in _PARTED.split(bare) if part.strip()]
    return len(parts) > 1 and all(_is_part(part) for part in parts)


def _is_part(text: str) -> bool:
    return is_dateline(text) or bool(_BYLINE.fullmatch(text)) or text.isdigit() or is_furniture(text)
