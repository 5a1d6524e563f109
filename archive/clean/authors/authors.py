"""The authors of an article: every name that its page gives is scored, and the likely ones are taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice

from archive.clean.authors.bylines import after_labels, is_of_work
from archive.clean.authors.in_prose import in_prose
from archive.clean.authors.labels import IN_SHEETS_TOO, is_press_role
from archive.clean.authors.marked import marked
from archive.clean.authors.mentions import MACHINE, MOST_AUTHORS, Mention, machine_mentions, organizations
from archive.clean.authors.names import (
    bare_name,
    is_desk,
    name_key,
    names_no_person,
    names_publication,
    split_names,
)
from archive.clean.authors.score import Candidate, author_model, score_names
from archive.clean.authors.unlabelled import without_labels
from archive.clean.evidence import Candidate as Evidence
from archive.clean.linear import describe_reasons, likelihood
from archive.clean.page.page import Page, cached_per_page
from archive.clean.page.printed import printed_lines
from archive.clean.page.site_names import is_site_name, site_names
from archive.model import Author, Reading

_MOST_PLACES = 150  # that name somebody; a page with more is a list of people
_LEAST = -1.0  # score of a name that stands in a list with the likeliest
_BYLINES = frozenset(("near by", "near named", "near marked", "with a role", "near linked"))
# Places whose person goes before a desk; and before one that only a system names, as on every page.
_AFTER_BY = frozenset(("near by", "below by"))
_SURE = _BYLINES | _AFTER_BY | {"json-ld", "microdata", "below marked"}
_OF_SYSTEMS = frozenset(("meta", "feed", "sitemap"))
# Beside those near the headline: places that list all authors.
_LISTS = frozenset((*MACHINE, "contributor", "below by"))


def read_authors(page: Page, title: str | None) -> Reading[tuple[Author, ...]] | None:
    """The authors in the order printed, with the byline as `raw`; None where no name is likely.

    Args:
        page: the page.
        title: its headline where known: bylines stand near it, and its words are no names.
    """
    candidates = all_candidates(page, title)
    likely = [candidate for candidate in candidates if candidate.score > 0]
    likely = [one for one in likely if not (_is_unprinted(one) and one.key in _makers_of_work(page, title))]
    if not likely:
        return None
    best = max(likely, key=lambda candidate: candidate.score)
    best = next((one for one in likely if _is_rather(one, best, site_names(page))), best)
    listed = _without_desks(_listed_with(best, candidates))
    keys = {candidate.key for candidate in listed}
    longest = max(best.mentions, key=lambda m: (m.source == "byline", len(keys & _keys([m]))))
    order = {name_key(name): i for i, name in enumerate(longest.names)}
    listed.sort(key=lambda candidate: order.get(candidate.key, len(order)))
    authors = with_kinds((candidate.name for candidate in listed[:MOST_AUTHORS]), page)
    return Reading(authors, _surest(best).source, longest.raw)


def _is_unprinted(candidate: Candidate) -> bool:
    return all(mention.place in MACHINE for mention in candidate.mentions)


@cached_per_page
def _makers_of_work(page: Page, title: str | None) -> frozenset[str]:
    """The keys of the names after "Author:" in the data sheet of a work, which a blog may declare, too."""
    lines = printed_lines(page, title)
    texts = (block.text for i, block in enumerate(lines.blocks) if is_of_work(lines, i, block.text))
    told = (IN_SHEETS_TOO.sub("", text, 1).lstrip(" :：") for text in texts)
    return frozenset(name_key(name) for text in told for name in split_names(text))


def with_kinds(names: Iterable[str], page: Page) -> tuple[Author, ...]:
    """The authors of these names: people, unless the name or the page's data tell an organization."""

    def is_organization(name: str) -> bool:
        is_site = names_publication(name) and is_site_name(name, site_names(page))
        return is_site or names_no_person(name) or name_key(name) in organizations(page)

    return tuple(Author(name, "organization" if is_organization(name) else "person") for name in names)


def author_candidates(page: Page, title: str | None) -> Iterator[Evidence]:
    """The names that `read_authors` chooses from, with their features; then the places that name nobody."""
    for candidate in all_candidates(page, title):
        first = _surest(candidate)
        reasons = author_model().reasons(candidate.features, "author", len(candidate.features))
        note = f"{likelihood(candidate.score):.0%} likely: {describe_reasons(reasons)}"
        weight, total = author_model().weights[first.place][0], round(candidate.score, 2)
        yield Evidence(candidate.name, first.source, weight, total, first.raw, note)
    for mention in _mentions(page, title):
        if not mention.names:
            yield Evidence(mention.raw, mention.source, note="names nobody")


def all_candidates(page: Page, title: str | None) -> list[Candidate]:
    """Every name that the page gives as an author's, with its features and its score."""
    return score_names(_mentions(page, title), page, title)


@cached_per_page
def _mentions(page: Page, title: str | None) -> tuple[Mention, ...]:
    lines, machine = printed_lines(page, title), tuple(machine_mentions(page))
    known = {name for mention in machine for name in mention.names if " " not in name}
    is_signed = any(" " in name for mention in machine for name in mention.names)
    printed = after_labels(lines), marked(page, lines), in_prose(lines, is_signed_elsewhere=is_signed)
    places = chain(*printed, without_labels(lines, known), machine)
    mentions = list(islice(places, _MOST_PLACES))
    whole = {name for mention in mentions for name in mention.names if " " in name}
    cut = ((one, dict.fromkeys(_cut(name, whole) for name in one.names)) for one in mentions)
    return tuple(replace(one, names=tuple(names)) for one, names in cut)


def _cut(name: str, whole: set[str]) -> str:
    """The shortest name that one begins or ends with: "Ann LeeFounder", where another place has "Ann Lee"."""
    parts = (
        other
        for other in whole
        if other in name and other not in (name, bare_name(name))
        if name.endswith(f" {other}") or (name.startswith(other) and not name[len(other)].islower())
    )
    return min(parts, key=len, default=name)


def _listed_with(best: Candidate, candidates: list[Candidate]) -> list[Candidate]:
    """The likeliest candidate and those that the page lists with it.

    A line with a "By" near the headline is the list; else what is marked there, the metadata or a line with a
    "By" below the text; else any other place. Whom the metadata adds to a byline must be printed near the
    headline, too.
    """
    lists = [m for m in best.mentions if m.place in _LISTS or m.place.startswith("near")]
    listed = _keys(m for m in lists if m.place == "near by") or _keys(lists or best.mentions)
    machine = _keys(m for m in lists if not m.place.startswith("near"))

    def is_listed(candidate: Candidate) -> bool:
        is_near = any(mention.place.startswith("near") for mention in candidate.mentions)
        is_added = is_near and candidate.key in machine
        return candidate.score > _LEAST and (candidate.key in listed or is_added)

    return [candidate for candidate in candidates if candidate is best or is_listed(candidate)]


def _is_rather(candidate: Candidate, best: Candidate, site: frozenset[str]) -> bool:
    """Whether a printed person is rather the author than the likeliest name, which is a desk or the site."""
    places, outdoing = {mention.place for mention in best.mentions}, frozenset[str]()
    if is_desk(best.name) or is_press_role(best.name):
        outdoing = _SURE if places <= _OF_SYSTEMS else _AFTER_BY
    elif is_site_name(best.name, site) and places.isdisjoint(_BYLINES):
        outdoing = _BYLINES
    is_surer = any(mention.place in outdoing for mention in candidate.mentions)
    return is_surer and not names_no_person(candidate.name)


def _without_desks(listed: list[Candidate]) -> list[Candidate]:
    """The candidates without the desks and roles that stand beside a person: "Staff, with help by Ann Lee".

    Agencies stay, and a desk that one byline names with a person: "By Ann Lee and Staff".
    """
    people = {candidate.key for candidate in listed if not names_no_person(candidate.name)}

    def is_named_with(candidate: Candidate) -> bool:
        lists = (_keys([mention]) for mention in candidate.mentions if mention.place.endswith(" by"))
        return not is_press_role(candidate.name) and any(keys & people for keys in lists)

    return [one for one in listed if not people or not is_desk(one.name) or is_named_with(one)]


def _surest(candidate: Candidate) -> Mention:
    """The place that speaks most for a name."""
    return max(candidate.mentions, key=lambda mention: author_model().score([mention.place]))


def _keys(mentions: Iterable[Mention]) -> set[str]:
    return {name_key(name) for mention in mentions for name in mention.names}
