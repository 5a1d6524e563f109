"""Read a page by its outlet's template, and say where a page that was read without it stood. Pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from archive.clean.authors.authors import read_authors
from archive.clean.dom.blocks import Block
from archive.clean.page.page import Page
from archive.clean.template.beside import Beside
from archive.clean.template.block_places import places_of
from archive.clean.template.sources import NOWHERE, PageFacts, read_facts
from archive.model import Reading
from archive.places import Fact, PagePlaces, Settled, Source, Template

CHECKED_EVERY = 20  # pages of an outlet: one takes the whole road, whatever its template
_FEWEST_WORDS = 40  # of a text whose places are worth learning from
_STRANGE = 0.02  # share of the text's characters that prose in unknown places may have


@dataclass(frozen=True, slots=True)
class TemplateReading:
    """A page as its outlet's template reads it.

    Attributes:
        keep: for each block of the page whether it is the author's.
        facts: title, authors and dates.
    """

    keep: tuple[bool, ...]
    facts: PageFacts


@dataclass(frozen=True, slots=True)
class Misfit:
    """Why a page does not fit its outlet's template, in words for people."""

    reason: str


def is_checked(url: str) -> bool:
    """Whether a page takes the whole road to check the template: every twentieth, by its URL."""
    digest = hashlib.blake2b(url.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest, "big") % CHECKED_EVERY == 0


def read_by_template(page: Page, template: Template) -> TemplateReading | Misfit:
    """Read a page from the places of its outlet's template; a Misfit where it is not like the pages before.

    A block in an unknown place is left out where it is no prose, or stands between blocks that are kept.
    """
    if page.tree is None:
        return Misfit("plain text")
    blocks = page.blocks
    keep, strange = _keep(blocks, template)
    text = [block for block, is_kept in zip(blocks, keep, strict=True) if is_kept]
    if why := _why_another_text(text, strange, template):
        return Misfit(why)
    facts = read_facts(page, template.facts)
    if why := _why_other_facts(page, facts, template):
        return Misfit(why)
    return TemplateReading(tuple(keep), facts)


def _why_another_text(text: Sequence[Block], strange: Sequence[Block], template: Template) -> str | None:
    """Why the blocks that a template takes are not the text; None where they may be.

    Args:
        strange: the prose that stands in no known place.
    """
    size = sum(len(block.text) for block in text)
    if sum(len(block.text) for block in strange) > _STRANGE * size:
        return f"prose in a place that is new: {strange[0].text[:60]!r}"
    words = sum(block.words for block in text)
    if not template.fewest_words <= words <= template.most_words:
        return f"{words} words, where {template.fewest_words} to {template.most_words} are usual"
    if _prose(text) < template.least_prose:
        return f"{_prose(text):.0%} of its text is prose, where {template.least_prose:.0%} is usual"
    return None


def _why_other_facts(page: Page, facts: PageFacts, template: Template) -> str | None:
    """Why the facts that a template gives are not the page's; None where they may be.

    Where an outlet names no author, one is looked for as on any page.
    """
    names_nobody = template.facts["authors"] == NOWHERE
    if names_nobody and read_authors(page, facts.headline):
        return "an author where the outlet names none"
    expected: dict[str, Reading[Any] | None] = {"title": facts.title, "date": facts.dates.published}
    expected |= {} if names_nobody else {"author": facts.authors}
    missing = [name for name, reading in expected.items() if reading is None]
    return f"no {' and no '.join(missing)} where the outlet has them" if missing else None


def _keep(blocks: Sequence[Block], template: Template) -> tuple[list[bool], list[Block]]:
    """Whether each block is text, and the prose that stands in no known place."""
    known: list[bool | None] = []
    strange: list[Block] = []
    for block, place in zip(blocks, places_of(blocks), strict=True):
        if place in template.kept:
            known.append(True)
        elif place in template.dropped:
            known.append(False)
        else:
            known.append(None)
            if block.is_prose:
                strange.append(block)
    return _fill(known), strange


def _fill(known: Sequence[bool | None]) -> list[bool]:
    """The same with each unknown block kept where the nearest known ones on both sides are."""
    below: list[bool] = []
    nearest = False
    for is_kept in reversed(known):
        nearest = nearest if is_kept is None else is_kept
        below.append(nearest)
    keep, above = [], False
    for is_kept, after in zip(known, reversed(below), strict=True):
        above = above if is_kept is None else is_kept
        keep.append(above and after if is_kept is None else is_kept)
    return keep


def _prose(blocks: Sequence[Block]) -> float:
    """The share of the characters of some blocks that is prose, 0-1."""
    size = sum(len(block.text) for block in blocks)
    return sum(len(block.text) for block in blocks if block.is_prose) / size if size else 0.0


def page_places(
    page: Page,
    keep: Sequence[bool],
    sources: Mapping[Fact, tuple[Source, ...]],
    settled: Settled,
    beside: Beside,
) -> PagePlaces | None:
    """Where the text and the facts of a page stood; None for a page too short to learn from.

    Args:
        page: the page.
        keep: for each of its blocks whether the whole road took it for the author's.
        sources: those that give each of its facts.
        settled: what else may be the same on all pages.
        beside: which of its elements hold what was read, and which stand beside these.
    """
    blocks = page.blocks
    text = [block for block, is_kept in zip(blocks, keep, strict=True) if is_kept]
    words = sum(block.words for block in text)
    if page.tree is None or words < _FEWEST_WORDS:
        return None
    kept: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    for block, place, is_kept in zip(blocks, places_of(blocks), keep, strict=True):
        (kept if is_kept else dropped)[place] += len(block.text)
    prose = _prose(text)
    return PagePlaces(
        dict(kept), dict(dropped), sources, words, prose, settled, beside.used, beside.beside, beside.holders
    )
