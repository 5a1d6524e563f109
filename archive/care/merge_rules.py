"""Which of two archives' versions of a page stays when they are merged. Pure.

Every rule takes the greater of two keys that depend on nothing but the two versions. So either order of the
archives gives the same, and merging again changes nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from archive.ingest.revisions.decide import with_all_known
from archive.model import Work


@dataclass(frozen=True, slots=True)
class Version:
    """One archive's reading of a text of an article.

    Attributes:
        row: the row of `revisions`.
        facts: as `archive.ingest.revisions.write_revisions.facts_at` gives them.
        seen_at: when that archive saw the article last.
    """

    row: Mapping[str, Any]
    facts: Mapping[str, Any]
    seen_at: str

    def rank(self) -> tuple[Any, ...]:
        """The better reading of one text: its text is kept, it has Markdown, it is the later one."""
        return (
            not self.row["withheld"],
            self.row["markdown"] is not None,
            self.seen_at,
            comparable(self.facts),
            self.row["markdown"] or "",
        )

    def shown_rank(self) -> tuple[Any, ...]:
        """The better of two texts to show: complete rather than cut, the later one."""
        return (
            not self.row["withheld"],
            self.facts["status"] == "complete",
            self.seen_at,
            self.row["text_sha256"],
        )


def comparable(facts: Mapping[str, Any]) -> str:
    """Facts as a text that sorts. The work's ids are left out: an archive adds to them from all its pages."""

    def plain(value: Any) -> Any:
        return (value.title, value.year, value.medium) if isinstance(value, Work) else value

    return json.dumps({name: plain(value) for name, value in facts.items()}, sort_keys=True, default=str)


def winning_facts(winner: Version, loser: Version) -> dict[str, Any]:
    """The facts of the better reading; a work has the ids that either archive knows."""
    facts = dict(winner.facts)
    facts["work"] = with_all_known(facts["work"], loser.facts["work"])
    if facts["work"] is None and facts["medium"] is None and loser.facts["work"] is None:
        facts["medium"] = loser.facts["medium"]  # an archive that was cleaned long ago has none
    return facts


def article_columns(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], our_seen_at: str, their_seen_at: str
) -> dict[str, Any]:
    """The outlet and the doubts of an article that both archives have.

    Args:
        ours, theirs: the rows of `articles`.
    """
    sides = ((our_seen_at, ours["outlet"]), (their_seen_at, theirs["outlet"]))
    outlets = [side for side in sides if side[1] is not None]
    doubtful = min(ours["doubtful"], theirs["doubtful"])
    reasons = [row["doubtful_reason"] for row in (ours, theirs) if row["doubtful_reason"]]
    return {
        "outlet": max(outlets)[1] if outlets else None,
        "doubtful": doubtful,
        "doubtful_reason": min(reasons, default=None) if doubtful else None,
    }
