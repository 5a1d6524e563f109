"""The name of a work as a text tells it: what may be a name, how often it is said, what the opening calls it.

Strings only.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from archive.clean.kind.vocabulary import COVERAGE, FORMAT
from archive.model import Medium

QUOTED = re.compile(
    r"(?:^|[\s(])[‘'“\"«„]\s?(?P<name>[^‘’“”\"«»„]{2,60}?)\s?[’'”\"»“](?=[\s:,.;?!)]|['’]s\b|$)"
)

_GENERIC = re.compile(rf"(?:(?:{FORMAT}|{COVERAGE})s?\s*)+", re.I)

YEAR_AFTER = re.compile(r"\s*[(\[](?P<year>(?:1[89]|20)\d\d)[)\]]\s*$")

_NOUN = (
    r"(?:film|movie|feature|spin-?off|sequel|prequel|remake|reboot|biopic|documentary|thriller|comedy|"
    r"drama|horror|western|rom-?com|series|miniseries|sitcom|show|season|album|record|ep|lp|single|game|"
    r"rpg|shooter|platformer|novel|novella|memoir|book|play|musical|opera|ballet|podcast|adaptation|anime|"
    r"epic|fantasy|mystery)"
)

_NOUN_NAMES: dict[Medium, str] = {
    "film": "film movie biopic documentary",
    "tv": "series miniseries sitcom show season",
    "music": "album record ep lp single",
    "game": "game rpg shooter platformer",
    "book": "novel novella memoir book",
    "stage": "play musical opera ballet",
    "podcast": "podcast",
}

_NOUN_MEDIUM = {noun: medium for medium, nouns in _NOUN_NAMES.items() for noun in nouns.split()}

_OTHER_NOUN = (
    r"(?:company|studio|director|actor|actress|star|writer|author|producer|band|singer|rapper|artist|"
    r"platform|streamer|network|publisher|developer|critic|site|man|woman|who|which|that|to|of|for|with|by|"
    r"behind|at)"
)

_CAPITAL = r"[A-Z0-9][\w'’.&!-]*"

_LINK = r"(?:(?:of|the|and|a|in|to|for|on|de|la|le|at|&|with|from|vs\.?) )*"

NAME = rf"(?P<name>{_CAPITAL}(?:[ :]+{_LINK}{_CAPITAL}){{0,7}})"

_BETWEEN = rf"(?:(?!{_OTHER_NOUN}\b)[\w'’,-]+\s+){{0,6}}?"

_MAKER = r"(?:star|director|maker|critic|actor|writer|author|company|studio|producer|fans?)"

WORK_NOUN = rf"{_NOUN}\b(?!\s+{_MAKER}\b)"

WORK = rf"{_BETWEEN}{_NOUN}\b(?!\s+{_MAKER}\b)"

_OPENINGS = (
    re.compile(
        rf"(?:^|[.!?…]['\"”’]?\s+|\babout\s+){NAME}\s*(?:\(\d{{4}}\)\s*)?(?:,\s+)?"
        rf"(?:is|was|isn['’]t|marks|arrives as)\s+(?:not\s+)?{WORK}"
    ),
    re.compile(rf"{NAME},\s+(?:the|a|an|his|her|their)\s+{WORK}"),
)

_CALLED = re.compile(rf"\b{_NOUN}\s+{NAME}")

_DATED = re.compile(rf"{NAME}\s+[(\[](?:1[89]|20)\d\d[)\]]")

_YEAR_LABELLED = re.compile(
    r"(?:^|[\s(•|])(?:year|released?(?: date)?|release year|jahr|erscheinungsjahr|année|año|anno|"
    r"ano|jaar|公開|製作年)\s?[:：]\s*[^\n:]{0,25}?\b((?:19|20)\d\d)\b",
    re.I,
)

_SMALL_WORDS = "of the and a an in is to for on at with from de la le der die das und et y e"

_OTHER_WORDS = (
    "it this that he she they there what who here which i we you but if so how why when where are can best "
    "new top first last all our my his her their not no one two three more most"
)

_SMALL = frozenset(_SMALL_WORDS.split())

NO_NAME = _SMALL.union(_OTHER_WORDS.split())

WORD = re.compile(r"[^\W_]+")

_MARKS = " :,;.–—-‘’'“”\"«»„("

LONGEST_NAME = 12  # words

_OPENING = 700  # characters

KEPT_NAMING = 3  # mentions


class Telling:
    """How often a text names something, in the same letters; marks between words do not count."""

    def __init__(self, text: str) -> None:
        self.opening = text[:_OPENING]
        self._words = f" {' '.join(WORD.findall(text))} "
        self._lower = self._words.lower()
        if len(self._lower) != len(self._words):  # a letter whose small form is two
            self._lower = self._words

    def spelt(self, words: list[str]) -> str | None:
        """How the text writes a run of lower-case words, where it begins with a capital letter."""
        place = self._lower.find(f" {' '.join(words)} ")
        run = self._words[place + 1 : place + 1 + len(" ".join(words))] if place >= 0 else ""
        return run if run[:1].isupper() else None

    def mentions(self, name: str) -> int:
        words = " ".join(WORD.findall(name))
        return self._words.count(f" {words} ") if words else 0

    def keeps_naming(self, name: str) -> bool:
        return self.mentions(name) >= KEPT_NAMING


def medium_said(name: str, told: Telling) -> Medium | None:
    """What the opening calls the name: "X is the best horror film", "the game is called X"."""
    named, noun = re.escape(name), rf"(?P<noun>{'|'.join(_NOUN_MEDIUM)})\b"
    patterns = (
        rf"{named}['’”\"“»]?,?\s+(?:is|was|isn['’]t|the|a|an)\s+{_BETWEEN}{noun}(?!\s+{_MAKER}\b)",
        rf"\b{noun}\s+(?:(?:is\s+|was\s+)?(?:called|titled|entitled)\s+)?[‘'“\"«„]?{named}",
    )
    found = next((match for one in patterns if (match := re.search(one, told.opening))), None)
    return _NOUN_MEDIUM[found["noun"]] if found else None


def name_in_opening(told: Telling) -> str | None:
    """What the opening sentences call a film, an album ..., and the text keeps naming."""
    for pattern in _OPENINGS:
        for line in told.opening.splitlines():
            for found in pattern.finditer(line):
                name = _repeated(found["name"], told)
                if name:
                    return name
    return None


def name_called(told: Telling, title: str) -> str | None:
    """What the opening calls a film, an album ... ("the film Grey Water"), if the headline names it too."""
    for found in _CALLED.finditer(told.opening):
        words = clean_name(found["name"]).split()
        for end in range(len(words), 1, -1):
            name = clean_name(" ".join(words[:end]))
            if is_name(name) and name in title:
                return name
    return None


def name_set_apart(marked: Iterable[str], told: Telling) -> str | None:
    """The name in italics (`marked`), in quotes or with its year that the text repeats most by far."""
    names = {found["name"] for pattern in (QUOTED, _DATED) for found in pattern.finditer(told.opening)}
    names = {name for one in (*names, *marked) if is_name(name := one.strip(_MARKS))}
    counted = [*Counter({name: told.mentions(name) for name in names}).most_common(2), ("", 0), ("", 0)]
    (name, most), (_, second) = counted[:2]
    return name if most >= KEPT_NAMING and most >= 2 * second and name in told.opening else None


def year_of(name: str, *texts: str) -> int | None:
    """The year printed in brackets right after the name."""
    pattern = re.compile(
        re.escape(name) + r"['’”\"』»]?(?:,? by [^\n()]{3,60})?\s*[(\[（]"
        r"(?:[^()\n]{2,40}, )?((?:1[89]|20)\d\d)(?=[)\]）年,、/])"
    )
    found = next((match for text in texts if (match := pattern.search(text))), None)
    return int(found[1]) if found else None


def year_labelled(text: str) -> int | None:
    """The one year that data of a work give as its own: "Year: 2018", "Release Date: July 11, 2025"."""
    found = {int(one[1]) for one in _YEAR_LABELLED.finditer(text)}
    return found.pop() if len(found) == 1 else None


def part_year(name: str) -> tuple[str, int | None]:
    """ "Heat (1995)" as ("Heat", 1995)."""
    found = YEAR_AFTER.search(name)
    return (name[: found.start()], int(found["year"])) if found else (name, None)


def is_name(name: str) -> bool:
    """Whether a string may be the name of a work: short, with a capital, not a lone small word."""
    words = name.split()
    if not 0 < len(words) <= LONGEST_NAME or words[-1].lower() in _SMALL:
        return False
    if not (name[0].isupper() or name[0].isdigit()) or (len(words) > 1 and _GENERIC.fullmatch(name)):
        return False
    return len(words) > 1 or not (name.lower() in NO_NAME or (name.isdigit() and len(name) < 3))


def clean_name(name: str) -> str:
    """Without the marks around it."""
    return " ".join(name.split()).strip(_MARKS)


def with_article(name: str, title: str, told: Telling) -> str:
    """A name with the article that the headline and the text put before it: "The Long Tide trailer"."""
    whole = f"The {name}"
    return whole if whole in title and told.mentions(whole) * 2 > told.mentions(name) else name


def _repeated(name: str, told: Telling) -> str | None:
    """The longest beginning of a run of capitalised words that the text keeps naming."""
    words = name.split()
    for end in range(len(words), 0, -1):
        shorter = clean_name(" ".join(words[:end]))
        if is_name(shorter) and told.keeps_naming(shorter):
            return shorter
    return None
