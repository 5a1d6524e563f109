"""Names that a paragraph gives: of a reporter where the text begins, of who signs it where it ends."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from archive.clean.authors.mentions import Mention, mention
from archive.clean.authors.names import person_name
from archive.clean.dom.blocks import Block
from archive.clean.page.printed import Printed, text_nodes

_OPENING = 80  # characters of a text within which a reporter is named
_PARAGRAPHS = 2  # the first one may be a standfirst
_LAST = 3  # paragraphs at the end: a short one may follow the last long one
_LEAST = 40  # characters of a paragraph
_SIGNED = 80  # characters at its end within which it is signed
# "记者会" is where reporters are met; "사회부 기자" is one of a department.
_HAN = r"(?!会|會|発表|发布|出身|手记|专访|证|问)[\u3400-\u9fff·]{2,4}"
_HANGUL = r"[\uac00-\ud7af]{1,3}[^\W부국팀사]"
# "（记者 林晓棠）", "【记者李明、王芳 北京报道】", "(文/李明)"; "[OSEN=김민수 기자]", "김민수 기자 ="
_REPORTER = re.compile(
    rf"[(（\[【](?:[^()（）\[\]【】\s]{{0,8}}?(?:记者|記者|通讯员|撰文)\s?[:：]?|文[/／:：])\s?"
    rf"({_HAN}(?:[、，]\s?{_HAN}){{0,3}})(?=\s?[)）\]】]|\s(?:通讯员|[\u3400-\u9fff]{{2,4}}报道[)）\]】]))"
    rf"|(?:^|\s)[(\[][^()\[\]]{{2,20}}[=\s]({_HANGUL})\s기자[)\]]"
    rf"|(?:^|[)\]]\s?)({_HANGUL})\s기자\s?="
)
# "... and the tide with it.—Ann Lee, Leeds"
_DASHED = re.compile(r"[.!?…。！？][\"”’»)\]]*\s?[—–]{1,2}\s?([^—–,.!?]+)(?:,[^—–!?]{2,40})?$")
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
