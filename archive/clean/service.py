"""What is said of works alone: where they show, who printed them, whose they are.

"X is in cinemas from Friday", "X (BBC One)", "X by Ada Moore (Quay Press, 2019)", "Last night on X".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from archive.clean.nearby import nearby
from archive.clean.once import once
from archive.clean.page import Page
from archive.clean.telling import NAME
from archive.model import Medium

_OPENING = 900  # characters
_LINES = 8  # after the headline
_NETWORKS = (
    r"BBC|ITV\d?|Channel \d|C4|Netflix|HBO|Hulu|Disney\+|Apple TV\+?|Prime Video|iPlayer|Sky|NBC|CBS|FX|PBS|"
    r"Arte|ZDF|ARD"
)
# What a piece says of its work's showing, printing or sale, as a rule in a line of its own at either end.
_SERVICES: tuple[tuple[Medium, str], ...] = (
    (
        "film",
        r"(?:is|was|will be|opens|arrives|comes|hits)\b[^.\n]{0,40}\b(?:cinemas|theat(?:er|re)s)\b",
    ),
    ("book", r"(?:(?:is|was|will be) )?(?:published|translated|out from|out in (?:paper|hard))"),
    (
        "stage",
        r"(?:plays|runs|opened|opens|continues|tours|premiered|is at|is on at)\b[^.\n]{0,40}"
        r"\b(?:until|through|at the|tour)\b",
    ),
    (
        "tv",
        r"(?:is|airs|continues|returns|concludes|begins|starts|streams)\b[^.\n]{0,30}"
        rf"\b(?:{_NETWORKS})",
    ),
    (
        "game",
        r"(?:is|was|will be|launches|arrives|comes|releases|is out)\b[^.\n]{0,50}"
        r"\b(?:PC|PS[45]|PlayStation|Xbox|Switch|Steam)\b",
    ),
)
_SERVICE = tuple(
    (medium, re.compile(rf"(?:^|[.!?]\s+|[“‘\"])[‘“']?{NAME}[’”']?,?\s+(?:{words})", re.M))
    for medium, words in _SERVICES
)
_BEGINS = re.compile(
    r"^(?:(?:On|In|With|And|But|When|As|For) )?"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day )?"
)
_NETWORK = re.compile(rf"{NAME}[’”'\"]?\s+\((?:{_NETWORKS})\b")
_PRINTED = re.compile(
    rf"{NAME}[’”'\"]?,?\s+(?:by|von|de|di|van)\s+[A-ZÀ-Þ][^\n(]{{3,60}}"
    r"\([^()\n]{2,50}[,;] (?:1[89]|20)\d\d\)"
)
_EPISODE_OF = re.compile(rf"\b(?:Previously|[Ll]ast (?:night|week|time)|[Tt]his week|[Tt]onight) on {NAME}")
_OF_IT = re.compile(
    r"\b(?:hours|minutes|demo|build|playthrough|episodes|trailer|teaser|launch|release|making|"
    r"opening night|run|screening|première|premiere|cast|director|author|writer) of [‘“']?"
    + NAME
    + r"|\bwhether [‘“']?(?P<other>"
    + NAME.removeprefix("(?P<name>")[:-1]
    + r") (?:is|will|can|has)\b"
)
_MADE_BY = re.compile(
    rf"{NAME}['’]s?\s+(?:\w+ ){{0,2}}?(?:writers?|directors?|creators?|designers?|authors?|composer|"
    r"showrunner|developers?|producers?|team)\b"
)
_CORNERED = re.compile(r"『(?P<name>[^『』]{1,40})』(?=(?P<year>[（(](?:19|20)\d\d)?)")
_BRIEF = 400  # characters
_STANDFIRST = 150  # characters


def told_of_works(text: str, title: str) -> Iterator[tuple[str, str, Medium | None]]:
    """What sentences say that are said of works alone, with the medium that they speak of."""
    opening, ends = text[:_OPENING], (text[:_BRIEF], text[-_BRIEF:])
    for medium, pattern in _SERVICE:
        yield from ((one["name"], "service", medium) for end in ends for one in pattern.finditer(end))
    yield from ((_BEGINS.sub("", one["name"]), "stated", "tv") for one in _NETWORK.finditer(opening))
    yield from ((one["name"], "data", "book") for one in _PRINTED.finditer(text[:_BRIEF]))
    for where in (title, text[:_BRIEF]):
        yield from ((one["name"], "data", "tv") for one in _EPISODE_OF.finditer(where))
    for one in _OF_IT.finditer(opening):
        yield one["name"] or one["other"], "called", None
    if made := _MADE_BY.search(text, 0, _STANDFIRST):
        yield made["name"], "made", None


def name_in_corners(text: str) -> str | None:
    """The one name in the brackets that Japanese sets round works, or the first, if its year stands by it."""
    found = list(_CORNERED.finditer(text[:_OPENING]))
    names = {one["name"].strip() for one in found}
    return found[0]["name"].strip() if found and (len(names) == 1 or found[0]["year"]) else None


@once
def book_printed(page: Page, title: str) -> str | None:
    """A book by its line under the headline: "The Long Tide by Ada Moore (Quay Press, 2019)"."""
    lines = islice(nearby(page, title).after, _LINES)
    found = next((match for line in lines if (match := _PRINTED.search(line.text))), None)
    return found["name"] if found else None
