"""What kind of coverage an article is: by JSON-LD, headline, rating, address, section, and last its words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import cast
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml.html import HtmlElement

from archive.clean.evidence import Candidate
from archive.clean.kinds import AHEAD, DIED, REPORTED, SECTIONS, TITLES, VERDICT
from archive.clean.page import Page
from archive.clean.structured import articles, metas, types, values
from archive.model import Kind, Rating, Reading, Work

# Of whose reviews a label may speak, when it is not the critic's.
_OTHERS = frozenset(("customer", "user", "users", "reader", "readers", "client", "product", "guest", "peer"))
_QUESTION = re.compile(
    r"^(?:Q|Question|Frage|Pregunta|Domanda)\s*[:.]|.*\b(?:you|your|Sie|Ihr\w*|vous|usted|tu)\b.{0,200}\?$"
)
_NUMBERED = re.compile(r"^#?\d{1,3}\s*[.):–-]\s+\S|^\d{1,3}\s+[A-ZÀ-Þ]")
_LABELS = etree.XPath(
    "descendant::*[contains(@class, 'breadcrumb')]/descendant::a | descendant::a[@rel='category tag']"
    " | descendant::*[contains(@class, 'kicker') or contains(@class, 'eyebrow')]"
)
_LABEL_CHARS = 40
_READ = 12000  # characters of the text
_PER_WORDS = 150  # of these, one telling phrase
_FEWEST = 3
_MANY = 5  # questions of an interview, entries of a list
_EXTENSIONS = frozenset(("html", "htm", "php", "shtml", "aspx"))


def read_kind(
    page: Page,
    text: str,
    title: str | None,
    *,
    rating: Reading[Rating] | None,
    work: Reading[Work] | None,
) -> Reading[Kind] | None:
    """The kind of an article; `other` where nothing speaks for another, None where there is no text.

    The source tells where it was read: `json-ld`, `title`, `url`, `section`, `text`, or the rating's own
    source where a rating makes it a review.
    """
    if not text.strip():
        return None
    by_title = _of_title(title)
    if by_title and by_title.value in ("roundup", "recap", "list", "obituary"):
        return by_title
    return (
        _declared(page)
        or _of_rating(rating, by_title)
        or (by_title if by_title and by_title.value != "feature" else None)
        or _of_address(page)
        or _of_section(page)
        or _of_text(text, work is not None)
        or by_title
        or _of_type(page)
        or Reading("other", "text")
    )


def weigh_kind(
    page: Page,
    text: str,
    title: str | None,
    *,
    rating: Reading[Rating] | None,
    work: Reading[Work] | None,
) -> Iterator[Candidate]:
    """The places that `read_kind` asks, the most telling first."""
    by_title = _of_title(title)
    asked = (
        (_declared(page), "declared as schema.org type"),
        (_of_rating(rating, by_title), "what has a rating is a review"),
        (by_title, "words of the headline"),
        (_of_address(page), "section or slug of the address"),
        (_of_section(page), "label of the section"),
        (_of_text(text, work is not None), "phrases of the text"),
        (_of_type(page), "declared as schema.org type"),
    )
    for reading, note in asked:
        if reading is not None:
            yield Candidate(reading.value, reading.source, raw=reading.raw, note=note)
    if text.strip() and not any(reading for reading, _ in asked):
        yield Candidate("other", "text", note="where nothing else is said")


def _of_title(title: str | None) -> Reading[Kind] | None:
    for kind, pattern in TITLES:
        found = pattern.search(title) if title else None
        if found:
            return Reading(kind, "title", found[0].strip())
    return None


def _declared(page: Page) -> Reading[Kind] | None:
    """A review declares itself; the other types of schema.org are too loosely used."""
    for node in page.nodes:
        for name in sorted(types(node) & {"Review", "CriticReview", "ReviewNewsArticle"}):
            return Reading("review", "json-ld", name)
    return None


def _of_rating(rating: Reading[Rating] | None, by_title: Reading[Kind] | None) -> Reading[Kind] | None:
    if rating is None or (by_title and by_title.value in ("interview", "preview", "trailer")):
        return None
    return Reading("review", rating.source, rating.value.raw)


def _of_address(page: Page) -> Reading[Kind] | None:
    """A section in the path, or a kind as the first or last word of the slug ("the-long-tide-review")."""
    try:
        path = unquote(urlsplit(page.url).path).lower().rstrip("/")
    except ValueError:
        return None
    *sections, slug = path.split("/") if path else [""]
    for part in reversed(sections):
        if kind := SECTIONS.get(part):
            return Reading(kind, "url", part)
    words = [word for word in re.split(r"[-_.]", slug) if word not in _EXTENSIONS and not word.isdigit()]
    for word in (words[-1:] + words[:1]) if len(words) > 1 else ():
        if kind := SECTIONS.get(word):
            return Reading(kind, "url", word)
    return None


def _of_section(page: Page) -> Reading[Kind] | None:
    for label in _labels(page):
        words = label.lower().split() or [""]
        kind = SECTIONS.get("-".join(words)) or SECTIONS.get(words[-1])
        if kind and not _OTHERS & set(words):
            return Reading(kind, "section", label)
    return None


def _labels(page: Page) -> Iterator[str]:
    """What names the section: JSON-LD, meta, bread crumbs, the label above the headline."""
    for node in articles(page.nodes):
        found = [*values(node, "articleSection"), *values(node, "genre")]
        yield from (one.strip() for one in found if isinstance(one, str))
    if page.tree is None:
        return
    yield from metas(page).get("article:section", [])
    for element in cast("list[HtmlElement]", _LABELS(page.tree)):
        label = " ".join(element.text_content().split())
        if len(label) <= _LABEL_CHARS:
            yield label


def _of_text(text: str, has_work: bool) -> Reading[Kind] | None:
    """By what the sentences do. Of a page without a work, only what needs none: an obituary, questions."""
    read = text[:_READ]
    lines = [line.strip() for line in read.splitlines() if line.strip()]
    if DIED.search("\n".join(lines[:3])):
        return Reading("obituary", "text")
    asked = sum(1 for line in lines if _QUESTION.match(line) and (has_work or line.startswith("Q")))
    if asked >= _MANY and asked * 4 >= len(lines):
        return Reading("interview", "text")
    if not has_work:
        return None
    if sum(1 for line in lines if _NUMBERED.match(line)) >= _MANY:
        return Reading("list", "text")
    ahead, verdict, reported = (len(pattern.findall(read)) for pattern in (AHEAD, VERDICT, REPORTED))
    found: tuple[tuple[int, Kind], ...] = ((verdict, "review"), (ahead, "preview"), (reported, "news"))
    most, kind = max(found, key=lambda one: one[0])
    return Reading(kind, "text") if most >= max(_FEWEST, len(read.split()) / _PER_WORDS) else None


def _of_type(page: Page) -> Reading[Kind] | None:
    for node in page.nodes:
        if types(node) & {"NewsArticle", "ReportageNewsArticle"}:
            return Reading("news", "json-ld", "NewsArticle")
    return None
