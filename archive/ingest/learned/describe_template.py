"""Say in words what an outlet's template is: for `matinee furniture` and `matinee status`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from archive.db.store import Store
from archive.ingest.learned.template import parse_template
from archive.places import Fact, Source, Template
from archive.terminal import counted

_SORTS = {
    "prose": "paragraphs",
    "short": "short lines",
    "emphasis": "emphasised lines",
    "links": "lines of links",
}

_FACTS: dict[Fact, str] = {
    "title": "title",
    "authors": "author",
    "published": "date",
    "updated": "date of change",
}

_NOWHERE = "nowhere: the pages do not say"


@dataclass(frozen=True, slots=True)
class ProvenOutlet:
    """The template of a proven outlet, with how its pages fitted.

    Attributes:
        template: the places.
        since: ISO 8601, when the page was captured at which the outlet was proven.
        read: pages that were read by the template.
        checked: pages that took the whole road and were read the same.
        misfits: pages that did not fit and took the whole road.
    """

    template: Template
    since: str
    read: int
    checked: int
    misfits: int

    def as_dict(self) -> dict[str, Any]:
        """The template as JSON can hold it."""
        return {
            "since": self.since,
            "pages_read": self.read,
            "pages_checked": self.checked,
            "misfits": self.misfits,
            "learned_from": self.template.pages,
            "sources": {label: self.template.facts[name] for name, label in _FACTS.items()},
            "language": self.template.language,
            "text": sorted(self.template.kept),
            "not_text": sorted(self.template.dropped),
            "beside": sorted(self.template.beside),
        }

    def lines(self) -> Iterator[str]:
        """The template for people."""
        yield (
            f"Proven since {self.since[:10]}: the last pages all had their text, title, author and date"
            " in the same places."
        )
        yield (
            f"{counted(self.read, 'page')} read from these places, {self.checked:,} checked and read"
            f" the same, {counted(self.misfits, 'page')} did not fit."
        )
        for name, label in _FACTS.items():
            yield f"  {label:<15}{describe_source(self.template.facts[name])}"
        if self.template.language:
            yield f"  {'language':<15}{self.template.language}, as all pages declare"
        for index, words in enumerate(describe_places(self.template.kept)):
            yield f"  {'text' if index == 0 else '':<15}{words}"
        yield f"  {'not text':<15}{counted(len(self.template.dropped), 'place')}"
        for index, place in enumerate(sorted(self.template.beside)):
            yield f"  {'' if index else 'not read':<15}{place}"


def proven_outlet(store: Store, outlet: str) -> ProvenOutlet | None:
    """The template of an outlet; None where it is not proven."""
    row = store.row("select * from _templates where outlet = ?", outlet)
    if row is None:
        return None
    template = parse_template(json.loads(row["template"]))
    return ProvenOutlet(template, row["since"], row["read"], row["checked"], row["misfits"])


def describe_source(source: Source) -> str:
    """`the meta tag og:title`, `the JSON-LD property author`, `the element h1.entry-title < header`"""
    kind, _, name = source.partition("|")
    names = {
        "meta": f"the meta tag {name}",
        "json-ld": f"the JSON-LD property {name}",
        "microdata": f"the microdata property {name}",
        "microformats": f"the microformats property {name}",
        "title": "the page's <title>",
        "time": f"the time in {name}",
        "nowhere": _NOWHERE,
    }
    return names.get(kind, f"the element {name}")


def describe_places(places: Iterable[str]) -> list[str]:
    """Each place in words, such as `paragraphs in p < div.entry-content < article`."""
    sorts: dict[str, list[str]] = {}
    for place in sorted(places):
        sort, _, path = place.partition(" ")
        sorts.setdefault(path, []).append(_SORTS[sort])
    return [f"{', '.join(names)} in {path}" for path, names in sorted(sorts.items())]
