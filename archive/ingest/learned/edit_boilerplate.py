"""List an outlet's learned boilerplate, and let people pin, pardon or forget lines of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from archive.clean.boilerplate.recurring import line_key
from archive.db.store import Store
from archive.errors import NotFoundError, did_you_mean
from archive.ingest.learned.boilerplate import study, write_findings
from archive.ingest.learned.template import forget_template

LineState = Literal["learned", "pinned", "pardoned"]


@dataclass(frozen=True, slots=True)
class LearnedLine:
    """A line of learned boilerplate, as listed for people.

    Attributes:
        line: as printed.
        state: `learned`, `pinned` or `pardoned`.
        place: `anywhere`, or only at the `edge` of a text.
        pages: number of studied articles that contain the line.
        of_pages: number of articles studied.
        first_seen, last_seen: ISO 8601, when the first and last article with the line were captured.
        url: URL of the last article with the line.
    """

    line: str
    state: str
    place: str
    pages: int
    of_pages: int
    first_seen: str | None
    last_seen: str | None
    url: str | None


def learned_lines(store: Store, outlet: str) -> list[LearnedLine]:
    """An outlet's boilerplate, most frequent first. Raises NotFoundError for an outlet without pages."""
    _check_outlet(store, outlet)
    rows = store.db.query(
        "select line, state, position as place, pages, of_pages, first_seen, last_seen, url"
        " from _learned_boilerplate f"
        " left join articles a on a.id = f.article_id where f.outlet = ?"
        " order by state <> 'pinned', state = 'pardoned', pages desc, line",
        (outlet,),
    )
    return [LearnedLine(**row) for row in rows]


def set_line_states(store: Store, outlet: str, states: Iterable[tuple[str, LineState | None]]) -> None:
    """Pin or pardon lines; None forgets a line, so that it may be learned again. Changes all or none.

    Raises:
        NotFoundError: the archive has no page of this outlet, or a line to forget is unknown.
    """
    _check_outlet(store, outlet)
    with store.transaction():
        known = [_set_line_state(store, outlet, line, state) for line, state in states]
    findings = study(store, outlet, dict(filter(None, known)))
    with store.transaction():
        write_findings(store, findings)


def _set_line_state(store: Store, outlet: str, line: str, state: LineState | None) -> tuple[str, str] | None:
    """Set the state of one line. Returns its key and text if it was known."""
    key = line_key(line)
    row = store.row(
        "select line, position from _learned_boilerplate where outlet = ? and key = ?", outlet, key
    )
    if row is None and state is None:
        raise NotFoundError(line, f"`matinee furniture {outlet}` shows what is known")
    if state is None:
        store.db.execute("delete from _learned_boilerplate where outlet = ? and key = ?", (outlet, key))
    else:
        store.db.execute(
            "insert into _learned_boilerplate (outlet, key, line, state, position)"
            " values (?, ?, ?, ?, 'anywhere') on conflict do update set state = excluded.state",
            (outlet, key, line, state),
        )
    return (key, row["line"]) if row else None


def forget_outlet_template(store: Store, outlet: str) -> None:
    """Forget an outlet's template. Raises NotFoundError for an outlet without pages."""
    _check_outlet(store, outlet)
    with store.transaction():
        forget_template(store, outlet)


def _check_outlet(store: Store, outlet: str) -> None:
    if store.row("select 1 from articles where outlet = ?", outlet):
        return
    names = [
        row["outlet"] for row in store.db.query("select distinct outlet from articles where outlet > ''")
    ]
    otherwise = "`matinee search` shows the outlets of its articles"
    raise NotFoundError(f"outlet {outlet}", did_you_mean(outlet, names, otherwise))
