"""The values of this room: names of works as articles give them, and entries of the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from archive.json_text import to_json

# Works are looked up by these ids. Each registry has its own index, so a new one needs a migration.
REGISTRIES = ("imdb", "wikidata", "tmdb", "musicbrainz", "isbn")

# A work has one id in each of these. Of others it has several: a book has an ISBN for each edition.
ONE_ID = ("imdb", "wikidata")


@dataclass(frozen=True, slots=True)
class Entry:
    """A work of the catalogue.

    Attributes:
        ids: by registry.
        people: who made it, folded.
    """

    id: int
    title: str
    year: int | None
    medium: str | None
    ids: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[str] = frozenset()

    def __str__(self) -> str:
        return described(self.title, self.year, self.medium, self.ids)


@dataclass(frozen=True, slots=True)
class WorkName:
    """One way in which articles name a work.

    Attributes:
        title_key: the title folded.
        ids: by registry, as the pages have it.
        people: who made the work, by the pages' structured data; folded.
        named: of those who made works of this title, whom the texts name; folded.
        written: the year in which the articles were published.
        apart: a correction that takes these articles out of their title.
        entry: what it is in the catalogue.
        stored_signature: the signature of a stored name, which need not be made again.
    """

    title: str
    title_key: str
    year: int | None = None
    medium: str | None = None
    ids: Mapping[str, str] = field(default_factory=dict)
    people: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()
    written: int | None = None
    apart: str | None = None
    entry: Entry | None = None
    stored_signature: str | None = field(default=None, compare=False)

    @property
    def signature(self) -> str:
        """All that articles say, as JSON: equal for equal names."""
        return self.stored_signature or to_json(
            [
                *(self.title, self.title_key, self.year, self.medium, sorted(self.ids.items())),
                *(sorted(self.people), sorted(self.named), self.written, self.apart),
            ]
        )

    @property
    def spec(self) -> str:
        """What a correction remembers of a name."""
        return to_json(
            [self.title_key, self.year, self.medium, sorted(self.ids.items()), self.written, self.apart]
        )

    @property
    def known_year(self) -> int | None:
        """The year by the catalogue, else by the pages."""
        return self.entry.year if self.entry and self.entry.year else self.year

    @property
    def known_ids(self) -> dict[str, str]:
        """The ids by the pages and by the catalogue."""
        return {**(self.entry.ids if self.entry else {}), **self.ids}

    @property
    def known_medium(self) -> str | None:
        """The medium by the pages, else by the catalogue."""
        return self.medium or (self.entry.medium if self.entry else None)

    @property
    def known_people(self) -> frozenset[str]:
        """Who made the work, by the pages and by the catalogue."""
        return self.people | (self.entry.people if self.entry else frozenset())


def described(title: str, year: int | None, medium: str | None, ids: Mapping[str, str]) -> str:
    """`Ballerina (2025), film, imdb tt7181546`"""
    parts = [f"{title} ({year})" if year else title, *([medium] if medium else [])]
    return ", ".join([*parts, *(f"{registry} {value}" for registry, value in sorted(ids.items()))])
