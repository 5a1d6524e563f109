"""A text's parts written in Markdown: CommonMark, and tables as GitHub has them. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, takewhile

from archive.clean.dom.inline import Run
from archive.clean.text.parts import Frame, Part
from archive.urls import join_url

# What would be read as a mark: anywhere in a line, and where one begins.
_SPECIAL = re.compile(r"[\\`*\[\]~]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?])|&(?=#?\w+;)")
_SUSPECT = re.compile(r"[\\`*\[\]~_<&]")  # a quicker look
_AT_START = re.compile(r"(?=#{1,6}(?:\s|$)|[-+](?:\s|$)|>|[-=:|+ ]+$)")
_NUMBERED = re.compile(r"(\d{1,9})(?=[.)](?:\s|$))")
_CLOSING = re.compile(r"(?<= )#+$")
_IN_ADDRESS = str.maketrans({char: f"%{ord(char):02X}" for char in ' ()<>\\"`|\n\r\t'})

# What `join_url` leaves as it is, which takes long to see that.
_ABSOLUTE = re.compile(r"https?://[a-zA-Z0-9.-]+/[^\s?#;]*(?:\?[^\s#;]+)?(?:#\S+)?")
_LEADS = re.compile(r"https?://\S", re.I)


def write_markdown(parts: Sequence[Part], base: str) -> str:
    """Parts as a Markdown document without its title.

    Args:
        parts: of a text, in order.
        base: what relative addresses of links count from.
    """
    written: list[str] = []
    begun: set[int] = set()
    before: tuple[Frame, ...] | None = None
    alone = False  # whether the unit before is the first of its list item
    for unit in _units(parts):
        frames = unit[0].frames
        opens = bool(frames) and frames[-1].list_serial != 0 and frames[-1].serial not in begun
        if before is not None:
            tight = opens and alone and _listed_together(before, frames)
            written += [] if tight else [_prefixes(_shared(before, frames), begun)[1].rstrip()]
        first, rest = _prefixes(frames, begun)
        lines = _lines(unit, base)
        written += [first + lines[0], *((rest + line) if line else rest.rstrip() for line in lines[1:])]
        before, alone = frames, opens
    return "\n".join(written)


def as_paragraphs(text: str) -> str:
    """A plain text of which no structure is known, in Markdown: each line is a paragraph."""
    return "\n\n".join(at_start(escape(line)) for line in text.split("\n") if line.strip())


def escape(text: str) -> str:
    """Text of which no character is read as a mark, but for those that are marks where a line begins."""
    return _SPECIAL.sub(r"\\\g<0>", text) if _SUSPECT.search(text) else text


def at_start(line: str) -> str:
    """A written line that is not read as a heading, an item, a quote or a rule."""
    if line[:1].isalpha():
        return line
    if numbered := _NUMBERED.match(line):
        return f"{numbered[1]}\\{line[numbered.end() :]}"
    return f"\\{line}" if _AT_START.match(line) else line


def _units(parts: Iterable[Part]) -> list[list[Part]]:
    """Parts that make one block: the rows of a table, the lines before and after a line break."""
    units: list[list[Part]] = []
    for part in parts:
        last = units[-1][-1] if units else None
        is_alike = last is not None and last.kind == part.kind and last.frames == part.frames
        if last and is_alike and (part.joined or (part.serial and part.serial == last.serial)):
            units[-1].append(part)
        else:
            units.append([part])
    return units


def _shared(before: Sequence[Frame], after: Sequence[Frame]) -> tuple[Frame, ...]:
    """The frames that two units are both in."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False))
    return tuple(frame for frame, _ in pairs)


def _listed_together(before: Sequence[Frame], after: Sequence[Frame]) -> bool:
    """Whether two items are of one list, or one is of a list within the other, and need no line between."""
    lists = {frame.list_serial for frame in before}
    if after[-1].list_serial not in lists and after[-1].number not in (None, 1) and not after[-1].backwards:
        return False  # only a list that counts from 1 is read as one right below a line of text
    return any(frame.list_serial in lists for frame in after if frame.list_serial)


def _prefixes(frames: Sequence[Frame], begun: set[int]) -> tuple[str, str]:
    """What stands before the first line and before the others of a unit in these frames."""
    first = rest = ""
    for frame in frames:
        if not frame.list_serial:
            first, rest = first + "> ", rest + "> "
            continue
        mark = _mark(frame)
        first += " " * len(mark) if frame.serial in begun else mark
        rest += " " * (2 if frame.backwards else len(mark))
        begun.add(frame.serial)
    return first, rest


def _mark(frame: Frame) -> str:
    if frame.number is None:
        return "- "
    # Markdown counts upwards only: in a list that counts down the number is written out.
    return f"- {frame.number}\\. " if frame.backwards else f"{frame.number}. "


def _lines(unit: Sequence[Part], base: str) -> list[str]:
    head = unit[0]
    match head.kind:
        case "heading":
            said = " ".join(_inline(part.runs, base, bold=False) for part in unit)
            return ["#" * head.level + " " + _CLOSING.sub(r"\\\g<0>", said)]
        case "caption":
            return [f"*{_inline(part.runs, base, plain=True)}*" for part in unit]
        case "row":
            return _table(unit, base)
        case "preformatted":
            return _fenced(unit)
    lines = [at_start(_inline(part.runs, base)) for part in unit]
    return [*(line + "  " for line in lines[:-1]), lines[-1]]


def _fenced(unit: Sequence[Part]) -> list[str]:
    lines = [line for part in unit for line in part.text.split("\n")]
    longest = max((len(found) for line in lines for found in re.findall("`+", line)), default=0)
    fence = "`" * max(3, longest + 1)
    return [fence + unit[0].language, *lines, fence]


def _table(rows: Sequence[Part], base: str) -> list[str]:
    written = [list(_row(row, base)) for row in rows]
    width = max(map(len, written))
    headed = all(cell.head for cell, _ in rows[0].cells)
    if not headed:
        written.insert(0, [])
    written.insert(1, ["---"] * width)
    return ["| " + " | ".join(row + [""] * (width - len(row))) + " |" for row in written]


def _row(row: Part, base: str) -> Iterator[str]:
    for cell, runs in row.cells:
        yield _inline(runs, base, bold=not cell.head).replace("|", "\\|")
        yield from [""] * (cell.columns - 1)


def _inline(runs: Sequence[Run], base: str, *, bold: bool = True, plain: bool = False) -> str:
    """Runs with their links and emphasis: without `bold` of no strong words, if `plain` of none at all."""
    if len(runs) == 1 and not any(runs[0][1:]):
        return escape(runs[0].text)
    if plain:
        runs = [Run(run.text, href=run.href) for run in runs]
    elif not bold:
        runs = [run._replace(strong=False) for run in runs]
    groups = [(href, [*group]) for href, group in groupby(runs, key=lambda run: _address(run.href, base))]
    written = ""
    for place, (href, group) in enumerate(groups):
        if href is None:
            beside = ("" if place == 0 else ")", "" if place == len(groups) - 1 else "[")
            written += _emphasised(group, beside)
        else:
            written += _around(_emphasised(group, ("[", "]")), "[", f"]({href})")
    return written


def _address(href: str | None, base: str) -> str | None:
    """Where a link leads, for Markdown; None for a place on the same page and for what is no web address."""
    if not href or href.lstrip().startswith("#"):
        return None
    if _ABSOLUTE.fullmatch(href):
        return href.translate(_IN_ADDRESS)
    address = join_url(base, href)
    return address.translate(_IN_ADDRESS) if _LEADS.match(address) else None


Levels = tuple[tuple[str, Callable[[Run], bool]], ...]
_LEVELS: Levels = (("**", lambda run: run.strong), ("*", lambda run: run.em))


def _emphasised(runs: Sequence[Run], beside: tuple[str, str], levels: Levels = _LEVELS) -> str:
    """Runs with their emphasis; where a mark would not be read as one, it is left out.

    Args:
        beside: the characters before and after these runs; "" for none.
    """
    if not any(run.em or run.strong or run.code for run in runs):  # as in most lines
        return "".join([escape(run.text) for run in runs])
    if not levels:
        return "".join([_around(_code(run.text), "", "") if run.code else escape(run.text) for run in runs])
    (mark, is_marked), *deeper = levels
    groups = [(marked, [*group]) for marked, group in groupby(runs, key=is_marked)]
    written = ""
    for place, (marked, group) in enumerate(groups):

        def touching(run: Run, char: str, marked: bool = marked) -> str:
            """A character beside this group; `*` for one that stands in marks of its own."""
            own = not marked or any(is_deeper(run) for _, is_deeper in deeper)
            return "*" if own and char != " " else char

        before, after = beside
        if place:
            before = touching(last := groups[place - 1][1][-1], last.text[-1])
        if place + 1 < len(groups):
            after = touching(next_ := groups[place + 1][1][0], next_.text[0])
        held = marked and _holds(group, before, after)
        inner = _emphasised(group, ("", "") if held else (before, after), tuple(deeper))
        written += _around(inner, mark, mark) if held else inner
    return written


def _holds(runs: Sequence[Run], before: str, after: str) -> bool:
    """Whether Markdown reads marks round these words, between these characters, as emphasis."""
    said = "".join(run.text for run in runs)
    bare = said.strip(" ")
    before, after = (before if said[0] != " " else ""), (after if said[-1] != " " else "")
    if not bare or "*" in (before, after):
        return False
    opens = not before.isalnum() or (bare[0].isalnum() and not runs[0].code)
    closes = not after.isalnum() or (bare[-1].isalnum() and not runs[-1].code)
    return opens and closes


def _around(inner: str, opening: str, closing: str) -> str:
    """Marks round words, not round the spaces beside them."""
    bare = inner.strip(" ")
    if not bare:
        return inner
    lead, tail = inner[: len(inner) - len(inner.lstrip(" "))], inner[len(inner.rstrip(" ")) :]
    return f"{lead}{opening}{bare}{closing}{tail}"


def _code(text: str) -> str:
    bare = text.strip(" ")
    longest = max(map(len, re.findall("`+", bare)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if longest else ""
    return text.replace(bare, f"{fence}{pad}{bare}{pad}{fence}", 1) if bare else text
