"""What only pages other than articles have: their names, verse, phrases of forums."""

from __future__ import annotations

import re
from collections.abc import Sequence

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

_VERSE_WORDS = 9
_FIRST = "_first"  # ends the names of lines whose words count at the beginning alone
_SENTENCE_END = re.compile(r"[.!?…。:]['\"”’»)\]]*\s*$")


def kinds_named(*titles: str) -> frozenset[str]:
    """The kinds of pages of `[pages]` that the titles of a page name."""
    named = label_words("pages")
    begun = named(*(word for title in titles for word in title.split()[:1]))
    found = {kind for kind in named(*titles) if not kind.endswith(_FIRST)}
    return frozenset(found | {kind.removesuffix(_FIRST) for kind in begun})


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
