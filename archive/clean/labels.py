"""The kind of coverage and the medium that a label names: a section, a folder of feeds, a tag."""

from __future__ import annotations

from typing import cast

from archive.clean.vocabulary import UNSPACED, fold_name, label_words, word_set
from archive.model import Kind, Medium


def kind_named(label: str) -> Kind | None:
    """The kind that a label such as "Film reviews" or "Kritiken" names; None for none or several."""
    named = label_words("kinds")(label)
    return cast("Kind", next(iter(named))) if len(named) == 1 else None


def medium_named(label: str) -> Medium | None:
    """The medium that a label such as "TV", "Film reviews" or "Bücher" names; None for none or several."""
    named = label_words("media")(label)
    return cast("Medium", next(iter(named))) if len(named) == 1 else None


def names_section(title: str) -> bool:
    """Whether a title says nothing but kinds and media, as those of sections do: "Gaming News"."""
    words = fold_name(title).split()
    kinds, media, joints = label_words("kinds"), label_words("media"), word_set("joints", "labels")
    is_spaced = words and not UNSPACED.search(title)
    return bool(is_spaced) and all(kinds(word) or media(word) or word in joints for word in words)
