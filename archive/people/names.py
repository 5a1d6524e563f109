"""Names in bylines: folded, taken apart, compared. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from archive.json_text import to_json
from archive.works.title_key import person_key

_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))

_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

# Collective names that another outlet has for others: a desk, a staff, guests.
_OWN = re.compile(
    r"\b(?:staff|team|desk|editors?|editorial|newsroom|contributors?|reporters?|guests?|admin|web|"
    r"red\w*[kct]i[eoó]n\w*|redazione|redacao|redactie|equipo|equipe)\b|編集|取材班"
)

# Words of roles in the languages that are read. The role is what stands around them, after the name.
_ROLE = re.compile(
    r"(?:critics?|editor|writer|reporter|correspondent|columnist|contributor|journalist|staff|intern|chief|"
    r"freelance\w*|blogger|author|redakteur\w*|kritiker\w*|autor\w*|korrespondent\w*|journaliste?|critique|"
    r"rédact\w+|redact\w+|crític\w+|critic[oa]|giornalista|colaborador\w*|colunista|recensent|verslaggever)\b",
    re.IGNORECASE,
)
_LONGEST_ROLE = 60  # characters
_END_OF_ROLE = re.compile(
    r"\s*(?:[|•·;\n]|\s[-–—]\s|\band\b|\bund\b|\bet\b|\by\b|&|\d|,\s*(?=[A-ZÀ-Þ][a-zß-ÿ]+ [A-ZÀ-Þ]))"
)


@dataclass(frozen=True, slots=True)
class AuthorName:
    """A name in the bylines of an outlet.

    Attributes:
        outlet: None for pages of no outlet.
        collective: no person's.
        apart: a correction that takes some articles out of their name.
    """

    name: str
    outlet: str | None = None
    collective: bool = False
    apart: str | None = None
    parts: NameParts = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "parts", name_parts(self.name))

    @property
    def signature(self) -> str:
        """All of it as JSON: equal for equal names."""
        return to_json([self.name, self.outlet, self.collective, self.apart])

    @property
    def key(self) -> str:
        """The name folded."""
        return self.parts.key

    @property
    def block(self) -> str:
        """What names that may be one person's share: family name and initial; of a single name the whole."""
        if not self.parts.is_full:
            return self.key
        return f"{self.parts.last} {self.parts.first[0]}"

    @property
    def spec(self) -> str:
        """Whom the name means, as a correction remembers it: a full name means one person everywhere."""
        outlet = None if self.is_known_everywhere else self.outlet
        return to_json([self.key, outlet, self.apart])

    @property
    def is_known_everywhere(self) -> bool:
        """Whether the name means the same in all outlets: a full name, an agency; not "Ann" or "Staff"."""
        if self.collective:
            return not _OWN.search(self.key)
        return self.parts.is_full


@dataclass(frozen=True, slots=True)
class NameParts:
    """A name of a person, taken apart and folded.

    Attributes:
        key: the whole.
        first, middle, last: its words; with "Jr." and the like in `last`.
        is_full: it has a first and a last name, or is in a script without spaces.
    """

    key: str
    first: str
    middle: tuple[str, ...]
    last: str
    is_full: bool


@lru_cache(maxsize=10_000)
def name_parts(name: str) -> NameParts:
    """A name taken apart. What follows a comma is no part of it, but for "Jr." and the like."""
    bare, _, rest = name.partition(",")
    if person_key(rest) in _SUFFIXES:
        bare = f"{bare} {rest}"
    key = person_key(bare)
    words = key.split()
    suffix = words.pop() if len(words) > 2 and words[-1] in _SUFFIXES else ""
    if len(words) > 1:
        last = f"{words[-1]} {suffix}".strip()
        return NameParts(key, words[0], tuple(words[1:-1]), last, is_full=True)
    whole = words[0] if words else key
    is_full = bool(_UNSPACED.search(name)) and len(whole) > 1
    return NameParts(key, whole, (), whole, is_full=is_full)


def may_be_one(shorter: NameParts, longer: NameParts) -> bool:
    """Whether a name is a shorter form of another: without a middle name, or with initials for names."""
    if not (shorter.is_full and longer.is_full) or shorter.last != longer.last or shorter == longer:
        return False
    if not _abbreviates(shorter.first, longer.first):
        return False
    if not shorter.middle:
        return True
    return len(shorter.middle) == len(longer.middle) and all(
        _abbreviates(short, long) for short, long in zip(shorter.middle, longer.middle, strict=True)
    )


def _abbreviates(short: str, long: str) -> bool:
    return short == long or (len(short) == 1 and long.startswith(short))


def role_in(byline: str | None, name: str) -> str | None:
    """The role that a byline gives the person of this name: "By Ann Lee, senior critic"."""
    if not byline or name not in byline:
        return None
    after = byline.partition(name)[2]
    stated = re.match(r"\s*(?:,|\||-|–|—|\()\s*", after)
    if not stated:
        return None
    text = after[stated.end() :]
    end = _END_OF_ROLE.search(text)
    role = (text[: end.start()] if end else text).strip(" ,.()")
    return role if role and len(role) <= _LONGEST_ROLE and _ROLE.search(role) else None
