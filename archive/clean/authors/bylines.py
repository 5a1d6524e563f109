"""What a page prints of its authors: bylines, marked elements, names beside a date, a closing name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from lxml.html import HtmlElement

from archive.clean.authors.labels import BY, BY_ALONE, DATED_BY, OTHER_ROLE, REVIEWED_BY, ROLE_ENDING, SHEET, SITE_MAKER, WRITTEN_BY
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import is_name, is_role, is_unspaced, person_name, split_names
from archive.clean.authors.printed import Printed
from archive.clean.dom.blocks import Block
from archive.clean.dom.element_text import element_text

_JAPANESE = re.compile(r"\s(?=(?:文|著者|執筆者?|筆者|ライター|作者|投稿者|写真|撮影)\s*[:：・＝=／/])")

_AMBIGUOUS = re.compile(r"\W*(?:author|writer|written|autor|auteur|autore|автор|作者|著者|文)", re.I)  # also labels of a work's sheet

_FAR_LABEL = re.compile(r"(?:ritten|osted|rticle|eview) [bB]y\b|^\W*Author\b")

_LONGEST_LINE = 400  # characters of a line near the headline

_LONGEST_FAR = 120  # characters of a line elsewhere

_CLOSE = 6  # lines from the headline

_WORDS = 14  # a byline with more is running text

_REST = 30  # characters that a line far from the headline may have beside its names

_MOST_PIECES = 12  # of a line that are looked at

_MOST_MARKED = 60  # elements

_LONGEST_NAMES = 300  # characters of a class; a longer one is style

_LONGEST_BYLINE = 140  # characters of a marked element; of a longer one a line inside it

_DATE = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|\bago\b|\d\s*(?:日|時間|分)前|\d+年")

_LONGEST_DATE = 60

_SHORT_SIGNED = 24  # characters of a line that is a name and a role in a script without capitals

_SEPARATOR = re.compile(r"\s+[•|·]\s+")

_DASH = re.compile(r"[—–~-]\s*")

_CONNECTED = re.compile(r"\W*(?:,|;|&|and\b|und\b|et\b|y\b|e\b|with\b|en\b|\+|／|、)", re.I)
_CONNECTS = re.compile(r"(?:,|;|&|\band|\bund|\bet|\by|\be|\bwith|\ben|\+|、)\W*$", re.I)

_NOT_MARKED = frozenset(("body", "html", "main", "article", "meta", "link", "script", "form", "img"))

_PROPERTIES = ("rel", "itemprop", "property")

_PROPERTY_TAGS = frozenset(("a", "span", "div", "p", "address", "strong", "b", "cite", "li", "section", "h2", "h3", "h4"))

_MARKS = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|writers?|contributors?|posted-by|p-author)(?=$|[\s_-])|"
    r"author(?:s|name|link)?(?=$|[\s_-])|byline|"
    r"(?:^|[\s_-])(?:autor(?:en|es|in|e)?|autora|auteure?s?|firma|assinatura|verfasser)(?=$|[\s_-])"
)
_AUTHOR_PATH = re.compile(
    r"/(?:authors?|contributors?|profiles?|people|staff|writers?|by|autor(?:es|en|i|e)?|auteurs?|redaktion|redactie|"
    r"redazione|redacteurs?|firmas?|journalistes?|colunistas?)/[^/]+/?$",
    re.I,
)


def printed_mentions(lines: Printed) -> Iterator[Mention]:
    """Every place on a page that prints a name as its author's."""
    yield from _bylines(lines)
    yield from _marked(lines)
    yield from _beside_dates(lines)
    yield from _closing(lines)


def pieces(block: Block) -> list[str]:
    """The text nodes of a line, white space folded."""
    return [words for part in block.parts if (words := " ".join(part.split()))]


def _bylines(lines: Printed) -> Iterator[Mention]:
    """Lines with a "By" or another label, or after a line that is only that."""
    for i, block in enumerate(lines.blocks):
        place = _byline_place(lines, i)
        byline = _split_byline(lines, i, strict=not place.startswith("near")) if place else None
        region = lines.region(block.box) if byline else ""
        if byline is None or region == "foreign":
            continue
        label, following = byline
        is_certain = WRITTEN_BY.match(label) is not None
        if region:
            place = "outside, written by" if is_certain else "outside by"
        elif is_certain and place.startswith("near"):
            place = "near by"
        if REVIEWED_BY.match(label):
            place = "reviewed by"
        elif _AMBIGUOUS.match(label) and _in_sheet(lines, i):
            place = "sheet"
        names = _join(following, linked=block.links > 1)
        is_login = " " not in names and len(block.text) < 60 and (place == "near by" or is_certain)
        if not is_certain and not place.startswith("near") and len(block.text) > len(label) + len(names) + _REST:
            continue
        yield mention([names], place, printed=not is_login).at(i, block.text)


def _byline_place(lines: Printed, i: int) -> str:
    """The kind of place where a line may be a byline; "" where it is none."""
    block, zone = lines.blocks[i], lines.zone(i)
    if zone == "near":
        if len(block.text) > _LONGEST_LINE:
            return ""
        if block.is_prose and block.words > _WORDS:
            return "near by, in prose"
        return "near by" if abs(i - lines.head) <= _CLOSE else "near by, farther"
    if len(block.text) > _LONGEST_FAR or (zone == "far" and not _FAR_LABEL.search(block.text)):
        return ""
    return f"{zone} by" if BY.match(f"{block.text} ") else ""


def _split_byline(lines: Printed, i: int, *, strict: bool) -> tuple[str, list[str]] | None:
    """The label of the byline in a line and the pieces after it; None for another line.

    Args:
        strict: whether the label must begin the line.
    """
    block = lines.blocks[i]
    parts = [part for piece in pieces(block) for part in _JAPANESE.split(piece)]
    before = lines.blocks[i - 1].text[-80:] if i and i - 1 != lines.head else ""
    for k, piece in enumerate(parts[: 1 if strict or (block.is_prose and block.words > _WORDS) else _MOST_PIECES]):
        with_next = f"{piece} {' '.join(parts[k + 1 : k + 2])}"
        match = BY.match(with_next) or (None if strict else DATED_BY.search(with_next))
        if not match or match.start() >= len(piece) or OTHER_ROLE.search(piece[: match.end()]):
            continue
        previous = parts[k - 1] if k else before
        rest = piece[match.end() :].strip()
        following = [rest, *parts[k + 1 :]] if rest else parts[k + 1 :]
        if not following and BY_ALONE.fullmatch(piece) and i + 1 < len(lines.blocks):
            following = pieces(lines.blocks[i + 1])
        while len(following) > 1 and BY_ALONE.fullmatch(following[0]):
            following = following[1:]
        if SITE_MAKER.match(piece) or SITE_MAKER.match(previous):
            continue
        if following and not OTHER_ROLE.search(previous) and not OTHER_ROLE.search(f"{previous} {piece[: match.end()]}"):
            return piece[: match.end()], following
    return None


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


def _in_sheet(lines: Printed, i: int) -> bool:
    """Whether a label is one of several in the data sheet of a work."""
    around = [piece for block in lines.blocks[max(i - 4, 0) : i + 5] for piece in pieces(block)]
    return any(SHEET.match(piece) for piece in around)


@lru_cache(maxsize=20_000)
def _is_marked_name(names: str) -> bool:
    return len(names) < _LONGEST_NAMES and _MARKS.search(names.lower()) is not None


@lru_cache(maxsize=20_000)
def _is_author_page(href: str) -> bool:
    return _AUTHOR_PATH.search(href.partition("?")[0]) is not None


def _marks(elements: Sequence[HtmlElement]) -> Iterator[tuple[HtmlElement, str]]:
    """The elements that are marked as an author's: by `rel` or a property, by their names, by their link."""
    for element in elements:
        tag, get = element.tag, element.get
        if not isinstance(tag, str) or tag in _NOT_MARKED:
            continue
        names = get("class")
        is_named = names is not None and _is_marked_name(names)
        if (is_named or tag in _PROPERTY_TAGS) and any("author" in get(name, "") for name in _PROPERTIES):
            yield element, "marked"
        elif is_named or ((names := get("id")) is not None and _is_marked_name(names)):
            yield element, "named"
        elif tag == "a" and (href := get("href")) is not None and _is_author_page(href):
            yield element, "linked"


def _marked(lines: Printed) -> Iterator[Mention]:
    """Elements that are marked as the byline, named so, or lead to the page of an author.

    Those that follow each other and look the same are one list.
    """
    previous: tuple[tuple[str, ...], Mention] | None = None
    seen: set[tuple[int, str]] = set()
    for element, mark in _marks(lines.page.elements):
        if len(seen) > _MOST_MARKED:
            break
        line, text = _byline_text(lines, element)
        if not text or (line, text) in seen:
            continue
        seen.add((line, text))
        place = _marked_place(lines, line, text, mark)
        if place is None:
            continue
        found = mention([text], place, printed=mark != "marked" and " " in text).at(line)
        look = (place, element.tag, element.get("class") or "")
        if previous and previous[0] == look and abs(previous[1].line - line) <= 1:
            found = replace(found, names=tuple(dict.fromkeys(previous[1].names + found.names)))
        if found.names:
            previous = look, found
        yield found


def _byline_text(lines: Printed, element: HtmlElement) -> tuple[int, str]:
    """The line and text of a marked element; of a box about the author a line that is only a name."""
    inside = lines.lines_in(element)
    text = element_text(element) if inside else ""
    if len(text) <= _LONGEST_BYLINE:
        return (inside[0] if inside else -1), text
    return next(((i, name) for i in inside[:4] if (name := person_name(lines.blocks[i].text))), (-1, ""))


def _marked_place(lines: Printed, line: int, text: str, mark: str) -> str | None:
    """The kind of place that a marked element is; None where its person did not write the article."""
    region = lines.region(lines.blocks[line].box)
    before = lines.blocks[line].text.partition(text)[0].strip() or (
        lines.blocks[line - 1].text if line and line - 1 != lines.head else ""
    )
    label = before[-60:]
    own = re.match(r".{0,40}?\b(?:by|von|par|por)\b", text)
    if region in ("foreign", "menu") or SITE_MAKER.match(label) or OTHER_ROLE.search(label) or (own and OTHER_ROLE.search(own[0])):
        return None
    if REVIEWED_BY.match(text) or REVIEWED_BY.match(label):
        return "reviewed by"
    return f"{'outside' if region else lines.zone(line)} {mark}"


def _beside_dates(lines: Printed) -> Iterator[Mention]:
    """Names near the headline that are an author's by what is next to them: a date, a role, a portrait."""
    parts: list[tuple[int, str]] = []
    for i in (*(i for i in lines.near if -3 < i - lines.head <= 8), *lines.below[:5]):
        block = lines.blocks[i]
        is_long = len(block.text) > _LONGEST_BYLINE or (block.is_prose and block.words > _WORDS)
        if not is_long and not (_AMBIGUOUS.match(block.text) and _in_sheet(lines, i)):
            parts += [(i, part) for piece in pieces(lines.blocks[i]) for part in _SEPARATOR.split(piece)]
    portraits: set[str] | None = None
    for k, (i, piece) in enumerate(parts):
        signed = ROLE_ENDING.search(piece) is not None and len(piece) < _SHORT_SIGNED
        full = None if is_unspaced(piece) else person_name(piece)
        if signed and (names := split_names(piece)):
            yield mention(names, "above a role").at(i, piece)
        name = full or (piece if " " not in piece and len(piece) < 20 and is_name(piece) else None)
        region = lines.region(lines.blocks[i].box) if name else ""
        if name is None or region in ("foreign", "menu") or (region and i > lines.last):
            continue
        where = "below, " if lines.zone(i) == "below" else ""
        around = [part for j, part in parts[max(k - 2, 0) : k + 3] if abs(i - j) <= 1]
        if any(len(part) <= _LONGEST_DATE and _DATE.search(part) for part in around):
            yield mention([name], where + ("beside a date" if full else "one word beside a date")).at(i)
        elif full and any(map(is_role, around[-1:])):
            yield mention([name], where + "above a role").at(i)
        elif full:
            if portraits is None:
                portraits = {" ".join((e.get("alt") or "").split()) for e in lines.page.elements if e.tag == "img"}
            if full in portraits:
                yield mention([name], where + "beside a portrait").at(i)


def _closing(lines: Printed) -> Iterator[Mention]:
    """A line at the end of the text that is only a name: "— Ann Lee", in bold or in italics."""
    for i in range(max(lines.last - 1, lines.head + 1), min(lines.last + 3, len(lines.blocks))):
        block = lines.blocks[i]
        if len(block.text) > 50 or is_unspaced(block.text) or block.is_heading or lines.region(block.box):
            continue
        dashed = _DASH.match(block.text)
        text = block.text[dashed.end() :] if dashed else block.text
        styled = dashed is not None or block.bold > 0.8 * len(block.text)
        if name := person_name(text) or (text if styled and len(text.split()) == 1 and is_name(text) else None):
            yield mention([name], "closing, set off" if styled else "closing").at(i)

