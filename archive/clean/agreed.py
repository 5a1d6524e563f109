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
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from archive.clean.datasheet import labels_in, medium_labelled, names_with_data
from archive.clean.graph import own_nodes
from archive.clean.nearby import nearby
from archive.clean.page import Page, shown_title
from archive.clean.site import fold, site_names, squeeze
from archive.clean.structured import metas, text_of, types
from archive.clean.telling import (
    NAME,
    QUOTED,
    WORD,
    WORK,
    WORK_NOUN,
    Telling,
    clean_name,
    is_name,
    part_year,
)
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
    "run": 1,
}
_OPENING = 900  # characters
_MOST_MARKED = 80
_LONGEST = 9  # words
_FEW = 6  # words
_LONE = 3  # mentions of a name of one word that a sentence may begin with
_SHORT = 4  # letters; a shorter word may be small in a title

_DATED = re.compile(rf"{NAME}['’”\"»]?\s+[(\[](?:1[89]|20)\d\d[)\]]")
_LOW_QUOTED = re.compile(r"[„‚](?P<name>[^“”‘’„]{2,60})[“”‘’]")
_APPOSED = re.compile(rf"{NAME},\s+(?:the|a|an|his|her|their|[\w’'.]+['’]s)\s+{WORK}")
_CALLED = re.compile(rf"\b{WORK_NOUN},?\s+(?:(?:is |was )?(?:called|titled|entitled)\s+)?{NAME}")
_OUT = re.compile(
    rf"{NAME}\s+(?:is|are|will be|opens|airs|streams|premieres|releases|launches|arrives|hits|plays|runs)"
    r"\s+(?:(?:out|due|available|streaming|published|playing|showing|released|now)\s+)*"
    r"(?:in (?:theat|cinema|select)|now\b|out\b|(?:on|from|until) [A-Z\d]|"
    r"this (?:week|month|spring|summer|autumn|fall|winter))"
)
_PART = re.compile(
    rf"{NAME}(?:['’]s\s+(?:(?:first|second|third|fourth|fifth|sixth|seventh|final|last|new|latest|debut)\s+)"
    r"(?:season|series|episode|run|finale|premiere)|,?\s+(?:season|series|saison|staffel|temporada|stagione|"
    r"seizoen)\s+\w+|\s+S\d+\b)"
)
_STATED = (_DATED, _APPOSED, _OUT, _PART)
_OF_ANOTHER = re.compile(
    r"['’]?s?['’]?\s+(?:co-)?(?:creators?|directors?|stars?|makers?|writers?|authors?|team|boss|studio|"
    r"showrunners?|producers?|actors?|actress|alum|composer)\b"
)
_PART_OF_TITLE = re.compile(
    r"(?P<name>[A-ZÀ-Þ0-9][^:–—|]{1,50}?)(?:,|:|\s[–—-])?\s+(?:season|series|saison|staffel|temporada|stagione|"
    r"seizoen)\s+[\d\w]+(?:\W|$)",
    re.I,
)
_HEAD_OF_TITLE = re.compile(r"\s[–—|-]\s|\s[(\[]|:\s")
_RUN = 14  # words of a headline or an address
_SHEET, _SHEET_LINES = 400, 8  # characters and lines after the headline
_STARTS = frozenset((
    "on", "in", "with", "for", "when", "and", "but", "yet", "at", "after", "from", "since", "while", "like",
    "as", "of", "watching",
))  # fmt: skip
_SPEAKS = r"(?:says|said|tells|told|adds|added|explains|recalls|asked|asks|writes|wrote|laughs|plays|played)"
_ROLE = (
    r"(?:star|stars|director|actor|actress|author|novelist|writer|singer|songwriter|host|presenter|creator|"
    r"showrunner|comedian|playwright|composer|producer|guitarist|rapper|designer)"
)
_PEOPLE = (
    rf"^NAME (?:on|talks|reflects|discusses|opens up) |\b{_ROLE}s? NAME\b|"
    rf"NAME,? (?:the|a|an) (?:\w+ )?{_ROLE}\b"
)
_THINGS = frozenset(("Product", "Thing", "CreativeWork", "SoftwareApplication", "CreativeWorkSeries"))
_SLUG_PART = re.compile(r"(?P<name>[\w-]{2,60}?)-(?:season-\d|s\d+-?e\d|series-\d|episode-\d)", re.I)
_WORKS_PATH = re.compile(
    r"/(?:films?|movies?|tv|shows?|series|albums?|games?|books?|plays?|podcasts?|titles?|works?)/[^/]+/?$"
)


@dataclass(frozen=True, slots=True)
class Agreed:
    """A name, and the medium that its data speak of."""

    name: str
    points: int
    medium: Medium | None = None


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
    rivals = [one for one in found if not _overlap(one.name, first.name)]
    led = first.points - max((one.points for one in rivals), default=0) >= _LEAD
    if first.name in title and any(one.name in title and one.points >= _LEAST for one in rivals):
        return None
    return first if first.points >= _LEAST and led else None


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
    for raw, mark, medium in _marked_names(page, text, title, told, covered=covered):
        name, _ = part_year(clean_name(raw))
        key = fold(name)
        if key and is_name(name) and len(name.split()) <= _LONGEST and not _is_site(name, sites):
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
        yield Agreed(name, weight, media[key])


def _marked_names(
    page: Page, text: str, title: str, told: Telling, *, covered: bool
) -> Iterator[tuple[str, str, Medium | None]]:
    opening = text[:_OPENING]
    for pattern in (QUOTED, _LOW_QUOTED):
        for where, mark in ((title, "headline"), (opening, "quoted")):
            names = [clean_name(one["name"]) for one in pattern.finditer(where)]
            yield from ((name, mark, None) for name in names if _titled(name, english=_is_english(page)))
    for pattern in _STATED:
        for where in (title, opening, text[-_OPENING:]):
            yield from ((_begun(one["name"]), "stated", None) for one in pattern.finditer(where))
    if season := _PART_OF_TITLE.match(title):
        yield season["name"], "stated", None
    for found in _CALLED.finditer(opening):
        yield from ((name, "called", None) for name in _heads(found["name"]))
    yield from ((name, "data", medium) for name, medium in names_with_data(page))
    yield from _with_sheet(page, text, title)
    yield from ((name, "data", None) for name in _declared(page, title))
    if covered and _is_english(page):
        runs = (name for name in _runs(page, title, told) if _titled(name, english=True))
        yield from ((name, "run", None) for name in runs)
    if part := _in_slug(page, title):
        yield part, "data", "tv"
    for element in _elements(page, ("em", "i", "cite")):
        if _titled(clean_name(element.text_content()), english=_is_english(page)):
            yield element.text_content(), "italics", None
    for link in _elements(page, ("a",)):
        if _WORKS_PATH.search(link.get("href") or ""):
            yield link.text_content(), "link", None


def _with_sheet(page: Page, text: str, title: str) -> Iterator[tuple[str, str, Medium | None]]:
    """What stands before data of a work: the headline, or a name with its year in the text's opening."""
    lines = [line.text for line in islice(nearby(page, title).after, _SHEET_LINES)]
    labels = labels_in(" \n".join(line for line in lines if len(line) <= _SHEET))
    if len(labels) > 1:
        for name in {title, _HEAD_OF_TITLE.split(title)[0]}:
            yield name, "data", medium_labelled(labels)
    dated = _DATED.search(text, 0, _SHEET)
    labels = labels_in(text[dated.end() : dated.end() + _SHEET]) if dated else []
    if dated and len(labels) > 1:
        yield dated["name"], "data", medium_labelled(labels)


def _declared(page: Page, title: str) -> Iterator[str]:
    """The names of things that the page declares, of whatever type, where the headline says them."""
    for graph in page.graphs:
        for node in own_nodes(graph.nodes):
            name = text_of(node)
            if name and types(node) & _THINGS and name != title and name in title:
                yield name


def _runs(page: Page, title: str, told: Telling) -> Iterator[str]:
    """The longest runs of words, capital first, that the text shares with the headline or the address."""
    try:
        slug = unquote(urlsplit(page.url).path).rstrip("/").rsplit("/", 1)[-1].lower()
    except ValueError:
        slug = ""
    for words in (WORD.findall(title.lower())[:_RUN], re.split(r"[^\w]+|_", slug)[:_RUN]):
        taken = 0
        for start in range(len(words)):
            for end in range(min(len(words), start + _LONGEST), max(start + 1, taken), -1):
                name = told.spelt(words[start:end])
                if name and is_name(name) and told.mentions(name) > 1:
                    taken = end
                    yield name
                    break


def _in_slug(page: Page, title: str) -> str | None:
    """What the address names before a season or an episode, if the headline says it too."""
    try:
        slug = urlsplit(page.url).path.rstrip("/").rsplit("/", 1)[-1]
    except ValueError:
        return None
    found = _SLUG_PART.match(slug)
    words = fold(found["name"]).split() if found else []
    run = (
        re.match(r"\W*" + r"\W+".join(rf"({re.escape(word)})" for word in words), title, re.I)
        if words
        else None
    )
    return run[0] if run else None


def _is_site(name: str, sites: frozenset[str]) -> bool:
    squeezed = squeeze(name)
    return squeezed in sites or (len(squeezed) > _SHORT and any(site.startswith(squeezed) for site in sites))


def _is_english(page: Page) -> bool:
    return page.tree is None or (page.tree.get("lang") or "en").lower().startswith("en")


def _titled(name: str, *, english: bool) -> bool:
    """Whether words in quotation marks are set as a title is, and not as what somebody said."""
    if not english:
        return len(name.split()) <= _FEW and name[:1].isupper() and name[-1:] not in ".!?…"
    words = [word for word in name.split() if len(word) >= _SHORT]
    return not words or sum(word[0].isupper() for word in words) * 2 > len(words)


def _begun(run: str) -> str:
    """A run of capitalised words without the small word that begins the sentence: "On County General"."""
    first, _, rest = run.partition(" ")
    return rest if rest and first.lower() in _STARTS else run


def _heads(run: str) -> Iterator[str]:
    words = run.split()
    yield from (" ".join(words[:end]) for end in range(len(words), 0, -1))


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


def _elements(page: Page, tags: tuple[str, ...]) -> Iterator[HtmlElement]:
    """The short elements of these tags in paragraphs and headings, not those of lists of links."""
    if page.tree is None:
        return
    found = (one for one in page.tree.iter(*tags) if 1 < len(one.text_content()) <= 60)
    yield from islice(found, _MOST_MARKED)


def _overlap(one: str, other: str) -> bool:
    return f" {fold(one)} " in f" {fold(other)} " or f" {fold(other)} " in f" {fold(one)} "


class _Around:
    """What of a page agrees with a name."""

    def __init__(self, page: Page, title: str, text: str) -> None:
        self.title = title
        self.headline = f" {fold(title)} "
        said = metas(page)
        self.shown = f" {fold(' '.join((shown_title(page), *said.get('og:title', []))))} "
        described = said.get("description", []) + said.get("og:description", [])
        self.described = f" {fold(' '.join(described))} "
        self.opening = f" {fold(text[:_OPENING])} "
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
