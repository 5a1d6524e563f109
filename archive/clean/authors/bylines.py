"""Bylines: lines that begin with "By", "Written by", "Text:", in any of the languages that we read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile

from archive.clean.authors.labels import (
    BY,
    BY_ALONE,
    DATED_BY,
    OTHER_ROLE,
    REVIEWED_BY,
    SHEET,
    SITE_MAKER,
    WRITTEN_BY,
)
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import person_name
from archive.clean.dom.blocks import Block
from archive.clean.page.printed import Printed

_JAPANESE = re.compile(r"\s(?=(?:文|著者|執筆者?|筆者|ライター|作者|投稿者|写真|撮影)\s*[:：・＝=／/])")

AMBIGUOUS = re.compile(
    r"\W*(?:author|writer|written|autor|auteur|autore|автор|作者|著者|文)", re.I
)  # also labels of a work's sheet

_LONGEST_LINE = 400  # characters of a line near the headline
_LONGEST_FAR = 120  # characters of a line elsewhere
_CLOSE = 6  # lines from the headline
MOST_WORDS = 14  # a byline with more is running text
_REST = 30  # characters that a line far from the headline may have beside its names

_PAGER_SIGNS = frozenset("«»‹›←→")

_MOST_PIECES = 12  # of a line that are looked at


_CONNECTED = re.compile(r"\W*(?:,|;|&|and\b|und\b|et\b|y\b|e\b|with\b|en\b|\+|／|、)", re.I)
_CONNECTS = re.compile(r"(?:,|;|&|\band|\bund|\bet|\by|\be|\bwith|\ben|\+|、)\W*$", re.I)


def pieces(block: Block) -> list[str]:
    """The text nodes of a line, white space folded."""
    return [words for part in block.parts if (words := " ".join(part.split()))]


def bylines(lines: Printed) -> Iterator[Mention]:
    """Lines with a "By" or the like, or after one that is a label: near the headline or below the text.

    In the text only a label that leaves no doubt counts.
    """
    for i, block in enumerate(lines.blocks):
        zone = lines.zone(i)
        is_close = zone == "near" and _is_close(lines, i)
        if not is_close and i > lines.last:  # a short text: what is below it is still near the headline
            zone = "below"
        byline = _split_byline(lines, i, strict=not is_close) if is_close or _may_be_byline(block) else None
        region = lines.region(block.box) if byline else ""
        if byline is None or region == "foreign":
            continue
        label, following = byline
        is_certain = WRITTEN_BY.match(label) is not None or (block.is_heading and label == block.text)
        if not is_certain and (region or not (is_close or zone == "below")):
            continue
        if AMBIGUOUS.match(label) and in_sheet(lines, i):
            continue
        names = _join(following, linked=block.links > 1)
        if not is_close and not is_certain and len(block.text) > len(label) + len(names) + _REST:
            continue
        place = (
            "reviewed by" if REVIEWED_BY.match(label) else "outside, written by" if region else f"{zone} by"
        )
        is_login = " " not in names and len(block.text) < 60 and (is_close or is_certain)
        yield mention([names], place, printed=not is_login).at(i, block.text)


def _is_close(lines: Printed, i: int) -> bool:
    """Whether a line near the headline may be a byline whatever it begins with."""
    block = lines.blocks[i]
    is_prose = block.is_prose and block.words > MOST_WORDS
    return len(block.text) <= _LONGEST_LINE and not is_prose and abs(i - lines.head) <= _CLOSE


def _may_be_byline(block: Block) -> bool:
    """Whether a line far from the headline may be one: the titles beside a pager's arrows are none."""
    text = block.text
    if len(text) > _LONGEST_FAR or not _PAGER_SIGNS.isdisjoint(text):
        return False
    return (BY.match(f"{text} ") or BY_ALONE.fullmatch(text)) is not None


def _split_byline(lines: Printed, i: int, *, strict: bool) -> tuple[str, list[str]] | None:
    """The label of the byline in a line and the pieces after it; None for another line.

    Args:
        strict: whether the label must begin the line.
    """
    block = lines.blocks[i]
    parts = [part for piece in pieces(block) for part in _JAPANESE.split(piece)]
    before = lines.blocks[i - 1].text[-80:] if i and i - 1 != lines.head else ""
    for k, piece in enumerate(parts[: 1 if strict else _MOST_PIECES]):
        with_next = f"{piece} {' '.join(parts[k + 1 : k + 2])}"
        match = BY.match(with_next) or (None if strict else DATED_BY.search(with_next))
        if not match and piece == block.text:
            match = BY_ALONE.fullmatch(piece)
        if not match or match.start() >= len(piece) or OTHER_ROLE.search(piece[: match.end()]):
            continue
        previous = parts[k - 1] if k else before
        rest = piece[match.end() :].strip()
        following = [rest, *parts[k + 1 :]] if rest else parts[k + 1 :]
        if not following and BY_ALONE.fullmatch(piece) and i + 1 < len(lines.blocks):
            following = _listed_below(lines, i + 1)
        while len(following) > 1 and BY_ALONE.fullmatch(following[0]):
            following = following[1:]
        if SITE_MAKER.match(piece) or SITE_MAKER.match(previous):
            continue
        if (
            following
            and not OTHER_ROLE.search(previous)
            and not OTHER_ROLE.search(f"{previous} {piece[: match.end()]}")
        ):
            return piece[: match.end()], following
    return None


def _listed_below(lines: Printed, i: int) -> list[str]:
    """The pieces of a line below a label, or the names in the items of the list that begins there."""
    parts = pieces(lines.blocks[i])
    items = takewhile(lambda block: block.box.tag == "li", lines.blocks[i:])
    names = list(takewhile(bool, (person_name(block.text) for block in items)))
    return [", ".join(filter(None, names))] if len(names) > 1 else parts


def _join(parts: list[str], *, linked: bool) -> str:
    """The pieces of a byline, as far as a comma or an "and" connects them.

    Args:
        linked: whether several of them are links: then whole names need nothing between them.
    """
    names = parts[0]
    for piece in parts[1:]:
        connected = _CONNECTED.match(piece) or _CONNECTS.search(names)
        if not connected and not (linked and person_name(piece) and person_name(names.rpartition(",")[2])):
            break
        names += f" {piece}" if connected else f", {piece}"
    return names


def in_sheet(lines: Printed, i: int) -> bool:
    """Whether a label is one of several in the data sheet of a work."""
    around = [piece for block in lines.blocks[max(i - 4, 0) : i + 5] for piece in pieces(block)]
    return any(SHEET.match(piece) for piece in around)
