"""`matinee alerts`: what is new to the saved searches."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.commands.complete import complete_searches
from archive.commands.options import db_option
from archive.commands.search import hit_lines
from archive.errors import InputError, MatineeError
from archive.terminal import counted, echo_json, safe

if TYPE_CHECKING:
    from archive.db.store import Store
    from archive.query.saved import SavedSearch
    from archive.query.search import Hit

News = tuple["SavedSearch", list["Hit"]]


@click.command("alerts")
@click.argument("names", nargs=-1, metavar="[NAME]...", shell_complete=complete_searches)
@click.option("--keep", is_flag=True, help="Show the same again next time.")
@click.option(
    "--send", is_flag=True, help="Send what is new by Apprise, to the URLs in MATINEE_NOTIFY or in --to."
)
@click.option("--to", metavar="URLS", help="Apprise URLs, or a file with one a line; for --send.")
@click.option(
    "--feeds",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write NAME.atom for each search into this folder, the last to arrive first.",
)
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print an object: the new articles by search.")
def alerts(
    *,
    names: tuple[str, ...],
    keep: bool,
    send: bool,
    to: str | None,
    feeds: Path | None,
    db: Path,
    as_json: bool,
) -> None:
    """Show what is new to the saved searches, or to those NAMES.

    New is what a search did not match the last time: new articles, and known ones whose rating, work or text
    has been found since. Run it after each crawl, or let cron do it.

    \b
    matinee alerts
    matinee alerts heists --send --to mailto://me:secret@mail.example
    matinee alerts --feeds feeds --json
    """
    from archive.db.store import Store, translated  # noqa: PLC0415
    from archive.query.saved import mark_alerted, saved_search, saved_searches  # noqa: PLC0415

    now = datetime.now(UTC)
    target = _target(to) if send else ""
    with Store.open(db) as store, translated(db):
        chosen = [saved_search(store, name) for name in names] or list(saved_searches(store))
        news, failed = _news(store, chosen, now)
        if feeds is not None:
            _write_feeds(store, [search for search, _ in news], feeds, now)
        if news or as_json or not failed:
            _echo(news, as_json=as_json)
        if send and any(hits for _, hits in news):
            _send(news, target)
        if not keep:  # last, so that what could not be shown or sent is shown again
            for search, hits in news:
                mark_alerted(store, search, [hit.record["id"] for hit in hits], now)
    for line in failed:
        click.echo(f"Error: {safe(line)}", err=True)
    sys.exit(1 if failed else 0)


def _news(store: Store, searches: Sequence[SavedSearch], now: datetime) -> tuple[list[News], list[str]]:
    """What is new to each search, and errors of searches that name one which was forgotten."""
    from archive.query.saved import new_hits  # noqa: PLC0415

    news: list[News] = []
    failed: list[str] = []
    for search in searches:
        try:
            news.append((search, new_hits(store, search, now)))
        except MatineeError as error:
            failed.append(f"{search.name}: {error}")
    return news, failed


def _target(to: str | None) -> str:
    from crawler.monitor.notify import NOTIFY_VARIABLE, notification_target  # noqa: PLC0415

    target = notification_target(to)
    if not target:
        raise MatineeError("--send: no target", f"give --to URLS or set {NOTIFY_VARIABLE}")
    return target


def _echo(news: Sequence[News], *, as_json: bool) -> None:
    if as_json:
        echo_json({search.name: [hit.as_dict() for hit in hits] for search, hits in news})
        return
    if not news:
        click.echo("There are no saved searches; matinee save NAME QUERY makes one.")
    for search, hits in news:
        click.echo(f"{click.style(search.name, bold=True)}: {counted(len(hits), 'new article')}.")
        for hit in hits:
            click.echo("\n" + "\n".join(hit_lines(hit)))
        if hits:
            click.echo()


def _send(news: Sequence[News], target: str) -> None:
    from crawler.monitor.send_message import send_message  # noqa: PLC0415

    total = sum(len(hits) for _, hits in news)
    parts = [
        "\n".join([f"{search.name} ({search.query})", *map(_line, hits)]) for search, hits in news if hits
    ]
    title = f"Matinee: {counted(total, 'new article')}"
    send_message(title, "\n\n".join(parts), target, setting="--send", remedy="check the target and try again")
    click.echo("Sent.", err=True)


def _line(hit: Hit) -> str:
    record = hit.record
    facts = [safe(record["title"] or "(untitled)"), record["outlet"], (record["rating"] or {}).get("raw")]
    return f"- {', '.join(safe(fact) for fact in facts if fact)}\n  {safe(record['url'])}"


def _write_feeds(store: Store, searches: Sequence[SavedSearch], folder: Path, now: datetime) -> None:
    from archive.feeds.write import search_feed  # noqa: PLC0415

    try:
        folder.mkdir(parents=True, exist_ok=True)
        for search in searches:
            body = search_feed(store, search.query, title=search.name, sort="added", now=now)
            (folder / f"{search.name}.atom").write_bytes(body)
    except OSError as error:
        raise InputError(
            str(folder), f"cannot be written ({error.strerror})", "give another folder"
        ) from error
