"""Who wrote the article: every place that names somebody, weighed against the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from archive.clean.names import split_names
from archive.clean.nearby import Line, nearby, words_of
from archive.clean.page import Page
from archive.clean.site import fold, is_site_name, site_names
from archive.clean.structured import Node, articles, metas, text_of, types, values
from archive.model import Author, Reading

_BY = re.compile(
    r"^\W{0,3}(?:(?:article|story|words|text|texte|reviewed|written|posted|published|authored|submitted|created|reported|compiled)\s*:?\s*(?:by|von|par|por|di|door)\b"
    r"|by\b|von\s(?=[A-Z])|par\s(?=[A-Z])|por\s(?=[A-Z])|di\s(?=[A-Z])|door\s(?=[A-Z])|(?:author|authors|writer|words|autor|autorin|auteur|autore)\s*[:|])\s*:?\s*",
    re.I,
)
_BY_ALONE = re.compile(
    r"(?:(?:written|posted|published|authored|words|story|reviewed)\s)?(?:by|von|par|por|di|door)\s*:?|(?:written|posted)\sby|author\s*:?|authors\s*:?",
    re.I,
)
_BYLINE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?lines?|authors?|writers?|contributors?|creator|posted-by|author-?name|p-author)(?=$|[\s_-])|author(?:s|name|link)?(?=$|[\s_-])|byline",
    re.I,
)
_ELSEWHERE_CLASS = re.compile(
    r"comment|respond|repl(?:y|ies)\b|related|recommend|sidebar|widget|popular|trending|latest|recent|read-?(?:next|more)|more-|"
    r"card|teaser|promo|footer|nav\b|menu|carousel|slider|quote|testimonial|review-?(?:er|s\b)|grid|archive|loop|feed",
    re.I,
)
_FRAME = frozenset("nav footer aside blockquote form".split())
_LONGEST_BYLINE = 120

_META = (
    ("author", 3.0),
    ("parsely-author", 3.5),
    ("article:author", 3.0),
    ("article:author_name", 3.0),
    ("sailthru.author", 3.0),
    ("dc.creator", 2.5),
    ("dcterms.creator", 2.5),
    ("citation_author", 3.5),
    ("byl", 3.5),
    ("cxenseparse:author", 3.0),
    ("og:author", 2.5),
    ("book:author", 1.0),
    ("article-author", 3.0),
)
_ENOUGH = 2.0


@dataclass(frozen=True, slots=True)
class _Claim:
    """Names that one place gives, with the weight of the place."""

    names: tuple[str, ...]
    source: str
    raw: str
    weight: float

    def keys(self) -> frozenset[str]:
        return frozenset(fold(name) for name in self.names)


def read_authors(page: Page, title: str | None) -> Reading[tuple[Author, ...]] | None:
    """The authors in the order printed, or None where no place is worth believing. `raw` is the printed byline."""
    site = site_names(page)
    claims = [claim for claim in _claims(page, title) if claim.names]
    claims = [_attested(_without_outlet(claim, claims, site), claims) for claim in claims]
    best, support = None, 0.0
    for claim in claims:
        score = _support(claim, claims)
        if score > support:
            best, support = claim, score
    if best is None or support < _ENOUGH:
        return None
    printed = next((c.raw for c in claims if c.source == "byline" and c.keys() & best.keys()), best.raw)
    return Reading(tuple(Author(name) for name in best.names), best.source, printed)


def _support(claim: _Claim, claims: list[_Claim]) -> float:
    """The weight of a claim and of those places that name the same people."""
    total, mine = 0.0, claim.keys()
    heard: dict[str, float] = {}
    for other in claims:
        theirs = other.keys()
        share = len(mine & theirs) / len(mine | theirs)
        heard[other.source] = max(heard.get(other.source, 0.0), other.weight * share)
    total = sum(heard.values())
    return total + claim.weight * 0.5


def _without_outlet(claim: _Claim, claims: list[_Claim], site: frozenset[str]) -> _Claim:
    """The outlet's own name is no author where a person is named too."""
    people = tuple(name for name in claim.names if not is_site_name(name, site))
    if people and len(people) < len(claim.names):
        return _Claim(people, claim.source, claim.raw, claim.weight)
    if not people:
        return _Claim(claim.names, claim.source, claim.raw, claim.weight * 0.3)
    return claim


def _attested(claim: _Claim, claims: list[_Claim]) -> _Claim:
    """Names cut to a shorter form that another place attests ("Ann Lee Film Desk" -> "Ann Lee")."""
    known = {fold(n): n for other in claims if other is not claim for n in other.names if " " in n}
    names = []
    for name in claim.names:
        folded = fold(name)
        shorter = [n for key, n in known.items() if folded.startswith(key + " ")]
        names.append(max(shorter, key=len) if shorter else name)
    return _Claim(tuple(dict.fromkeys(names)), claim.source, claim.raw, claim.weight)


def _claims(page: Page, title: str | None) -> Iterator[_Claim]:
    lines = list(nearby(page, title).lines())
    yield from _visible(lines)
    yield from _marked(page, [line for _, line in lines])
    yield from _structured(page)
    meta = metas(page)
    for key, weight in _META:
        if contents := meta.get(key):
            yield _claim(contents, "meta", weight)
    for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if re.match(r"written by|by$|author", (meta.get(label) or [""])[0], re.I) and meta.get(data):
            yield _claim(meta[data][:1], "meta", 3.0)
    if page.hint and page.hint.authors:
        yield _claim(page.hint.authors, page.hint.source, 3.5)


def _claim(texts: Any, source: str, weight: float) -> _Claim:
    raw = ", ".join(dict.fromkeys(texts))
    names = tuple(dict.fromkeys(name for text in texts for name in split_names(text)))
    return _Claim(names, source, raw, weight)


def _visible(lines: list[tuple[int, Line]]) -> Iterator[_Claim]:
    """Lines near the headline that begin with "By"."""
    for distance, line in lines:
        text = line.text
        if len(text) > _LONGEST_BYLINE * 2:
            continue
        for i, piece in enumerate(line.pieces):
            if _BY_ALONE.fullmatch(piece) and i + 1 < len(line.pieces):
                rest = line.pieces[i + 1 :]
                yield _claim([_joined(rest)], "byline", 6.0 - min(distance, 20) * 0.1)
                break
            if (found := _BY.match(piece)) and found.end() < len(piece):
                rest = [piece[found.end() :], *line.pieces[i + 1 :]]
                yield _claim([_joined(rest)], "byline", 6.0 - min(distance, 20) * 0.1)
                break
        else:
            continue
    for (d, one), (_, two) in zip(lines, lines[1:], strict=False):
        if _BY_ALONE.fullmatch(one.text) and len(two.text) < _LONGEST_BYLINE:
            yield _claim([_joined(two.pieces)], "byline", 5.8 - min(d, 20) * 0.1)


def _joined(pieces: list[str]) -> str:
    """The pieces of a byline up to the first that cannot belong to the list of names."""
    names = pieces[0]
    for piece in pieces[1:]:
        if re.fullmatch(r",|&|and|und|et|y|e|with|\+|;", piece.strip(), re.I) or re.match(
            r"^(?:,|&|and\b|und\b|et\b)", piece.strip()
        ):
            names += f" {piece}"
        elif re.search(r"(?:,|&|\band|\bund|\bet|\+|;)$", names.strip()):
            names += f" {piece}"
        else:
            break
    return names


def _marked(page: Page, near: list[Line]) -> Iterator[_Claim]:
    """Elements named or marked as the byline."""
    if page.tree is None:
        return
    close = {line.element for line in near}
    group: dict[str, list[str]] = {}
    far = 0
    for element in page.tree.iter(
        "a",
        "span",
        "div",
        "p",
        "address",
        "li",
        "strong",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "cite",
        "b",
        "em",
        "td",
    ):
        weight = _mark(element)
        if not weight:
            continue
        is_near = any(e in close for e in (element, *list(element.iterancestors())[:3])) or any(
            d in close for d in element.iterdescendants("p", "div", "span", "li", "h2", "h3", "h4", "h5")
        )
        if _stands_elsewhere(element) and not is_near:
            continue
        text = words_of(element)
        if not text or len(text) > _LONGEST_BYLINE:
            continue
        if is_near:
            yield _claim([_byline_text(text)], "byline", weight)
        elif far < 6:
            far += 1
            yield _claim([_byline_text(text)], "byline", weight * 0.4)


def _byline_text(text: str) -> str:
    return text


def _mark(element: HtmlElement) -> float:
    if element.get("rel") and "author" in element.get("rel", "").split():
        return 4.5
    if "author" in (element.get("itemprop") or "").split():
        return 4.5
    if _BYLINE_CLASS.search(f"{element.get('class') or ''} {element.get('data-testid') or ''}"):
        return 4.0
    href = element.get("href") if element.tag == "a" else None
    if href and re.search(
        r"/(?:author|authors|contributor|contributors|profile|people|staff|writers?|by|autor|auteur)s?/[^/]+",
        href,
    ):
        return 3.0
    return 0.0


def _stands_elsewhere(element: HtmlElement) -> bool:
    for depth, outer in enumerate((element, *element.iterancestors())):
        if outer.tag in ("body", "html") or depth > 8:
            return False
        if outer.tag in _FRAME or _ELSEWHERE_CLASS.search(
            f"{outer.get('class') or ''} {outer.get('id') or ''}"
        ):
            return True
    return False


def _structured(page: Page) -> Iterator[_Claim]:
    for node in articles(page.nodes)[:3]:
        people = [person for key in ("author", "creator") for person in values(node, key, page.nodes)]
        names = [name for person in people if (name := _person(person, page.nodes))]
        if names:
            yield _claim(list(dict.fromkeys(names)), "json-ld", 4.0)


def _person(value: Any, nodes: tuple[Node, ...]) -> str | None:
    name = text_of(value)
    if name or not isinstance(value, dict):
        return name
    given, family = text_of(value.get("givenName")), text_of(value.get("familyName"))
    return f"{given} {family}" if given and family else None
