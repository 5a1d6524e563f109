"""Names that a page prints without a label: beside a date, with a role, alone at the end of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set

from archive.clean.authors.bylines import CLOSE, close_to_headline, is_label, is_line, is_of_work, pieces
from archive.clean.authors.labels import ROLE_ENDING, is_press_role
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import is_name, person_name, split_names
from archive.clean.authors.organisations import is_desk
from archive.clean.dom.special_blocks import is_caption
from archive.clean.page.printed import Printed, text_nodes
from archive.clean.vocabulary import UNSPACED

_LONGEST = 120  # characters of a line
_LONGEST_NAME = 80  # characters of a piece that is a name, with what stands around it
_LONGEST_UNSPACED = 24  # characters of a name and a role in a script without capitals
_LONGEST_DATE = 60  # characters
_ENDING = 2  # lines after the text that are its own though they stand in another box
_SENTENCE_SPACES = 3  # in the words before a name that is part of a sentence
_AROUND = " \t/–—~()（）-"  # a name at the end of a text: "— Ann Lee", "(Ann Lee)"

_DAY = r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{2,4}|(?:19|20)\d\d(?!\d)|\d+年"
_DATE = re.compile(rf"(?<!\d)(?:{_DAY})|[٠-٩۰-۹]{{4}}|\bago\b|\d\s*(?:日|時間|分)前")
_BARE_YEAR = re.compile(r"\W*\d{4}\W*")


def without_labels(lines: Printed, known: Set[str]) -> Iterator[Mention]:
    """Names that are an author's by what is next to them.

    Args:
        known: names of one word that the metadata gives, which count wherever they stand by themselves.
    """
    below = range(max(lines.last - 1, lines.head + 1), min(lines.last + CLOSE, len(lines.blocks)))
    shown = dict.fromkeys((*close_to_headline(lines), *below))
    short = [i for i in shown if is_line(lines.blocks[i], _LONGEST)]
    parts = [(i, piece) for i in short for piece in pieces(lines.blocks[i])]
    for k, (i, piece) in enumerate(parts):
        names = (piece,) if piece in known else _named(piece)
        place = f"{lines.zone(i)} alone" if piece in known else _place(lines, parts, k) if names else ""
        if place and not is_of_work(lines, i, lines.blocks[i].text):
            region = lines.region(lines.blocks[i].box)
            if region != "foreign" and (piece in known or region != "menu"):
                yield mention(names, place, printed=piece not in known).at(i, piece)


def _named(piece: str) -> tuple[str, ...]:
    """The name that a piece of a line is, with no more than dashes, brackets, a role or a date around it."""
    if len(piece) > _LONGEST_NAME:
        return ()
    if UNSPACED.search(piece):
        return split_names(piece) if ROLE_ENDING.search(piece) and len(piece) < _LONGEST_UNSPACED else ()
    text = piece.strip(_AROUND)
    if " " not in text:
        return ()
    name, _, rest = text.partition(",")
    if rest and (is_press_role(rest) or _is_date(rest)):
        text = name
    found = person_name(text) or (text if is_desk(text) and is_name(text) else None)
    return (found,) if found and not is_label(found) else ()


def _place(lines: Printed, parts: list[tuple[int, str]], k: int) -> str:
    """The kind of place that a piece of a line with a name is; "" for none.

    Args:
        parts: the pieces of all lines, each with the index of its line.
        k: the index of the piece among them.
    """
    i, piece = parts[k]
    beside = [part for _, part in (*parts[max(k - 1, 0) : k], *parts[k + 1 : k + 2])]
    if ROLE_ENDING.search(piece) or any(map(is_press_role, (piece.partition(",")[2], *beside))):
        return "with a role"
    near = parts[max(k - 2, 0) : k + 3]
    is_dated = any(abs(i - other) <= 1 and _is_date(part) for other, part in near)
    if is_dated and lines.zone(i) == "near" and not _is_inside_text(lines, i, piece):
        return "beside a date"
    if i < lines.last - 1 or piece != lines.blocks[i].text:
        return ""
    return "closing, set off" if _is_closing(lines, i, piece, is_dated=is_dated and i > lines.last) else ""


def _is_inside_text(lines: Printed, i: int, piece: str) -> bool:
    """Whether a piece of a line stands in a sentence, in a caption or in the data sheet of a work."""
    block = lines.blocks[i]
    nodes = text_nodes(block)
    before = nodes[nodes.index(piece) - 1] if piece in nodes[1:] else ""
    is_in_sentence = before[-1:].islower() and before.count(" ") >= _SENTENCE_SPACES
    return is_in_sentence or is_caption(block.box.tag, block.box.classes) or lines.in_sheet(i)


def _is_date(piece: str) -> bool:
    """Whether a piece of a line is a date."""
    return len(piece) <= _LONGEST_DATE and bool(_DATE.search(piece)) and not _BARE_YEAR.fullmatch(piece)


def _is_closing(lines: Printed, i: int, piece: str, *, is_dated: bool) -> bool:
    """Whether a name at the end of the text is set off: by a dash, brackets or emphasis, as the last line.

    Args:
        is_dated: whether a date stands beside it, which sets it off, too.
    """
    block = lines.blocks[i]
    if block.is_heading or not (i <= lines.last + _ENDING or lines.in_main(block)):
        return False
    is_marked = piece.strip(_AROUND) != piece or block.bold > 0.8 * len(block.text)
    return is_dated or is_marked or _ends_text(lines, i)


def _ends_text(lines: Printed, i: int) -> bool:
    """Whether a line is the last paragraph of the box that holds the text."""
    block, after = lines.blocks[i], lines.blocks[i + 1 : i + 2]
    outer = block.box.parent
    is_paragraph = block.box.tag == "p" and not block.links and lines.last < i <= lines.last + _ENDING
    is_last = outer is not None and not any(outer.index < other.box.index < outer.end for other in after)
    holds_text = outer is not None and outer.prose > 0
    return is_paragraph and is_last and holds_text
