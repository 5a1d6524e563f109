"""What a reader sees changed between two versions of an article's facts, in words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

# The facts whose change is told, with their names in messages.
_LABELS = {"title": "headline", "authors": "by", "published": "published", "rating_raw": "rating"}

_KNOWN = {"year": 4, "month": 7, "day": 10, "second": 10}  # characters of a date that are compared

_NONE = "none"


def fact_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """What changed: `rating 3/5 -> 4/5`, `spoiler warning added`.

    A date that is known more or less precisely than before has not changed, nor has one that moved within its
    day.

    Args:
        before, after: `title`, `authors`, `published`, `published_precision`, `rating_raw`, `spoilers`.
    """
    changes = []
    for fact, label in _LABELS.items():
        old, new = _printed(before[fact]), _printed(after[fact])
        if fact == "published":
            old, new = _same_precision(before, after)
        if old != new:
            changes.append(f"{label} {old or _NONE} -> {new or _NONE}")
    if bool(before["spoilers"]) != bool(after["spoilers"]):
        changes.append(f"spoiler warning {'added' if after['spoilers'] else 'removed'}")
    return changes


def known_changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """The changes of facts that both versions know. What only one knows may be read better or worse."""
    both = {
        fact: (before[fact], after[fact]) if None not in (before[fact], after[fact]) else (None, None)
        for fact in _LABELS
    }
    old = {**before, **{fact: values[0] for fact, values in both.items()}}
    new = {**after, **{fact: values[1] for fact, values in both.items()}}
    return fact_changes(old, new)


def _same_precision(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Both dates, cut to what is known of both."""
    known = min(_KNOWN.get(facts["published_precision"] or "", 10) for facts in (before, after))
    old, new = (facts["published"] and str(facts["published"])[:known] for facts in (before, after))
    return old, new


def _printed(value: str | Sequence[str] | None) -> str | None:
    return value if value is None or isinstance(value, str) else ", ".join(value)
