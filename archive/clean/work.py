"""The work that a page is about: named for machines first, then in the headline, then in the opening. Null, not a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

from lxml.html import HtmlElement

from archive.clean.graph import own_nodes
from archive.clean.medium import TYPES, medium_of
from archive.clean.page import Page
from archive.clean.site import fold
from archive.clean.structured import Node, resolve, text_of, types, values
from archive.model import Medium, Reading, Work

_UNTYPED = frozenset(["thing", "creativework", "product", "creativeworkseries", "event"])
_IDS = {
    "imdb": re.compile(r"\b(tt\d{6,})\b"),
    "wikidata": re.compile(r"wikidata\.org/(?:wiki|entity)/(Q\d+)"),
    "tmdb": re.compile(r"themoviedb\.org/(?:movie|tv)/(\d+)"),
    "musicbrainz": re.compile(r"musicbrainz\.org/[a-z-]+/([0-9a-f-]{36})"),
}
_ISBN = re.compile(r"(?:97[89][- ]?)?(?:\d[- ]?){9}[\dXx]")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_YEAR_AFTER = re.compile(r"\s*[(\[]((?:1[89]|20)\d\d)[)\]]\s*$")

_MEDIUM_WORDS = (
    r"(?:film|movie|tv|tv show|television|series|show|season|album|ep|single|song|track|music|game|"
    r"video ?game|book|novel|"
    r"theatre|theater|stage|play|musical|broadway|podcast|4k|uhd|blu-?ray|dvd|netflix|hbo|early|advance|"
    r"first|spoiler[- ]free|"
    r"pc|ps5|ps4|switch(?: 2)?|xbox(?: series x)?|concert|live|festival|sundance|cannes|tiff|sxsw|venice|"
    r"berlinale)"
)
_PART = r"(?:(?:season|series|episode|staffel|saison|temporada)\s+[\w.]+(?:,?\s+episodes?\s+[\w–-]+)?)"
_ABOUT = r"(?:review|recap|preview|trailer|teaser|ending explained|explained|kritik|filmkritik|rezension|critique|crítica|reseña|recensione|recensie|análisis|resenha)"
# The headline's ways to name a work; group 1 is where the name is.
_HEADLINES = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"^(?:{_MEDIUM_WORDS}\s+)*(?:{_ABOUT}|test)\s*[:|–—-]+\s*(.+)$",
        rf"^(.+?)[\s,:|–—-]+(?:la |die |le )?(?:\(?{_MEDIUM_WORDS}\)?\s+|{_PART}\s+)*{_ABOUT}\b",
        r"\b(?:review of|recensione di|kritik (?:zu|von)|critique d[eu]|crítica d[eo]|reseña de|"
        r"análisis de|rezension zu|recensie van)"
        r"\s+(.+)$",
        r"\b(?:expect(?:ations?|ing)?|hop(?:es?|ing))\s+(?:from|of|for)\s+(.+)$",
        r"\beverything (?:we|you need to|to) know (?:so far )?about\s+(.+)$",
        r"\b(?:trailer|teaser|first look)\s+(?:for|at|of)\s+(.+)$",
        r"\bthe making of\s+(.+)$",
        r"^is\s+(.+?)\s+(?:worth|any good|good|on netflix|streaming|a sequel|based)\b",
    )
)
_OF_REVIEWS = 2  # the first so many: what stands there is a name even where the text does not repeat it
_QUOTED = re.compile(r"(?:^|[\s(])[‘'“\"«„](?P<name>[^‘’“”\"«»„]{2,60}?)[’'”\"»“](?=[\s:,.;?!)]|['’]s\b|$)")
_LEADING = re.compile(
    rf"^(?:(?:watch|the|first|new|official|{_MEDIUM_WORDS})\s+)+(?=[‘'“\"])",
    re.I,
)
_NOUN = (
    r"(?:film|movie|feature|spin-?off|sequel|prequel|remake|reboot|biopic|documentary|thriller|comedy|"
    r"drama|horror|western|"
    r"rom-?com|series|miniseries|sitcom|show|season|album|record|ep|lp|single|game|rpg|shooter|platformer|"
    r"novel|novella|memoir|"
    r"book|play|musical|opera|ballet|podcast|adaptation|anime|epic|fantasy|mystery)"
)
_NOT_WORK = (
    r"(?:company|studio|director|actor|actress|star|writer|author|producer|band|singer|rapper|artist|"
    r"platform|streamer|network|"
    r"publisher|developer|critic|site|man|woman|who|which|that|to|of|for|with|by|behind|at)"
)
_NAME = r"(?P<name>(?:[A-Z0-9][\w'’.&!-]*)(?:[ :]+(?:(?:of|the|and|a|in|to|for|on|de|la|le|at|&|with|from|vs\.?) )*[A-Z0-9][\w'’.&!-]*){0,7})"
_BETWEEN = rf"(?:(?!{_NOT_WORK}\b)[\w'’,-]+\s+){{0,6}}?"
_AFTER = r"(?!\s+(?:star|director|maker|critic|actor|writer|author|company|studio|producer|designer|festival|industry|fans?))"
_OPENINGS = (
    re.compile(
        rf"(?:^|[.!?…]['\"”’]?\s+|\babout\s+){_NAME}\s*(?:\(\d{{4}}\)\s*)?(?:,\s+)?(?:is|was|isn['’]t|"
        rf"marks|arrives as)\s+(?:not\s+)?{_BETWEEN}{_NOUN}\b{_AFTER}"
    ),
    re.compile(rf"{_NAME},\s+(?:the|a|an|his|her|their)\s+{_BETWEEN}{_NOUN}\b{_AFTER}"),
)
_DATED = re.compile(rf"{_NAME}\s+[(\[](?:1[89]|20)\d\d[)\]]")
_OPENING_CHARS = 700
_MOST_MARKED = 60
_LEAST_MENTIONS = 3
_SMALL = frozenset(
    [
        "of",
        "the",
        "and",
        "a",
        "an",
        "in",
        "is",
        "to",
        "for",
        "on",
        "at",
        "with",
        "from",
        "de",
        "la",
        "le",
        "der",
        "die",
        "das",
        "und",
        "et",
        "y",
        "e",
    ]
)
_NO_NAME = _SMALL | frozenset(
    [
        "it",
        "this",
        "that",
        "he",
        "she",
        "they",
        "there",
        "what",
        "who",
        "here",
        "which",
        "i",
        "we",
        "you",
        "but",
        "if",
        "so",
        "how",
        "why",
        "when",
        "where",
        "are",
        "can",
        "best",
        "new",
        "top",
        "first",
        "last",
        "all",
        "our",
        "my",
        "his",
        "her",
        "their",
        "not",
        "no",
        "one",
        "two",
        "three",
        "more",
        "most",
    ]
)
_TITLE_CASE = re.compile(r"[A-ZÀ-Þ0-9]\S*(?:\s+(?:[A-ZÀ-Þ0-9&]\S*|\w{1,3}|and|the|from|with))*$")
_SPACED_DASH = re.compile(r"\s+[–—-]+\s+")
_WORD = re.compile(r"[^\W_]+")
_MARKS = " :,;.–—-‘’'“”\"«»„("
_SHORT_NAME = 6  # words
_CLEARLY_MORE = 3
_LONGEST_NAME = 12  # words


def read_work(page: Page, text: str, title: str | None) -> Reading[Work] | None:
    """The work that the page is about, or None where it names none or is about something else."""
    medium = medium_of(page, text, title)
    named = _from_json_ld(page, title, medium) or _from_microdata(page, medium)
    if named or medium is None:
        return named
    return (
        _from_headline(page, text, title, medium)
        or _from_opening(text, title, medium)
        or _from_marked(page, text, title, medium)
    )


# Named for machines


def _from_json_ld(page: Page, title: str | None, medium: Medium | None) -> Reading[Work] | None:
    for candidates in (_reviewed(page), _subjects(page)):
        works = {work.title: work for node in candidates if (work := _node_work(node, page, medium))}
        if len(works) > 1 and title:
            works = {name: work for name, work in works.items() if fold(name) in fold(title)}
        if len(works) == 1:
            work = next(iter(works.values()))
            return Reading(work, "json-ld", work.title)
    return None


def _reviewed(page: Page) -> Iterator[Any]:
    for node in own_nodes(page):
        yield from values(node, "itemReviewed", page.nodes)
        if any(name.lower() in TYPES for name in types(node)) and len(values(node, "review")) == 1:
            yield node


def _subjects(page: Page) -> Iterator[Any]:
    for node in page.nodes:
        for key in ("about", "mainEntity"):
            yield from (one for one in values(node, key, page.nodes) if _medium_by_type(one))
        if _medium_by_type(node):
            yield node


def _medium_by_type(node: Any) -> Medium | None:
    return next((TYPES[name.lower()] for name in sorted(types(node)) if name.lower() in TYPES), None)


def _node_work(node: Any, page: Page, medium: Medium | None) -> Work | None:
    """A node as a work; one of no telling type only where the page's words say what it is."""
    known = _medium_by_type(node)
    if isinstance(node, dict) and not known and not ({name.lower() for name in types(node)} <= _UNTYPED):
        return None
    name = text_of(node)
    if not name or not (known or medium) or not isinstance(node, dict):
        return None
    part_of = next(
        (
            text_of(resolve(node.get(key), page.nodes))
            for key in ("partOfSeries", "partOfTVSeries")
            if node.get(key)
        ),
        None,
    )
    if part_of and fold(part_of) not in fold(name):
        name = f"{part_of}: {name}"
    dated = _YEAR_AFTER.search(name)
    return Work(
        title=_YEAR_AFTER.sub("", name),
        year=int(dated[1]) if dated else _node_year(node),
        medium=known or medium,
        ids=_ids(node),
    )


def _node_year(node: Node) -> int | None:
    for key in ("copyrightYear", "dateCreated", "datePublished", "startDate"):
        found = _YEAR.search(str(node.get(key) or ""))
        if found:
            return int(found[1])
    return None


def _ids(node: Node) -> dict[str, str]:
    addresses = " ".join(
        str(one) for key in ("sameAs", "@id", "url", "identifier") for one in values(node, key)
    )
    found = {name: match[1] for name, pattern in _IDS.items() if (match := pattern.search(addresses))}
    isbn = _ISBN.fullmatch(str(node.get("isbn") or "").strip())
    if isbn:
        found["isbn"] = re.sub(r"[- ]", "", isbn[0]).upper()
    return found


def _from_microdata(page: Page, medium: Medium | None) -> Reading[Work] | None:
    if page.tree is None:
        return None
    path = "//*[@itemprop='itemReviewed' or contains(concat(' ', @class, ' '), ' p-item ')]"
    for item in page.tree.xpath(path):
        kind = (item.get("itemtype") or "").rstrip("/").rsplit("/", 1)[-1].lower()
        known = TYPES.get(kind) or (medium if not kind or kind in _UNTYPED else None)
        name = _item_name(item)
        if known and name:
            dated = _YEAR_AFTER.search(name)
            links = {
                "sameAs": [
                    a.get("href") or a.get("content") or ""
                    for a in item.xpath(".//*[@itemprop='sameAs' or @itemprop='url']")
                ]
            }
            work = Work(_YEAR_AFTER.sub("", name), int(dated[1]) if dated else None, known, _ids(links))
            return Reading(work, "microdata", name)
    return None


def _item_name(item: HtmlElement) -> str | None:
    if item.get("itemscope") is None and item.get("itemtype") is None:
        return " ".join((item.get("content") or item.text_content()).split()) or None
    for one in item.xpath(".//*[@itemprop='name']"):
        name = " ".join((one.get("content") or one.text_content()).split())
        if name:
            return name
    return None


# Named for people


def _from_headline(page: Page, text: str, title: str | None, medium: Medium) -> Reading[Work] | None:
    if not title:
        return None
    told = Telling(text)
    name = next(_emphasised(page, title), None) or _phrased(title, told, medium) or _quoted(title, told)
    if name is None and (whole := _YEAR_AFTER.sub("", title)) and told.mentions(whole) >= _LEAST_MENTIONS:
        name = whole if _is_name(whole) else None
    return _reading(name, title, text, medium, "title") if name else None


def _emphasised(page: Page, title: str) -> Iterator[str]:
    """The one name in italics in the headline."""
    for heading in page.tree.iter("h1") if page.tree is not None else ():
        if fold(heading.text_content()) == fold(title):
            names = {" ".join(one.text_content().split()) for one in heading.iter("em", "i", "cite")}
            names = {name.strip(_MARKS) for name in names if name and fold(name) != fold(title)}
            if len(names) == 1 and _is_name(next(iter(names))):
                yield names.pop()


def _phrased(title: str, told: Telling, medium: Medium) -> str | None:
    """The name where a headline's way of speaking has it: "X review", "Review: X", "trailer for X"."""
    for order, pattern in enumerate(_HEADLINES):
        found = pattern.search(title)
        if found is None:
            continue
        raw = _LEADING.sub("", found[1].strip())
        if quoted := _QUOTED.match(raw):
            return quoted["name"].strip(_MARKS)
        raw = _YEAR_AFTER.sub("", raw).strip(_MARKS)
        if name := _attested(raw, told, medium):
            return name
        if (
            order < _OF_REVIEWS
            and len(raw.split()) <= _SHORT_NAME
            and _is_name(raw)
            and _TITLE_CASE.match(raw)
        ):
            return raw
    return None


def _attested(raw: str, told: Telling, medium: Medium) -> str | None:
    """A headline says more than a name: as much of its beginning as the text repeats."""
    maker, _, rest = re.sub(r"\s+[–—-]+\s+", ": ", raw).partition(": ")
    if medium == "music" and rest and told.mentions(rest):  # "Artist: Album"
        return rest
    words = raw.split()[:_LONGEST_NAME]
    for end in range(len(words), 0, -1):
        name = " ".join(words[:end]).strip(_MARKS)
        if _is_name(name) and told.mentions(name):
            head = _SPACED_DASH.split(name)[0]
            return head if told.mentions(head) >= _CLEARLY_MORE * told.mentions(name) else name
    return None


def _quoted(title: str, told: Telling) -> str | None:
    """The one quoted name that the text repeats; other quotation marks hold what people said."""
    quoted = {found["name"].strip(_MARKS) for found in _QUOTED.finditer(title)}
    named = [name for name in quoted if _is_name(name) and told.mentions(name) >= 2]
    return named[0] if len(named) == 1 else None


class Telling:
    """How often a text names something, in the same letters; marks between words do not count."""

    def __init__(self, text: str) -> None:
        self.text = f" {' '.join(_WORD.findall(text))} "

    def mentions(self, name: str) -> int:
        return self.text.count(f" {' '.join(_WORD.findall(name))} ") if name else 0


def _is_name(name: str) -> bool:
    words = name.split()
    if not 0 < len(words) <= _LONGEST_NAME or words[-1].lower() in _SMALL:
        return False
    capital = name[0].isupper() or name[0].isdigit()
    return capital and not (
        len(words) == 1 and (name.lower() in _NO_NAME or (name.isdigit() and len(name) < 3))
    )


def _from_opening(text: str, title: str | None, medium: Medium) -> Reading[Work] | None:
    """A work that the opening sentences call a film, an album ..., and that the text keeps naming."""
    told = Telling(text)
    for pattern in _OPENINGS:
        for line in text[:_OPENING_CHARS].splitlines():
            for found in pattern.finditer(line):
                name = _repeated(found["name"], told)
                if _is_name(name) and told.mentions(name) >= _LEAST_MENTIONS:
                    return _reading(name, title or "", text, medium, "text")
    return None


def _from_marked(page: Page, text: str, title: str | None, medium: Medium) -> Reading[Work] | None:
    """The name set in italics, in quotation marks or with its year that the text keeps naming, well before others."""
    told = Telling(text)
    opening = text[:_OPENING_CHARS]
    names = {found["name"] for pattern in (_QUOTED, _DATED) for found in pattern.finditer(opening)}
    for element in islice(page.tree.iter("em", "i", "cite"), _MOST_MARKED) if page.tree is not None else ():
        names.add(" ".join(element.text_content().split()))
    counted = Counter({name: told.mentions(name) for one in names if _is_name(name := one.strip(_MARKS))})
    (name, most), (_, second) = [*counted.most_common(2), ("", 0), ("", 0)][:2]
    if most < _LEAST_MENTIONS or most < 2 * second or name not in opening:
        return None
    return _reading(name, title or "", text, medium, "text")


def _repeated(name: str, told: Telling) -> str:
    """The longest beginning of a run of capitalised words that the text repeats."""
    words = name.split()
    for end in range(len(words), 0, -1):
        shorter = " ".join(words[:end]).strip(" :")
        if told.mentions(shorter) >= _LEAST_MENTIONS:
            return shorter
    return name


def _reading(name: str, title: str, text: str, medium: Medium, source: str) -> Reading[Work]:
    after = re.search(re.escape(name) + r"['’”\"]?\s*[(\[]((?:1[89]|20)\d\d)[)\]]", f"{title}\n{text}")
    return Reading(Work(name, int(after[1]) if after else None, medium), source, name)
