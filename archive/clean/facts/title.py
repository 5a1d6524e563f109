"""The article's headline: the heading that the page shows, or the title that it declares."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from archive.clean.evidence import Candidate
from archive.clean.facts.headings import headings, home_names, lower_headings, without_label
from archive.clean.metadata.nodes import Node, value_text, visible_articles
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page, title_tag_text
from archive.clean.page.site_names import is_site_name, site_names, strip_site
from archive.folding import fold, squeeze
from archive.model import Reading

# What may stand in the headline's element and is no part of it: a date, a byline, a number, a host.
_NOT_TITLE = re.compile(
    r"\b(?:posted|published|updated)\b|^\s*(?:by|on)\s|^\s*\d{1,3}\s*$|\b(?:com|org|net)\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d|"
    r"\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)

_FURNITURE = re.compile(
    r"\blogo$|^(?:skip to|menu|home|search|sign in|log ?in|subscribe|share|advertisement|by |written by |"
    r"posted |published |updated |photo|image|credit|source:|follow |comments?\b|read more|\d+ min)|"
    r"©|https?:|@",
    re.I,
)

_SENTENCE_END = re.compile(r"[.…:;,]['\"”’»)\]]*$")

_PROSE_WORDS = 20  # a line with more is prose
_HEAD_LINES = 12  # of plain text that may hold the title

# Likenesses are 0 to 1; see `likeness`.
_LEAST_LIKENESS = 0.35  # an h1 that is less like all other titles is hardly the headline
_SAME = 0.95  # from here on, two titles are the same headline
_MADE_SLUG = 0.7  # from here on, the slug of the URL was made from the title
_LONGEST_DECLARED = 500  # characters; a longer text that a page declares as its title is none
_SLUG_WORDS = 3  # a slug with fewer names a section
_HALF = 0.5  # of the slug's words
_SENTENCE_SPACES = 4  # in a heading that is a sentence and not a label


def read_title(page: Page) -> Reading[str] | None:
    """The headline as the page shows it, without the site's name; None where there is none."""
    if page.tree is None:
        return next((title for title, is_title in _plain_titles(page) if is_title), None)
    titles = _read_titles(page)
    return _shown_title(titles) or _declared_title(titles)


@dataclass(frozen=True, slots=True)
class _Titles:
    """The titles of a page, which `read_title` chooses from and `title_candidates` lists.

    Attributes:
        shown: the headings without the site's name, each with its likeness to the other titles.
        declared: the titles that the page declares for machines, most reliable place first.
        slug: the words of the URL's slug; "" for none.
        site: the squeezed names of the site.
    """

    shown: list[tuple[float, str]]
    declared: list[Reading[str]]
    slug: str
    site: frozenset[str]


def _read_titles(page: Page) -> _Titles:
    site = site_names(page) | frozenset(home_names(page))
    declared = _declared(page, site)
    site |= _prefixes(page, declared)
    slug = url_words(page.url)
    shown = list(_score_headings(page, site, declared, slug))
    return _Titles(shown, declared, slug, site)


def _score_headings(
    page: Page, site: frozenset[str], declared: list[Reading[str]], slug: str
) -> Iterator[tuple[float, str]]:
    """The headings of the page, each with its likeness to the declared titles and the slug."""
    titles = {fold(title.value) for title in declared}
    shown = [
        without_label(text, element, titles)
        for text, element in headings(page)
        if not is_site_name(text, site)
    ]
    if not shown:
        shown = list(lower_headings(page, site))
    others = [title.value for title in declared] + ([slug] if slug else [])
    for raw in shown:
        if text := strip_site(raw, site):
            yield max((likeness(text, other) for other in others), default=_LEAST_LIKENESS), text


def _shown_title(titles: _Titles) -> Reading[str] | None:
    """The heading that is most like the other titles; None where these agree on another headline."""
    if not titles.shown:
        return None
    score, text = max(titles.shown, key=lambda scored: scored[0])
    if score < _SAME and _made_slug(titles) and _share_in(titles.slug, text) < _HALF:
        return None
    is_only = len(titles.shown) == 1 and text.count(" ") >= _SENTENCE_SPACES
    if score >= _LEAST_LIKENESS or is_only or not titles.declared:
        return Reading(_as_declared(text, titles.declared), "h1", text)
    return None


def _declared_title(titles: _Titles) -> Reading[str] | None:
    return next(iter([*_made_slug(titles), *titles.declared]), None)


def _share_in(words: str, text: str) -> float:
    """The share of some words that a text contains, 0 to 1. Words of one or two letters do not count."""
    wanted = {word for word in fold(words).split() if len(word) > 2}
    return len(wanted & set(fold(text).split())) / len(wanted) if wanted else 0.0


def _made_slug(titles: _Titles) -> list[Reading[str]]:
    """The declared titles from which the URL's slug was made."""
    return [
        title for title in titles.declared if titles.slug and likeness(title.value, titles.slug) >= _MADE_SLUG
    ]


def _prefixes(page: Page, declared: list[Reading[str]]) -> frozenset[str]:
    """What `<title>` has before the headline ("The Lantern: A long tide"), which is a name of the site."""
    whole = title_tag_text(page)
    headlines = [title.value for title in declared if title.value != whole]
    headlines = [headline for headline in headlines if whole.endswith(f": {headline}")]
    return frozenset(squeeze(whole.removesuffix(headline)) for headline in headlines)


def url_words(url: str) -> str:
    """The words of a URL's slug if it spells a headline (`/the-long-tide.html`), else ""."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    words = [word for word in re.split(r"[-_+ ]+", re.sub(r"\.\w{2,5}$", "", last)) if word]
    return " ".join(words) if len(words) >= _SLUG_WORDS else ""


def title_candidates(page: Page) -> Iterator[Candidate]:
    """The titles that `read_title` chooses from, those that it prefers first."""
    if page.tree is None:
        for title, is_title in _plain_titles(page):
            note = None if is_title else "reads as furniture or a sentence"
            yield Candidate(title.value, title.source, raw=title.raw, note=note)
        return
    titles = _read_titles(page)
    declared = titles.declared
    like = [(score, text) for score, text in titles.shown if score >= _LEAST_LIKENESS or not declared]
    for score, text in like:
        yield Candidate(_as_declared(text, declared), "h1", score, raw=text)
    for title in declared:
        yield Candidate(title.value, title.source, raw=title.raw)
    if titles.slug:
        yield Candidate(titles.slug, "url", note="words of the address, by which the others are told apart")
    for score, text in titles.shown:
        if (score, text) not in like:
            note = "no other title is like it"
            yield Candidate(_as_declared(text, declared), "h1", max(score, 0.0), raw=text, note=note)
    for text, _ in headings(page):
        if is_site_name(text, titles.site):
            yield Candidate(text, "h1", note="the name of the site")


def likeness(title: str, other: str) -> float:
    """The share of words that two titles have in common, 0 to 1. Words of one or two letters do not count."""
    words, other_words = _long_words(title), _long_words(other)
    return 2 * len(words & other_words) / (len(words) + len(other_words)) if words and other_words else 0.0


@lru_cache(maxsize=64)  # each title of a page is compared with all others
def _long_words(title: str) -> frozenset[str]:
    """The folded words of three letters and more; the whole title where it has none."""
    folded = fold(title)
    return frozenset(word for word in folded.split() if len(word) > 2) or frozenset((folded,))


def _declared(page: Page, site: frozenset[str]) -> list[Reading[str]]:
    """The titles that the page declares for machines, without the site's name, most reliable place first."""
    meta = meta_tags(page)
    titles: list[tuple[str, str | None]] = [("meta", value) for value in meta.get("og:title", [])[:1]]
    titles += [
        ("json-ld", value_text(node.get("headline") or node.get("name"))) for node in page.articles[:2]
    ]
    titles += [(graph.source, _marked_title(graph.nodes)) for graph in page.visible_graphs]
    for key in ("twitter:title", "parsely-title", "dc.title"):
        titles += [("meta", value) for value in meta.get(key, [])[:1]]
    titles.append(("title", title_tag_text(page)))
    if page.hint and page.hint.title:
        titles.append((page.hint.source, page.hint.title))
    short = [(source, raw) for source, raw in titles if raw and len(raw) <= _LONGEST_DECLARED]
    stripped = [(source, raw, strip_site(html.unescape(raw), site)) for source, raw in short]
    return [Reading(text, source, raw) for source, raw, text in stripped if text]


def _marked_title(nodes: tuple[Node, ...]) -> str | None:
    titles = (value_text(node.get("headline") or node.get("name")) for node in visible_articles(nodes)[:1])
    return next(titles, None)


def _as_declared(shown: str, declared: list[Reading[str]]) -> str:
    """The heading without a date or byline that is in its element too, and not in capitals.

    What belongs to the headline is known from a declared title that the heading contains.
    """
    folded = fold(shown)
    for title in declared:
        folded_title = fold(title.value)
        if folded_title == folded and shown.isupper() and not title.value.isupper():
            return title.value
        if folded_title.count(" ") < 2:
            continue
        if folded.startswith(f"{folded_title} ") and _NOT_TITLE.search(folded[len(folded_title) :]):
            return title.value
        before = folded.removesuffix(folded_title)
        if before != folded and _NOT_TITLE.search(before):
            return title.value
    return shown


def _plain_titles(page: Page) -> Iterator[tuple[Reading[str], bool]]:
    """The lines of a plain-text capture that may be its headline, each with whether it can be; then the hint.

    The headline is a short line of its own above the byline or the prose.
    """
    site = site_names(page)
    for line in _lines_before_prose(page.lines):
        text = strip_site(line, site)
        is_furniture = _FURNITURE.search(line) or _SENTENCE_END.search(line)
        yield Reading(text or line, "text", line), not is_furniture and len(text.split()) >= 2
    if page.hint and page.hint.title:
        yield Reading(page.hint.title, page.hint.source, page.hint.title), True


def _lines_before_prose(lines: tuple[str, ...]) -> Iterator[str]:
    """The first lines, up to the first that is prose; none where the text begins with prose."""
    for line in lines[:_HEAD_LINES]:
        if len(line.split()) > _PROSE_WORDS:
            return
        yield line
