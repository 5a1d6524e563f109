"""What stands around names in bylines: "By", "Written by", "Text:", roles, data sheets."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from archive.clean.patterns import load_patterns
from archive.clean.vocabulary import fold_words, label_words, word_set
from archive.folding import letters

PATTERNS = load_patterns("authors")
cased = partial(PATTERNS.compiled, flags=re.NOFLAG)  # a pattern in which capitals tell names from words

BY, BY_ALONE, SOMEHOW_BY = map(PATTERNS.compiled, ("{byline}", "{by_alone}", "{somehow_by}"))
OF, ENDS_WITH_OF, BARE_BY = map(PATTERNS.compiled, ("{of}", "{ends_with_of}", "{bare_by}"))
REVIEWED, WRITTEN_BY, WROTE_TOO = map(PATTERNS.compiled, ("{reviewed}", "{written_by}", "{wrote_too}"))
ABOUT, OTHER_ROLE, CREDIT = map(PATTERNS.compiled, ("{about}", "{other_role}", "{credit}"))
IN_SHEETS_TOO = PATTERNS.compiled("{in_sheets_too}")
ROLE_ENDING = cased("{role_ending}")

# Every label in a spaced script has one of these words, the longest of its phrase.
_LABELS = ("by", "by_or_of", "written", "writer", "reviewer", "about", "pieces")
LABEL_WORDS = frozenset(
    max(fold_words(phrase), key=len) for key in _LABELS for phrase in word_set("bylines", key)
)
LABEL_WORDS |= {"told"}

# What joins two names where it stands by itself: "a" does in Czech.
AND = word_set("bylines", "and") | word_set("bylines", "and_too") | {"a", "&"}
_ROLE_WORDS = 4


@lru_cache(maxsize=50_000)  # every word beside a name is asked about
def _told(word: str) -> frozenset[str]:
    return label_words("roles")(letters(word))


def role_part(word: str) -> str:
    """What a word is in the name of a role such as "chief film critic": "role" or "field"; "" for none."""
    told = _told(word)
    return "role" if not told.isdisjoint(("role", "press")) else "field" if told else ""


@lru_cache(maxsize=5_000)
def is_press_role(text: str) -> bool:
    """Whether a text is the name of a role at a publication: "Film critic", "Redakteurin im Feuilleton"."""
    words = [word for word in text.split() if letters(word)]
    if not words or not _told(words[0]):
        return False  # as of nearly all texts
    told = list(map(_told, words))
    if "press" in told[0] and len(told) <= _ROLE_WORDS:
        return True
    return all(told) and any("press" in names for names in told)
