"""The languages in which to read the dates of a page, and their names of the months."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, partial
from importlib import import_module
from itertools import islice

from archive.clean.dom.blocks import Block
from archive.clean.facts.language import SURE, declared_languages, is_plainly, language_chances
from archive.clean.page.page import Page, cached_per_page
from archive.folding import fold

_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip

_SAMPLE = 600  # characters of prose that tell in which language a page is
_BLOCKS = 6  # that they are taken from


@dataclass(frozen=True)
class DateLanguages:
    """The languages in which to read dates, as lower-case primary subtags ("de") or with a region ("en-gb").

    Attributes:
        declared: those that a page declares.
        identify: gives those that it is written in. This is slow, and called only where a date depends on it.
    """

    declared: tuple[str, ...]
    identify: Callable[[], tuple[str, ...]] = tuple

    @cached_property
    def in_order(self) -> tuple[str, ...]:
        """As written, as declared, then English. The first has its region where the page declares one."""
        first, *others = *self.identify(), *self.declared, "en"
        regional = next((tag for tag in self.declared if tag.startswith(f"{first}-")), first)
        return tuple(dict.fromkeys((regional, first, *others)))

    def month(self, word: str) -> int | None:
        """The number of the month that a word names, in a declared language rather than another."""
        folded = fold(word)
        return _month(folded, (*self.declared, "en")) or _month(folded, self.in_order)


def _month(folded: str, languages: tuple[str, ...]) -> int | None:
    months = (_months(tag.partition("-")[0]).get(folded) for tag in languages)
    return next(filter(None, months), None)


@cache
def _months(language: str) -> dict[str, int]:
    """The numbers of the months by their folded names in a language, as dateparser knows them."""
    name = "nb" if language in ("no", "nn") else language  # Norwegian under its usual tag
    try:
        known = import_module(f"dateparser.data.date_translation_data.{name}").info
    except ImportError:
        return {}
    return {fold(name): number for number, key in enumerate(_MONTHS, 1) for name in known[key]}


@cached_per_page
def date_languages(page: Page) -> DateLanguages:
    """The languages in which to read the page's dates."""
    raw = [(reading.raw or "").strip().lower().replace("_", "-") for reading in declared_languages(page)]
    tags = [tag for name in raw for tag in (name[:5], name.partition("-")[0])]
    return DateLanguages(tuple(dict.fromkeys(tags)), partial(_written_in, page.blocks, tags))


def _written_in(blocks: Sequence[Block], declared: Sequence[str]) -> tuple[str, ...]:
    """The language of the first prose of some blocks, if it is sure."""
    prose = " ".join(islice((block.text for block in blocks if block.is_prose), _BLOCKS))
    if plain := [tag for tag in declared if is_plainly(tag, prose)]:
        return tuple(plain)
    return tuple(tag for tag, chance in language_chances(prose[:_SAMPLE]).items() if chance >= SURE)
