"""What a cleaned capture means for the article it belongs to. Pure.

Good is never overwritten with worse: a page that says less than the article already does stays a capture.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from archive.db.rows import text_hash
from archive.model import NO_MANUAL_CUTS, Article, Capture, ManualCuts, Status

Verdict = Literal["new", "changed", "same", "worse", "not_article"]

# A fact and what goes with it: taken together or not at all.
FACTS = (
    ("title", "title_from"),
    ("authors", "byline", "authors_from"),
    ("published", "published_precision", "published_from", "published_raw"),
    ("updated", "updated_precision", "updated_from", "updated_raw"),
    ("kind", "kind_from"),
    ("language", "language_from"),
    ("work", "work_from", "work_raw"),
    (
        *("rating_raw", "rating_value", "rating_best", "rating_worst", "rating_scale"),
        *("rating_score", "rating_conversion", "rating_from"),
    ),
    ("spoilers",),
    ("status", "status_reason"),
)

PRECISIONS = ("second", "day", "month", "year")  # finest first


@dataclass(frozen=True, slots=True)
class Standing:
    """How complete a text is and when it stood there: the half of a decision that is already known.

    Attributes:
        text_sha256, word_count, status: of the text.
        seen_at: when it was last seen to stand at the URL.
        updated: when the page says that it was changed, ISO 8601, or None.
        manual_cuts: what people have left out of it, as far as that is known.
    """

    text_sha256: str
    word_count: int
    status: Status
    seen_at: datetime
    updated: str | None = None
    manual_cuts: ManualCuts = NO_MANUAL_CUTS


@dataclass(frozen=True, slots=True)
class Decision:
    """What to record of a capture.

    Attributes:
        outcome: what the capture's row says.
        reason: a short phrase for people, or None where the outcome says it all.
        page_type: what the page is: `article`, `error`, `empty` or the gate's word.
        becomes_current: the article shows this capture's text from now on.
        newer: the page is not older than what the article shows, so its facts win over the article's.
    """

    outcome: Verdict
    reason: str | None = None
    page_type: str = "article"
    becomes_current: bool = False
    newer: bool = True


def decide(current: Standing | None, article: Article | None, capture: Capture) -> Decision:
    """Judge a capture against what the article shows now.

    Args:
        current: the text the article shows, or None where the URL is unknown.
        article: what cleaning read; None for an HTTP error, which is not cleaned.
        capture: the page itself.
    """
    hindrance = obstacle(article, capture)
    if hindrance or article is None:
        page_type, reason = hindrance or ("error", "not cleaned")
        return Decision("worse" if current else "not_article", reason, page_type)
    if current is None:
        return Decision("new", "; ".join(article.gate.reasons) or None, becomes_current=True)
    found = standing_of(article, capture)
    newer = found.seen_at >= current.seen_at
    if found.text_sha256 == current.text_sha256:
        return Decision("same", newer=newer)
    if not newer:
        return _older(current, found)
    shortfall = _shortfall(current, found)
    if shortfall:
        return Decision("worse", shortfall)
    return Decision("changed", becomes_current=True)


def standing_of(article: Article, capture: Capture) -> Standing:
    """The standing that a cleaned capture would give its article."""
    updated = article.updated.value.iso() if article.updated else None
    return Standing(
        text_hash(article.text),
        article.word_count,
        article.status,
        capture.captured_at,
        updated,
        article.manual_cuts,
    )


def shrunk(before: int, after: int, manual_cuts: ManualCuts) -> str | None:
    """Why a text is too short to take the place of another, or None where it may.

    A text of under half the words is a stump, unless people have decided so: a site rule says which
    elements are the text, or what it strips and what was pinned makes up for the difference.

    Args:
        before, after: words of the two texts.
        manual_cuts: what people have left out of the second.
    """
    if not is_stump(before, after) or manual_cuts.chosen or not is_stump(before, after + manual_cuts.words):
        return None
    return f"{after} words after {before}"


def is_stump(before: int, after: int) -> bool:
    """Whether a text of so many words is under half as long as the one before."""
    return after * 2 < before


def merge(old: Mapping[str, Any], new: Mapping[str, Any], *, newer: bool) -> dict[str, Any]:
    """The facts of one article from two readings of it, both as `archive.db.rows.facts_of` gives them.

    A known fact never becomes unknown, a date never coarser; of two known ones the newer reading's stands.
    """
    merged = dict(old)
    for names in FACTS:
        fact = names[0]
        if new[fact] is not None and (old[fact] is None or (newer and not _coarser(fact, old, new))):
            merged.update({name: new[name] for name in names})
    merged["rights"] = {**old["rights"], **new["rights"]} if newer else {**new["rights"], **old["rights"]}
    return merged


def obstacle(article: Article | None, capture: Capture) -> tuple[str, str] | None:
    """Page type and reason where the capture shows no article at all."""
    if capture.status >= 400:
        return "error", f"HTTP {capture.status}"
    if article is not None and not article.gate.is_article:
        return article.gate.page_type, "; ".join(
            article.gate.reasons
        ) or f"looks like {article.gate.page_type}"
    if article is not None and not article.text.strip():
        return "empty", "no text"
    return None


def _older(current: Standing, found: Standing) -> Decision:
    """For a page captured before the text that is shown: in the order of time, which would have stayed?"""
    shortfall = _shortfall(found, current)
    if shortfall:
        return Decision(
            "changed", f"the later capture is worse: {shortfall}", becomes_current=True, newer=False
        )
    return Decision("changed", "older than the text shown", newer=False)


def _shortfall(before: Standing, after: Standing) -> str | None:
    """Why `after` is worse than `before`, or None where it may take its place."""
    if before.status == "complete" and after.status != "complete":
        return f"{after.status} after complete"
    if before.status != "complete" and after.status == "complete":
        return None
    said_so = after.updated is not None and after.updated > (before.updated or "")
    return None if said_so else shrunk(before.word_count, after.word_count, after.manual_cuts)


def _coarser(fact: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    key = f"{fact}_precision"
    return key in new and PRECISIONS.index(new[key]) > PRECISIONS.index(old[key])
