"""Print the readers' comments of an article for `matinee show --comments`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archive.commands.article_output import known_date
from archive.terminal import counted, echo_json, echo_long, safe

if TYPE_CHECKING:
    from archive.db.store import Store

NOT_ASKED = "No comments were asked for: set keep_comments = true in the outlet's file and crawl again."

_DEEPEST = 8  # levels of indentation


def echo_comments(store: Store, article_id: int, record: dict[str, Any], *, as_json: bool) -> None:
    """Print an article's comments, replies indented; as JSON, its flat record with them."""
    from archive.query.comments import comment_count, comment_records  # noqa: PLC0415

    count = comment_count(store, article_id)
    comments = comment_records(store, article_id)
    if as_json:
        echo_json({**record, "comment_count": count, "comments": None if count is None else comments})
        return
    title = click.style(safe(record["title"] or "(untitled)"), bold=True)
    if count is None:
        click.echo(f"{title}\n{NOT_ASKED}")
        return
    lines = [
        title,
        counted(count, "comment") + ("." if comments or not count else ": noarchive, texts not kept."),
    ]
    depths: dict[int, int] = {}
    for comment in comments:
        depth = depths[comment["position"]] = depths.get(comment["parent"], -1) + 1
        indent = "  " * min(depth, _DEEPEST)
        lines += ["", *(indent + line for line in _comment_lines(comment))]
    echo_long("\n".join(lines))


def _comment_lines(comment: dict[str, Any]) -> list[str]:
    """A line with author and date, then the text's lines."""
    day = known_date(comment["published"], comment["published_precision"])
    head = ", ".join(filter(None, [safe(comment["author"] or "(no name)"), day]))
    return [click.style(head, dim=True), *safe(comment["text"], lines=True).splitlines()]
