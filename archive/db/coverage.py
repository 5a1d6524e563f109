"""Keep the table `coverage` and its full-text index up to date with the tables they are built from.

Triggers list each article whose data has changed in `_stale_coverage`, even if another tool changed it.
`refresh` rewrites the rows of these articles. `Store.transaction` calls it before each commit. No other code
writes `coverage` or its index.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from archive.db.rows import capture_order
from archive.db.unspaced import VERSION, with_parts

if TYPE_CHECKING:
    from sqlite_utils import Database

_Row = tuple[Any, ...]

# The columns of an export, in its order; nested fields are joined with `_`.
COLUMNS = (
    *("id", "url", "captured_url", "outlet", "title", "authors"),
    *("published", "published_precision", "published_from", "updated", "kind"),
    *("work_title", "work_year", "work_medium", "work_ids"),
    *("rating_raw", "rating_value", "rating_best", "rating_worst", "rating_scale"),
    *("rating_score", "rating_conversion", "rating_from", "spoilers", "language", "text", "word_count"),
    *("status", "duplicate_of", "captured_at", "capture_sha256", "rights", "collective", "gone_at"),
)
SEARCHED = ("title", "text", "authors", "work_title")

_FACTS = """
    a.id, a.url, c.url as captured_url, a.outlet, r.title,
    (select group_concat(name, '; ') from (
        select authors.name from revision_authors ra join authors on authors.id = ra.author_id
        where ra.revision_id = r.id order by ra.position)) as authors,
    r.published, r.published_precision, r.published_from, r.updated, r.kind,
    w.title as work_title, w.year as work_year,
    case when w.id is not null then w.medium when v.work_title is null then v.work_medium end
        as work_medium, w.ids as work_ids,
    v.rating_raw, v.rating_value, v.rating_best, v.rating_worst, v.rating_scale, v.rating_score,
    v.rating_conversion, v.rating_from, v.spoilers,
    r.language, case when not r.withheld then r.text end as text, r.word_count, r.status, a.duplicate_of,
    c.captured_at, c.sha256 as capture_sha256,
    case when r.withheld then json_set(r.rights, '$.text', 'not kept: noarchive') else r.rights end as rights,
    (select group_concat(name, '; ') from (
        select authors.name from revision_authors ra join authors on authors.id = ra.author_id
        where ra.revision_id = r.id and ra.collective order by ra.position)) as collective,
    a.gone_at"""
_FROM_CAPTURES = """
join captures c on c.id = r.capture_id
left join reviews v on v.revision_id = r.id
left join works w on w.id = v.work_id
"""
# What the table is built from, in the order of COLUMNS; a condition on `a.id` may follow.
DERIVED = f"""
select {_FACTS}
from articles a join revisions r on r.id = a.revision_id
{_FROM_CAPTURES}"""
# The same of each text that an article ever had: its number from 1, and whether it is the one that is shown.
EACH_REVISION = f"""
select {_FACTS}, r.id as revision_id, r.id = a.revision_id as is_current,
    row_number() over (partition by a.id order by {capture_order("c")}) as revision
from articles a join revisions r on r.article_id = a.id
{_FROM_CAPTURES}"""
_WRITE = f"""
insert into coverage ({", ".join(COLUMNS)})
{DERIVED}
where a.id in (select article_id from _stale_coverage)
on conflict (id) do update set {", ".join(f"{name} = excluded.{name}" for name in COLUMNS[1:])}
"""
_REMOVE = """
delete from coverage where id in (
    select s.article_id from _stale_coverage s where not exists (
        select 1 from articles a join revisions r on r.id = a.revision_id where a.id = s.article_id))
"""
_INDEXED = ", ".join(("id", *SEARCHED))
_ADD_WORDS = f"insert into coverage_fts (rowid, {', '.join(SEARCHED)}) values (?, ?, ?, ?, ?)"
_REMOVE_WORDS = (
    f"insert into coverage_fts (coverage_fts, rowid, {', '.join(SEARCHED)}) values ('delete', ?, ?, ?, ?, ?)"
)
_HASH_BYTES, _USUAL_HASH_BYTES = 1 << 26, 1 << 20
# A marker row that belongs to no article. It is missing after another tool has rebuilt the index.
MARK: _Row = (0, "parts of unspaced runs", None, None, None)


def refresh(db: Database) -> None:
    """Rewrite works, people and rows of changed articles. Call it in the transaction that changed them."""
    if not is_stale(db):
        return
    from archive.people import refresh as people  # noqa: PLC0415 (not for those who only read)
    from archive.works import refresh as works  # noqa: PLC0415

    works.refresh(db)
    people.refresh(db)
    before = _searched_columns(db)
    db.execute(_WRITE)
    db.execute(_REMOVE)
    after = _searched_columns(db)
    # The index keeps no copy of the text. To remove words from it, pass the old text.
    for article_id in sorted(before.keys() | after.keys()):
        old, new = before.get(article_id), after.get(article_id)
        if old and old != new:
            db.execute(_REMOVE_WORDS, _index_row(old))
        if new and old != new:
            _add_words(db, new)
    db.execute("delete from _stale_coverage")


def is_stale(db: Database) -> bool:
    """Whether any article has changed since its row was written, in this transaction or by another tool."""
    return db.execute("select 1 from _stale_coverage limit 1").fetchone() is not None


def is_indexed(db: Database) -> bool:
    """Whether this version filled the full-text index and no other tool has rebuilt it since."""
    row = db.execute("select version, has_parts from _coverage_index").fetchone()
    if row is None or row[0] != VERSION:
        return False
    return not row[1] or db.execute("select 1 from coverage_fts_docsize where id = 0").fetchone() is not None


def fill_index(db: Database) -> None:
    """Rebuild the full-text index from all rows. Call it in a transaction."""
    db.execute("insert into coverage_fts (coverage_fts) values ('delete-all')")
    db.execute("delete from _coverage_index")
    db.execute("insert into _coverage_index (version) values (?)", (VERSION,))
    # A larger memory buffer saves merges on the disk.
    _configure(db, "hashsize", _HASH_BYTES)
    for row in db.execute(f"select {_INDEXED} from coverage"):
        _add_words(db, row)
    _configure(db, "hashsize", _USUAL_HASH_BYTES)


def _add_words(db: Database, row: _Row) -> None:
    """Index a row. The first one that contains parts of unspaced runs adds the marker row."""
    indexed = _index_row(row)
    db.execute(_ADD_WORDS, indexed)
    if indexed != row:
        cursor = db.execute("update _coverage_index set has_parts = 1 where not has_parts")
        if cursor.rowcount > 0:
            db.execute(_ADD_WORDS, MARK)


def _searched_columns(db: Database) -> dict[int, _Row]:
    """The searched columns of the stale articles, as `coverage` holds them now, by article id."""
    rows = db.execute(f"select {_INDEXED} from coverage where id in (select article_id from _stale_coverage)")
    return {row[0]: row for row in rows}


def _index_row(row: _Row) -> _Row:
    """A row with the parts of unspaced runs added to each text."""
    return (row[0], *map(with_parts, row[1:]))


def _configure(db: Database, option: str, value: int) -> None:
    db.execute("insert into coverage_fts (coverage_fts, rank) values (?, ?)", (option, value))
