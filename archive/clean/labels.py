"""The kind of coverage and the medium that a label names: a section, a folder of feeds, a tag."""

from __future__ import annotations

from typing import cast

from archive.clean.vocabulary import label_words
from archive.clean.work.name_text import fold_name
from archive.model import Kind, Medium


def kind_named(label: str) -> Kind | None:
    """The kind that a label such as "Film reviews" or "Kritiken" names; None for none or several."""
    named = label_words("kinds")(fold_name(label))
    return cast("Kind", next(iter(named))) if len(named) == 1 else None


def medium_named(label: str) -> Medium | None:
    """The medium that a label such as "TV", "Film reviews" or "Bücher" names; None for none or several."""
    named = label_words("media")(fold_name(label))
    return cast("Medium", next(iter(named))) if len(named) == 1 else None
