"""The work that most places of a page agree on: scored evidence, where no one phrase names it.

A name counts only with a mark of a work: italics, quotation marks, a year in brackets, a box of data, a link
to its own page, what the text calls it ("X, the new film", "X is out now"). To that comes what agrees: the
headline, the address, `<title>`, the description, how often the text says it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page, title_tag_text
from archive.clean.page.site_names import site_names
from archive.clean.work.mentions import LONGEST, OPENING, marked_names
from archive.clean.work.names import Telling, clean_name, is_name, part_year
from archive.folding import fold, squeeze
from archive.model import Medium

_LEAST, _LEAD = 5, 3  # points, and points over those of the next name

_MARKS_COUNT = 4  # points of all the marks together, at most

_WEIGHTS = {
    "italics": 3,
    "quoted": 1,
    "headline": 2,
    "stated": 3,
    "data": 4,
    "link": 3,
    "called": 2,
    "slug": 3,
    "run": 1,
}

_LONE = 3  # mentions of a name of one word that a sentence may begin with

_SHORT = 4  # letters; a shorter word may be small in a title

_OF_ANOTHER = re.compile(
    r"['’]?s?['’]?\s+(?:co-)?(?:creators?|directors?|stars?|makers?|writers?|authors?|team|boss|studio|"
    r"showrunners?|producers?|actors?|actress|alum|composer)\b"
)

_SPEAKS = r"(?:says|said|tells|told|adds|added|explains|recalls|asked|asks|writes|wrote|laughs|plays|played)"

_ROLE = (
    r"(?:star|stars|director|actor|actress|author|novelist|writer|singer|songwriter|host|presenter|creator|"
    r"showrunner|comedian|playwright|composer|producer|guitarist|rapper|designer)"
)

_PEOPLE = (
    rf"^NAME (?:on|talks|reflects|discusses|opens up) |\b{_ROLE}s? NAME\b|"
    rf"NAME,? (?:the|a|an) (?:\w+ )?{_ROLE}\b"
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A name, the medium that its data speak of, and whether only its repetition marks it."""

    name: str
    points: int
    medium: Medium | None = None
    faint: bool = False


def name_agreed(page: Page, text: str, title: str, told: Telling, *, covered: bool = False) -> Agreed | None:
    """The one name that leads by what marks and repeats it; None where none does.

    Args:
        text: the clean text; `told` is the same.
        title: the headline, or "".
        covered: whether the page is known to write about works; a run of words that the headline or the
            address shares with the text then counts too.
    """
    found = list(weigh_names(page, text, title, told, covered=covered))
    if not found:
        return None
    first = max(found, key=lambda one: (one.points, len(one.name)))
    wholes = (one for one in found if one.medium and f" {fold(first.name)} " in f" {fold(one.name)} ")
    first = max((one for one in wholes if one.points >= first.points - 1), key=_length, default=first)
    rivals = [one for one in found if not _overlap(one.name, first.name)]
    led = first.points - max((one.points for one in rivals), default=0) >= _LEAD
    if first.name in title and any(one.name in title and one.points >= _LEAST for one in rivals):
        return None
    return first if first.points >= _LEAST and led else None


def _length(one: Agreed) -> int:
    return len(one.name)


def of_another(name: str, title: str) -> bool:
    """Whether a headline speaks of the maker of what a name names: "X creator's next show"."""
    place = title.find(name)
    return place >= 0 and _OF_ANOTHER.match(title, place + len(name)) is not None


def weigh_names(
    page: Page, text: str, title: str, told: Telling, *, covered: bool = False
) -> Iterator[Agreed]:
    """Every name with a mark of a work, and its points."""
    marks: dict[str, set[str]] = defaultdict(set)
    spelt: dict[str, str] = {}
    media: dict[str, Medium | None] = {}
    sites = site_names(page)
    for raw, mark, medium in marked_names(page, text, title, told, covered=covered):
        name, _ = part_year(clean_name(raw))
        key = fold(name)
        if key and is_name(name) and len(name.split()) <= LONGEST and not _is_site(name, sites):
            spelt.setdefault(key, name)
            marks[key].add(mark)
            media[key] = media.get(key) or medium
    around = _Around(page, title, text)
    first = min(spelt.values(), key=lambda name: text.find(name) % (len(text) + 1), default="")
    for key, name in spelt.items():
        stated = not marks[key] & {"italics", "headline", "data"}
        sure = "data" in marks[key] or ("headline" in marks[key] and around.begins(name))
        lone = stated and " " not in name and name not in title
        if lone and (told.mentions(name) < _LONE or told.mentions(name.lower())):
            continue  # a sentence's first word: "Instead, a film ..."
        if not sure and (not told.mentions(name) or _is_person(name, title, text, told, stated)):
            continue
        weight = min(sum(_WEIGHTS[mark] for mark in marks[key]), _MARKS_COUNT)
        weight -= 2 * (marks[key] == {"run"})
        weight += around.points(name, told, sure="data" in marks[key]) + (name == first)
        yield Agreed(name, weight, media[key], marks[key] <= {"run", "slug"})


def _is_site(name: str, sites: frozenset[str]) -> bool:
    squeezed = squeeze(name)
    return squeezed in sites or (len(squeezed) > _SHORT and any(site.startswith(squeezed) for site in sites))


def _is_person(name: str, title: str, text: str, told: Telling, stated: bool) -> bool:
    """Whether the text has it speak, says what it does, or calls it by its last word as often."""
    if stated and re.search(_PEOPLE.replace("NAME", re.escape(name)), f"{title}\n{text}"):
        return True
    if re.search(rf"{re.escape(name)}(?: \w+)?,? {_SPEAKS}\b|{_SPEAKS} {re.escape(name)}\b", text):
        return True
    words = name.split()
    alone = told.mentions(words[-1]) - told.mentions(name)
    named = 2 <= len(words) <= 3 and all(word[0].isupper() for word in words) and words[0] != "The"
    return stated and named and (alone >= 2 or told.mentions(words[0]) - told.mentions(name) >= 3)


def _overlap(one: str, other: str) -> bool:
    return f" {fold(one)} " in f" {fold(other)} " or f" {fold(other)} " in f" {fold(one)} "


class _Around:
    """What of a page agrees with a name."""

    def __init__(self, page: Page, title: str, text: str) -> None:
        self.title = title
        self.headline = f" {fold(title)} "
        said = meta_tags(page)
        self.shown = f" {fold(' '.join((title_tag_text(page), *said.get('og:title', []))))} "
        described = said.get("description", []) + said.get("og:description", [])
        self.described = f" {fold(' '.join(described))} "
        self.opening = f" {fold(text[:OPENING])} "
        try:
            self.slug = fold(unquote(urlsplit(page.url).path).rstrip("/").rsplit("/", 1)[-1])
        except ValueError:
            self.slug = ""

    def begins(self, name: str) -> bool:
        """Whether the headline begins with the name, in quotation marks of its own."""
        return self.headline.startswith(f" {fold(name)} ") and not self.title.startswith(name)

    def points(self, name: str, told: Telling, *, sure: bool) -> int:
        key = f" {fold(name)} "
        plain = " ".join(word for word in key.split() if word not in ("the", "a", "an"))
        total = max(min(told.mentions(name) - 1, 3), 0)
        if key in self.headline:
            total += 4 if self.headline.startswith(key) else 3
            total -= 6 if not sure and of_another(name, self.title) else 0
        elif key in self.shown:
            total += 2
        total += 2 * (f" {plain} " in f" {self.slug} ") if plain else 0
        total += key in self.described
        total += key in self.opening
        return total
