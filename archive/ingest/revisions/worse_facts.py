"""Whether a later reading of one text has a worse title, authors or date than an earlier one. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from archive.clean.facts.title import url_words
from archive.folding import fold

_MACHINES = frozenset(("json-ld", "meta", "microdata", "microformats", "rdfa", "time", "feed", "sitemap"))

# The places that a fact is read from, the most reliable first.
PLACES = {
    "title": (frozenset(("h1",)), _MACHINES, frozenset(("title", "text"))),
    "authors": (_MACHINES, frozenset(("byline", "text", "link", "rel-author"))),
    "published": (_MACHINES, frozenset(("byline", "text")), frozenset(("url", "updated"))),
}

_CLEARLY = 0.3  # of a title's words; one with so many fewer in the text and the address is worse


@dataclass(frozen=True, slots=True)
class SameText:
    """A text that two captures show.

    Attributes:
        url: the address of its article.
        edited: the earlier capture shows it with small differences.
        same_template: both have their byline in the same place of the same template.
        moved: they have it in different templates.
        repeated: of their two titles those that other articles of the outlet have, too.
    """

    url: str
    text: str
    edited: bool = False
    same_template: bool = False
    moved: bool = False
    repeated: frozenset[str] = frozenset()


def is_worse(fact: str, old: Mapping[str, Any], new: Mapping[str, Any], same_text: SameText | None) -> bool:
    """Whether the new title, authors or date of the same text are less reliable than the old."""
    places = PLACES.get(fact)
    if same_text is None or places is None or old[fact] is None or old[fact] == new[fact]:
        return False
    before, after = (_rank(places, facts[f"{fact}_from"]) for facts in (old, new))
    if fact == "authors" and not set(old[fact]) & set(new[fact]):  # misread, unless it was corrected
        corrected = same_text.edited or same_text.same_template or _says_changed(old, new)
        return after > before or (not corrected and new["authors_from"] in places[-1])
    if fact == "title" and after >= before:
        return after > before or _is_worse_title(old[fact], new[fact], same_text)
    return after > before


def _says_changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether a page gives a later date of change than before, in the same place."""
    same_place = new["updated_from"] == old["updated_from"]
    return same_place and None not in (old["updated"], new["updated"]) and new["updated"] > old["updated"]


def _is_worse_title(old: str, new: str, same_text: SameText) -> bool:
    """Whether a title has less to do with a text and its address than the old one, as the name of a site."""
    address, own, before = (set(fold(text).split()) for text in (url_words(same_text.url), new, old))
    if len(own & before) * 2 >= len(own):
        return False  # edited
    if (old in same_text.repeated) != (new in same_text.repeated):
        return new in same_text.repeated
    if len(own & address) < len(before & address):
        return True
    words = address | set(fold(f"{same_text.text} {unquote(urlsplit(same_text.url).path)}").split())
    # In another template the title may stand where the old one has something else: it must be clearly better.
    clearly = -_CLEARLY if same_text.moved and len(own & address) == len(before & address) else _CLEARLY
    return _share(own, words) < _share(before, words) - clearly


def _share(words: set[str], others: set[str]) -> float:
    return len(words & others) / len(words) if words else 0.0


def _rank(places: tuple[frozenset[str], ...], place: str | None) -> int:
    """The place in order of reliability, 1 the best; 0 for a site rule and others that people wrote."""
    return next((rank for rank, names in enumerate(places, 1) if place in names), 0)
