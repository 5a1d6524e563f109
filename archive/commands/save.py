"""`matinee save`: keep a search under a name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from archive.commands.complete import complete_searches
from archive.commands.options import QueryCommand, db_option, echo_notes, open_readonly
from archive.terminal import counted, echo_json, table


@click.command("save", cls=QueryCommand)
@click.argument("name", required=False, shell_complete=complete_searches)
@click.argument("query", nargs=-1)
@click.option("--forget", is_flag=True, help="Forget the search of this name.")
@db_option
@click.option("--json", "as_json", is_flag=True, help="Print the list of searches as objects.")
def save_(*, name: str | None, query: tuple[str, ...], forget: bool, db: Path, as_json: bool) -> None:
    """Save a search under a NAME, list those saved, or forget one.

    `saved:NAME` in any query stands for the search. `matinee alerts` shows what is new to it; what it
    matches when it is saved is not new. A search of the same name is replaced.

    \b
    matinee save heists 'heist kind:review score:>=70'
    matinee save
    matinee search 'saved:heists after:"last month"'
    matinee save heists --forget
    """
    if name is None:
        if forget:
            raise click.UsageError("--forget needs the NAME of a search.")
        _list(db, as_json=as_json)
    elif forget and query:
        raise click.UsageError("--forget takes the NAME of a search alone.")
    elif forget:
        _forget(db, name)
    elif not " ".join(query).strip():
        raise click.UsageError(f"What is to be saved as {name}? Write matinee save {name} QUERY.")
    else:
        _save(db, name, " ".join(query))


def _list(db: Path, *, as_json: bool) -> None:
    from archive.query.saved import saved_searches  # noqa: PLC0415

    with open_readonly(db) as store:
        searches = list(saved_searches(store))
    if as_json:
        echo_json([{key: getattr(search, key) for key in search.__slots__} for search in searches])
    elif searches:
        rows = [(search.name, search.query, (search.alerted_at or "never")[:10]) for search in searches]
        table(["name", "query", "alerts shown"], rows)
    else:
        click.echo("There are no saved searches; matinee save NAME QUERY makes one.")


def _forget(db: Path, name: str) -> None:
    from archive.db.store import Store, translated  # noqa: PLC0415
    from archive.query.saved import forget_search  # noqa: PLC0415

    with Store.open(db) as store, translated(db):
        forget_search(store, name)
    click.echo(f"Forgot {name}.")


def _save(db: Path, name: str, query: str) -> None:
    from archive.db.store import Store, translated  # noqa: PLC0415
    from archive.query.matching import read_query  # noqa: PLC0415
    from archive.query.saved import save_search  # noqa: PLC0415

    now = datetime.now(UTC)
    with Store.open(db) as store, translated(db):
        understood = read_query(store, query, now)
        echo_notes(understood)
        count = save_search(store, name, query, now)
    click.echo(f"Saved {name}: {counted(count, 'article')} now. `matinee alerts` shows what is new.")
