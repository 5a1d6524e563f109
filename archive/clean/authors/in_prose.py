"""Names that a paragraph gives: of a reporter where the text begins, of who signs it where it ends."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from archive.clean.authors.labels import cased
from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import person_name
from archive.clean.dom.blocks import Block
from archive.clean.page.printed import Printed, text_nodes

_OPENING = 80  # characters of a text within which a reporter is named
_PARAGRAPHS = 2  # the first one may be a standfirst
_LAST = 3  # paragraphs at the end: a short one may follow the last long one
_LEAST = 40  # characters of a paragraph
_SIGNED = 80  # characters at its end within which it is signed
_REPORTER, _DASHED = map(cased, ("{reporter}", "{dashed}"))
_SENTENCE_ENDS = tuple(".!?…。！？")


def in_prose(lines: Printed, *, is_signed_elsewhere: bool) -> Iterator[Mention]:
    """The authors whom the first paragraphs name as reporters, and whose name follows the last sentence.

    Args:
        is_signed_elsewhere: whether the metadata names somebody: then that name may be of a work or a person
            in the text.
    """
    after = ((i, lines.blocks[i]) for i in range(lines.head + 1, len(lines.blocks)))
    paragraphs = ((i, block) for i, block in after if block.is_prose and len(block.text) >= _LEAST)
    for i, block in islice(paragraphs, _PARAGRAPHS):
        if found := _REPORTER.search(block.text[:_OPENING]):
            yield mention([found[found.lastindex or 0]], "near by").at(i, found[0])
    if is_signed_elsewhere:
        return
    for i in range(max(lines.last, lines.head + 1), min(lines.last + _LAST, len(lines.blocks))):
        if name := _signature(lines.blocks[i]):
            yield mention([name], "closing, set off").at(i, name)


def _signature(block: Block) -> str | None:
    """The name that is set off after the last sentence of a paragraph."""
    *before, last = text_nodes(block) if block.is_prose and not block.links else ("",)
    if before and before[-1].endswith(_SENTENCE_ENDS):
        return person_name(last)
    dashed = _DASHED.search(last[-_SIGNED:])
    return person_name(dashed[1]) if dashed else None
