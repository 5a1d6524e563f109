"""The article's headline."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from archive.clean.page import Page
from archive.clean.site import fold, is_site_name, site_names
from archive.clean.structured import articles, metas, text_of
from archive.model import Reading

_SEPARATOR = re.compile(r"\s+(?:[|·•»«›‹⋆★~/\\]|[-–—]+|::|//)\s*|\s*[|⋆—]\s*")
_HEADING_CLASS = re.compile(
    r"(?:^|[\s_-])(?:entry|post|article|story|page)[\s_-]*(?:title|headline|heading)|^headline$", re.I
)
_AGREE = 0.35
_LONGEST = 300


def read_title(page: Page) -> Reading[str] | None:
    """The headline as the page shows it, the site's name stripped; None where it shows and names none."""
    if page.tree is None:
        return _plain_title(page.lines)
    names = site_names(page)
    named = _named(page, names)
    shown = [(text, element) for text, element in headings(page.tree) if not is_site_name(text, names)]
    best: tuple[float, str] | None = None
    for order, (raw, _) in enumerate(shown):
        text = _strip_site(raw, names)
        score = max((likeness(text, claim.value) for claim in named), default=_AGREE) - order * 0.01
        if text and (best is None or score > best[0]):
            best = score, text
    if best and (best[0] >= _AGREE or not named):
        return Reading(best[1], "h1")
    return named[0] if named else None


def headings(tree: HtmlElement) -> Iterator[tuple[str, HtmlElement]]:
    """What may show the headline: every h1, then what is classed or marked as the title; (text, element)."""
    seen: set[str] = set()
    for element in (*tree.iter("h1"), *_marked_headings(tree)):
        text = " ".join(element.text_content().split())
        if text and len(text) <= _LONGEST and text not in seen:
            seen.add(text)
            yield text, element


def _marked_headings(tree: HtmlElement) -> Iterator[HtmlElement]:
    for element in tree.iter("h2", "h3", "h4", "div", "p", "span"):
        if element.get("itemprop") == "headline" or _HEADING_CLASS.search(element.get("class") or ""):
            yield element


def likeness(one: str, other: str) -> float:
    """How much two titles share, 0 to 1, by their words."""
    a, b = set(fold(one).split()), set(fold(other).split())
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0


def _named(page: Page, names: frozenset[str]) -> list[Reading[str]]:
    """The title as the page names it for machines, most careful place first."""
    meta = metas(page)
    element = page.tree.find(".//title") if page.tree is not None else None
    claims: list[tuple[str, str | None]] = [("meta", value) for value in meta.get("og:title", [])[:1]]
    claims += [
        ("json-ld", text_of(node.get("headline") or node.get("name"))) for node in articles(page.nodes)[:2]
    ]
    claims += [
        ("meta", value)
        for key in ("twitter:title", "parsely-title", "dc.title")
        for value in meta.get(key, [])[:1]
    ]
    if element is not None:
        claims.append(("title", " ".join(element.text_content().split())))
    if page.hint and page.hint.title:
        claims.append((page.hint.source, page.hint.title))
    found = []
    for source, raw in claims:
        text = _strip_site(raw, names) if raw else ""
        if text:
            found.append(Reading(text, source, raw))
    return found


def _strip_site(title: str, names: frozenset[str]) -> str:
    """The title without the site's name at either end; "" where nothing else is left."""
    text = title.strip()
    while text:
        if is_site_name(text, names):
            return ""
        cuts = list(_SEPARATOR.finditer(text))
        last = next(
            (c for c in reversed(cuts) if is_site_name(text[c.end() :], names) or not text[c.end() :]), None
        )
        first = next(
            (c for c in cuts if is_site_name(text[: c.start()], names) or not text[: c.start()]), None
        )
        if last:
            text = text[: last.start()].strip()
        elif first:
            text = text[first.end() :].strip()
        else:
            break
    return text


def _plain_title(lines: tuple[str, ...]) -> Reading[str] | None:
    return None
