"""What only pages other than articles have: their names, hours of a programme, verse, words of forums."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from archive.clean.dom.blocks import Block
from archive.clean.vocabulary import label_words

# Labels of forums, in lower case.
_FORUM_PHRASES = (
    "thread starter", "joined:", "posts:", "messages:", "replies:", "reaction score", "last edited by",
    "topic starter", "to reply", "senior member", "original poster", "thread is closed",
    "thread is locked", "topic is closed", "topic is locked", "was automatically closed",
    "not open for further replies", "mark as solution", "private message", "forum rules",
    "reply to thread", "reply to this topic", "new topic", "post reply", "sorted by:", "letzter beitrag",
    "beiträge:", "mensajes:", "mensagens:", "messaggi:", "berichten:", "inlägg:", "indlæg:", "innlegg:",
    "postów:",
    "příspěvků:", "hozzászólások:", "viestejä:", "mesaj:", "сообщений:", "cytuj", "цитировать", "zitieren",
    "citovat", "alıntı", "idézet", "lainaa", "citera",
)  # fmt: skip

_ANSWERS = re.compile(r"^\d+ answers?$", re.M)

_HOUR = re.compile(r"(?<![\d:.,])(?:[01]?\d|2[0-3])(?::[0-5]\d|h(?:[0-5]\d)?)(?![\d:\w])(?!\s?min)")
_DATED = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|[(@]")  # a line of a comment, or a time of change

_VERSE_WORDS = 9
_SENTENCE_END = re.compile(r"[.!?…。:]['\"”’»)\]]*\s*$")
_LABEL_CHARS = 30  # of a heading that names a list of works
_FIRST = "_first"  # ends the names of lines whose words count at the beginning or in an address alone
_MOST_HYPHENS = 1  # in a folder of an address that is a name and no headline


def kinds_named(titles: Sequence[str], headings: Iterable[str], path: str) -> frozenset[str]:
    """The kinds of pages of `[pages]` that titles or the address name; of headings a list of works alone.

    Args:
        titles: the headline and `<title>`.
        headings: of the page.
        path: of its address; its first and last folder count.
    """
    named = label_words("pages")
    folders = [folder.partition(".")[0] for folder in path.split("/") if folder]
    names = [folder for folder in (*folders[:1], *folders[-1:]) if folder.count("-") <= _MOST_HYPHENS]
    begun = (word for title in titles for word in title.split()[:1])
    first = named(*begun, *(name.replace("-", " ").replace("_", " ") for name in names))
    found = {kind for kind in named(*titles) if not kind.endswith(_FIRST)}
    if any("person" in named(heading) for heading in headings if len(heading) <= _LABEL_CHARS):
        found.add("person")
    return frozenset(found | {kind.removesuffix(_FIRST) for kind in first})


def count_hours(blocks: Sequence[Block]) -> int:
    """How many hours of the day stand in short lines without a year: those of a programme."""
    lines = (block.text for block in blocks if not block.is_prose)
    found = ((line, _HOUR.findall(line)) for line in lines)
    return sum(len(hours) for line, hours in found if hours and not _DATED.search(line))


def count_verses(blocks: Sequence[Block]) -> int:
    """How many short lines without a full stop only a line break parts from the line before."""
    lines = (block.text for block in blocks if block.joined and block.words <= _VERSE_WORDS)
    return sum(_SENTENCE_END.search(line) is None for line in lines)


def count_forum_words(labels: str) -> int:
    """How many phrases of forums the labels of a page have.

    Args:
        labels: in lower case, one a line.
    """
    return sum(phrase in labels for phrase in _FORUM_PHRASES) + bool(_ANSWERS.search(labels))
