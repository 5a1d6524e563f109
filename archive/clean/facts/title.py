"""The article's headline."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from archive.clean.dom.element_text import words_of
from archive.clean.evidence import Candidate
from archive.clean.metadata.nodes import Node, articles, marked_articles, text_of
from archive.clean.page.meta_tags import metas
from archive.clean.page.page import Page
from archive.clean.page.site_names import ends_as_site, is_site_name, site_names
from archive.folding import fold, squeeze
from archive.model import Reading

_SEPARATOR = re.compile(r"\s+(?:[|·•»«›‹⋆★~/\\]|[-–—]+|::|//)\s*|\s*[|⋆—]\s*")

_BAR = re.compile(r"\s*[|⋆]\s*")

_HEADING_CLASS = re.compile(
    r"(?:^|[\s_-])(?:entry|post|article|story|page)[\s_-]*(?:title|headline|heading)|^headline$|(?:^|\s)p-name(?=$|\s)",
    re.I,
)

_HEADLINE = frozenset(("headline", "schema:headline", "dc:title", "dcterms:title"))

_NOT_TITLE = re.compile(
    r"\b(?:posted|published|updated)\b|^\s*(?:by|on)\s|^\s*\d{1,3}\s*$|\b(?:com|org|net)\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d|"
    r"\b\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
)

_LABEL = re.compile(r"\W*\w+(?:\s\w+)?\s*:")

_FURNITURE = re.compile(
    r"\blogo$|^(?:skip to|menu|home|search|sign in|log ?in|subscribe|share|advertisement|by |written by |"
    r"posted |published |updated |photo|image|credit|source:|follow |comments?\b|read more|\d+ min)|"
    r"©|https?:|@",
    re.I,
)

_SENTENCE_END = re.compile(r"[.…:;,]['\"”’»)\]]*$")

_PROSE_WORDS = 20

_HEAD_LINES = 12

_FRAME = frozenset({"nav", "footer", "aside"})

# An h1 that shares less than this with every other title is hardly the headline.
_AGREE = 0.35

_LATER = 0.05

_LONGEST = 300

# An address of fewer words names a section, and one that shares this much with a title was made from it.
_SLUG_WORDS = 3

_HALF = 0.5

# Spaces in a heading that is a sentence rather than a label.
_LONG = 4

_SURE = 0.7

# From here on another place gives the same headline.
_SAME = 0.95


def read_title(page: Page) -> Reading[str] | None:
    """The headline as the page shows it, the site's name stripped; None where it shows and names none."""
    if page.tree is None:
        return _plain_title(page)
    names = site_names(page)
    named = _named(page, names)
    names |= _prefixed(page.tree, named)
    slug = url_words(page.url)
    scored = list(_scored(page.tree, names, named, slug))
    return _shown_title(scored, named, slug) or _named_title(named, slug)


def _scored(
    tree: HtmlElement, names: frozenset[str], named: list[Reading[str]], slug: str
) -> Iterator[tuple[float, str]]:
    """The headings that the page shows, each with how far the other titles or the address agree, 0 to 1."""
    shown = [text for text, _ in headings(tree) if not is_site_name(text, names)]
    others = [claim.value for claim in named] + ([slug] if slug else [])
    for order, raw in enumerate(shown):
        if text := strip_site(raw, names):
            yield max((likeness(text, one) for one in others), default=_AGREE) - order * _LATER, text


def _shown_title(
    scored: list[tuple[float, str]], named: list[Reading[str]], slug: str
) -> Reading[str] | None:
    """The heading that the other places agree with most; None where they speak for another headline."""
    if not scored:
        return None
    score, text = max(scored, key=lambda one: one[0])
    if score < _SAME and _in_address(named, slug) and _share_of(slug, text) < _HALF:
        return None
    is_only = len(scored) == 1 and text.count(" ") >= _LONG
    if score >= _AGREE or is_only or not named:
        return Reading(_as_named(text, named), "h1", text)
    return None


def _named_title(named: list[Reading[str]], slug: str) -> Reading[str] | None:
    return next(iter([*_in_address(named, slug), *named]), None)


def _share_of(words: str, text: str) -> float:
    """How much of some words a text holds, 0 to 1; the shortest do not count."""
    wanted = {word for word in fold(words).split() if len(word) > 2}
    return len(wanted & set(fold(text).split())) / len(wanted) if wanted else 0.0


def _in_address(named: list[Reading[str]], slug: str) -> list[Reading[str]]:
    """The names that the address was made from."""
    return [claim for claim in named if slug and likeness(claim.value, slug) >= _SURE]


def _prefixed(tree: HtmlElement, named: list[Reading[str]]) -> frozenset[str]:
    """What `<title>` puts before the headline ("The Lantern: A long tide"), which is a name of the site."""
    element = tree.find(".//title")
    whole = words_of(element) if element is not None else ""
    rests = [claim.value for claim in named if claim.value != whole and whole.endswith(f": {claim.value}")]
    return frozenset(squeeze(whole.removesuffix(rest)) for rest in rests)


def url_words(url: str) -> str:
    """The words of an address's last part, where it spells a headline (`/the-long-tide.html`); else ""."""
    last = unquote(urlsplit(url).path).rstrip("/").rpartition("/")[2]
    words = [word for word in re.split(r"[-_+ ]+", re.sub(r"\.\w{2,5}$", "", last)) if word]
    return " ".join(words) if len(words) >= _SLUG_WORDS else ""


def weigh_title(page: Page) -> Iterator[Candidate]:
    """The places that `read_title` chooses from."""
    names = site_names(page)
    if page.tree is None:
        for line in _head(page.lines):
            no_title = _FURNITURE.search(line) or _SENTENCE_END.search(line) or len(line.split()) < 2
            note = "reads as furniture or a sentence" if no_title else None
            yield Candidate(strip_site(line, names) or line, "text", raw=line, note=note)
        return
    named = _named(page, names)
    names |= _prefixed(page.tree, named)
    slug = url_words(page.url)
    shown = list(_scored(page.tree, names, named, slug))
    alike = [(score, text) for score, text in shown if score >= _AGREE or not named]
    for score, text in alike:
        yield Candidate(_as_named(text, named), "h1", score, raw=text)
    for claim in named:
        yield Candidate(claim.value, claim.source, raw=claim.raw)
    if slug:
        yield Candidate(slug, "url", note="words of the address, by which the others are told apart")
    for score, text in shown:
        if (score, text) not in alike:
            note = "no other title is like it"
            yield Candidate(_as_named(text, named), "h1", max(score, 0.0), raw=text, note=note)
    for text, _ in headings(page.tree):
        if is_site_name(text, names):
            yield Candidate(text, "h1", note="the name of the site")


def headings(tree: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """What may show the headline: every h1, then what is classed or marked as the title; (text, element)."""
    seen: set[str] = set()
    for element in (*tree.iter("h1"), *_marked_headings(tree)):
        text = words_of(element)
        framed = any(outer.tag in _FRAME for outer in islice(element.iterancestors(), 6))
        if text and len(text) <= _LONGEST and text not in seen and not framed:
            seen.add(text)
            yield text, element


def _marked_headings(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("h2", "h3", "h4", "div", "p", "span"):
        classes = element.get("class")
        if (
            (classes and _HEADING_CLASS.search(classes))
            or element.get("itemprop") in _HEADLINE
            or element.get("property") in _HEADLINE
        ):
            yield element


def likeness(one: str, other: str) -> float:
    """How much two titles share, 0 to 1, by their words; the shortest words are in every title."""
    a, b = ({word for word in fold(text).split() if len(word) > 2} or {fold(text)} for text in (one, other))
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _named(page: Page, names: frozenset[str]) -> list[Reading[str]]:
    """The title as the page names it for machines, most careful place first."""
    meta = metas(page)
    element = page.tree.find(".//title") if page.tree is not None else None
    claims: list[tuple[str, str | None]] = [("meta", value) for value in meta.get("og:title", [])[:1]]
    claims += [
        ("json-ld", text_of(node.get("headline") or node.get("name"))) for node in articles(page.nodes)[:2]
    ]
    claims += [(graph.source, _marked_title(graph.nodes)) for graph in page.marked]
    for key in ("twitter:title", "parsely-title", "dc.title"):
        claims += [("meta", value) for value in meta.get(key, [])[:1]]
    if element is not None:
        claims.append(("title", words_of(element)))
    if page.hint and page.hint.title:
        claims.append((page.hint.source, page.hint.title))
    stripped = [(source, raw, strip_site(html.unescape(raw), names)) for source, raw in claims if raw]
    return [Reading(text, source, raw) for source, raw, text in stripped if text]


def _marked_title(nodes: tuple[Node, ...]) -> str | None:
    found = (text_of(node.get("headline") or node.get("name")) for node in marked_articles(nodes)[:1])
    return next(found, None)


def _as_named(shown: str, named: list[Reading[str]]) -> str:
    """The headline without a date, byline or label that stands in its element too, and not in capitals.

    What belongs to the headline is known by another place that names it.
    """
    folded = fold(shown)
    for claim in named:
        name = fold(claim.value)
        if name == folded and shown.isupper() and not claim.value.isupper():
            return claim.value
        if name.count(" ") < 2:
            continue
        if folded.startswith(f"{name} ") and _NOT_TITLE.search(folded[len(name) :]):
            return claim.value
        before = folded.removesuffix(name)
        if before != folded and (
            _NOT_TITLE.search(before) or (before.count(" ") <= 2 and _LABEL.match(shown))
        ):
            return claim.value
    return shown


def strip_site(title: str, names: frozenset[str]) -> str:
    """The title without the site's name or section at either end; "" where nothing else is left."""
    text = _without_names(" ".join(title.split()), names)
    parts = [part for part in _BAR.split(text) if part]
    if len(parts) > 1:
        # What stands behind a bar is a section or a tagline.
        text = parts[0] if parts[0].count(" ") >= 1 else max(parts, key=len)
    return text


def _without_names(text: str, names: frozenset[str]) -> str:
    while text:
        if is_site_name(text, names):
            return ""
        cuts = list(_SEPARATOR.finditer(text))
        last = next((cut for cut in reversed(cuts) if ends_as_site(text[cut.end() :], names)), None)
        first = next(
            (cut for cut in cuts if is_site_name(text[: cut.start()], names) or not cut.start()), None
        )
        if last and last.start():
            text = text[: last.start()].strip()
        elif first:
            text = text[first.end() :].strip()
        else:
            break
    return text


def _plain_title(page: Page) -> Reading[str] | None:
    """The headline of a plain-text capture: a short line of its own above the byline or the prose."""
    names = site_names(page)
    for line in _head(page.lines):
        text = strip_site(line, names)
        is_furniture = _FURNITURE.search(line) or _SENTENCE_END.search(line)
        if text and not is_furniture and len(text.split()) >= 2:
            return Reading(text, "text", line)
    if page.hint and page.hint.title:
        return Reading(page.hint.title, page.hint.source, page.hint.title)
    return None


def _head(lines: tuple[str, ...]) -> Iterator[str]:
    """The lines above the first that reads as prose; none where the text begins with prose."""
    for line in lines[:_HEAD_LINES]:
        if len(line.split()) > _PROSE_WORDS:
            return
        yield line
