"""The card's sections on what filters of rights left out, and on the parts of a split. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from archive.export.dataset.markdown_table import plain, table
from archive.export.split.plan import SplitReport

_TOGETHER = "Copies and near copies of a text (stories), also in other outlets, are in one part."
_HOW = {
    "time": "Divided by date: a story is in the part of the day when it appeared first.",
    "work": "Divided by work: all articles about one work are in one part.",
    "author": "Divided by author: all articles of one author are in one part, with those of co-authors.",
    "outlet": "Divided by outlet: all articles of one outlet are in one part.",
    "random": "Divided by chance.",
}


def left_out(counts: Mapping[str, int]) -> list[str]:
    """What filters of rights left out, by reason; nothing without such filters."""
    if not counts:
        return []
    rows = ((plain(f"because {reason}"), f"{number:,}") for reason, number in counts.items())
    note = "Filters of rights left out these articles, of which one can count in several lines:\n"
    return [note, *table(("left out", "articles"), rows)]


def parts(report: SplitReport) -> list[str]:
    """How the articles were divided, and what the parts share."""
    rows = (
        (part.name, f"{part.articles:,}", f"{part.articles / max(report.count, 1):.1%}", f"{part.groups:,}")
        for part in report.parts
    )
    leaks = (
        (leak.what, f"{leak.keys:,}", f"{leak.shared:,}", f"{leak.articles:,}", f"{leak.share:.1%}")
        for leak in report.leaks
    )
    asked = f"`--split {report.split.text}`" + ("" if report.split.by == "time" else f", seed {report.seed}")
    return [
        "## Parts\n",
        f"{_HOW[report.split.by]} {_TOGETHER} Asked for: {asked}.\n",
        *table(("part", "articles", "share", "groups"), rows),
        "What the parts share. The last two columns are the articles outside train that have a story, work,"
        " author or outlet which an earlier part has, too:\n",
        *table(("what", "in all", "in several parts", "articles", "share"), leaks),
        *(f"{note}\n" for note in report.notes),
    ]
