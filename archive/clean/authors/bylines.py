"""Names that a page prints: after a "By" or the like, beside a date, with a role, at the end of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import dropwhile

from archive.clean.authors.labels import (
    BY,
    BY_ALONE,
    IN_SHEETS_TOO,
    LABEL_WORDS,
    OTHER_ROLE,
    ROLE_ENDING,
    SHEET,
    WRITER_CJK,
    WRITTEN_BY,
)
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import is_name, person_name, split_names
from archive.clean.authors.organisations import is_desk
from archive.clean.dom.blocks import Block
from archive.clean.page.printed import Printed
from archive.clean.vocabulary import UNSPACED

_LONGEST_LINE = 400  # characters of a line near the headline
_LONGEST_FAR = 120  # characters of a line elsewhere, or of one with a name and no label
_MOST_WORDS = 14  # a byline with more is running text
_CLOSE = 8  # lines from the headline, or from the end of the text
_SHORT = 60  # characters of a date or a login's line
_SHORT_SIGNED = 24  # characters of a name and a role in a script without capitals

_PAGER_SIGNS = frozenset("«»‹›←→")

_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\uffdc]")  # than Latin
_WORDS = re.compile(r"[^\W_]+(?:\(s\))?")
_CUT = re.compile(rf"\s+[•|·]\s+|\s(?={WRITER_CJK})")
_CONNECTED = re.compile(r"\W*(?:,|;|&|and\b|und\b|et\b|y\b|e\b|with\b|en\b|\+|／|、)", re.I)
_CONNECTS = re.compile(r"(?:,|;|&|\band|\bund|\bet|\by|\be|\bwith|\ben|\+|、)\W*$", re.I)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bago\b|\d\s*(?:日|時間|分)前|\d+年")
_DASH = re.compile(r"^[—–~-]\s*")


def after_labels(lines: Printed) -> Iterator[Mention]:
    """Names after a label or below one: near the headline, below the text, elsewhere after a sure label."""
    close = {i for i in _close_to_headline(lines) if _is_line(lines.blocks[i], _LONGEST_LINE)}
    for i, block in enumerate(lines.blocks):
        is_close = i in close
        if not is_close and not _may_be_byline(block):
            continue
        # Of a short text, what is below it is still near the headline.
        zone = "below" if not is_close and i > lines.last else lines.zone(i)
        label, following = _split_byline(lines, i)
        region = lines.region(block.box) if following else ""
        is_sure = WRITTEN_BY.match(label) is not None or (block.is_heading and label == block.text)
        if not following or region == "foreign" or (region and not is_sure):
            continue
        if not (is_close or is_sure or zone == "below") or is_of_work(lines, i, label):
            continue
        names = _join(following, linked=block.links > 1)
        is_login = " " not in names and len(block.text) < _SHORT and (is_close or is_sure)
        place = "outside, written by" if region else f"{zone} by"
        yield mention([names], place, printed=not is_login).at(i, block.text)


def without_labels(lines: Printed, known: Set[str]) -> Iterator[Mention]:
    """Names that are an author's by what is next to them.

    Args:
        known: names of one word that the metadata gives, which count wherever they stand by themselves.
    """
    below = range(max(lines.last - 1, lines.head + 1), min(lines.last + _CLOSE, len(lines.blocks)))
    shown = {i: lines.blocks[i] for i in (*_close_to_headline(lines), *below)}
    short = ((i, block) for i, block in shown.items() if _is_line(block, _LONGEST_FAR))
    parts = [(i, piece) for i, block in short for piece in pieces(block)]
    for k, (i, piece) in enumerate(parts):
        block, is_known = lines.blocks[i], piece in known
        around = [part for j, part in parts[max(k - 2, 0) : k + 3] if abs(i - j) <= 1]
        names = [piece] if is_known else _named(piece)
        if is_known:
            place = f"{lines.zone(i)} alone"
        elif ROLE_ENDING.search(piece):
            place = "with a role"
        elif lines.zone(i) == "near" and any(map(_is_date, around)):
            place = "beside a date"
        else:
            place = "closing, set off" if i >= lines.last - 1 and _is_set_off(block, piece) else ""
        if names and place and not is_of_work(lines, i, block.text):
            region = lines.region(block.box)
            if region != "foreign" and (is_known or region != "menu"):
                yield mention(names, place, printed=not is_known).at(i, piece)


def pieces(block: Block) -> list[str]:
    """The text nodes of a line, cut at signs and before Chinese and Japanese labels, white space folded."""
    nodes = (" ".join(part.split()) for part in block.parts)
    return [piece for node in nodes for piece in _CUT.split(node) if piece]


def is_of_work(lines: Printed, i: int, label: str) -> bool:
    """Whether a label is one of several in the data sheet of a work: "Author" is the book's there."""
    if not IN_SHEETS_TOO.match(label):
        return False
    return any(SHEET.match(piece) for block in lines.blocks[max(i - 4, 0) : i + 5] for piece in pieces(block))


def _close_to_headline(lines: Printed) -> list[int]:
    return [i for i in lines.near if abs(i - lines.head) <= _CLOSE]


def _is_line(block: Block, longest: int) -> bool:
    return len(block.text) <= longest and not (block.is_prose and block.words > _MOST_WORDS)


def _may_be_byline(block: Block) -> bool:
    """Whether a line far from the headline may be one; a pager's titles are none."""
    text = block.text
    return len(text) <= _LONGEST_FAR and _has_label(text) and _PAGER_SIGNS.isdisjoint(text)


def _has_label(text: str) -> bool:
    """Whether a text has a word of a label: a fast test, since most have none."""
    if not text.isascii() and _OTHER_SCRIPT.search(text):
        return True
    return not LABEL_WORDS.isdisjoint(_WORDS.findall(text.lower()))


def _split_byline(lines: Printed, i: int) -> tuple[str, list[str]]:
    """The label of the byline in a line and the pieces after it; no pieces for another line."""
    block = lines.blocks[i]
    parts = pieces(block)
    previous = lines.blocks[i - 1].text[-80:] if i and i - 1 != lines.head else ""
    for k, piece in enumerate(parts if _has_label(" ".join(parts)) else ()):
        match = BY.match(" ".join(parts[k : k + 2]))
        if not match and piece == block.text:
            match = BY_ALONE.fullmatch(piece)
        label = piece[: match.end()] if match else ""
        if match and not OTHER_ROLE.search(f"{previous} {label}"):
            following = [piece[match.end() :].strip(), *parts[k + 1 :]]
            if not any(following) and i + 1 < len(lines.blocks):
                following = pieces(lines.blocks[i + 1])
            if following := list(dropwhile(_is_label, following)):
                return label, following
        previous = piece
    return "", []


def _is_label(piece: str) -> bool:
    return not piece or BY_ALONE.fullmatch(piece) is not None


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


def _named(piece: str) -> Sequence[str]:
    """The name that a piece of a line is and nothing else."""
    if UNSPACED.search(piece):
        return split_names(piece) if ROLE_ENDING.search(piece) and len(piece) < _SHORT_SIGNED else ()
    text = _DASH.sub("", piece, 1)
    name = person_name(text) or (text if " " in text and is_desk(text) and is_name(text) else None)
    return (name,) if name else ()


def _is_date(piece: str) -> bool:
    return len(piece) <= _SHORT and _DATE.search(piece) is not None


def _is_set_off(block: Block, piece: str) -> bool:
    """Whether a line at the end of the text is nothing but a name: "— Ann Lee", in bold or in italics."""
    is_marked = _DASH.match(piece) or block.bold > 0.8 * len(block.text)
    return bool(is_marked) and piece == block.text and not block.is_heading
