"""Learn an outlet's template from where its last pages stood. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.clean.metadata.graphs import VISIBLE_FORMATS
from archive.clean.template.beside import common_beside
from archive.places import Fact, PagePlaces, Source, Template

PROVEN = 8  # last pages that must agree
WINDOW = 24  # last pages whose places are kept to learn from
CLEAR = 0.97  # share of a place's characters that were kept, or that were dropped
_AGREE = 0.99  # F1 of what the other pages' places say of a page, in characters
_STRANGE = 0.02  # share of a page's characters in places that no other page has
_NEEDED: tuple[Fact, ...] = ("title", "authors", "published", "updated")
_SHORTER, _LONGER = 0.5, 3.0  # than the shortest and the longest text that was learned from
_LESS_PROSE = 0.8  # of the least share
_NONE: frozenset[str] = frozenset()


def learn_template(pages: Sequence[PagePlaces], proven: int = PROVEN) -> Template | None:
    """The template of an outlet; None where its last pages do not agree.

    They agree where one source gives each fact on all of them, and where the places of the others tell the
    text of each.

    Args:
        pages: of the outlet, the latest first.
        proven: how many of them must agree.
    """
    last = pages[:proven]
    if len(last) < proven:
        return None
    facts: dict[Fact, Source] = {}
    for fact in _NEEDED:
        if (source := _common_source(last, fact)) is None:
            return None
        facts[fact] = source
    if (byline := _common_source(last, "byline")) is not None:
        facts["byline"] = byline
    kept, dropped = _sums(page.kept for page in pages), _sums(page.dropped for page in pages)
    if not all(_is_told(page, kept - Counter(page.kept), dropped - Counter(page.dropped)) for page in last):
        return None
    words = [page.words for page in pages]
    languages = {page.settled.language for page in last}
    holders = {page.settled.copyright for page in last}
    signs = _common_signs(last)
    # What the settled facts are else read from stands beside the article.
    beside, around = (
        common_beside(last, facts.values()) if signs is not None and len(holders) == 1 else (_NONE, _NONE)
    )
    return Template(
        kept=frozenset(place for place in kept if is_clear(kept[place], dropped[place])),
        dropped=frozenset(place for place in dropped if is_clear(dropped[place], kept[place])),
        facts=facts,
        fewest_words=int(_SHORTER * min(words)),
        most_words=int(_LONGER * max(words)),
        least_prose=_LESS_PROSE * min(page.prose for page in pages),
        pages=len(pages),
        language=languages.pop() if len(languages) == 1 else None,
        signs=signs,
        formats=frozenset(_formats(pages, facts.values())),
        copyright=next(iter(holders)) if len(holders) == 1 else None,
        beside=beside,
        around=around,
    )


def _common_signs(pages: Sequence[PagePlaces]) -> tuple[str, ...] | None:
    """The signs of an article that all pages have, in the order of the latest; None where one is in doubt."""
    first, *others = (page.settled.signs for page in pages)
    if first is None or None in others:
        return None
    return tuple(sign for sign in first if all(signs and sign in signs for signs in others))


def _formats(pages: Iterable[PagePlaces], sources: Iterable[Source]) -> Iterator[str]:
    """The formats that give a fact: by the template, or to the readers that it does not replace."""
    for page in pages:
        yield from page.settled.formats
    yield from (kind for source in sources if (kind := source.partition("|")[0]) in VISIBLE_FORMATS)


def is_clear(characters: int, others: int) -> bool:
    """Whether nearly all of a place is of one kind: `characters` of it, and `others` of the other."""
    return characters > 0 and characters >= CLEAR * (characters + others)


def _sums(counts: Iterable[Mapping[str, int]]) -> Counter[str]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return total


def _common_source(pages: Sequence[PagePlaces], fact: Fact) -> Source | None:
    """The source that gives a fact on all pages, the most reliable first; None where there is none.

    Those in formats that slow libraries parse come last: the others gave just the same.
    """
    lists = [page.facts.get(fact, ()) for page in pages]
    common = [source for source in lists[0] if all(source in others for others in lists[1:])]
    return min(common, key=lambda source: source.partition("|")[0] in VISIBLE_FORMATS, default=None)


def _is_told(page: PagePlaces, kept: Counter[str], dropped: Counter[str]) -> bool:
    """Whether the places of the other pages tell which blocks of a page are its text."""
    right = wrong = missed = strange = 0
    for place in page.kept.keys() | page.dropped.keys():
        own, other = page.kept.get(place, 0), page.dropped.get(place, 0)
        if is_clear(kept[place], dropped[place]):
            right += own
            wrong += other
        elif is_clear(dropped[place], kept[place]):
            missed += own
        elif place.startswith("prose"):
            strange += own
    whole = 2 * right + wrong + missed
    return right > 0 and 2 * right >= _AGREE * whole and strange <= _STRANGE * (right + missed + strange)
