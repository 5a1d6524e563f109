"""What marks a name as a work's: italics, quotation marks, a year, data, a link, what is said of it.

Each place of a page that sets a name apart gives (name as it stands there, mark, medium that it tells).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from archive.clean.metadata.nodes import types, value_text
from archive.clean.metadata.own_nodes import own_nodes
from archive.clean.page.near_headline import lines_near_headline
from archive.clean.page.page import Page
from archive.clean.work.infobox import labels_in, medium_labelled, names_with_data
from archive.clean.work.names import NAME, QUOTED, WORD, WORK, WORK_NOUN, Telling, clean_name, is_name
from archive.folding import fold
from archive.model import Medium

OPENING = 900  # characters

LONGEST = 9  # words

_MOST_MARKED = 80

_FEW = 6  # words

_SHORT = 4  # letters; a shorter word may be small in a title

_DATED = re.compile(rf"{NAME}['’”\"»]?\s+[(\[](?:1[89]|20)\d\d[)\]]")

_SAID = re.compile(
    r"(?:I|We|You|Ich|Wir|Je|Yo|Eu|Io|Ik)(?:['’]\w+)?\s(?:\S+\s){4,}"
)  # a sentence of somebody's

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

_THINGS = frozenset(("Product", "Thing", "CreativeWork", "SoftwareApplication", "CreativeWorkSeries"))

_SLUG_PART = re.compile(r"(?P<name>[\w-]{2,60}?)-(?:season-\d|s\d+-?e\d|series-\d|episode-\d)", re.I)

_SLUG_NOISE = re.compile(
    r"\.\w{3,5}$|(?:-(?:film|movie|album|book|game|tv|play|theatre|review|preview|interview|trailer|recap|hands-on|"
    r"\d{4,}))+(?=$|\.)"
)

_WORKS_PATH = re.compile(
    r"/(?:films?|movies?|tv|shows?|series|albums?|games?|books?|plays?|podcasts?|titles?|works?)/[^/]+/?$"
)


def marked_names(
    page: Page, text: str, title: str, told: Telling, *, covered: bool
) -> Iterator[tuple[str, str, Medium | None]]:
    opening = text[:OPENING]
    for pattern in (QUOTED, _LOW_QUOTED):
        for where, mark in ((title, "headline"), (opening, "quoted")):
            names = [clean_name(one["name"]) for one in pattern.finditer(where)]
            names = [name for name in names if not _SAID.match(name)]
            yield from ((name, mark, None) for name in names if _titled(name, english=_is_english(page)))
    for pattern in _STATED:
        for where in (title, opening, text[-OPENING:]):
            yield from ((_begun(one["name"]), "stated", None) for one in pattern.finditer(where))
    if season := _PART_OF_TITLE.match(title):
        yield season["name"], "stated", None
    for found in _CALLED.finditer(opening):
        yield from ((name, "called", None) for name in _heads(found["name"]))
    yield from ((name, "data", medium) for name, medium in names_with_data(page))
    yield from _with_sheet(page, text, title)
    yield from ((name, "data", None) for name in _declared(page, title))
    yield from _repeated(page, title, told, covered=covered)
    for element in _elements(page, ("em", "i", "cite")):
        if _titled(clean_name(element.text_content()), english=_is_english(page)):
            yield element.text_content(), "italics", None
    for link in _elements(page, ("a",)):
        if _WORKS_PATH.search(link.get("href") or ""):
            yield link.text_content(), "link", None


def _repeated(
    page: Page, title: str, told: Telling, *, covered: bool
) -> Iterator[tuple[str, str, Medium | None]]:
    """What the headline or the address share with the text."""
    if covered and _is_english(page):
        runs = (name for name in _runs(page, title, told) if _titled(name, english=True))
        yield from ((name, "run", None) for name in runs)
    slug = _whole_slug(page, told)
    if slug and slug not in title:
        yield slug, "slug", None
    if part := _in_slug(page, title):
        yield part, "data", "tv"


def _with_sheet(page: Page, text: str, title: str) -> Iterator[tuple[str, str, Medium | None]]:
    """What stands before data of a work: the headline, or a name with its year in the text's opening."""
    lines = [line.text for line in islice(lines_near_headline(page, title).after, _SHEET_LINES)]
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
            name = value_text(node)
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
            for end in range(min(len(words), start + LONGEST), max(start + 1, taken), -1):
                name = told.spelt(words[start:end])
                if name and is_name(name) and (told.mentions(name) > 1 or _leads(name, title, slug)):
                    taken = end
                    yield name
                    break


def _leads(name: str, title: str, slug: str) -> bool:
    """Whether headline and address both begin with a name of several words."""
    plain = fold(name)
    return " " in plain and all(f"{fold(one)} ".startswith(f"{plain} ") for one in (title, slug))


def _whole_slug(page: Page, told: Telling) -> str | None:
    """All that the address says, as the text spells it, where that is how titles are set."""
    try:
        slug = unquote(urlsplit(page.url).path).rstrip("/").rsplit("/", 1)[-1].lower()
    except ValueError:
        return None
    words = _SLUG_NOISE.sub("", slug).replace("_", "-").split("-")
    name = told.spelt(words) if 1 < len(words) <= LONGEST else None
    return name if name and _titled(name, english=True) and is_name(name) else None


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


def _elements(page: Page, tags: tuple[str, ...]) -> Iterator[HtmlElement]:
    """The short elements of these tags in paragraphs and headings, not those of lists of links."""
    if page.tree is None:
        return
    found = (one for one in page.tree.iter(*tags) if 1 < len(one.text_content()) <= 60)
    yield from islice(found, _MOST_MARKED)
