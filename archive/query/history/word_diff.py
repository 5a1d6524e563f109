"""What changed between two texts, word by word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Literal

ChangeKind = Literal["same", "removed", "added"]

# A word with the space after it; a line end; one character of a script without spaces.
_WORD = re.compile(
    r"\n|[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    r"|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+[^\S\n]*|[^\S\n]+"
)


@dataclass(frozen=True, slots=True)
class Change:
    """A run of words that both texts have, that was removed or that was added."""

    kind: ChangeKind
    text: str


def word_diff(before: str, after: str) -> list[Change]:
    """The words of both texts in order.

    Lines that both texts have are found first, then the words in the lines between them: so the time does not
    grow with the square of the length of a text in which little has changed.
    """
    old_lines, new_lines = before.splitlines(keepends=True), after.splitlines(keepends=True)
    changes: list[Change] = []
    for tag, start, end, new_start, new_end in _opcodes(old_lines, new_lines):
        old, new = "".join(old_lines[start:end]), "".join(new_lines[new_start:new_end])
        changes += [Change("same", old)] if tag == "equal" else _between(old, new)
    return list(_joined(changes))


def changed_paragraphs(changes: Iterable[Change], near: int = 1) -> Iterator[list[Change] | int]:
    """The paragraphs in which words changed, and those around them; for others, how many there are.

    Args:
        near: paragraphs without a change before and after one with a change.
    """
    paragraphs: list[list[Change]] = [[]]
    for change in changes:
        for number, text in enumerate(change.text.split("\n")):
            if number:
                paragraphs.append([])
            if text:
                paragraphs[-1].append(Change(change.kind, text))
    changed = [
        number for number, parts in enumerate(paragraphs) if any(part.kind != "same" for part in parts)
    ]
    shown = {number + step for number in changed for step in range(-near, near + 1)}
    for is_shown, numbers in groupby(range(len(paragraphs)), key=shown.__contains__):
        if is_shown:
            yield from (paragraphs[number] for number in numbers)
        else:
            yield len(list(numbers))


def count_changes(changes: Iterable[Change]) -> tuple[int, int]:
    """How many words were added, and how many removed."""
    counts = {"added": 0, "removed": 0, "same": 0}
    for change in changes:
        counts[change.kind] += sum(not word.isspace() for word in _WORD.findall(change.text))
    return counts["added"], counts["removed"]


def _between(old: str, new: str) -> Iterator[Change]:
    old_words, new_words = _WORD.findall(old), _WORD.findall(new)
    bare_old, bare_new = ([word.strip() or word for word in words] for words in (old_words, new_words))
    for tag, start, end, new_start, new_end in _opcodes(bare_old, bare_new):
        if tag == "equal":
            pairs = zip(old_words[start:end], new_words[new_start:new_end], strict=True)
            yield Change("same", "".join(max(pair, key=len) for pair in pairs))  # with the space after it
            continue
        yield Change("removed", "".join(old_words[start:end]))
        yield Change("added", "".join(new_words[new_start:new_end]))


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > 4000).get_opcodes()


def _joined(changes: Iterable[Change]) -> Iterator[Change]:
    """Neighbours of a kind as one, without empty ones."""
    last: Change | None = None
    for change in changes:
        if not change.text:
            continue
        if last and last.kind == change.kind:
            last = Change(last.kind, last.text + change.text)
            continue
        if last:
            yield last
        last = change
    if last:
        yield last
