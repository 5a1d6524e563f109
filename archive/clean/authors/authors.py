"""The authors of an article, chosen from all places on the page that name somebody.

Each place makes a `Claim` with a weight; the claims that agree support each other, and the best supported
wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from archive.clean.authors.bylines import printed_claims
from archive.clean.authors.claims import MOST_AUTHORS, Claim, make_claim
from archive.clean.authors.names import bare_name, without_by
from archive.clean.authors.organisations import is_anonymous, is_desk, names_no_person
from archive.clean.authors.unlabelled import is_common_phrase
from archive.clean.evidence import Candidate
from archive.clean.metadata.nodes import types, value_text, values, visible_articles
from archive.clean.metadata.own_nodes import every_node
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.near_headline import lines_near_headline
from archive.clean.page.page import Page, cached_per_page
from archive.clean.page.site_names import is_site_name, site_names
from archive.folding import fold
from archive.model import Author, Reading

# The weights of the places; those of printed bylines are in `bylines` and `marked`.
_MARKED = 4.5  # an element marked as the byline

_PLAIN_BY = 5.0  # a line that begins with "By"

_JSON_LD = 4.0

_HINT = 3.5

_IN_MARKUP = 3.0  # microdata and microformats: their element may be read as printed, too

_META = (
    ("parsely-author", 3.5), ("citation_author", 3.5), ("citation_authors", 3.5), ("byl", 3.5),
    ("author", 3.0), ("article:author", 3.0),
    ("article:author_name", 3.0), ("sailthru.author", 3.0), ("cxenseparse:author", 3.0),
    ("article-author", 3.0),
    ("dc.creator", 2.5), ("dcterms.creator", 2.5), ("og:author", 2.5), ("authors", 2.5),
)  # fmt: skip

_ENOUGH = 1.9  # support from which a claim is believed

_CREDIBLE = 2.5  # weight from which a claim of people displaces the outlet's own name

_OWN_SHARE = 0.25  # of its weight that a claim adds to its support, beside that of its kind of place


def read_authors(page: Page, title: str | None) -> Reading[tuple[Author, ...]] | None:
    """The authors in the order printed, with the byline as `raw`; None where no place is credible.

    Args:
        page: the page.
        title: its headline where known: bylines stand near it, and its words are no names.
    """
    claims = _comparable(list(_read_claims(page, title)), page, title)
    if not claims:
        return None
    best = max(claims, key=lambda claim: _support(claim, claims))
    if _support(best, claims) < _ENOUGH or _is_section(best, claims, page):
        return None
    best = _whole_list(best, claims)
    printed = next((c.raw for c in claims if c.source == "byline" and c.keys() & best.keys()), best.raw)
    return Reading(with_kinds(best.names[:MOST_AUTHORS], page), best.source, printed)


def author_candidates(page: Page, title: str | None) -> Iterator[Candidate]:
    """The claims that `read_authors` chooses from, with their weight and support, then those it discards."""
    every = list(_read_claims(page, title))
    claims = _comparable(every, page, title)
    for claim in claims:
        total = _support(claim, claims)
        names = ", ".join(claim.names[:MOST_AUTHORS])
        note = "too little to believe it" if total < _ENOUGH else None
        if all(author.kind == "organization" for author in with_kinds(claim.names, page)):
            note = note or "no person"
        note = "words that the page uses elsewhere, no name" if _is_section(claim, claims, page) else note
        yield Candidate(names, claim.source, claim.weight, total, claim.raw, note)
    compared = {(claim.source, claim.raw) for claim in claims}
    for claim in every:
        if (claim.source, claim.raw) not in compared:
            if not claim.names:
                note = "names nobody"
            elif _is_headline(claim, title):
                note = "words of the headline"
            else:
                note = "the outlet's own name, where people are named"
            yield Candidate(claim.raw, claim.source, claim.weight, note=note)


def _comparable(every: Iterable[Claim], page: Page, title: str | None) -> list[Claim]:
    """The claims that name somebody, names cut to what other places confirm, people before the outlet."""
    naming = [claim for claim in every if claim.names and not _is_headline(claim, title)]
    return _people_first(_cut_to_confirmed(naming), site_names(page))


def with_kinds(names: tuple[str, ...], page: Page) -> tuple[Author, ...]:
    """The authors of these names: people, unless the name or the page's structured data is an organization's.

    Where people are named, a news agency or an anonymous staff named with them is left out.
    """
    organizations = _organizations(page)
    authors = tuple(
        Author(name, "organization" if names_no_person(name) or fold(name) in organizations else "person")
        for name in names
    )
    named = tuple(author for author in authors if author.kind == "person" or not is_anonymous(author.name))
    return named if any(author.kind == "person" for author in authors) else authors


@cached_per_page
def _organizations(page: Page) -> frozenset[str]:
    """The folded names of nodes that are typed as an organization and nowhere as a person."""
    organizations: set[str] = set()
    people: set[str] = set()
    for graph in page.graphs:
        for node, _ in every_node(graph.nodes):
            if name := value_text(node):
                kinds = types(node)
                if "Person" in kinds:
                    people.add(fold(name))
                elif any(kind.endswith("Organization") or kind == "Corporation" for kind in kinds):
                    organizations.add(fold(name))
    return frozenset(organizations - people)


def _is_section(best: Claim, claims: list[Claim], page: Page) -> bool:
    """Whether a claim from a byline element is a section's name: its words are common on the page.

    Not where a "By" precedes the name or another kind of place names it.
    """
    if (
        page.tree is None
        or best.source != "byline"
        or best.weight > _MARKED + 1
        or without_by(best.raw) != best.raw
    ):
        return False
    if any(claim.source != "byline" and claim.keys() & best.keys() for claim in claims):
        return False
    return all(not is_desk(name) and is_common_phrase(name, page.tree) for name in best.names)


def _whole_list(best: Claim, claims: list[Claim]) -> Claim:
    """A longer list that contains the best claim, if two kinds of places, JSON-LD or a "By" give it."""
    longer = [claim for claim in claims if claim.keys() > best.keys()]
    for claim in longer:
        agreed = {other.source for other in longer if other.keys() == claim.keys()}
        has_by = without_by(claim.raw) != claim.raw and claim.weight >= _PLAIN_BY > best.weight
        if has_by or len(agreed) > 1 or (claim.source == "json-ld" and best.weight <= _MARKED):
            return claim
    return best


def _is_headline(claim: Claim, title: str | None) -> bool:
    """Whether a name of the claim is only words of the headline."""
    headline = f" {fold(title or '')} "
    return (
        any(" " in name and f" {fold(name)} " in headline for name in claim.names)
        and claim.weight < _PLAIN_BY
    )


def _support(claim: Claim, claims: list[Claim]) -> float:
    """The best weight of each kind of place that names the same people, by the share of names in common.

    A part of the claim's own weight is added, so that the better of two places of a kind wins.
    """
    names = claim.keys()
    best: dict[str, float] = {}
    for other in claims:
        other_names = other.keys()
        share = len(names & other_names) / len(names | other_names)
        best[other.source] = max(best.get(other.source, 0.0), other.weight * share)
    return sum(best.values()) + claim.weight * _OWN_SHARE


def _people_first(claims: list[Claim], site: frozenset[str]) -> list[Claim]:
    """The claims without the outlet's own name, if any credible one names somebody else; else all."""
    people = [
        replace(claim, names=names)
        for claim in claims
        if (names := tuple(name for name in claim.names if not is_site_name(name, site)))
    ]
    return people if any(claim.weight >= _CREDIBLE for claim in people) else claims


def _cut_to_confirmed(claims: list[Claim]) -> list[Claim]:
    """The claims with names cut to shorter ones that another claim has ("Ann Lee Film Desk" -> "Ann Lee")."""
    known = {name for claim in claims for name in claim.names if " " in name}
    return [
        replace(claim, names=tuple(dict.fromkeys(_cut(name, known) for name in claim.names)))
        for claim in claims
    ]


def _cut(name: str, known: set[str]) -> str:
    """The shortest known name that a name begins or ends with, else the name.

    "Ann LeeFounder" counts: the words are of two elements without a space between them.
    """
    inside = [
        other
        for other in known
        if bare_name(name) != other
        if name.endswith(f" {other}") or (name.startswith(other) and re.match(r" |[A-Z]", name[len(other) :]))
    ]
    return min(inside, key=len) if inside else name


def _read_claims(page: Page, title: str | None) -> Iterator[Claim]:
    """Every place that names authors: printed bylines, structured data, meta tags, the hint."""
    site = site_names(page)
    lines = list(lines_near_headline(page, title).lines())
    yield from printed_claims(page, lines)
    for node in page.articles[:3]:
        people = [person for key in ("author", "creator") for person in values(node, key, page.nodes)]
        yield from node_claims(people, "json-ld", _JSON_LD, site)
    for graph in page.visible_graphs:
        for node in visible_articles(graph.nodes)[:1]:
            yield from node_claims(values(node, "author", graph.nodes), graph.source, _IN_MARKUP, site)
    meta = meta_tags(page)
    for key, weight in _META:
        if contents := meta.get(key):
            yield make_claim(contents[:MOST_AUTHORS], "meta", weight, printed=False)
    for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if meta.get(data) and re.match(r"written by|by$|author", (meta.get(label) or [""])[0], re.I):
            yield make_claim(meta[data][:1], "meta", 3.0, printed=False)
    if page.hint and page.hint.authors:
        yield make_claim(page.hint.authors, page.hint.source, _HINT, printed=False)


def node_claims(people: list[Any], source: str, weight: float, site: frozenset[str]) -> Iterator[Claim]:
    """The claim of an article's node; none where it names only the publisher."""
    names = [name for person in people if (name := _person_name(person)) and not _is_publisher(person, site)]
    if names:
        yield make_claim(names, source, weight, printed=False)


def _person_name(value: Any) -> str | None:
    name = value_text(value)
    if name or not isinstance(value, dict):
        return name
    given, family = value_text(value.get("givenName")), value_text(value.get("familyName"))
    return f"{given} {family}" if given and family else None


def _is_publisher(value: Any, site: frozenset[str]) -> bool:
    """Whether an author is only the site: publishers often name themselves where no author is known."""
    name = _person_name(value) or ""
    return is_site_name(name, site) and (
        " " not in name or any("Organization" in kind for kind in types(value))
    )
