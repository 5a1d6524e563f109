"""`Claim`: the names that one place on a page gives as authors, with the weight of the place."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.clean.authors.names import bare_name, split_names
from archive.folding import fold

# The weight of a printed name far from the headline, or without a label.
WEAK_PLACE = 2.2

MOST_AUTHORS = 8


@dataclass(frozen=True, slots=True)
class Claim:
    """The names that one place gives as authors.

    Attributes:
        names: in the order printed; () where the place names nobody.
        source: the kind of place, as in `Reading.source`.
        raw: as printed.
        weight: how reliable the place is.
    """

    names: tuple[str, ...]
    source: str
    raw: str
    weight: float

    def keys(self) -> frozenset[str]:
        """The names folded for comparison, without titles and credentials."""
        return frozenset(fold(bare_name(name)) for name in self.names)


def make_claim(texts: Iterable[str], source: str, weight: float, *, printed: bool = True) -> Claim:
    """The claim of a place with these texts; for `printed` see `split_names`."""
    raw_texts = list(dict.fromkeys(html.unescape(text) for text in texts))
    names = dict.fromkeys(
        name for text in raw_texts for name in split_names(_in_order(text, source), printed=printed)
    )
    return Claim(tuple(names), source, ", ".join(raw_texts), weight)


def _in_order(name: str, source: str) -> str:
    """The name, with "Lee, Ann" of a meta tag turned into "Ann Lee"."""
    match = re.fullmatch(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]+(?: [A-Z]\.?)?)", name)
    return f"{match[2]} {match[1]}" if match and source == "meta" else name
