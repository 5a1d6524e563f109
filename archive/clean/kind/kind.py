"""What kind of coverage an article is: by JSON-LD, headline, rating, address, section, and last its words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from archive.clean.evidence import Candidate
from archive.clean.kind.section import covers_works, kind_beside, section_kind
from archive.clean.kind.vocabulary import (
    AHEAD,
    DIED,
    MANY,
    PRAISED,
    REPORTED,
    REVIEWED_AT,
    SAID,
    TITLES,
    VERDICT,
    kind_of_title,
    says_review,
)
from archive.clean.metadata.nodes import types
from archive.clean.page.page import Page, title_tag_headline
from archive.model import Kind, Rating, Reading, Work

_QUESTION = re.compile(
    r"^(?:Q|Question|Frage|Pregunta|Domanda)\s*[:.]|.*\b(?:you|your|Sie|Ihr\w*|vous|usted|tu)\b.{0,200}\?$"
)

_NUMBERED = re.compile(r"^#?\d{1,3}\s*[.):–-]\s+\S|^\d{1,3}\s+[A-ZÀ-Þ]")

_SPEAKS = re.compile(r"(?<!\w[“\"‘])\b(?:I|I['’](?:ve|m|d|ll)|my)\b")

_ASKS = re.compile(r"(?!\d).{8,250}[?？]$")

_TURN = re.compile(r"([A-ZÀ-Þ][\w’'-]+(?: [A-ZÀ-Þ][\w’'-]+)?):\s+\S")

_EPISODE = re.compile(r"season-\d+-(?:episode|ep)-\d+|(?<![a-z\d])s\d{1,2}-?e\d{1,2}(?!\d)", re.I)

_MANY_NAMED = re.compile(rf"(?<=\W){MANY}\b", re.I)

_RATED = re.compile(r"(?<![\d/.,])\d{1,2}(?:[.,]\d)?/(?:5|10)(?![\d/])")

_ENTRY = re.compile(r"^[^\n]{2,80}\bby [A-ZÀ-Þ][^\n(]{3,80}\([^\n()]{3,60}\)\s*$", re.M)

_TRACK = re.compile(r"^[A-ZÀ-Þ][^\n–—-]{1,50} [–—-] [‘“'\"][^\n]{1,60}[’”'\"](?: \([^\n()]{2,60}\))?$", re.M)

_READ = 12000  # characters of the text

_PER_WORDS = 150  # of these, one telling phrase

_FEWEST = 3

_MANY = 5  # questions of an interview, entries of a list


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
        _of_episode(page, title)
        or _declared(page)
        or _of_rating(rating, by_title)
        or (by_title if by_title and by_title.value != "feature" else None)
        or section_kind(page)
        or (kind_beside(page, title) if title else None)
        or _of_shown(page)
        or _of_text(text, work is not None)
        or _of_many(text, title)
        or by_title
        or (_of_verdict(text) if work else None)
        or _of_reports(page, text)
        or _of_type(page, text)
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
        (_of_episode(page, title), "an episode's number in the address"),
        (_declared(page), "declared as schema.org type"),
        (_of_rating(rating, by_title), "what has a rating is a review"),
        (by_title, "words of the headline"),
        (section_kind(page), "section of the address, or its label"),
        (kind_beside(page, title) if title else None, "a label beside the headline"),
        (_of_shown(page), "words of the page's <title>"),
        (_of_text(text, work is not None), "phrases of the text"),
        (_of_many(text, title), "judges several works"),
        (_of_verdict(text) if work else None, "words that judge the work"),
        (_of_reports(page, text), "tells what was said and announced"),
        (_of_type(page, text), "declared as schema.org type"),
    )
    for reading, note in asked:
        if reading is not None:
            yield Candidate(reading.value, reading.source, raw=reading.raw, note=note)
    if text.strip() and not any(reading for reading, _ in asked):
        yield Candidate("other", "text", note="nothing on the page says another")


def _of_title(title: str | None) -> Reading[Kind] | None:
    for kind, pattern in TITLES:
        found = pattern.search(title) if title else None
        if found:
            return Reading(kind, "title", found[0].strip())
    return None


def _of_episode(page: Page, title: str | None) -> Reading[Kind] | None:
    """The retelling of one episode, by the address; where the headline or the slug says review, it is one."""
    slug = page.url.rstrip("/").rsplit("/", 1)[-1]
    found = _EPISODE.search(slug)
    if (
        found is None
        or says_review(f"{title or ''} {slug.replace('-', ' ')}")
        or kind_of_title(title or "") == "news"
    ):
        return None
    return Reading("recap", "url", found[0])


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


def _of_text(text: str, has_work: bool) -> Reading[Kind] | None:
    """By what the sentences do. Of a page without a work, only what needs none: an obituary, questions."""
    read = text[:_READ]
    lines = [line.strip() for line in read.splitlines() if line.strip()]
    if DIED.search("\n".join(lines[:3])):
        return Reading("obituary", "text")
    if _is_interview(lines, has_work=has_work):
        return Reading("interview", "text")
    if has_work and REVIEWED_AT.search(text):
        return Reading("review", "text")
    if not has_work:
        return None
    if sum(1 for line in lines if _NUMBERED.match(line)) >= _MANY:
        return Reading("list", "text")
    ahead, verdict, reported = (len(pattern.findall(read)) for pattern in (AHEAD, VERDICT, REPORTED))
    found: tuple[tuple[int, Kind], ...] = ((verdict, "review"), (ahead, "preview"), (reported, "news"))
    most, kind = max(found, key=lambda one: one[0])
    return Reading(kind, "text") if most >= max(_FEWEST, len(read.split()) / _PER_WORDS) else None


def _is_interview(lines: list[str], *, has_work: bool) -> bool:
    """Questions and answers, or turns of two or three who speak."""
    asked = sum(1 for line in lines if _QUESTION.match(line) and (has_work or line.startswith("Q")))
    if asked >= _MANY and asked * 4 >= len(lines):
        return True
    put = sum(1 for one, other in pairwise(lines) if _ASKS.match(one) and other[-1:] not in "?？")
    if has_work and put >= _FEWEST and put * 5 >= len(lines):
        return True
    turns = Counter(found[1] for line in lines if (found := _TURN.match(line)))
    return len(turns) in (2, 3) and min(turns.values()) >= _FEWEST and turns.total() * 2 >= len(lines)


def _of_many(text: str, title: str | None) -> Reading[Kind] | None:
    """Several works in one piece: by the headline ("four days, eleven films"), ratings or entries."""
    if title and (found := _MANY_NAMED.search(title)):
        return Reading("roundup", "title", found[0])
    rated, entries = (
        len(_RATED.findall(text[:_READ])),
        max(len(one.findall(text[:_READ])) for one in (_ENTRY, _TRACK)),
    )
    return Reading("roundup", "text") if rated >= _MANY or entries >= _FEWEST else None


def _of_reports(page: Page, text: str) -> Reading[Kind] | None:
    """News of a site that covers works, by how often it says who said or announced what."""
    read = text[:_READ]
    told = len(REPORTED.findall(read)) + len(SAID.findall(read))
    enough = told >= _FEWEST and told * _PER_WORDS >= len(read.split())
    speaks = len(_SPEAKS.findall(read)) >= _FEWEST
    return Reading("news", "text") if enough and not speaks and covers_works(page) else None


def _of_verdict(text: str) -> Reading[Kind] | None:
    """A review by what is said of the one work, where little is reported or expected."""
    read = text[:_READ]
    judged, ahead, reported = (len(pattern.findall(read)) for pattern in (PRAISED, AHEAD, REPORTED))
    judged += 2 * len(VERDICT.findall(read))
    reported += len(SAID.findall(read))
    return Reading("review", "text") if judged and judged >= ahead + reported else None


def _of_shown(page: Page) -> Reading[Kind] | None:
    """A review whose headline is only its work's name says so in its `<title>`, before the site's name."""
    found = says_review(title_tag_headline(page))
    return Reading("review", "title", title_tag_headline(page)) if found else None


def _of_type(page: Page, text: str) -> Reading[Kind] | None:
    """News by its type, unless its writer speaks as "I": many sites give that type to all that they print."""
    if len(_SPEAKS.findall(text[:_READ])) >= _FEWEST:
        return None
    for node in page.nodes:
        if types(node) & {"NewsArticle", "ReportageNewsArticle"}:
            return Reading("news", "json-ld", "NewsArticle")
    return None
