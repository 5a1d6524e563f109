"""`Mention`: the names that one place on a page gives as authors; and those that its metadata gives."""

from __future__ import annotations

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from archive.clean.authors.labels import BY_ALONE, PATTERNS, is_press_role
from archive.clean.authors.names import name_key, split_names
from archive.clean.metadata.nodes import types, value_text, values
from archive.clean.page.page import Page, cached_per_page, meta_tags
from archive.clean.page.site_names import is_site_name, site_names

MOST_AUTHORS = 8
# Places that are not printed; they are sources of a `Reading`, too.
MACHINE = ("json-ld", "microdata", "microformats", "meta", "feed", "sitemap")
_NAMED = ("author", "creator", "contributor", "publisher")  # whom a node may name


@dataclass(frozen=True, slots=True)
class Mention:
    """The names that one place gives as authors."""

    names: tuple[str, ...]  # in the order printed; () where the place names nobody
    place: str  # what the place is; a feature of `score`
    raw: str  # as printed
    line: int = -1  # the index of the block that prints it; -1 for what is not printed

    @property
    def source(self) -> str:
        """The place, as in `Reading.source`."""
        place = "json-ld" if self.place == "contributor" else self.place
        return place if place in MACHINE else "byline"

    def at(self, line: int, raw: str | None = None) -> Mention:
        """The same mention, printed in this line; with `raw`, as this text."""
        return replace(self, line=line, raw=self.raw if raw is None else raw)


def mention(texts: Iterable[str], place: str, *, printed: bool = True) -> Mention:
    """The mention of a place with these texts; for `printed` see `split_names`."""
    raw = list(dict.fromkeys(html.unescape(text) for text in texts))[:MOST_AUTHORS]
    names = dict.fromkeys(name for text in raw for name in split_names(text, printed=printed))
    if not names:  # "Staff Writers"; a system's "editor" is nobody
        names = dict.fromkeys(text for text in raw if " " in text and is_press_role(text))
    return Mention(tuple(names), place, ", ".join(raw))


def machine_mentions(page: Page) -> Iterator[Mention]:
    """What structured data, meta tags and the feed say."""
    site = site_names(page)
    for node in page.articles[:3]:
        authors = [person for key in ("author", "creator") for person in values(node, key, page.nodes)]
        contributors = values(node, "contributor", page.nodes)
        yield from node_mentions(authors or contributors, "json-ld", site)
        yield from node_mentions(contributors if authors else [], "contributor", site)
    for graph in page.visible_graphs:
        for node in graph.articles[:1]:
            yield from node_mentions(values(node, "author", graph.nodes), graph.source, site)
    meta = meta_tags(page)
    for key in PATTERNS["meta"]:
        if contents := meta.get(key):
            if key.startswith(("citation", "dc")):
                contents = [_given_first(name) for content in contents for name in content.split(";")]
            yield mention(contents, "meta", printed=False)
    for number in ("1", "2"):
        if BY_ALONE.fullmatch(meta.get(f"twitter:label{number}", [""])[0]):
            yield mention(meta.get(f"twitter:data{number}", [])[:1], "meta", printed=False)
    if page.hint and page.hint.authors:
        yield mention(page.hint.authors, page.hint.source, printed=False)


def _given_first(name: str) -> str:
    """A name of a citation with the given name first: "Lee, Ann" -> "Ann Lee"."""
    family, comma, given = (part.strip() for part in name.partition(","))
    return f"{given} {family}" if comma and (" " not in given or " " not in family) else name


def node_mentions(people: list[Any], place: str, site: frozenset[str]) -> Iterator[Mention]:
    """The mention of an article's node; none where it names only the publisher."""
    named = [(person, name) for person in people for name in _person_names(person)]
    if names := [name for person, name in named if not _is_publisher(person, name, site)]:
        yield mention(names, place, printed=False)


def _person_names(value: Any) -> list[str]:
    """The names in a value of `author`: a text, a node, a dictionary of nodes, a node with several names."""
    if not isinstance(value, dict):
        return [name] if (name := value_text(value)) else []
    given, family = value_text(value.get("givenName")), value_text(value.get("familyName"))
    if given and family and not value.get("name"):
        return [f"{given} {family}"]
    if value.keys().isdisjoint(("name", "@type", "@id", "@value")):
        return [name for inner in value.values() if isinstance(inner, dict) for name in _person_names(inner)]
    name = value.get("name") or value.get("@value")
    return [text for item in (name if isinstance(name, list) else [name]) if (text := value_text(item))]


def _is_publisher(value: Any, name: str, site: frozenset[str]) -> bool:
    """Whether an author is only the site: publishers often name themselves where no author is known."""
    is_group = " " not in name or any("Organization" in kind for kind in types(value))
    return is_group and is_site_name(name, site)


@cached_per_page
def organizations(page: Page) -> frozenset[str]:
    """The keys of authors and publishers that are typed as an organization and nowhere as a person."""
    people, groups = set[str](), set[str]()
    for graph in page.graphs:
        described = (*graph.nodes, *graph.articles)
        keys = [(node, key) for node in described for key in _NAMED if key in node]
        named = (value for node, key in keys for value in values(node, key, graph.nodes))
        for node in (*graph.nodes, *named):
            kinds = types(node)
            if "Person" in kinds:
                people.add(name_key(value_text(node) or ""))
            elif any(kind.endswith(("Organization", "Corporation")) for kind in kinds):
                groups.add(name_key(value_text(node) or ""))
    return frozenset(groups - people)
