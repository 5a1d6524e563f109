"""What only pages other than articles have: their names, verse, phrases of forums."""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.clean.dom.blocks import Block
from archive.clean.vocabulary import label_words

# Labels of forums, in lower case.
_BEFORE_COLON = (
    "joined", "posts", "messages", "replies", "sorted by", "beiträge", "mensajes", "mensagens", "messaggi",
    "berichten", "inlägg", "indlæg", "innlegg", "postów", "příspěvků", "hozzászólások", "viestejä", "mesaj",
    "сообщений",
)  # fmt: skip
_FORUM_PHRASES = (
    "thread starter", "reaction score", "last edited by", "topic starter", "to reply", "senior member",
    "original poster", "thread is closed", "thread is locked", "topic is closed", "topic is locked",
    "was automatically closed", "not open for further replies", "mark as solution", "private message",
    "forum rules", "reply to thread", "reply to this topic", "new topic", "post reply", "letzter beitrag",
    "cytuj", "цитировать", "zitieren", "citovat", "alıntı", "idézet", "lainaa", "citera",
)  # fmt: skip

_WIN = re.compile(r"win\s?[!:]", re.I)  # "Win or lose" is a film

_ANSWERS = re.compile(r"\n\d+ answers?$", re.M)

_VERSE_WORDS = 9
_END_CHARS = 20  # of a line, that may be marks after its last word
_FIRST = "_first"  # ends the names of lines whose words count at the beginning alone
_SENTENCE_END = re.compile(r"[.!?…。:]['\"”’»)\]]*\s*$")


def kinds_named(*titles: str) -> frozenset[str]:
    """The kinds of pages of `[pages]` that the titles of a page name."""
    named = label_words("pages")
    begun = named(*(word for title in titles for word in title.split()[:1]))
    found = {kind for kind in named(*titles) if not kind.endswith(_FIRST)}
    found |= {kind.removesuffix(_FIRST) for kind in begun}
    return frozenset(found | {"contest"} if any(map(_WIN.match, titles)) else found)


def kinds_of_folders(folders: Sequence[str]) -> frozenset[str]:
    """The kinds of pages that the folders of an address name; "competition" may be a festival's."""
    named = {kind for kind in label_words("pages")(*folders) if not kind.endswith(_FIRST)}
    return frozenset(named | {"contest"} if "win" in folders else named)


def count_verses(blocks: Sequence[Block]) -> int:
    """How many short lines without a full stop only a line break parts from the line before."""
    lines = (block.text for block in blocks if block.joined and block.words <= _VERSE_WORDS)
    return sum(not ends_sentence(line) for line in lines)


def ends_sentence(line: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _SENTENCE_END.search(line, max(0, len(line) - _END_CHARS)) is not None


def count_forum_words(labels: str) -> int:
    """How many phrases of forums the labels of a page have.

    Args:
        labels: in lower case, one a line, with a line break before the first.
    """
    ends = [part for part in labels.split(":")[:-1] if part.endswith(_BEFORE_COLON)]
    said = sum(any(part.endswith(word) for part in ends) for word in _BEFORE_COLON) if ends else 0
    phrases = [phrase for phrase in _FORUM_PHRASES if phrase in labels]
    return said + len(phrases) + bool(_ANSWERS.search(labels))
