"""Write corrections of works, undo them, and forget what was removed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

from archive.json_text import to_json
from archive.works.corrections import (
    ASSIGN,
    DISTINCT,
    JOIN,
    KINDS,
    SPLIT,
    Correction,
    Corrections,
    read_corrections,
)
from archive.works.former_ids import (
    former_ids,
    former_of_articles,
    former_of_names,
    remember_articles,
    remember_ids,
)
from archive.works.match_titles import match_titles
from archive.works.model import described
from archive.works.name_rows import read_names
from archive.works.refresh import refresh_articles
from archive.works.stored_corrections import (
    StoredCorrection,
    TakenCorrection,
    add_correction,
    corrected_articles,
    described_corrections,
    holds,
    mark_undone,
    write_articles,
    write_correction,
)
from archive.works.write_works import delete_unused

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST_ARTICLES = 20  # of a work that a correction remembers, beside what articles say of the work


@dataclass(frozen=True, slots=True)
class NamedWork:
    """A work as a person names it."""

    title: str
    year: int | None = None
    medium: str | None = None
    ids: dict[str, str] = field(default_factory=dict)


def join_works(db: Database, first_id: int, second_id: int, at: str) -> int:
    """Make two works one. Returns the id of the correction."""
    return _add(db, JOIN, {"works": [_work(db, first_id), _work(db, second_id)]}, at, (first_id, second_id))


def keep_distinct(db: Database, first_id: int, second_id: int, at: str) -> int:
    """Never take two works for one. Returns the id of the correction."""
    return _add(db, DISTINCT, {"works": [_work(db, first_id), _work(db, second_id)]}, at)


def split_articles(db: Database, urls: Iterable[str], at: str) -> int:
    """Take articles out of their work, into one of their own. Returns the id of the correction."""
    articles = sorted(urls)
    return _add(db, SPLIT, {"articles": articles}, at)


def assign_articles(db: Database, urls: Iterable[str], work_id: int, at: str) -> int:
    """Assign articles to a work, whatever they say. Returns the id of the correction."""
    articles = sorted(urls)
    return _add(db, ASSIGN, {"articles": articles, "work": _work(db, work_id)}, at)


def assign_to_new(db: Database, urls: Iterable[str], named: NamedWork, at: str) -> int:
    """Say which work articles are about, as if their pages did. Returns the id of the correction."""
    articles = sorted(urls)
    work = {**asdict(named), "specs": [], "titles": [], "articles": []}
    return _add(db, ASSIGN, {"articles": articles, "work": work}, at)


def undo(db: Database, correction_id: int, at: str) -> bool:
    """Undo a correction of works. Returns whether it held."""
    undone = mark_undone(db, correction_id, KINDS, at)
    if undone:
        _apply(db, correction_id, former_ids(db, correction_id), former_of_articles(db, correction_id))
    return undone


def take_correction(db: Database, taken: TakenCorrection) -> None:
    """Make a correction of another archive hold here, or no more."""
    number = write_correction(db, taken)
    if taken.holds:
        joined = _works_named(db, number, taken) if taken.kind == JOIN else set()
        _remember(db, number, taken.body, joined)
        _apply(db, number)
    else:
        _apply(db, number, former_ids(db, number), former_of_articles(db, number))


def stored_corrections(db: Database) -> list[StoredCorrection]:
    """The corrections of works, the latest last; undone ones too."""
    return described_corrections(db, KINDS, _text)


def forget_articles(db: Database, urls: Iterable[str]) -> None:
    """Take the URLs of articles that go out of corrections, and the titles that no other article names."""
    gone = set(urls)
    numbers = db.execute(
        "select distinct correction_id from _correction_articles"
        " where url in (select value from json_each(?))",
        (json.dumps(sorted(gone)),),
    ).fetchall()
    for (number,) in numbers:
        articles = corrected_articles(db, number)
        _forget_in_correction(db, number, gone)
        # What is left of the correction marks its names otherwise.
        db.conn.executemany("insert into _stale_coverage values (?)", ((article,) for article in articles))


def _forget_in_correction(db: Database, number: int, gone: Set[str]) -> None:
    """Take URLs out of a correction. It keeps its number, and goes if it says nothing any more."""
    kind, text = db.execute("select kind, body from corrections where id = ?", (number,)).fetchone()
    body = json.loads(text)
    works = [body["work"]] if "work" in body else body.get("works", [])
    for work in works:
        _forget_in_work(db, work, gone)
    if "articles" in body:
        body["articles"] = [url for url in body["articles"] if url not in gone]
    is_left = body.get("articles", True) and all(map(_is_told, works))
    sql = "update or ignore corrections set body = ? where id = ?"  # another may say the same
    if is_left and db.execute(sql, (to_json(body), number)).rowcount:
        db.execute("delete from _correction_articles where correction_id = ?", (number,))
        write_articles(db, kind, to_json(body))
    else:
        db.execute("delete from corrections where id = ?", (number,))


def _is_told(work: Mapping[str, Any]) -> bool:
    """Whether a correction still says which work it means; one with ids was named by hand."""
    return bool(work["specs"] or work["articles"] or "ids" in work)


def _forget_in_work(db: Database, work: dict[str, Any], urls: Iterable[str]) -> None:
    known = {
        row[0]
        for row in db.execute(
            "select distinct title_key from work_names where title_key in (select value from json_each(?))",
            (json.dumps(work["titles"]),),
        )
    }
    work["titles"] = [title for title in work["titles"] if title in known]
    work["specs"] = [spec for spec in work["specs"] if json.loads(spec)[0] in known]
    work["articles"] = [url for url in work["articles"] if url not in set(urls)]


def _add(db: Database, kind: str, body: Mapping[str, Any], at: str, joined: Collection[int] = ()) -> int:
    is_held = holds(db, kind, body)  # then it remembers already what was before it
    number = add_correction(db, kind, body, at)
    if not is_held:
        _remember(db, number, body, joined)
    _apply(db, number)
    return number


def _remember(db: Database, number: int, body: Mapping[str, Any], joined: Collection[int]) -> None:
    """Store what a correction is about to change, for when it is undone."""
    remember_ids(db, number, "work", joined)
    remember_articles(db, number, "work", _works_of_articles(db, body.get("articles", ()), joined))


def _works_named(db: Database, number: int, taken: TakenCorrection) -> set[int]:
    """The works that a stored correction names, as this archive has them."""
    corrections = Corrections({number: Correction(number, taken.kind, taken.body, taken.made_at)})
    corrections.find_names(db)
    names = sorted(frozenset().union(*corrections.sides[number]))
    sql = (
        "select work_id from work_names where id in (select value from json_each(?)) and work_id is not null"
    )
    return {row[0] for row in db.execute(sql, (json.dumps(names),))}


def _works_of_articles(db: Database, urls: Iterable[str], works: Collection[int]) -> dict[int, int]:
    """The works of the articles at these addresses, and of those about these works, by article."""
    rows = db.execute(
        "select a.id, n.work_id from articles a join _article_works x on x.article_id = a.id"
        " join work_names n on n.id = x.name_id"
        " where n.work_id is not null and (a.url in (select value from json_each(?))"
        " or n.work_id in (select value from json_each(?)))",
        (json.dumps(sorted(urls)), json.dumps(sorted(works))),
    )
    return dict(rows)


def _apply(
    db: Database,
    number: int,
    former: Mapping[int, int] | None = None,
    former_by_article: Mapping[int, int] | None = None,
) -> None:
    """Name and group again what a correction is about.

    Args:
        former: by name, the works before the correction, if it is undone now.
        former_by_article: the same by article.
    """
    articles = corrected_articles(db, number)
    refresh_articles(db, articles, former_by_article)
    (text,) = db.execute("select body from corrections where id = ?", (number,)).fetchone()
    body = json.loads(text)
    works = [body["work"]] if "work" in body else body.get("works", [])
    titles = {title for work in works for title in work["titles"]}
    titles |= {
        row[0]
        for row in db.execute(
            "select n.title_key from _article_works x join work_names n on n.id = x.name_id"
            " where x.article_id in (select value from json_each(?))",
            (json.dumps(articles),),
        )
    }
    lost: set[int | None] = set()
    former_by_name = {**former_of_names(db, former_by_article or {}), **(former or {})}
    match_titles(db, titles, read_corrections(db), lost, former_by_name)
    delete_unused(db, lost)


def _work(db: Database, work_id: int) -> dict[str, Any]:
    """A work as a correction remembers it: what articles say of it, and which articles do.

    Articles that were assigned to it are left out: they go when their assignment is undone.
    """
    names = read_names(db, "n.work_id = ?", [work_id])
    row = db.execute("select title, year, medium from works where id = ?", (work_id,)).fetchone()
    urls = db.execute(
        "select a.url from work_names n join _article_works x on x.name_id = n.id"
        " join articles a on a.id = x.article_id where n.work_id = ? and a.url not in"
        " (select j.value from corrections c, json_each(c.body, '$.articles') j"
        " where c.kind = ? and (c.undone_at is null or c.undone_at < c.made_at))"
        f" order by a.url limit {MOST_ARTICLES}",
        (work_id, ASSIGN),
    )
    return {
        **dict(zip(("title", "year", "medium"), row, strict=True)),
        "specs": sorted({name.spec for name in names.values()}),
        "titles": sorted({name.title_key for name in names.values()}),
        "articles": [url for (url,) in urls],
    }


def _text(kind: str, body: Mapping[str, Any]) -> str:
    def name(work: Mapping[str, Any]) -> str:
        return described(work["title"], work["year"], work["medium"], {})

    articles = ", ".join(body.get("articles", ()))
    match kind:
        case "join-works":
            return f"{name(body['works'][0])} is {name(body['works'][1])}"
        case "distinct-works":
            return f"{name(body['works'][0])} is not {name(body['works'][1])}"
        case "split-work":
            return f"a work of their own: {articles}"
    return f"{articles}: about {name(body['work'])}"
