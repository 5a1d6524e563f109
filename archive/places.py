"""Where a page's text and facts stood in its template, and the template learned from an outlet's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

# Where a fact stands, as `meta|og:title`, `json-ld|headline` or `element|h1.entry-title < header < article`.
Source: TypeAlias = str

Fact = Literal["title", "authors", "byline", "published", "updated"]


@dataclass(frozen=True, slots=True)
class Settled:
    """What one page says of what an outlet's pages have in common.

    Attributes:
        language: that the page declares and the words confirm; None where they tell it alone, or nothing.
        signs: what shows that it is an article; None where that is in doubt.
        formats: `microdata`, `microformats`: those that gave a fact which no template gives.
        copyright: its holder; "" for none.
    """

    language: str | None = None
    signs: tuple[str, ...] | None = None
    formats: tuple[str, ...] = ()
    copyright: str = ""


NOT_SETTLED = Settled()


@dataclass(frozen=True, slots=True)
class PagePlaces:
    """Where the text and the facts of one page stood, as the whole road read it.

    A place is the path of element names from a block outwards, with the sort of block (`place_of`).

    Attributes:
        kept, dropped: characters of the blocks in each place that were taken for the text, and that were not.
        facts: for each fact the sources that give just what the whole road read; () for none.
        words: of the blocks that were kept.
        prose: share of the kept characters in prose, 0-1.
        settled: what else may be the same on all pages.
        used, beside: the places of elements that hold what was read of the page, and of those that stand
            beside them; () where that cannot be said.
        holders: of each source that is an element, the places of this and of those around it which are in
            `beside`, or stand in such: they hold what was read only where the fact is read from there.
    """

    kept: Mapping[str, int]
    dropped: Mapping[str, int]
    facts: Mapping[Fact, tuple[Source, ...]]
    words: int
    prose: float
    settled: Settled = NOT_SETTLED
    used: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    holders: Mapping[Source, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Template:
    """The places that the last pages of an outlet were all read from.

    Attributes:
        kept, dropped: the places of blocks that are text, and that are not.
        facts: the source of each fact; `nowhere` for a date of change that no page has.
        fewest_words, most_words: of a text that fits.
        least_prose: share of a text's characters in prose, 0-1.
        pages: how many pages it was learned from.
        language: that all pages declare, and their words confirm; None where they differ.
        signs: what showed of all pages that they are articles; None where one was in doubt.
        formats: of the attributes of visible elements those that facts were read from.
        copyright: the holder that all pages name; "" where all name none; None where they differ.
        beside: the places of elements that stand beside the article, and are not read.
        around: those of the elements that they stand in.
    """

    kept: frozenset[str]
    dropped: frozenset[str]
    facts: Mapping[Fact, Source]
    fewest_words: int
    most_words: int
    least_prose: float
    pages: int
    language: str | None = None
    signs: tuple[str, ...] | None = None
    formats: frozenset[str] = frozenset()
    copyright: str | None = None
    beside: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TemplateUse:
    """What an outlet's template was to one page.

    Attributes:
        outcome: `read`: the page was read by it; `misfit`: the page did not fit and took the whole road;
            `same` and `different`: the page took the whole road to check the template.
        reason: why it did not fit, or what was different; None for nothing.
    """

    outcome: Literal["read", "misfit", "same", "different"]
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class TemplateTrace:
    """What one cleaned page says of its outlet's template.

    Attributes:
        places: where its text and facts stood; None where the whole road was not taken or read too little.
        use: what the template was to the page; None where the outlet has none.
    """

    places: PagePlaces | None = None
    use: TemplateUse | None = field(default=None)


NO_TRACE = TemplateTrace()
