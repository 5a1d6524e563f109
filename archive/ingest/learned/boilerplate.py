"""Read and write the boilerplate learned of each outlet, as pages come in.

`archive.clean.boilerplate.recurring` decides which lines are boilerplate. A study of an outlet's pages takes
long but only reads, so it runs outside any transaction. Writing its findings is quick.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from archive.clean.boilerplate.recurring import SeenPage, learn, learned_of, line_key
from archive.clean.work.places import place_shares
from archive.db.store import Store
from archive.ingest.learned.template import LearnedTemplates, study_template, write_template
from archive.model import NOTHING_LEARNED, Article, Learned, SeenLine
from archive.places import Template

_ENCODER = json.JSONEncoder(separators=(",", ":"))

WINDOW = 300  # latest articles of an outlet to learn from: sites change, and a study must stay short

GROWTH = 1.5  # an outlet is studied again when its number of articles has grown by this factor


@dataclass(frozen=True, slots=True)
class Findings:
    """The result of a study of an outlet's latest pages, not yet written.

    Attributes:
        pages: number of pages studied.
        counts: parameters of `_UPDATE_COUNT`, one mapping per line.
        gone: keys of learned lines that no longer recur.
        learned: key, line and place of each new line.
        template: the template that its last pages show, and when the last was captured; None for none.
    """

    outlet: str
    pages: int
    counts: tuple[dict[str, Any], ...]
    gone: tuple[str, ...]
    learned: tuple[tuple[str, str, str], ...]
    template: tuple[Template, str] | None = None


class LearnedBoilerplate:
    """The learned boilerplate of all outlets, cached for one writer, and which outlets to study again.

    Attributes:
        templates: what is learned with it of where the outlets' texts and facts stand.
    """

    def __init__(self) -> None:
        self._learned: dict[str, Learned] = {}
        self.templates = LearnedTemplates()
        self._new_pages: dict[str, int] = {}  # outlet -> articles stored since its last study
        self._sizes: dict[str, int] = {}  # outlet -> articles in its last study

    def for_outlet(self, store: Store, outlet: str | None) -> Learned:
        """The lines to remove from an outlet's pages."""
        if outlet is None:
            return NOTHING_LEARNED
        if outlet not in self._learned:
            self._learned[outlet] = read_learned(store, outlet)
        return self._learned[outlet]

    def count_page(self, outlet: str | None) -> None:
        """Count a newly stored page of an outlet."""
        if outlet is not None:
            self._new_pages[outlet] = self._new_pages.get(outlet, 0) + 1

    def take_due(self, *, any_growth: bool = False) -> list[str]:
        """The outlets to study, and reset their counts.

        Args:
            any_growth: include outlets with any new page, not only those that grew by `GROWTH`.
        """
        due = [
            outlet
            for outlet, new in self._new_pages.items()
            if any_growth or outlet not in self._sizes or new >= (GROWTH - 1) * self._sizes[outlet]
        ]
        for outlet in due:
            del self._new_pages[outlet]
        return due

    def write(self, store: Store, findings: Findings) -> set[str]:
        """Write findings, in a transaction. Returns the keys of lines that are now treated differently."""
        outlet = findings.outlet
        before = self.for_outlet(store, outlet)
        write_findings(store, findings)
        self._sizes[outlet] = findings.pages
        after = self._learned[outlet] = read_learned(store, outlet)
        self.templates.reload(outlet)
        return set(
            (before.anywhere ^ after.anywhere) | (before.edge ^ after.edge) | (before.pinned ^ after.pinned)
        )


def write_page_lines(store: Store, articles: Iterable[tuple[int, Article]]) -> None:
    """Store the lines of the current texts of articles, by id."""
    store.db.conn.executemany(
        "insert into _page_lines (article_id, outlet, lines)"
        " select id, outlet, ? from articles where id = ? and outlet is not null"
        " on conflict (article_id) do update set outlet = excluded.outlet, lines = excluded.lines"
        " where lines is not excluded.lines or outlet is not excluded.outlet",
        [
            (_ENCODER.encode(article.lines), article_id)
            for article_id, article in articles
            if article.lines and not article.withheld
        ],
    )


def read_learned(store: Store, outlet: str) -> Learned:
    """Read what is known of an outlet's pages: the lines to remove, and where its headlines name the work."""
    lines = learned_of(
        store.db.query(
            "select key, state, position as place from _learned_boilerplate where outlet = ?", (outlet,)
        )
    )
    return replace(lines, work_places=_work_places(store, outlet))


def _work_places(store: Store, outlet: str) -> dict[str, float]:
    """Of the latest reviews, the share that names its work in each place of the headline."""
    headlines = store.db.query(
        "select r.title as headline, v.work_title as work"
        " from articles a join revisions r on r.id = a.revision_id"
        " join reviews v on v.revision_id = r.id and v.work_title is not null"
        " where a.outlet = ? and a.duplicate_of is null and r.kind = 'review' and r.title is not null"
        " order by a.id desc limit ?",
        (outlet, WINDOW),
    )
    return place_shares((row["headline"], row["work"]) for row in headlines)


def study(store: Store, outlet: str, printed: Mapping[str, str] | None = None) -> Findings:
    """Find the boilerplate in an outlet's latest articles. It only reads, so call it outside a transaction.

    Known lines that none of these articles contains stay as they are: older pages may still contain them.

    Args:
        printed: known lines by key, for lines that were removed from all stored texts.
    """
    pages = _latest_pages(store, outlet)
    recurring = learn([page for _, page in pages])
    rows = {
        row["key"]: row
        for row in store.db.query("select * from _learned_boilerplate where outlet = ?", (outlet,))
    }
    page_rows = _rows_by_key(pages, recurring.keys() | rows.keys())
    places = {
        key: recurring[key].place if key in recurring else row["position"]
        for key, row in rows.items()
        if key in recurring or row["state"] != "learned"
    }
    learned = []
    for key in sorted(recurring.keys() - rows.keys()):
        line = _as_printed(store, key, page_rows[key]) or (printed or {}).get(key)
        if line is not None:  # None: earlier cleaning removed it from all texts
            learned.append((key, line, recurring[key].place))
            places[key] = recurring[key].place
    counts = tuple(
        {
            **_count_parameters(page_rows.get(key, ())),
            "place": place,
            "of_pages": len(pages),
            "outlet": outlet,
            "key": key,
        }
        for key, place in places.items()
    )
    gone = tuple(key for key in rows.keys() & page_rows.keys() if key not in places)
    return Findings(outlet, len(pages), counts, gone, tuple(learned), study_template(store, outlet))


def write_findings(store: Store, findings: Findings) -> None:
    """Write findings, in a transaction. Keeps what a person has decided in the meantime."""
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
    for parameters in findings.counts:
        store.db.execute(_UPDATE_COUNT, parameters)
    if findings.template:
        write_template(store, findings.outlet, *findings.template)


def learned_keys(store: Store, outlet: str | None) -> set[str]:
    """The keys of all known lines. Texts that differ only by such lines count as unchanged."""
    return {
        row["key"]
        for row in store.db.query("select key from _learned_boilerplate where outlet is ?", (outlet,))
    }


def _latest_pages(store: Store, outlet: str) -> list[tuple[dict[str, Any], SeenPage]]:
    """The latest articles of an outlet without duplicates, each with its row (id, time of capture)."""
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
            SeenPage(_seen_lines(row["lines"]), frozenset(map(str, json.loads(row["authors"])))),
        )
        for row in rows
    ]


@lru_cache(maxsize=512)  # a growing outlet is studied again and again, and most of its pages are the same
def _seen_lines(lines: str) -> tuple[SeenLine, ...]:
    """The lines of a page, from the column `_page_lines.lines`."""
    return tuple(map(SeenLine._make, json.loads(lines)))


PageRows = Iterable[dict[str, Any]]


def _rows_by_key(
    pages: list[tuple[dict[str, Any], SeenPage]], keys: Set[str]
) -> Mapping[str, list[dict[str, Any]]]:
    """By key of a line, one of these, the rows of the articles that contain it."""
    page_rows: dict[str, list[dict[str, Any]]] = {}
    for row, page in pages:
        for key in keys & page.keys:
            page_rows.setdefault(key, []).append(row)
    return page_rows


_UPDATE_COUNT = """
    update _learned_boilerplate set position = :place, pages = :pages, of_pages = :of_pages,
        first_seen = min(ifnull(first_seen, :first), ifnull(:first, first_seen)),
        last_seen = max(ifnull(last_seen, :last), ifnull(:last, last_seen)),
        article_id = ifnull(:article, article_id)
    where outlet = :outlet and key = :key
"""


def _count_parameters(rows: PageRows) -> dict[str, Any]:
    """How many pages contain a line, and when the first and last were captured, for `_UPDATE_COUNT`."""
    ordered = sorted(rows, key=lambda row: (row["captured_at"], row["article_id"]))
    first, last = (ordered[0], ordered[-1]) if ordered else ({}, {})
    return {
        "pages": len(ordered),
        "first": first.get("captured_at"),
        "last": last.get("captured_at"),
        "article": last.get("article_id"),
    }


def _as_printed(store: Store, key: str, rows: PageRows) -> str | None:
    """The text of a line, from the first of these articles that contains it."""
    for row in rows:
        revision = store.row(
            "select text from revisions where id = (select revision_id from articles where id = ?)",
            row["article_id"],
        )
        for line in revision["text"].split("\n") if revision else ():
            if line_key(line) == key:
                return str(line)
    return None
