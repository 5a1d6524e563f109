"""From the lines that were kept to the text: what stands above, between and below the author's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from archive.clean.boilerplate.lines import Line, is_furniture, is_meta, is_pointer, key, section
from archive.word_count import count_words

_SENTENCE = re.compile(r"[.!…。！](?:[\"'”’»)\]」』）]|\[\d+\])*$")

# Somebody and what they are: the beginning of a biography.
_IS = re.compile(
    r"((?:[A-ZÀ-Þ][\w'’.\-]+\s){1,4}?)"
    r"(?:is|was|has|writes|covers|lives|works|joined|holds|reviews|est|ist|es|è|é)\s"
)

_LABEL_WORDS = 3

_LINKED = 0.65

_DUPLICATE_CHARS = 60

# What may follow the heading of a section that ends a page, as a share of the words.
_ROOM = {"author": 0.2, "comments": 0.6, "related": 0.2, "site": 0.2}


def is_prose(text: str) -> bool:
    """Whether a line reads as running text and not as a headline, a label or a link."""
    words = count_words(text)
    return (
        words >= 25
        or (words >= 7 and bool(_SENTENCE.search(text)))
        or (words >= 18 and text.endswith(("?", "？")))
    )


def strip_furniture(lines: Sequence[Line], title: str | None, byline: str | None) -> list[Line]:
    """Drop furniture wherever it stands, repeats of title and byline above the text, and what follows."""
    *_, (_, kept) = steps(lines, title, byline)
    return kept


def steps(lines: Sequence[Line], title: str | None, byline: str | None) -> Iterator[tuple[str, list[Line]]]:
    """The steps of `strip_furniture`: why each drops what it drops, and the lines that it leaves."""
    kept = _without_sections(list(lines))
    yield "below the heading of a section that ends pages", kept
    kept = [line for line in kept if not is_furniture(line.text, heading=line.heading)]
    yield "a line that sites say to their visitors", kept
    kept = _without_asides([line for line in kept if not is_pointer(line)])
    yield "a line that only points to another page", kept
    kept = _without_head(kept, title, byline)
    yield "title, byline, date or link above the text", kept
    kept = _without_bio(kept, byline)
    yield "says who the author is", kept
    kept = _without_tail(kept, cut=len(kept) < len(lines))
    yield "link, date or label below the last sentence", kept
    yield "stands in the text already", _without_duplicates(kept)


def _without_asides(lines: list[Line]) -> list[Line]:
    """Drop labels such as "Read also" that stand within the text, with the links right below them."""
    kept: list[Line] = []
    aside: list[Line] = []  # the label, then its links
    for line in lines:
        if aside and _is_link(line):
            aside.append(line)
            continue
        kept += aside if len(aside) == 1 else []
        is_label = section(line.text) == "related"
        aside = [line] if is_label else []
        kept += [] if is_label else [line]
    return kept + (aside if len(aside) == 1 else [])


def strip_head(lines: Sequence[Line], title: str | None, byline: str | None) -> list[Line]:
    """Drop the title, byline and date lines above the text, and nothing else."""
    return _without_head(list(lines), title, byline)


def _without_sections(lines: list[Line]) -> list[Line]:
    """Cut the page's end off at the first heading of a closing section with little after it."""
    sizes = [count_words(line.text) for line in lines]
    total, before = sum(sizes), 0
    for index, line in enumerate(lines):
        kind = section(line.text)
        if (
            kind
            and before >= 30
            and total - before <= _ROOM[kind] * total
            and _is_closing(kind, lines[index + 1 :])
        ):
            return lines[:index]
        before += sizes[index]
    return lines


def _is_closing(kind: str, below: list[Line]) -> bool:
    """Whether what stands below a heading is what it promises: under "Related", links and no prose."""
    return kind != "related" or not any(is_prose(line.text) and line.linked < _LINKED for line in below)


def _without_head(lines: list[Line], title: str | None, byline: str | None) -> list[Line]:
    """Drop the title, byline and date lines above the text, and between its first two paragraphs."""
    prose = [index for index, line in enumerate(lines) if is_prose(line.text)][:2]
    end = prose[-1] if prose else 0
    first = prose[0] if prose else 0
    names, head = key(byline or ""), key(title or "")
    kept = [
        line
        for index, line in enumerate(lines[:end])
        if not (is_meta(line.text) or _repeats(line, head, names, above=index < first))
    ]
    return kept + lines[end:]


def _repeats(line: Line, title: str, byline: str, *, above: bool) -> bool:
    """Whether a line says again what the title or the byline says, or is a link above the text."""
    own = key(line.text)
    if not own or own == title:
        return True
    if len(own) > 5 and own in byline and len(own) * 3 > len(byline):
        return True
    return above and ((len(own) > 5 and own in title) or (line.linked > _LINKED and not is_prose(line.text)))


def _without_bio(lines: list[Line], byline: str | None) -> list[Line]:
    """Drop the last lines from one on that says who the author is ("Jo Reed is a critic ...")."""
    total, below = sum(len(line.text) for line in lines), 0
    for index in range(len(lines) - 1, 0, -1):
        below += len(lines[index].text)
        if below > _ROOM["author"] * total:
            break
        said = _IS.match(lines[index].text)
        name = key(said[1]) if said else ""
        if len(name) > 5 and name in key(byline or ""):
            return lines[:index]
    return lines


def _without_tail(lines: list[Line], *, cut: bool) -> list[Line]:
    """Drop links, dates and bylines below the last sentence, and a label left there by furniture now cut."""
    end = len(lines)
    while end and (_is_link(lines[end - 1]) or is_meta(lines[end - 1].text)):
        end -= 1
    cut = cut or end < len(lines)
    if cut and end > 1 and _is_label(lines[end - 1]) and not _is_label(lines[end - 2]):
        end -= 1
    return lines[:end]


def _is_link(line: Line) -> bool:
    return line.linked > _LINKED and not is_prose(line.text)


def _is_label(line: Line) -> bool:
    """Whether a line is a word or two without a sentence or a figure: a tag or a name."""
    return count_words(line.text) <= _LABEL_WORDS and not re.search(r"[\d.!?:…★☆。！？]", line.text)


def _without_duplicates(lines: list[Line]) -> list[Line]:
    seen: set[str] = set()
    kept = []
    for line in lines:
        own = key(line.text)
        if len(own) >= _DUPLICATE_CHARS:
            if own in seen:
                continue
            seen.add(own)
        kept.append(line)
    return kept
