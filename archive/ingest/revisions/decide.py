"""Decide what a cleaned capture changes in its article. Pure.

A good text is never replaced by a worse one: if the page shows less than the article has, only the capture is
stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from archive.db.outcomes import GONE_STATUSES, OutcomeName
from archive.db.rows import text_hash
from archive.ingest.revisions.worse_facts import PLACES, SameText, is_worse
from archive.model import NO_MANUAL_CUTS, PRECISIONS, Article, Capture, ManualCuts, Status, Work

# Each group is a fact and its details. A group is taken from one reading as a whole.
FACT_GROUPS = (
    ("title", "title_from"),
    ("authors", "collective", "byline", "authors_from"),
    ("published", "published_precision", "published_from", "published_raw"),
    ("updated", "updated_precision", "updated_from", "updated_raw"),
    ("kind", "kind_from"),
    ("language", "language_from"),
    ("work", "work_from", "work_raw"),
    ("medium",),
    (
        *("rating_raw", "rating_value", "rating_best", "rating_worst", "rating_scale"),
        *("rating_score", "rating_conversion", "rating_from"),
    ),
    ("spoilers",),
    ("status", "status_reason"),
    ("original_url",),
)


@dataclass(frozen=True, slots=True)
class TextState:
    """What a decision compares of a text.

    Attributes:
        text_sha256, word_count, status: of the text.
        seen_at: the last time when the page showed this text.
        updated: when the page says that it was changed, in ISO 8601, or None.
        manual_cuts: what people left out of the text, if known.
    """

    text_sha256: str
    word_count: int
    status: Status
    seen_at: datetime
    updated: str | None = None
    manual_cuts: ManualCuts = NO_MANUAL_CUTS


@dataclass(frozen=True, slots=True)
class Decision:
    """What to store about a capture and its article.

    Attributes:
        outcome: the outcome of the capture.
        reason: a short phrase for people, or None if the outcome needs none.
        page_type: `article`, `error`, `empty` or the page type of the gate.
        becomes_current: from now on the article shows this capture's text.
        newer: the capture is not older than the text that the article shows, so its facts take precedence.
    """

    outcome: OutcomeName
    reason: str | None = None
    page_type: str = "article"
    becomes_current: bool = False
    newer: bool = True


def decide(current: TextState | None, article: Article | None, capture: Capture) -> Decision:
    """Compare a capture with what its article shows now.

    Args:
        current: the text that the article shows; None if there is no article at the URL.
        article: what cleaning read; None for an HTTP error, which is not cleaned.
        capture: the page.
    """
    no_article = why_no_article(article, capture)
    if no_article or article is None:
        page_type, reason = no_article or ("error", "not cleaned")
        missing: OutcomeName = "gone" if capture.status in GONE_STATUSES else "worse"
        return Decision(missing if current else "not_article", reason, page_type)
    if current is None:
        return Decision("new", "; ".join(article.gate.reasons) or None, becomes_current=True)
    captured = text_state(article, capture)
    newer = captured.seen_at >= current.seen_at
    if captured.text_sha256 == current.text_sha256:
        return Decision("same", newer=newer)
    if not newer:
        return _decide_older(current, captured)
    why_worse = _why_worse(current, captured)
    if why_worse:
        return Decision("worse", why_worse)
    return Decision("changed", becomes_current=True)


def text_state(article: Article, capture: Capture) -> TextState:
    """The state of a cleaned capture's text."""
    updated = article.updated.value.iso() if article.updated else None
    return TextState(
        text_hash(article.text),
        article.word_count,
        article.status,
        capture.captured_at,
        updated,
        article.manual_cuts,
    )


def why_too_short(before: int, after: int, manual_cuts: ManualCuts) -> str | None:
    """Why a text is too short to replace another; None if it is not.

    A text with under half the words is too short, unless people made it so: a site rule selects the text's
    elements, or the words that people left out make up the difference.

    Args:
        before, after: number of words of the old and of the new text.
        manual_cuts: what people left out of the new text.
    """
    if (
        not is_under_half(before, after)
        or manual_cuts.chosen
        or not is_under_half(before, after + manual_cuts.words)
    ):
        return None
    return f"{after} words after {before}"


def is_under_half(before: int, after: int) -> bool:
    """Whether `after` is under half of `before`, both in words."""
    return after * 2 < before


def merge_facts(
    old: Mapping[str, Any], new: Mapping[str, Any], *, newer: bool, same_text: SameText | None = None
) -> dict[str, Any]:
    """Merge the facts from two readings of one article, each as `archive.db.rows.article_facts` returns them.

    A known fact never becomes unknown, and a date never less precise. If both readings know a fact, `new`
    wins if it is `newer`, otherwise `old`.

    Args:
        old, new: the readings.
        newer: whether `new` was captured later.
        same_text: the text if both readings are of the same, captured twice. Then a worse title, authors or
            date do not replace the better ones: the site's theme has changed, and the article has not. A
            byline of other people counts as misread, unless the page shows that it was corrected: in the
            same place of the same template, with an edit of the text, or with a later date of change.
    """
    merged = dict(old)
    for names in FACT_GROUPS:
        fact = names[0]
        stays = old[fact] is not None and (not newer or new[fact] is None or _less_precise(fact, old, new))
        if new[fact] is not None and not stays and not is_worse(fact, old, new, same_text):
            merged.update({name: new[name] for name in names})
    merged["work"] = with_all_known(merged["work"], old["work"], new["work"])
    merged["medium"] = merged["work"].medium if merged["work"] else merged["medium"]
    merged["rights"] = {**old["rights"], **new["rights"]} if newer else {**new["rights"], **old["rights"]}
    return merged


def with_all_known(work: Work | None, *readings: Work | None) -> Work | None:
    """A work with the ids, the people and the day of release that either reading has of it."""
    for other in readings:
        if work and other and (work.title, work.year, work.medium) == (other.title, other.year, other.medium):
            work = replace(
                work,
                ids={**other.ids, **work.ids},
                people=work.people or other.people,
                released=work.released or other.released,
            )
    return work


def lost_facts(
    old: Mapping[str, Any], new: Mapping[str, Any], *, same_text: SameText | None
) -> tuple[str, ...]:
    """Which of title, authors and date of publication a later reading does not have, or has worse.

    Args: as for `merge_facts`.
    """
    return tuple(
        fact
        for fact in PLACES
        if old[fact] is not None and (new[fact] is None or is_worse(fact, old, new, same_text))
    )


def why_no_article(article: Article | None, capture: Capture) -> tuple[str, str] | None:
    """(page type, reason) if the capture does not show an article, otherwise None."""
    if capture.status >= 400:
        return "error", f"HTTP {capture.status}"
    if article is not None and not article.gate.is_article:
        page_type = article.gate.page_type
        return page_type, "; ".join(article.gate.reasons) or f"looks like {page_type}"
    if article is not None and not article.text.strip():
        return "empty", "no text"
    return None


def _decide_older(current: TextState, captured: TextState) -> Decision:
    """Decide on a page that was captured before the text shown now, as if both had come in order of time."""
    why_worse = _why_worse(captured, current)
    if why_worse:
        reason = f"the later capture is worse: {why_worse}"
        return Decision("changed", reason, becomes_current=True, newer=False)
    return Decision("changed", "older than the text shown", newer=False)


def _why_worse(before: TextState, after: TextState) -> str | None:
    """Why `after` is worse than `before`; None if it may replace it."""
    if before.status == "complete" and after.status != "complete":
        return f"{after.status} after complete"
    if before.status != "complete" and after.status == "complete":
        return None
    was_updated = after.updated is not None and after.updated > (before.updated or "")
    return None if was_updated else why_too_short(before.word_count, after.word_count, after.manual_cuts)


def _less_precise(fact: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    key = f"{fact}_precision"
    return key in new and PRECISIONS.index(new[key]) > PRECISIONS.index(old[key])
