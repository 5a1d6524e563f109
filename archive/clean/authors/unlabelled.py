"""Names without a label: beside the date, above a role, under the headline, at the end of the text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive.clean.authors.bylines import AMBIGUOUS, MOST_WORDS, in_sheet, pieces
from archive.clean.authors.labels import ROLE, ROLE_ENDING
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import is_name, is_role, is_unspaced, person_name, split_names
from archive.clean.authors.organisations import is_desk
from archive.clean.page.printed import Printed

_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bago\b|\d\s*(?:日|時間|分)前|\d+年")

_LONGEST_DATE = 60
_SHORT_SIGNED = 24  # characters of a line that is a name and a role in a script without capitals

_SEPARATOR = re.compile(r"\s+[•|·]\s+")

_DASH = re.compile(r"[—–~-]\s*")

_LONGEST_LINE = 140  # characters

# "Ann Lee is a critic", below the text.
_BIO = re.compile(
    r"(?:about\s)?(?P<name>[^.:;!?]{5,40}?),?\s(?:is|was|writes|works|ist|est|es|è|é|er|är)\s", re.I
)

_CLOSE = 8  # lines from the headline, or from the end of the text

_BIO_WORDS = 25  # of a bio that are looked at for a role


def unlabelled(lines: Printed) -> Iterator[Mention]:
    """Every name that is an author's by what is next to it."""
    yield from _beside_dates(lines)
    yield from _under_headline(lines)
    yield from _closing(lines)
    yield from _bios(lines)


def printed_alone(lines: Printed, machine: Iterable[Mention]) -> Iterator[Mention]:
    """Names of one word that the metadata gives, where the page prints them by themselves."""
    names = {name for one in machine for name in one.names if " " not in name}
    close = [i for i in lines.near if abs(i - lines.head) <= _CLOSE] if names else []
    below = range(lines.last + 1, min(lines.last + _CLOSE, len(lines.blocks))) if names else ()
    for i in dict.fromkeys((*close, *below)):
        if lines.region(lines.blocks[i].box) != "foreign":
            for name in names.intersection(pieces(lines.blocks[i])):
                yield mention([name], f"{lines.zone(i)} alone", printed=False).at(i)


def _under_headline(lines: Printed) -> Iterator[Mention]:
    """The first lines after the headline that are nothing but several names."""
    for i in range(lines.head + 1, min(lines.head + 3, len(lines.blocks))):
        block = lines.blocks[i]
        if block.is_heading or len(block.text) > _LONGEST_LINE or lines.region(block.box):
            continue
        names = split_names(block.text)
        whole = len(names) > 1 and sum(map(len, names)) > 0.8 * len(block.text)
        if whole and all(person_name(name.partition(",")[0]) for name in names):
            yield mention([block.text], "under the headline").at(i)


def _bios(lines: Printed) -> Iterator[Mention]:
    """Whom a line at the end of the text or below it introduces: "Ann Lee is a critic in Leeds"."""
    for i in range(max(lines.last - 1, lines.head + 1), min(lines.last + 8, len(lines.blocks))):
        block = lines.blocks[i]
        found = _BIO.match(block.text) if lines.region(block.box) not in ("foreign", "menu") else None
        name = person_name(found["name"]) if found else None
        if found and name and any(map(_names_role, block.text[found.end() :].split()[:_BIO_WORDS])):
            yield mention([name], "a bio").at(i)


def _names_role(word: str) -> bool:
    return ROLE.fullmatch(word.strip(".,;")) is not None


def _beside_dates(lines: Printed) -> Iterator[Mention]:
    """Names near the headline that are an author's by what is next to them: a date or a role."""
    parts: list[tuple[int, str]] = []
    for i in (i for i in lines.near if -3 < i - lines.head <= 8):
        block = lines.blocks[i]
        is_long = len(block.text) > _LONGEST_LINE or (block.is_prose and block.words > MOST_WORDS)
        if not is_long and not (AMBIGUOUS.match(block.text) and in_sheet(lines, i)):
            parts += [(i, part) for piece in pieces(lines.blocks[i]) for part in _SEPARATOR.split(piece)]
    for k, (i, piece) in enumerate(parts):
        signed = ROLE_ENDING.search(piece) is not None and len(piece) < _SHORT_SIGNED
        if signed and (names := split_names(piece)):
            yield mention(names, "above a role").at(i, piece)
        name = None if is_unspaced(piece) else person_name(piece) or _desk_name(piece)
        region = lines.region(lines.blocks[i].box) if name else ""
        if name is None or region in ("foreign", "menu") or (region and i > lines.last):
            continue
        around = [part for j, part in parts[max(k - 2, 0) : k + 3] if abs(i - j) <= 1]
        if any(len(part) <= _LONGEST_DATE and _DATE.search(part) for part in around):
            yield mention([name], "beside a date").at(i)
        elif any(map(is_role, around[-1:])):
            yield mention([name], "above a role").at(i)


def _desk_name(text: str) -> str | None:
    return text if " " in text and is_desk(text) and is_name(text) else None


def _closing(lines: Printed) -> Iterator[Mention]:
    """A line at the end of the text that is only a name: "— Ann Lee", in bold or in italics."""
    for i in range(max(lines.last - 1, lines.head + 1), min(lines.last + 3, len(lines.blocks))):
        block = lines.blocks[i]
        if len(block.text) > 50 or is_unspaced(block.text) or block.is_heading or lines.region(block.box):
            continue
        dashed = _DASH.match(block.text)
        text = block.text[dashed.end() :] if dashed else block.text
        is_set_off = dashed is not None or block.bold > 0.8 * len(block.text)
        name = person_name(text) or (text if " " not in text and is_name(text) else None)
        if is_set_off and name:
            yield mention([name], "closing, set off").at(i)
