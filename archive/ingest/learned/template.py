"""Read and write the templates learned of each outlet, as pages come in.

`archive.clean.template` learns a template and reads pages by it. Here the places of an outlet's last pages
are stored, the template is written, and it is forgotten when the outlet's pages stop fitting it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable
from dataclasses import fields
from functools import lru_cache
from typing import Any

from archive.clean.template.learn import PROVEN, WINDOW, learn_template
from archive.db.rows import stamp
from archive.db.store import Store
from archive.model import Article, Capture
from archive.places import PagePlaces, Settled, Template, TemplateUse

_AT_FIRST = 2 * PROVEN  # pages
_SELDOM = 8  # of so many later pages one is learned from where the first showed no template

MOST_MISFITS = 5  # in a row, after which a template is forgotten

_SETS = ("kept", "dropped", "formats", "beside", "around")  # fields of a template


_PLACES_UNTIL = """
select places from _page_places
where captured_at <= ?1 and outlet = (select outlet from articles where id = ?2)
order by article_id = ?2 desc, captured_at desc
"""

_PLACES_OF_SECOND = """
with first_two as (
    select article_id, captured_at from captures
    where outlet = (select outlet from articles where id = ?1) and article_id is not null order by id limit 2)
select places from _page_places join first_two using (article_id, captured_at)
where article_id <> ?1 and exists (select 1 from first_two where article_id = ?1)
"""


class LearnedTemplates:
    """The templates of all outlets, cached for one writer."""

    def __init__(self) -> None:
        self._templates: dict[str, Template | None] = {}
        self._asked: dict[str, int] = {}  # outlet -> its pages for which `wants_places` was asked

    def for_outlet(self, store: Store, outlet: str | None) -> Template | None:
        """The template of an outlet; None where it is not proven."""
        if outlet is None:
            return None
        if outlet not in self._templates:
            self._templates[outlet] = read_template(store, outlet)
        return self._templates[outlet]

    def wants_places(self, store: Store, outlet: str | None) -> bool:
        """Whether an outlet's next page shall say where its text and facts stand. Ask once a page.

        It takes a tenth of a page's time. The first page need not: most outlets of a mixed import have no
        other, and a template is learned from later pages as well. Nor need most pages of an outlet whose
        pages so far show no template.
        """
        if outlet is None:
            return False
        asked = self._asked[outlet] = self._asked.get(outlet, 0) + 1
        if asked == 1:
            return store.row("select 1 from articles where outlet = ? limit 1", outlet) is not None
        return asked <= _AT_FIRST or asked % _SELDOM == 0 or self.for_outlet(store, outlet) is not None

    def count_use(self, store: Store, outlet: str | None, use: TemplateUse | None) -> None:
        """Count what a template was to a page, in a transaction, and forget it when pages stop fitting."""
        if outlet is not None and use is not None and count_use(store, outlet, use):
            self._templates[outlet] = None

    def reload(self, outlet: str) -> None:
        """Read an outlet's template from the archive when it is next asked for."""
        self._templates.pop(outlet, None)


def read_template(store: Store, outlet: str) -> Template | None:
    """Read the template of an outlet; None where it is not proven."""
    row = store.row("select template from _templates where outlet = ?", outlet)
    return parse_template(json.loads(row["template"])) if row else None


def write_page_places(store: Store, pages: Iterable[tuple[int, Article, Capture]]) -> None:
    """Store where the text and the facts of outlets' pages stood, of the last pages of each outlet only.

    Args:
        pages: of articles, by id.
    """
    rows = [
        (article_id, capture.outlet, stamp(capture.captured_at), _packed(places))
        for article_id, article, capture in pages
        if (places := article.trace.places) is not None and capture.outlet and not article.withheld
    ]
    store.db.conn.executemany(
        "insert into _page_places (article_id, outlet, captured_at, places) values (?, ?, ?, ?)"
        " on conflict (article_id) do update set outlet = excluded.outlet, places = excluded.places,"
        " captured_at = excluded.captured_at",
        rows,
    )
    for outlet in sorted({outlet for _, outlet, *_ in rows if outlet}):
        _keep_last(store, outlet, WINDOW)


def _packed(places: PagePlaces) -> bytes:
    # At the fastest level: few are kept, and all are written.
    return zlib.compress(json.dumps(_values(places), separators=(",", ":")).encode(), 1)


@lru_cache(maxsize=512)  # an outlet is studied again and again, and most of its last pages are the same
def _unpacked(places: bytes) -> PagePlaces:
    return _places(json.loads(zlib.decompress(places)))


def places_until(store: Store, article_id: int, until: str) -> PagePlaces | None:
    """Where an article's page, or else the last page of its outlet up to a stored time, had text and facts.

    An outlet's first page left no places; there it is where the second has them. None where nothing is kept.
    """
    row = store.row(_PLACES_UNTIL, until, article_id) or store.row(_PLACES_OF_SECOND, article_id)
    return _unpacked(row["places"]) if row else None


def study_template(store: Store, outlet: str) -> tuple[Template, str] | None:
    """The template that an outlet's last pages show, and when the last was captured; None for none.

    It only reads, so call it outside a transaction.
    """
    rows = list(
        store.db.query(
            "select places, captured_at from _page_places where outlet = ?"
            " order by captured_at desc, article_id desc",
            (outlet,),
        )
    )
    template = learn_template([_unpacked(row["places"]) for row in rows])
    return (template, rows[0]["captured_at"]) if template else None


def write_template(store: Store, outlet: str, template: Template, since: str) -> None:
    """Write an outlet's template, in a transaction. One that was known before keeps its date and counts.

    Nothing is written where the pages that it was learned from were forgotten since.
    """
    pages = store.row("select count(*) as number from _page_places where outlet = ?", outlet)
    if pages is None or pages["number"] < PROVEN:
        return
    facts = {**_fields(template), **{name: sorted(getattr(template, name)) for name in _SETS}}
    store.db.execute(
        "insert into _templates (outlet, template, since) values (?, ?, ?)"
        " on conflict (outlet) do update set template = excluded.template"
        " where template is not excluded.template",
        (outlet, json.dumps(facts, ensure_ascii=False, separators=(",", ":")), since),
    )


def count_use(store: Store, outlet: str, use: TemplateUse) -> bool:
    """Count what a template was to a page, in a transaction. Returns whether it is forgotten for that."""
    if store.row("select 1 from _templates where outlet = ?", outlet) is None:
        return False  # forgotten while the page was cleaned
    if use.outcome == "different":
        _forget(store, outlet, 0)
        return True
    fits = "misfits_in_a_row = 0"
    changes = {
        "read": f"read = read + 1, {fits}",
        "same": f"checked = checked + 1, {fits}",
        "misfit": "misfits = misfits + 1, misfits_in_a_row = misfits_in_a_row + 1",
    }
    store.db.execute(f"update _templates set {changes[use.outcome]} where outlet = ?", (outlet,))
    row = store.row("select misfits_in_a_row as misfits from _templates where outlet = ?", outlet)
    if row is None or row["misfits"] < MOST_MISFITS:
        return False
    _forget(store, outlet, MOST_MISFITS)
    return True


def forget_template(store: Store, outlet: str) -> None:
    """Forget an outlet's template and the places that it was learned from, in a transaction."""
    _forget(store, outlet, 0)


def _forget(store: Store, outlet: str, last: int) -> None:
    """Forget a template, and the places of all pages but the last, which may show the next template."""
    store.db.execute("delete from _templates where outlet = ?", (outlet,))
    _keep_last(store, outlet, last)


def _keep_last(store: Store, outlet: str, last: int) -> None:
    store.db.execute(
        "delete from _page_places where article_id in (select article_id from _page_places where outlet = ?"
        " order by captured_at desc, article_id desc limit -1 offset ?)",
        (outlet, last),
    )


def _values(places: PagePlaces) -> dict[str, Any]:
    return {**_fields(places), "settled": _fields(places.settled)}


def _fields(value: PagePlaces | Settled | Template) -> dict[str, Any]:
    """The fields of a value. `dataclasses.asdict` copies each path of a place, which takes longer."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


def _places(values: dict[str, Any]) -> PagePlaces:
    facts = {name: tuple(sources) for name, sources in values["facts"].items()}
    settled = values["settled"]
    signs, formats = settled["signs"], tuple(settled["formats"])
    return PagePlaces(
        **{
            **values,
            "facts": facts,
            "used": tuple(values.get("used", ())),
            "beside": tuple(values.get("beside", ())),
            "holders": {source: tuple(places) for source, places in values.get("holders", {}).items()},
            "settled": Settled(
                settled["language"], None if signs is None else tuple(signs), formats, settled["copyright"]
            ),
        }
    )


def parse_template(values: dict[str, Any]) -> Template:
    """The template that its JSON object stands for."""
    places = {name: frozenset(values.get(name, ())) for name in _SETS}
    signs = values["signs"]
    return Template(**{**values, **places, "signs": None if signs is None else tuple(signs)})
