"""Print what happened to an article for `matinee show --history`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from archive.terminal import echo_json, safe, wrap

if TYPE_CHECKING:
    from archive.db.store import Store


def echo_history(store: Store, article_id: int, record: dict[str, Any], *, as_json: bool) -> None:
    """Print an article's captures and moves, one a line; as JSON, its flat record with them."""
    from archive.query.events import events  # noqa: PLC0415

    history = events(store, article_id)
    if as_json:
        echo_json({**record, "history": [event.as_dict() for event in history]})
        return
    click.secho(safe(record["title"] or "(untitled)"), bold=True)
    click.echo(safe(record["url"]) + "\n")
    width = max(len(event.what) for event in history)
    for event in history:
        day, time = event.at[:10], event.at[11:16]
        click.echo(wrap(f"{day} {time}  {event.what:{width}}  {safe(event.details)}".rstrip()))
    if record["gone_at"]:
        click.echo(
            f"\nGone since {record['gone_at'][:10]}: its page is not there any more. Its text is kept."
        )
