"""`Mention`: the names that one place on a page gives as authors; and those that its metadata gives."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from archive.clean.authors.names import bare_name, split_names
from archive.clean.metadata.nodes import Node, types, value_text, values, visible_articles
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page, cached_per_page
from archive.clean.page.site_names import is_site_name, site_names
from archive.folding import fold

MOST_AUTHORS = 8

# Places that are not printed; they are sources of a `Reading`, too.
MACHINE = ("json-ld", "microdata", "microformats", "meta", "feed", "sitemap")

_META = (
    "parsely-author", "citation_author", "citation_authors", "byl", "author", "article:author",
    "article:author_name", "sailthru.author", "cxenseparse:author", "article-author", "dc.creator",
    "dcterms.creator", "og:author", "authors",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """The names that one place gives as authors.

    Attributes:
        names: in the order printed; () where the place names nobody.
        place: what the place is; a feature of `score`.
        raw: as printed.
        line: the index of the block that prints it; -1 for what is not printed.
    """

    names: tuple[str, ...]
    place: str
    raw: str
    line: int = -1

    @property
    def source(self) -> str:
        """The place, as in `Reading.source`."""
        place = "json-ld" if self.place == "contributor" else self.place
        return place if place in MACHINE else "byline"

    def at(self, line: int, raw: str | None = None) -> Mention:
        """The same mention, printed in this line; with `raw`, as this text."""
        return replace(self, line=line, raw=self.raw if raw is None else raw)


def name_key(name: str) -> str:
    """A name folded for comparison, without title and credentials."""
    return fold(bare_name(name)) or name


def mention(texts: Iterable[str], place: str, *, printed: bool = True) -> Mention:
    """The mention of a place with these texts; for `printed` see `split_names`."""
    raw = list(dict.fromkeys(html.unescape(text) for text in texts))[:MOST_AUTHORS]
    names = dict.fromkeys(
        name
        for text in raw
        for name in split_names(_in_order(text) if place == "meta" else text, printed=printed)
    )
    return Mention(tuple(names), place, ", ".join(raw))


def _in_order(name: str) -> str:
    """The name, with "Lee, Ann" turned into "Ann Lee"."""
    match = re.fullmatch(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]+(?: [A-Z]\.?)?)", name)
    return f"{match[2]} {match[1]}" if match else name


def machine_mentions(page: Page) -> Iterator[Mention]:
    """What structured data, meta tags and the feed say."""
    site = site_names(page)
    for node in page.articles[:3]:
        authors = [person for key in ("author", "creator") for person in values(node, key, page.nodes)]
        yield from node_mentions(authors, "json-ld", site)
        yield from node_mentions(values(node, "contributor", page.nodes), "contributor", site)
    for graph in page.visible_graphs:
        for node in visible_articles(graph.nodes)[:1]:
            yield from node_mentions(values(node, "author", graph.nodes), graph.source, site)
    meta = meta_tags(page)
    for key in _META:
        if contents := meta.get(key):
            yield mention(contents, "meta", printed=False)
    for label, data in (("twitter:label1", "twitter:data1"), ("twitter:label2", "twitter:data2")):
        if meta.get(data) and re.match(
            r"written by|by$|author|escrito|écrit|verfasst|geschreven|scritto",
            (meta.get(label) or [""])[0],
            re.I,
        ):
            yield mention(meta[data][:1], "meta", printed=False)
    if page.hint and page.hint.authors:
        yield mention(page.hint.authors, page.hint.source, printed=False)


def node_mentions(people: list[Any], place: str, site: frozenset[str]) -> Iterator[Mention]:
    """The mention of an article's node; none where it names only the publisher."""
    names = [
        name for person in people for name in _person_names(person) if not _is_publisher(person, name, site)
    ]
    if names:
        yield mention(names, place, printed=False)


def _person_names(value: Any) -> list[str]:
    """The names in a value of `author`: a text, a node, a dictionary of nodes, a node with several names."""
    if not isinstance(value, dict):
        return [name] if (name := value_text(value)) else []
    given, family = value_text(value.get("givenName")), value_text(value.get("familyName"))
    if given and family and not value.get("name"):
        return [f"{given} {family}"]
    if any(isinstance(inner, dict) for inner in value.values()) and not (
        {"name", "@type", "@id"} & set(value)
    ):
        return [name for inner in value.values() for name in _person_names(inner)]
    name = value.get("name") or value.get("@value")
    return [text for item in (name if isinstance(name, list) else [name]) if (text := value_text(item))]


def _is_publisher(value: Any, name: str, site: frozenset[str]) -> bool:
    """Whether an author is only the site: publishers often name themselves where no author is known."""
    return is_site_name(name, site) and (
        " " not in name or any("Organization" in kind for kind in types(value))
    )


@cached_per_page
def organizations(page: Page) -> frozenset[str]:
    """The keys of authors and publishers that are typed as an organization and nowhere as a person."""
    typed: dict[str, set[str]] = {}
    for graph in page.graphs:
        for node in (*graph.nodes, *_people_of(graph.nodes)):
            if name := value_text(node):
                typed.setdefault(name_key(name), set()).update(types(node))
    return frozenset(
        name
        for name, kinds in typed.items()
        if "Person" not in kinds
        and any(kind.endswith("Organization") or kind == "Corporation" for kind in kinds)
    )


def _people_of(nodes: tuple[Node, ...]) -> list[Node]:
    found = [
        value
        for node in (*nodes, *visible_articles(nodes))
        for key in ("author", "creator", "contributor", "publisher")
        for value in values(node, key, nodes)
    ]
    return [node for node in found if isinstance(node, dict)]
