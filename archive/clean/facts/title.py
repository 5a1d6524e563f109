"""The article's headline: the heading that the page shows, or the title that it declares."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from archive.clean.evidence import Candidate
from archive.clean.facts import headings
from archive.clean.metadata.nodes import value_text
from archive.clean.page.page import Page, meta_value, title_tag_text
from archive.clean.page.site_names import is_site_name, site_names, slug_of, strip_site, without_headline
from archive.clean.patterns import phrases
from archive.folding import fold, squeeze
from archive.model import Reading

_NO_HEADLINE = phrases("titles", "no_headline")
_PROSE_WORDS = 20  # a line with more is prose
_HEAD_LINES = 12  # of plain text that may hold the title
# Likenesses are 0 to 1; see `likeness`.
_LEAST_LIKENESS = 0.35  # an h1 that is less like all other titles is hardly the headline
_SAME = 0.95  # from here on, two titles are the same headline
_MADE_SLUG = 0.7  # from here on, the slug of the URL was made from the title
_LONGEST_DECLARED = 500  # characters; a longer text that a page declares as its title is none
_SLUG_WORDS = 3  # a slug with fewer names a section
_HALF = 0.5  # of a slug's words
_SENTENCE_SPACES = 4  # in a heading that is a sentence and not a label


def read_title(page: Page) -> Reading[str] | None:
    """The headline as the page shows it, without the site's name; None where there is none."""
    candidates = title_candidates(page)
    return next((Reading(one.value, one.source, one.raw) for one in candidates if one.note is None), None)


def title_candidates(page: Page) -> Iterator[Candidate]:
    """The titles of a page, those that are preferred first; a note on each that cannot be the headline."""
    if page.tree is None:
        yield from _plain_titles(page)
        return
    site = site_names(page) | without_headline(page, frozenset(headings.home_names(page)))
    declared, slug = _declared(page, site), url_words(page.url)
    made_slug = [title for title in declared if slug and likeness(title.value, slug) >= _MADE_SLUG]
    words = _long_words(slug)
    shown = sorted(_shown(page, site, declared, slug), key=lambda one: -one[0])
    for i, (score, text) in enumerate(shown):
        note = "another is more like the other titles" if i else None
        is_only = len(shown) == 1 and text.count(" ") >= _SENTENCE_SPACES
        if declared and score < _LEAST_LIKENESS and not is_only:
            note = "no other title is like it"
        elif score < _SAME and made_slug and len(words - set(fold(text).split())) > _HALF * len(words):
            note = "the address was made from another title"
        yield Candidate(_in_small_letters(text, declared), "h1", score, raw=text, note=note)
    for title in dict.fromkeys((*made_slug, *declared)):
        yield Candidate(title.value, title.source, raw=title.raw)
    if slug:
        yield Candidate(slug, "url", note="words of the address, by which the others are told apart")
    for text, _ in headings.candidates(page):
        if is_site_name(text, site):
            yield Candidate(text, "h1", note="the name of the site")


def url_words(url: str) -> str:
    """The words of a URL's slug if it spells a headline (`/the-long-tide.html`), else ""."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    words = [word for word in re.split(r"[-_+ ]+", re.sub(r"\.\w{2,5}$", "", last)) if word]
    return " ".join(words) if len(words) >= _SLUG_WORDS else ""


def likeness(title: str, other: str) -> float:
    """The share of words that two titles have in common, 0 to 1. Words of one or two letters do not count."""
    words, other_words = _long_words(title), _long_words(other)
    return 2 * len(words & other_words) / (len(words) + len(other_words)) if words and other_words else 0.0


@lru_cache(maxsize=64)  # each title of a page is compared with all others
def _long_words(title: str) -> frozenset[str]:
    """The folded words of three letters and more; the whole title where it has none."""
    folded = fold(title)
    return frozenset(word for word in folded.split() if len(word) > 2) or frozenset((folded,))


def _shown(
    page: Page, site: frozenset[str], declared: list[Reading[str]], slug: str
) -> Iterator[tuple[float, str]]:
    """The headings of the page, each with its likeness to the declared titles and the slug."""
    titles = {fold(title.value) for title in declared}
    shown = [(text, element) for text, element in headings.candidates(page) if not is_site_name(text, site)]
    others = [title.value for title in declared] + ([slug] if slug else [])
    found = [headings.without_label(text, element, titles) for text, element in shown]
    found = found or list(headings.lower_headings(page, site))
    if not found:
        found, others = headings.line_like_title(page, site), [*others, *headings.title_parts(page, site)]
    if not (found or declared):
        found = headings.heading_above_prose(page, site)
    for raw in found:
        if text := strip_site(raw, site, slug_of(page)):
            yield max((likeness(text, other) for other in others), default=_LEAST_LIKENESS), text


def _declared(page: Page, site: frozenset[str]) -> list[Reading[str]]:
    """The titles that the page declares for machines, without the site's name, most reliable place first."""
    nodes = ((graph.source, node) for graph in page.graphs for node in graph.articles[:2])
    titles = [
        ("meta", meta_value(page, "og:title")),
        *((source, value_text(node.get("headline") or node.get("name"))) for source, node in nodes),
        *(("meta", meta_value(page, name)) for name in ("twitter:title", "parsely-title", "dc.title")),
        ("title", title_tag_text(page)),
        *([(page.hint.source, page.hint.title)] if page.hint else []),
    ]
    short = [(source, raw) for source, raw in titles if raw and len(raw) <= _LONGEST_DECLARED]
    own = squeeze((urlsplit(page.url).hostname or "").partition(".")[0])  # the name that a host gives a site
    if squeeze(title_tag_text(page)) != own:
        short = [(source, raw) for source, raw in short if squeeze(raw) != own]
    stripped = [(source, raw, strip_site(html.unescape(raw), site)) for source, raw in short]
    return [Reading(text, source, raw) for source, raw, text in stripped if text]


def _in_small_letters(shown: str, declared: list[Reading[str]]) -> str:
    """A heading in capitals as a declared title spells it."""
    same = (title.value for title in declared if fold(title.value) == fold(shown))
    return next((title for title in same if not title.isupper()), shown) if shown.isupper() else shown


def _plain_titles(page: Page) -> Iterator[Candidate]:
    """The lines of a plain-text capture up to the first that is prose, and the title of its hint.

    The headline is a short line of its own above the byline or the prose.
    """
    site = site_names(page)
    for line in page.lines[:_HEAD_LINES]:
        if len(line.split()) > _PROSE_WORDS:
            break
        text = strip_site(line, site)
        is_none = not text or _NO_HEADLINE.search(line) or _NO_HEADLINE.search(text)
        note = "reads as furniture or a sentence" if is_none else None
        yield Candidate(text or line, "text", raw=line, note=note)
    if page.hint and page.hint.title:
        yield Candidate(page.hint.title, page.hint.source, raw=page.hint.title)
