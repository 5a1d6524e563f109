"""The language of the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any

from archive.clean.evidence import Candidate
from archive.clean.metadata.nodes import articles, value_text
from archive.clean.page.meta_tags import meta_tags
from archive.clean.page.page import Page
from archive.model import Reading

_TAG = re.compile(r"\s*([a-z]{2,3})(?:[-_][a-z0-9]{2,8})*\s*(?:,|$)", re.I)

_NO_LANGUAGE = frozenset(("und", "mul", "zxx", "mis", "xx", "xxx"))

_ENOUGH = 200

_SAMPLE = 1500

_SURE = 0.9

_UNLIKELY = 0.01


def declared_languages(page: Page) -> Iterator[Reading[str]]:
    """The language as the page declares it, most careful place first: lower-case primary subtags."""
    places: list[tuple[str, str | None]] = []
    for node in articles(page.nodes)[:2]:
        places.append(("json-ld", value_text(node.get("inLanguage"))))
    if page.tree is not None:
        root = page.tree.getroottree().getroot()
        places += [
            (
                "html",
                root.get("lang")
                or root.get("{http://www.w3.org/XML/1998/namespace}lang")
                or root.get("xml:lang"),
            )
        ]
    meta = meta_tags(page)
    for key in ("og:locale", "content-language", "dc.language", "language"):
        places += [("meta", value) for value in meta.get(key, [])[:1]]
    places.append(("header", page.headers.get("content-language")))
    for source, printed in places:
        if printed and (found := _TAG.match(printed)) and (tag := found[1].lower()) not in _NO_LANGUAGE:
            yield Reading(tag, source, printed)


def date_languages(page: Page) -> tuple[str, ...]:
    """The page's language, with the region where it says one, then English."""
    declared = list(declared_languages(page))
    first = declared[0].value if declared else "en"
    tags = [(reading.raw or "").strip().lower().replace("_", "-") for reading in declared]
    regional = next((tag[:5] for tag in tags if tag.startswith(f"{first}-")), first)
    return tuple(dict.fromkeys((regional, "en")))


def read_language(page: Page, text: str) -> Reading[str] | None:
    """The language of `text` as a BCP 47 primary subtag ("en"), or None where there is too little to say.

    What the page declares is believed unless the text plainly speaks against it: many templates declare the
    language that they came with.
    """
    declared = list(declared_languages(page))
    words = " ".join(text.split())[:_SAMPLE]
    if len(words) < _ENOUGH:
        return declared[0] if declared and words else None
    chances = _chances(words)
    likely = max(chances, key=lambda tag: chances[tag])
    if not declared:
        return Reading(likely, "text") if chances[likely] >= _SURE else None
    best = max(declared, key=lambda reading: chances.get(reading.value, 0.0))
    if chances[likely] >= _SURE and best.value in chances and chances[best.value] < _UNLIKELY:
        return Reading(likely, "text")
    return best


def language_candidates(page: Page, text: str) -> Iterator[Candidate]:
    """What the page declares and what its words look like, with how likely each is by the words, 0 to 1."""
    words = " ".join(text.split())[:_SAMPLE]
    chances = _chances(words) if len(words) >= _ENOUGH else {}
    for reading in declared_languages(page):
        yield Candidate(reading.value, reading.source, chances.get(reading.value), raw=reading.raw)
    if chances:
        likely = max(chances, key=lambda tag: chances[tag])
        yield Candidate(likely, "text", chances[likely], note="likeliest by its words")


@cache
def _identifier() -> Any:
    """The model, which takes a second to load. It is never changed after that."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def _chances(text: str) -> dict[str, float]:
    """Language -> how likely the text is in it, 0 to 1."""
    return {str(tag): float(chance) for tag, chance in _identifier().rank(text)}
