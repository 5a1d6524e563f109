"""Check what the tables hold: hashes, rows that belong to nothing, and what is derived from other rows."""

from __future__ import annotations

from collections.abc import Iterator

from archive.care.checks.coverage import differing_rows, index_problem
from archive.care.checks.fault import CLEAN_AGAIN, RESTORE, Fault, Statement
from archive.db.bodies.compression import DamagedBody
from archive.db.rows import folded_hash, text_hash
from archive.db.store import Store

_CLEAN_CAPTURE = "update captures set outcome = null, reason = null, page_type = null where id = ?"

# An article that shows no text shows its latest one again. If it has none, its pages are cleaned again.
_SHOW_A_TEXT = (
    "update articles set revision_id = (select r.id from revisions r join captures c on c.id = r.capture_id"
    " where r.article_id = articles.id order by c.captured_at desc, r.id desc limit 1) where id = ?",
    "update captures set outcome = null, reason = null, page_type = null, article_id = null"
    " where article_id = (select id from articles where id = ? and revision_id is null)",
    "update articles set duplicate_of = null"
    " where duplicate_of = (select id from articles where id = ? and revision_id is null)",
    "delete from articles where id = ? and revision_id is null",
)

_DUPLICATES = """
select id, expected from (
    select a.id, a.duplicate_of, nullif(min(a.id) over (partition by r.folded_sha256), a.id) as expected
    from articles a join revisions r on r.id = a.revision_id)
where duplicate_of is not expected
"""


def check_bodies(store: Store) -> Iterator[Fault]:
    """Bytes that are not those of their hash, damaged dictionaries, and bytes of no capture."""
    rows = store.db.execute("select sha256, size, zstd, dictionary_id from _bodies where zstd <> x''")
    for sha256, size, packed, dictionary_id in rows:
        try:
            store.dictionaries.read(sha256, size, packed, dictionary_id)
        except DamagedBody as error:
            yield Fault("_bodies", sha256, str(error), RESTORE)
    for (dictionary_id,) in store.db.execute("select id from _dictionaries"):
        try:
            store.dictionaries.get(dictionary_id)
        except DamagedBody as error:
            yield Fault("_dictionaries", str(dictionary_id), str(error), RESTORE)
    unused = "select sha256 from _bodies where sha256 not in (select sha256 from captures)"
    for (sha256,) in store.db.execute(unused):
        yield Fault(
            "_bodies",
            sha256,
            "belongs to no capture",
            repairs=(("delete from _bodies where sha256 = ?", (sha256,)),),
        )


def check_texts(store: Store) -> Iterator[Fault]:
    """Texts that are not those of their hash."""
    rows = store.db.execute("select id, text, text_sha256, folded_sha256 from revisions where not withheld")
    for revision_id, text, text_sha256, folded_sha256 in rows:
        if text_hash(text) != text_sha256:
            yield Fault("revisions", str(revision_id), "text does not match its hash", RESTORE)
        elif folded_hash(text) != folded_sha256:
            statement = "update revisions set folded_sha256 = ? where id = ?"
            yield Fault(
                "revisions",
                str(revision_id),
                "folded_sha256 does not match its text",
                repairs=((statement, (folded_hash(text), revision_id)),),
            )


def check_orphans(store: Store) -> Iterator[Fault]:
    """Rows that belong to nothing, or lack what belongs to them."""
    for table, problem, sql, statements, remedy in _ORPHANS:
        for (row_id,) in store.db.execute(sql):
            repairs: tuple[Statement, ...] = tuple((statement, (row_id,)) for statement in statements)
            yield Fault(table, str(row_id), problem, remedy, repairs)


# Each: table, what is wrong, the keys of the rows, the statements that repair one, and what follows.
_ORPHANS = (
    (
        "articles",
        "shows no revision of its own",
        "select id from articles a where not exists"
        " (select 1 from revisions where id = a.revision_id and article_id = a.id)",
        _SHOW_A_TEXT,
        "it shows its latest text again; if it has none, " + CLEAN_AGAIN,
    ),
    (
        "captures",
        "showed an article, but leads to none",
        "select id from captures where outcome in ('new', 'changed', 'same') and article_id is null",
        (_CLEAN_CAPTURE,),
        CLEAN_AGAIN,
    ),
    (
        "revisions",
        "has no row in reviews",
        "select id from revisions r where not exists (select 1 from reviews where revision_id = r.id)",
        ("insert into reviews (revision_id) values (?)",),
        "",
    ),
    (
        "aliases",
        "is the URL of an article",
        "select url from aliases where url in (select url from articles)",
        ("delete from aliases where url = ?",),
        "",
    ),
    (
        "frontier",
        "belongs to an outlet that was never crawled",
        "select id from frontier where outlet not in (select outlet from crawls)",
        ("delete from frontier where id = ?",),
        "",
    ),
)


_UNLINKED = """
select a.id from articles a join reviews v on v.revision_id = a.revision_id
left join _article_works x on x.article_id = a.id left join work_names n on n.id = x.name_id
where v.work_id is not n.work_id or (v.work_title is not null and n.work_id is null)
union select article_id from _article_works where article_id not in (select id from articles)
"""


_UNKNOWN_AUTHORS = """
select a.id from articles a join revision_authors x on x.revision_id = a.revision_id
join authors u on u.id = x.author_id and trim(u.name) <> ''
where not exists (select 1 from _article_people p join author_names n on n.id = p.name_id
    where p.article_id = a.id and p.position = x.position and n.person_id is not null)
union select article_id from _article_people p where not exists (
    select 1 from articles a join revision_authors x on x.revision_id = a.revision_id
    where a.id = p.article_id and x.position = p.position)
"""


def check_works(store: Store) -> Iterator[Fault]:
    """Articles that are not linked to their work and their authors, and works that no article names."""
    for (article_id,) in store.db.execute(_UNLINKED):
        repair = ("insert into _stale_coverage values (?)", (article_id,))
        yield Fault("articles", str(article_id), "is not linked to its work", repairs=(repair,))
    for (article_id,) in store.db.execute(_UNKNOWN_AUTHORS):
        repair = ("insert into _stale_coverage values (?)", (article_id,))
        yield Fault("articles", str(article_id), "is not linked to its authors", repairs=(repair,))
    unused = "select id from work_names where id not in (select name_id from _article_works)"
    for (name_id,) in store.db.execute(unused):
        repair = ("delete from work_names where id = ?", (name_id,))
        yield Fault("work_names", str(name_id), "belongs to no article", repairs=(repair,))
    unnamed = (
        "select id from works where id not in (select work_id from work_names where work_id is not null)"
    )
    for (work_id,) in store.db.execute(
        f"{unnamed} and id not in (select work_id from reviews where work_id > 0)"
    ):
        yield Fault(
            "works",
            str(work_id),
            "is named by no article",
            repairs=(("delete from works where id = ?", (work_id,)),),
        )


def check_duplicates(store: Store) -> Iterator[Fault]:
    """Articles that are not marked as duplicates of the earliest with their text, or wrongly are."""
    for article_id, expected in store.db.execute(_DUPLICATES):
        yield Fault(
            "articles",
            str(article_id),
            f"duplicate_of must be {'null' if expected is None else expected}",
            repairs=(("update articles set duplicate_of = ? where id = ?", (expected, article_id)),),
        )


def check_coverage(store: Store) -> Iterator[Fault]:
    """Rows of `coverage` that are not as the other tables have them."""
    for article_id, problem in differing_rows(store.db):
        mark = ("insert into _stale_coverage values (?)", (article_id,))
        yield Fault("coverage", str(article_id), problem, repairs=(mark,), rebuilds_index=True)


# What lists of works and of people show of an article is not as the article has it.
_LISTED_OTHERWISE = """
select x.article_id from _article_works x join articles a on a.id = x.article_id
join revisions r on r.id = a.revision_id join reviews v on v.revision_id = r.id
where (x.outlet, x.published, x.published_precision, x.rating_score)
    is not (a.outlet, r.published, r.published_precision, v.rating_score)
union select x.article_id from _article_people x join articles a on a.id = x.article_id
join revisions r on r.id = a.revision_id join reviews v on v.revision_id = r.id
where (x.published, x.published_precision, x.rating_score)
    is not (r.published, r.published_precision, v.rating_score)
"""

_COUNT_COVERAGE = """
select ifnull(outlet, ''), ifnull(kind, ''), ifnull(work_medium, ''), count(*) from coverage group by 1, 2, 3
"""
_IS_MISCOUNTED = f"""
select exists (select * from ({_COUNT_COVERAGE}) except select * from _coverage_counts)
    or exists (select * from _coverage_counts except select * from ({_COUNT_COVERAGE}))
"""
# The number of articles of each work and of each person.
_COUNT_WORK = "select count(*) from reviews v where v.work_id = works.id"
_COUNT_PERSON = """select count(distinct x.article_id) from author_names n
    join _article_people x on x.name_id = n.id where n.person_id = people.id"""


def check_lists(store: Store) -> Iterator[Fault]:
    """Articles that lists show otherwise than they are, and wrong counts of works, people, the archive."""
    for table, count in (("works", _COUNT_WORK), ("people", _COUNT_PERSON)):
        for (number,) in store.db.execute(f"select id from {table} where articles <> ({count})"):
            correct = (f"update {table} set articles = ({count}) where id = ?", (number,))
            yield Fault(table, str(number), "has another number of articles", repairs=(correct,))
    for (article_id,) in store.db.execute(_LISTED_OTHERWISE):
        mark = ("insert into _stale_coverage values (?)", (article_id,))
        yield Fault(
            "articles", str(article_id), "is listed with another outlet, date or score", repairs=(mark,)
        )
    (is_miscounted,) = store.db.execute(_IS_MISCOUNTED).fetchone()
    if is_miscounted:
        repairs: tuple[Statement, ...] = (
            ("delete from _coverage_counts", ()),
            (f"insert into _coverage_counts {_COUNT_COVERAGE}", ()),
        )
        yield Fault("_coverage_counts", "", "does not count what coverage has", repairs=repairs)


def check_index(store: Store) -> Iterator[Fault]:
    """Whether the full-text index holds the words of `coverage`."""
    if problem := index_problem(store.db):
        yield Fault("coverage_fts", "", problem, rebuilds_index=True)
