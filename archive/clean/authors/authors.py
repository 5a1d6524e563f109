"""Who wrote the article: every place that names somebody, weighed against the others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from archive.clean.authors.bylines import MOST_AUTHORS, printed_claims
from archive.clean.authors.claims import Claim, claim_of
from archive.clean.authors.names import bare_name, without_lead
from archive.clean.authors.organisations import is_desk, is_nameless, names_nobody
from archive.clean.authors.unlabelled import is_common
from archive.clean.evidence import Candidate
from archive.clean.metadata.nodes import articles, marked_articles, text_of, types, values
from archive.clean.metadata.own_nodes import every_node
from archive.clean.page.meta_tags import metas
from archive.clean.page.near_headline import nearby
from archive.clean.page.page import Page
from archive.clean.page.site_names import is_site_name, site_names
from archive.folding import fold
from archive.model import Author, Reading

# What a place is worth on its own; two that agree add up. `bylines` says what the printed ones are worth.
_MARKED = 4.5

_PLAIN_BY = 5.0

_JSON_LD = 4.0

_HINT = 3.5

_IN_MARKUP = 3.0  # the element may be read as printed too

_META = (
    ("parsely-author", 3.5), ("citation_author", 3.5), ("citation_authors", 3.5), ("byl", 3.5),
    ("author", 3.0), ("article:author", 3.0),
    ("article:author_name", 3.0), ("sailthru.author", 3.0), ("cxenseparse:author", 3.0),
    ("article-author", 3.0),
    ("dc.creator", 2.5), ("dcterms.creator", 2.5), ("og:author", 2.5), ("authors", 2.5),
)  # fmt: skip

_ENOUGH = 1.9

# What it takes to send the outlet's own name away.
_CREDIBLE = 2.5

_OWN = 0.25


def read_authors(page: Page, title: str | None) -> Reading[tuple[Author, ...]] | None:
    """The authors in the order printed, or None where no place is worth believing; `raw` is the byline.

    Args:
        page: the page.
        title: its headline where known: bylines stand near it, and its words are no names.
    """
    site = site_names(page)
    heard = [claim for claim in _claims(page, title, site) if claim.names and not _repeats(claim, title)]
    claims = _people_first(_attested(heard), site)
    if not claims:
        return None
    best = max(claims, key=lambda claim: _support(claim, claims))
    if _support(best, claims) < _ENOUGH or _is_section(best, claims, page):
        return None
    best = _whole_list(best, claims)
    printed = next((c.raw for c in claims if c.source == "byline" and c.keys() & best.keys()), best.raw)
    return Reading(_with_kinds(best.names[:MOST_AUTHORS], page), best.source, printed)


def weigh_authors(page: Page, title: str | None) -> Iterator[Candidate]:
    """The places that `read_authors` chooses from, worth what they are alone and with those that agree."""
    site = site_names(page)
    every = list(_claims(page, title, site))
    heard = [claim for claim in every if claim.names and not _repeats(claim, title)]
    claims = _people_first(_attested(heard), site)
    for claim in claims:
        total = _support(claim, claims)
        names = ", ".join(claim.names[:MOST_AUTHORS])
        note = "too little to believe it" if total < _ENOUGH else None
        if all(author.kind == "organization" for author in _with_kinds(claim.names, page)):
            note = note or "no person"
        note = "words that the page uses elsewhere, no name" if _is_section(claim, claims, page) else note
        yield Candidate(names, claim.source, claim.weight, total, claim.raw, note)
    named = {(claim.source, claim.raw) for claim in claims}
    for claim in every:
        if (claim.source, claim.raw) not in named:
            why = "words of the headline" if claim.names and claim not in heard else "names nobody"
            note = "the outlet's own name, where people are named" if claim in heard else why
            yield Candidate(claim.raw, claim.source, claim.weight, note=note)


def _with_kinds(names: tuple[str, ...], page: Page) -> tuple[Author, ...]:
    """The authors of these names: people, unless their words or the page's graphs say otherwise.

    Where people are named, the news agency and the nameless staff beside them are left out.
    """
    said = _organisations(page)
    authors = tuple(
        Author(name, "organization" if names_nobody(name) or fold(name) in said else "person")
        for name in names
    )
    people = tuple(one for one in authors if one.kind == "person" or not is_nameless(one.name))
    return people if any(one.kind == "person" for one in authors) else authors


def _organisations(page: Page) -> frozenset[str]:
    """The folded names of what the page's graphs call an organization and nowhere a person."""
    firms: set[str] = set()
    people: set[str] = set()
    for graph in page.graphs:
        for node, _ in every_node(graph.nodes):
            if name := text_of(node):
                kinds = types(node)
                if "Person" in kinds:
                    people.add(fold(name))
                elif any(kind.endswith("Organization") or kind == "Corporation" for kind in kinds):
                    firms.add(fold(name))
    return frozenset(firms - people)


def _is_section(best: Claim, claims: list[Claim], page: Page) -> bool:
    """Whether an element named for the byline holds no name: common words, and nothing else has it."""
    if (
        page.tree is None
        or best.source != "byline"
        or best.weight > _MARKED + 1
        or without_lead(best.raw) != best.raw
    ):
        return False
    if any(claim.source != "byline" and claim.keys() & best.keys() for claim in claims):
        return False
    return all(not is_desk(name) and is_common(name, page.tree) for name in best.names)


def _whole_list(best: Claim, claims: list[Claim]) -> Claim:
    """A longer list that holds the best one, where two kinds of places, a machine or a "By" give it."""
    longer = [claim for claim in claims if claim.keys() > best.keys()]
    for claim in longer:
        agreed = {other.source for other in longer if other.keys() == claim.keys()}
        is_said = without_lead(claim.raw) != claim.raw and claim.weight >= _PLAIN_BY > best.weight
        if is_said or len(agreed) > 1 or (claim.source == "json-ld" and best.weight <= _MARKED):
            return claim
    return best


def _repeats(claim: Claim, title: str | None) -> bool:
    """Whether the names are words of the headline."""
    headline = f" {fold(title or '')} "
    return (
        any(" " in name and f" {fold(name)} " in headline for name in claim.names)
        and claim.weight < _PLAIN_BY
    )


def _support(claim: Claim, claims: list[Claim]) -> float:
    """The weight of a claim, and of the best place of each kind that names the same people."""
    mine = claim.keys()
    agreeing: dict[str, float] = {}
    for other in claims:
        theirs = other.keys()
        share = len(mine & theirs) / len(mine | theirs)
        agreeing[other.source] = max(agreeing.get(other.source, 0.0), other.weight * share)
    return sum(agreeing.values()) + claim.weight * _OWN


def _people_first(claims: list[Claim], site: frozenset[str]) -> list[Claim]:
    """The claims without the outlet's own name, unless nobody else is named."""
    people = [
        replace(claim, names=names)
        for claim in claims
        if (names := tuple(name for name in claim.names if not is_site_name(name, site)))
    ]
    return people if any(claim.weight >= _CREDIBLE for claim in people) else claims


def _attested(claims: list[Claim]) -> list[Claim]:
    """The claims with longer names cut to what another place attests ("Ann Lee Film Desk" -> "Ann Lee")."""
    known = {name for claim in claims for name in claim.names if " " in name}
    return [
        replace(claim, names=tuple(dict.fromkeys(_cut(name, known) for name in claim.names)))
        for claim in claims
    ]


def _cut(name: str, known: set[str]) -> str:
    """The shortest known name that this one begins or ends with; "Ann LeeFounder" is glued by the markup."""
    inside = [
        other
        for other in known
        if bare_name(name) != other
        if name.endswith(f" {other}") or (name.startswith(other) and re.match(r" |[A-Z]", name[len(other) :]))
    ]
    return min(inside, key=len) if inside else name


def _claims(page: Page, title: str | None, site: frozenset[str]) -> Iterator[Claim]:
    lines = list(nearby(page, title).lines())
    yield from printed_claims(page.tree, lines)
    for node in articles(page.nodes)[:3]:
        people = [person for key in ("author", "creator") for person in values(node, key, page.nodes)]
        yield from _named(people, "json-ld", _JSON_LD, site)
    for graph in page.marked:
        for node in marked_articles(graph.nodes)[:1]:
            yield from _named(values(node, "author", graph.nodes), graph.source, _IN_MARKUP, site)
    meta = metas(page)
    for key, weight in _META:
        if contents := meta.get(key):
            yield claim_of(contents[:MOST_AUTHORS], "meta", weight, printed=False)
    for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if meta.get(data) and re.match(r"written by|by$|author", (meta.get(label) or [""])[0], re.I):
            yield claim_of(meta[data][:1], "meta", 3.0, printed=False)
    if page.hint and page.hint.authors:
        yield claim_of(page.hint.authors, page.hint.source, _HINT, printed=False)


def _named(people: list[Any], source: str, weight: float, site: frozenset[str]) -> Iterator[Claim]:
    """What a graph says of who wrote the article; nothing where it names the publisher alone."""
    names = [name for person in people if (name := _person(person)) and not _is_publisher(person, site)]
    if names:
        yield claim_of(names, source, weight, printed=False)


def _person(value: Any) -> str | None:
    name = text_of(value)
    if name or not isinstance(value, dict):
        return name
    given, family = text_of(value.get("givenName")), text_of(value.get("familyName"))
    return f"{given} {family}" if given and family else None


def _is_publisher(value: Any, site: frozenset[str]) -> bool:
    """Every publisher names itself in JSON-LD; that alone is no byline."""
    name = _person(value) or ""
    return is_site_name(name, site) and (
        " " not in name or any("Organization" in kind for kind in types(value))
    )
