"""An outlet's learned furniture in the archive: kept up as pages come in, pinned and pardoned by people.

What is furniture is decided in `archive.clean.boilerplate.recurring`; here it is read and written.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from archive.clean.boilerplate.recurring import SeenPage, learn, learned_of, line_key
from archive.db.store import Store
from archive.errors import NotFoundError, did_you_mean
from archive.model import NOTHING_LEARNED, Article, Learned, SeenLine

WINDOW = 300  # latest articles of an outlet that are learned from: sites change, and time is to stay bounded

GROWN = 1.25  # an outlet is learned again when it has grown by this much

State = Literal["learned", "pinned", "pardoned"]


@dataclass(frozen=True, slots=True)
class LearnedLine:
    """A row of `_learned_boilerplate` for people.

    Attributes:
        line: as printed.
        state: `learned`, `pinned` or `pardoned`.
        place: `anywhere`, or only at the `edge` of a text.
        pages, of_pages: seen on so many of so many articles that were looked at.
        first_seen, last_seen: ISO 8601, when the first and the last of them were captured.
        url: of the last of them.
    """

    line: str
    state: str
    place: str
    pages: int
    of_pages: int
    first_seen: str | None
    last_seen: str | None
    url: str | None


class LearnedBoilerplate:
    """What is known of every outlet, for one writer: read once each, learned as they grow."""

    def __init__(self) -> None:
        self._known: dict[str, Learned] = {}
        self._touched: dict[str, int] = {}  # outlet -> articles settled since it was learned
        self._sizes: dict[str, int] = {}  # outlet -> articles when it was learned

    @property
    def behind(self) -> bool:
        """Whether pages have come in that were not learned from."""
        return bool(self._touched)

    def of(self, store: Store, outlet: str | None) -> Learned:
        """What to drop from a page of an outlet."""
        if outlet is None:
            return NOTHING_LEARNED
        if outlet not in self._known:
            self._known[outlet] = read_learned(store, outlet)
        return self._known[outlet]

    def saw(self, outlet: str | None) -> None:
        """A page of an outlet was settled."""
        if outlet is not None:
            self._touched[outlet] = self._touched.get(outlet, 0) + 1

    def catch_up(self, store: Store, *, all_of_them: bool = False) -> None:
        """Learn the outlets that have grown enough, or all that have grown. Call it in a transaction."""
        for outlet, new in list(self._touched.items()):
            size = self._sizes.get(outlet)
            if all_of_them or size is None or new >= (GROWN - 1) * size:
                self.learn(store, outlet)

    def learn(self, store: Store, outlet: str) -> set[str]:
        """Learn an outlet now. Call it in a transaction; gives the keys whose treatment changed."""
        before = read_learned(store, outlet)
        self._touched.pop(outlet, None)
        self._sizes[outlet] = relearn(store, outlet)
        after = self._known[outlet] = read_learned(store, outlet)
        return set(
            (before.anywhere ^ after.anywhere) | (before.edge ^ after.edge) | (before.pinned ^ after.pinned)
        )


def keep_lines(store: Store, article_id: int, article: Article) -> None:
    """Write the lines of the text that an article now shows."""
    row = store.row("select outlet from articles where id = ?", article_id)
    if row is None or row["outlet"] is None or not article.lines or article.withheld:
        return
    lines = json.dumps([[line.key, line.traits] for line in article.lines], separators=(",", ":"))
    store.db.execute(
        "insert into _page_lines (article_id, outlet, lines) values (?, ?, ?)"
        " on conflict (article_id) do update set outlet = excluded.outlet, lines = excluded.lines"
        " where lines is not excluded.lines or outlet is not excluded.outlet",
        (article_id, row["outlet"], lines),
    )


def read_learned(store: Store, outlet: str) -> Learned:
    """What is to be dropped from an outlet's pages."""
    return learned_of(
        store.db.query(
            "select key, state, position as place from _learned_boilerplate where outlet = ?", (outlet,)
        )
    )


def relearn(store: Store, outlet: str, printed: Mapping[str, str] | None = None) -> int:
    """Bring the rows of an outlet up to what its latest articles show; how many were looked at.

    What is seen on none of these stays as it is: it is an older template's, and older pages have it still.

    Args:
        printed: lines by key that no text may hold any more.
    """
    pages = _window(store, outlet)
    found = learn([page for _, page in pages])
    seen = _sightings(pages)

    def count(key: str, place: str) -> None:
        figures = _figures(seen.get(key, ())) | {"place": place, "of_pages": len(pages)}
        store.db.execute(_COUNT, {**figures, "outlet": outlet, "key": key})

    rows = {
        row["key"]: row
        for row in store.db.query("select * from _learned_boilerplate where outlet = ?", (outlet,))
    }
    for key, row in rows.items():
        if key in found or row["state"] != "learned":
            count(key, found[key].place if key in found else row["position"])
        elif key in seen:
            store.db.execute("delete from _learned_boilerplate where outlet = ? and key = ?", (outlet, key))
    for key in sorted(found.keys() - rows.keys()):
        line = _as_printed(store, key, seen[key]) or (printed or {}).get(key)
        if line is not None:  # what other pages lost to it before it was forgotten is not in their texts
            _put(store, outlet, key, line=line, state="learned", place=found[key].place)
            count(key, found[key].place)
    return len(pages)


def learned_lines(store: Store, outlet: str) -> list[LearnedLine]:
    """An outlet's furniture, what is seen most first. Raises NotFoundError for an outlet without pages."""
    _check_outlet(store, outlet)
    rows = store.db.query(
        "select line, state, position as place, pages, of_pages, first_seen, last_seen, url"
        " from _learned_boilerplate f"
        " left join articles a on a.id = f.article_id where f.outlet = ?"
        " order by state <> 'pinned', state = 'pardoned', pages desc, line",
        (outlet,),
    )
    return [LearnedLine(**row) for row in rows]


def set_line_state(store: Store, outlet: str, line: str, state: State | None) -> None:
    """Pin or pardon a line, or with None leave it to be learned again. Call it in a transaction.

    Raises:
        NotFoundError: the archive has no page of this outlet, or nothing is known of a line to be forgotten.
    """
    _check_outlet(store, outlet)
    key = line_key(line)
    row = store.row(
        "select line, position from _learned_boilerplate where outlet = ? and key = ?", outlet, key
    )
    if state is None:
        if row is None:
            raise NotFoundError(line, f"`matinee furniture {outlet}` shows what is known")
        store.db.execute("delete from _learned_boilerplate where outlet = ? and key = ?", (outlet, key))
    else:
        _put(
            store,
            outlet,
            key,
            line=row["line"] if row else line,
            state=state,
            place=row["position"] if row else "anywhere",
        )
    relearn(store, outlet, {key: row["line"]} if row else None)


def learned_keys(store: Store, outlet: str | None) -> set[str]:
    """Lines of which anything is known: two texts that differ by them alone show no change of the page."""
    return {
        row["key"]
        for row in store.db.query("select key from _learned_boilerplate where outlet is ?", (outlet,))
    }


def _window(store: Store, outlet: str) -> list[tuple[dict[str, Any], SeenPage]]:
    """The latest articles of an outlet, each text once; with id and time of capture."""
    rows = store.db.query(
        """
        select p.article_id, p.lines, c.captured_at,
            (select json_group_array(author_id) from revision_authors where revision_id = r.id) as authors
        from _page_lines p join articles a on a.id = p.article_id
        join revisions r on r.id = a.revision_id join captures c on c.id = r.capture_id
        where p.outlet = ? and a.duplicate_of is null order by p.article_id desc limit ?
        """,
        (outlet, WINDOW),
    )
    return [
        (
            row,
            SeenPage(
                tuple(SeenLine(*line) for line in json.loads(row["lines"])),
                frozenset(map(str, json.loads(row["authors"]))),
            ),
        )
        for row in rows
    ]


Sightings = Iterable[dict[str, Any]]


def _sightings(pages: list[tuple[dict[str, Any], SeenPage]]) -> Mapping[str, list[dict[str, Any]]]:
    """The articles that a line stands on, by key."""
    seen: dict[str, list[dict[str, Any]]] = {}
    for row, page in pages:
        for key in {line.key for line in page.lines}:
            seen.setdefault(key, []).append(row)
    return seen


def _put(store: Store, outlet: str, key: str, *, line: str, state: State, place: str) -> None:
    store.db.execute(
        "insert into _learned_boilerplate (outlet, key, line, state, position) values (?, ?, ?, ?, ?)"
        " on conflict do update set state = excluded.state, position = excluded.position",
        (outlet, key, line, state, place),
    )


_COUNT = """
    update _learned_boilerplate set position = :place, pages = :pages, of_pages = :of_pages,
        first_seen = min(ifnull(first_seen, :first), ifnull(:first, first_seen)),
        last_seen = max(ifnull(last_seen, :last), ifnull(:last, last_seen)),
        article_id = ifnull(:article, article_id)
    where outlet = :outlet and key = :key
"""


def _figures(rows: Sightings) -> dict[str, Any]:
    """How often a line was seen, as `_COUNT` takes it."""
    ordered = sorted(rows, key=lambda row: (row["captured_at"], row["article_id"]))
    first, last = (ordered[0], ordered[-1]) if ordered else ({}, {})
    return {
        "pages": len(ordered),
        "first": first.get("captured_at"),
        "last": last.get("captured_at"),
        "article": last.get("article_id"),
    }


def _as_printed(store: Store, key: str, rows: Sightings) -> str | None:
    """A line as one of these articles prints it."""
    for row in rows:
        shown = store.row(
            "select text from revisions where id = (select revision_id from articles where id = ?)",
            row["article_id"],
        )
        for line in shown["text"].split("\n") if shown else ():
            if line_key(line) == key:
                return str(line)
    return None


def _check_outlet(store: Store, outlet: str) -> None:
    if store.row("select 1 from articles where outlet = ?", outlet):
        return
    names = [
        row["outlet"] for row in store.db.query("select distinct outlet from articles where outlet > ''")
    ]
    otherwise = "`matinee search` shows the outlets of its articles"
    raise NotFoundError(f"outlet {outlet}", did_you_mean(outlet, names, otherwise))
