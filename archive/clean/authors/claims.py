"""Names as one place gives them, with what the place is worth: what the readers of authors weigh."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass

from archive.clean.authors.names import bare_name, split_names
from archive.folding import fold

# What a printed name is worth that stands where bylines seldom do, or that nothing labels.
WEAK_PLACE = 2.2


@dataclass(frozen=True, slots=True)
class Claim:
    """Names that one place gives, with the weight of the place."""

    names: tuple[str, ...]
    source: str
    raw: str
    weight: float

    def keys(self) -> frozenset[str]:
        return frozenset(fold(bare_name(name)) for name in self.names)


def make_claim(texts: Iterable[str], source: str, weight: float, *, printed: bool = True) -> Claim:
    found = list(dict.fromkeys(html.unescape(text) for text in texts))
    names = dict.fromkeys(
        name for text in found for name in split_names(_in_order(text, source), printed=printed)
    )
    return Claim(tuple(names), source, ", ".join(found), weight)


def _in_order(name: str, source: str) -> str:
    """ "Lee, Ann", as catalogues write it, is one name."""
    found = re.fullmatch(r"([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]+(?: [A-Z]\.?)?)", name)
    return f"{found[2]} {found[1]}" if found and source == "meta" else name
