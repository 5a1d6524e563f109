"""An outlet's learned furniture in the archive, kept up as pages come in.

What is furniture is decided in `archive.clean.boilerplate.recurring`; here it is read and written. Studying
an outlet's pages takes long and only reads: it holds no transaction. Writing what it found is short.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from archive.clean.boilerplate.recurring import SeenPage, learn, learned_of, line_key
from archive.db.store import Store
from archive.model import NOTHING_LEARNED, Article, Learned, SeenLine

WINDOW = 300  # latest articles of an outlet that are learned from: sites change, and time is to stay bounded

GROWN = 1.25  # an outlet is learned again when it has grown by this much


@dataclass(frozen=True, slots=True)
class Findings:
    """What an outlet's latest pages show of its boilerplate, to be written.

    Attributes:
        pages: that were looked at.
        counts: parameters of `_COUNT`, one mapping a line.
        gone: keys of learned lines that recur no more.
        learned: key, line and place of the lines that are new.
    """

    outlet: str
    pages: int
    counts: tuple[dict[str, Any], ...]
    gone: tuple[str, ...]
    learned: tuple[tuple[str, str, str], ...]


class LearnedBoilerplate:
    """What is known of every outlet, for one writer: read once each, learned as they grow."""

    def __init__(self) -> None:
        self._known: dict[str, Learned] = {}
        self._touched: dict[str, int] = {}  # outlet -> articles settled since it was learned
        self._sizes: dict[str, int] = {}  # outlet -> articles when it was learned

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

    def take_due(self, *, all_of_them: bool = False) -> list[str]:
        """The outlets that have grown enough to be studied, or all that have grown; each is named once."""
        due = [
            outlet
            for outlet, new in self._touched.items()
            if all_of_them or outlet not in self._sizes or new >= (GROWN - 1) * self._sizes[outlet]
        ]
        for outlet in due:
            del self._touched[outlet]
        return due

    def write(self, store: Store, findings: Findings) -> set[str]:
        """Write what a study found, in a transaction; gives the keys whose treatment changed."""
        outlet = findings.outlet
        before = read_learned(store, outlet)
        write_findings(store, findings)
        self._sizes[outlet] = findings.pages
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


def study(store: Store, outlet: str, printed: Mapping[str, str] | None = None) -> Findings:
    """What an outlet's latest articles show. It only reads, so call it outside of a transaction.

    What is seen on none of these stays as it is: it is an older template's, and older pages have it still.

    Args:
        printed: lines by key that no text may hold any more.
    """
    pages = _window(store, outlet)
    found = learn([page for _, page in pages])
    seen = _sightings(pages)
    rows = {
        row["key"]: row
        for row in store.db.query("select * from _learned_boilerplate where outlet = ?", (outlet,))
    }
    places = {
        key: found[key].place if key in found else row["position"]
        for key, row in rows.items()
        if key in found or row["state"] != "learned"
    }
    learned = []
    for key in sorted(found.keys() - rows.keys()):
        line = _as_printed(store, key, seen[key]) or (printed or {}).get(key)
        if line is not None:  # what other pages lost to it before it was forgotten is not in their texts
            learned.append((key, line, found[key].place))
            places[key] = found[key].place
    counts = tuple(
        {**_figures(seen.get(key, ())), "place": place, "of_pages": len(pages), "outlet": outlet, "key": key}
        for key, place in places.items()
    )
    gone = tuple(key for key in rows.keys() & seen.keys() if key not in places)
    return Findings(outlet, len(pages), counts, gone, tuple(learned))


def write_findings(store: Store, findings: Findings) -> None:
    """Write what a study found, in a transaction. What a person decided in the meantime stays."""
    for key in findings.gone:
        store.db.execute(
            "delete from _learned_boilerplate where outlet = ? and key = ? and state = 'learned'",
            (findings.outlet, key),
        )
    for key, line, place in findings.learned:
        store.db.execute(
            "insert into _learned_boilerplate (outlet, key, line, state, position)"
            " values (?, ?, ?, 'learned', ?) on conflict do nothing",
            (findings.outlet, key, line, place),
        )
    for figures in findings.counts:
        store.db.execute(_COUNT, figures)


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
