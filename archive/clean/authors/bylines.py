"""Names that a page prints: after a "By" or the like, beside a date, with a role, at the end of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from itertools import dropwhile

from archive.clean.authors.labels import (
    ABOUT,
    BY,
    BY_ALONE,
    CREDIT,
    ENDS_BY,
    IN_SHEETS_TOO,
    LABEL_WORDS,
    OTHER_ROLE,
    ROLE_ENDING,
    WRITER_CJK,
    WRITTEN_BY,
    is_press_role,
)
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import is_name, person_name, split_names, without_desk
from archive.clean.authors.organisations import is_desk
from archive.clean.dom.blocks import Block
from archive.clean.dom.special_blocks import is_caption
from archive.clean.page.printed import Printed, text_nodes
from archive.clean.vocabulary import UNSPACED

_LONGEST_LINE = 400  # characters of a line near the headline
_LONGEST_FAR = 120  # characters of a line elsewhere, or of one with a name and no label
_MOST_WORDS = 14  # a byline with more is running text
_CLOSE = 8  # lines from the headline, or from the end of the text
_ENDING = 2  # lines after the text that are its own though they stand in another box
_SHORT = 60  # characters of a date or a login's line
_SHORT_SIGNED = 24  # characters of a name and a role in a script without capitals

_NO_WORDS = frozenset(("", "|", ":", "：", "-", "–", "—"))
_SENTENCE_SPACES = 3  # in the words before a name that is part of a sentence
_PAGER_SIGNS = frozenset("«»‹›←→")

_OTHER_SCRIPT = re.compile(r"[\u0370-\u1fff\u3040-\uffdc]")  # than Latin
_WORDS = re.compile(r"[^\W_]+(?:\(s\))?")
_CUT = re.compile(rf"\s+[•|·]\s+|\s(?={WRITER_CJK}|as\stold\sto\s)")
_CONNECTED = re.compile(r"\W*(?:,|;|&|and\b|und\b|et\b|y\b|e\b|with\b|en\b|\+|／|、)", re.I)
_CONNECTS = re.compile(r"(?:,|;|&|\band|\bund|\bet|\by|\be|\bwith|\ben|\+|、)\W*$", re.I)
_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bago\b|\d\s*(?:日|時間|分)前|\d+年")
_BEGUN_NAME = re.compile(r"(?:[^\Wa-z\d_][\w.’'-]*\s(?:(?:de|van|von|der|da|di|la)\s)*){1,3}(?=[^\WA-Z\d_])")
_YEAR_ALONE = re.compile(r"\W*\d{4}\W*")
_ACCOUNT = re.compile(r"\S+@\S+\.\w+|@\w+")
_LABEL_UNSPACED = re.compile(r"^(?:글|취재|文|撰文|记者|記者)\s+")
_DASH = re.compile(r"^[—–~/-]\s*")


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
        is_by_role = ROLE_ENDING.search(piece) or _has_role(piece, parts[k - 1 : k], parts[k + 1 : k + 2])
        name, _, role = piece.partition(",")
        names = [piece] if is_known else _named(name if role and is_by_role else piece)
        if is_known:
            place = f"{lines.zone(i)} alone"
        elif is_by_role:
            place = "with a role"
        elif lines.zone(i) == "near" and any(map(_is_date, around)) and not _is_inside_text(lines, i, piece):
            place = "beside a date"
        else:
            is_beside = i > lines.last and any(map(_is_date, around))
            place = "closing, set off" if _is_set_off(lines, i, piece, is_beside=is_beside) else ""
        if names and place and not is_of_work(lines, i, block.text):
            region = lines.region(block.box)
            if region != "foreign" and (is_known or region != "menu"):
                yield mention(names, place, printed=not is_known).at(i, piece)


def pieces(block: Block) -> list[str]:
    """The text nodes of a line, cut at signs and before Chinese and Japanese labels, white space folded."""
    return [piece for node in text_nodes(block) for piece in _CUT.split(node) if piece]


def is_of_work(lines: Printed, i: int, label: str) -> bool:
    """Whether a label is one of several in the data sheet of a work: "Author" is the book's there."""
    return IN_SHEETS_TOO.match(label) is not None and lines.in_sheet(i)


def _close_to_headline(lines: Printed) -> list[int]:
    return [i for i in lines.near if abs(i - lines.head) <= _CLOSE]


def _is_line(block: Block, longest: int) -> bool:
    is_short = not block.is_prose or block.words <= _MOST_WORDS or "|" in block.text
    return is_short and len(block.text) <= longest


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
        match = BY.match(" ".join(parts[k : k + 2])) if "©" not in piece else None
        if not match and piece == block.text:
            match = BY_ALONE.fullmatch(piece)
        if not match and _DATE.search(block.text):
            match = ENDS_BY.fullmatch(piece)
        label = piece[: match.end()] if match else ""
        if match and not OTHER_ROLE.search(f"{previous} {label}") and not _is_credit(lines, i, label):
            following = [piece[match.end() :].strip(), *parts[k + 1 :]]
            if not any(following) and i + 1 < len(lines.blocks):
                following = pieces(lines.blocks[i + 1])
                if ABOUT.fullmatch(label):
                    following = _first_names(following)
            if following := list(dropwhile(_is_label, following)):
                return label, following
        previous = piece
    return "", []


def _is_credit(lines: Printed, i: int, label: str) -> bool:
    """Whether a "by" is of a work: after its title and a comma, in its data sheet, before other makers."""
    block = lines.blocks[i]
    if CREDIT.search(block.text):
        return True
    if WRITTEN_BY.match(label):
        return False
    is_of_box = not block.box.prose and any(
        CREDIT.search(other.text) for other in lines.blocks[i + 1 : i + 4] if other.box is block.box
    )
    return label.startswith(",") or is_of_box or (block.box.tag == "dd" and lines.in_sheet(i))


def _first_names(parts: list[str]) -> list[str]:
    """The pieces of a text about somebody, the first cut to the name that it begins with."""
    begun = _BEGUN_NAME.match(parts[0]) if parts else None
    return [begun[0], *parts[1:]] if begun else parts


def _is_label(piece: str) -> bool:
    return piece in _NO_WORDS or BY_ALONE.fullmatch(piece) is not None


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
        piece = _LABEL_UNSPACED.sub("", piece)
        return split_names(piece) if ROLE_ENDING.search(piece) and len(piece) < _SHORT_SIGNED else ()
    text = without_desk(_DASH.sub("", piece, 1))
    if _is_label(text):
        return ()
    name = person_name(text) or (text if " " in text and is_desk(text) and is_name(text) else None)
    return (name,) if name else ()


def _has_role(piece: str, *around: list[tuple[int, str]]) -> bool:
    """Whether a name's role at a publication follows it, or is the piece of a line before or after it."""
    return any(
        is_press_role(role)
        for role in (piece.partition(",")[2], *(part[1] for [part] in filter(None, around)))
    )


def _is_inside_text(lines: Printed, i: int, piece: str) -> bool:
    """Whether a piece of a line stands in a sentence, in a caption or in the data sheet of a work."""
    block = lines.blocks[i]
    nodes = text_nodes(block)
    before = nodes[nodes.index(piece) - 1] if piece in nodes[1:] else ""
    is_in_sentence = before[-1:].islower() and before.count(" ") >= _SENTENCE_SPACES
    return is_in_sentence or is_caption(block.box.tag, block.box.classes) or lines.in_sheet(i)


def _is_date(piece: str) -> bool:
    """Whether a piece of a line is a date, or the mail address or account of somebody."""
    is_date = _DATE.search(piece) and not _YEAR_ALONE.fullmatch(piece)
    return len(piece) <= _SHORT and bool(is_date or _ACCOUNT.fullmatch(piece))


def _is_set_off(lines: Printed, i: int, piece: str, *, is_beside: bool) -> bool:
    """Whether a line at the end of the text is nothing but a name: "— Ann Lee", in bold or in italics.

    Args:
        is_beside: whether a date stands beside it, which sets it off, too.
    """
    block = lines.blocks[i]
    is_marked = is_beside or _DASH.match(piece) or block.bold > 0.8 * len(block.text)
    is_own = i <= lines.last + _ENDING or lines.in_main(block)
    is_last = i >= lines.last - 1 and piece == block.text and not block.is_heading
    return bool(is_marked or _ends_text(lines, i)) and is_own and is_last


def _ends_text(lines: Printed, i: int) -> bool:
    """Whether a line is the last paragraph of the box that holds the text."""
    block, after = lines.blocks[i], lines.blocks[i + 1 : i + 2]
    is_paragraph = block.box.tag == "p" and not block.links and lines.last < i <= lines.last + _ENDING
    return is_paragraph and lines.in_main(block) and not any(map(lines.in_main, after))
