"""The archive's schema as numbered migrations. A step that has shipped is never edited: add the next one."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

APPLICATION_ID = (
    0x4D41544E  # "MATN" in the file's header, so that somebody else's SQLite file is told from ours.
)

REGISTRIES = ("imdb", "wikidata", "tmdb", "musicbrainz", "isbn")  # keys of a work's ids that are looked up

migrations = Migrations("matinee")

TABLES = (
    """
    create table crawls (
        id integer primary key,
        outlet text not null,
        started_at text not null,
        ended_at text,
        end_reason text,
        requests integer not null default 0,
        captures integer not null default 0,
        new integer not null default 0,
        changed integer not null default 0,
        same integer not null default 0,
        worse integer not null default 0,
        not_article integer not null default 0,
        failed integer not null default 0
    ) strict
    """,
    """
    create table bodies (
        sha256 text primary key,
        size integer not null,       -- bytes before compression
        zstd blob not null
    ) strict, without rowid
    """,
    """
    create table works (
        id integer primary key,
        title text not null,
        year integer,
        medium text,
        ids text not null default '{}'   -- JSON object: registry -> id
    ) strict
    """,
    # Not unique: two films of one title without a known year are told apart by their ids alone.
    "create index works_title on works (title collate nocase)",
    *(
        f"create index works_{registry} on works (json_extract(ids, '$.{registry}'))"
        for registry in REGISTRIES
    ),
    """
    create table authors (
        id integer primary key,
        name text not null unique
    ) strict
    """,
    # An article points at its current revision and a capture at the article that came of it, so the two
    # references among articles, revisions and captures are checked at the end of a transaction.
    """
    create table articles (
        id integer primary key,
        url text not null unique,
        outlet text,
        revision_id integer references revisions (id) deferrable initially deferred,
        duplicate_of integer references articles (id),
        doubtful integer not null default 0,  -- 1: kept, although the gate was not sure that it is an article
        doubt text                            -- the gate's reasons
    ) strict
    """,
    "create index articles_outlet on articles (outlet)",
    "create index articles_revision on articles (revision_id)",
    "create index articles_duplicate on articles (duplicate_of)",
    """
    create table captures (
        id integer primary key,
        url text not null,
        captured_at text not null,
        status integer not null,
        content_type text,
        headers text not null default '{}',   -- JSON object
        sha256 text not null references bodies (sha256),
        outlet text,
        medium text,
        hint text,                            -- JSON: what the source said of the page
        crawl_id integer references crawls (id),
        outcome text check (outcome in ('new', 'changed', 'same', 'worse', 'not_article', 'failed')),
        reason text,                          -- why, in a short phrase
        page_type text,                       -- what the gate took it for
        article_id integer references articles (id)
    ) strict
    """,
    "create unique index captures_identity on captures (url, captured_at, sha256)",
    "create index captures_article on captures (article_id)",
    "create index captures_pending on captures (id) where outcome is null",
    """
    create table revisions (
        id integer primary key,
        article_id integer not null references articles (id) deferrable initially deferred,
        capture_id integer not null references captures (id),
        text_sha256 text not null,
        title text, title_from text,
        byline text, authors_from text,       -- byline: as printed
        published text, published_precision text, published_from text, published_raw text,
        updated text, updated_precision text, updated_from text, updated_raw text,
        kind text, kind_from text,
        language text, language_from text,
        text text not null,
        word_count integer not null,
        status text not null,
        status_reason text,
        rights text not null default '{}',    -- JSON object
        unique (article_id, text_sha256)
    ) strict
    """,
    "create index revisions_text on revisions (text_sha256)",
    "create index revisions_published on revisions (published)",
    """
    create table revision_authors (
        revision_id integer not null references revisions (id) on delete cascade,
        position integer not null,
        author_id integer not null references authors (id),
        primary key (revision_id, position)
    ) strict, without rowid
    """,
    "create index revision_authors_author on revision_authors (author_id)",
    """
    create table reviews (
        revision_id integer primary key references revisions (id) on delete cascade,
        work_id integer references works (id),
        work_from text,
        work_raw text,
        rating_raw text,
        rating_value real, rating_best real, rating_worst real,
        rating_scale text,
        rating_score real, rating_conversion text,
        rating_from text,
        spoilers integer
    ) strict
    """,
    "create index reviews_work on reviews (work_id)",
)

COVERAGE = """
create view coverage as
select
    a.id, a.url, c.url as captured_url, a.outlet,
    r.title,
    (select group_concat(name, '; ') from (
        select authors.name from revision_authors ra join authors on authors.id = ra.author_id
        where ra.revision_id = r.id order by ra.position)) as authors,
    r.published, r.published_precision, r.published_from, r.updated, r.kind,
    w.title as work_title, w.year as work_year, w.medium as work_medium, w.ids as work_ids,
    v.rating_raw, v.rating_value, v.rating_best, v.rating_worst, v.rating_scale, v.rating_score,
    v.rating_conversion, v.rating_from,
    v.spoilers, r.language, r.text, r.word_count, r.status, a.duplicate_of,
    c.captured_at, c.sha256 as capture_sha256, r.rights
from articles a
join revisions r on r.id = a.revision_id
join captures c on c.id = r.capture_id
left join reviews v on v.revision_id = r.id
left join works w on w.id = v.work_id
"""

# The index keeps no second copy of the text: it reads titles, texts and names from this view.
SEARCHABLE = """
create view searchable as
select id, title, text, authors, work_title as work from coverage
"""

FTS = """
create virtual table search_index using fts5 (
    title, text, authors, work,
    content='searchable', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
)
"""


@migrations(name="0001_first")
def first(db: Database) -> None:
    """Tables, the flat view `coverage` and the full-text index."""
    for statement in (*TABLES, COVERAGE, SEARCHABLE, FTS):
        db.execute(statement)


FURNITURE = (
    # What an article's text was before learned furniture was dropped: lines are learned from here, so that
    # learning does not depend on what was learned before.
    """
    create table page_lines (
        article_id integer primary key references articles (id) on delete cascade,
        outlet text not null,
        lines text not null               -- JSON: [key, traits] of each line, in order
    ) strict
    """,
    "create index page_lines_outlet on page_lines (outlet, article_id)",
    """
    create table furniture (
        outlet text not null,
        key text not null,                -- what equal lines have in common
        line text not null,               -- as printed
        state text not null check (state in ('learned', 'pinned', 'pardoned')),
        place text not null check (place in ('anywhere', 'edge')),
        pages integer not null default 0, -- that it was seen on ...
        of_pages integer not null default 0, -- ... of the outlet's that were looked at
        first_seen text, last_seen text,  -- captured then
        article_id integer references articles (id) on delete set null, -- the latest that it was seen on
        primary key (outlet, key)
    ) strict, without rowid
    """,
    "create index revisions_capture on revisions (capture_id)",  # for what is cleaned again
)


@migrations(name="0002_furniture")
def furniture(db: Database) -> None:
    """What recurs on an outlet's pages, and what was learned from it."""
    for statement in FURNITURE:
        db.execute(statement)


@migrations(name="0003_markdown")
def markdown(db: Database) -> None:
    """The text of a revision in Markdown; null where it was cleaned before that was kept."""
    db.execute("alter table revisions add column markdown text")


FRONTIER = (
    """
    create table frontier (
        id integer primary key,
        outlet text not null,
        url text not null,                -- the fetch key
        host text not null,               -- with its port where that is not the scheme's own
        kind text not null check (kind in ('feed', 'sitemap', 'listing', 'page')),
        state text not null check (state in ('pending', 'leased', 'done', 'dead')),
        reason text,                      -- of its state, in a short phrase
        not_before text,                  -- ask no sooner; of a page that is done: look again then
        depth integer not null default 1, -- documents from the outlet's file to here
        referrer text,                    -- the document that led here
        source text,                      -- the door in the outlet's file that led here
        section text,                     -- path of the outlet's section that holds it
        hint text,                        -- JSON: what the source said of the page
        published text,                   -- as far as it is known, UTC
        lastmod text,                     -- when a source said that it last changed, as printed there
        found_at text not null,
        asked_at text,                    -- answered last, with the status beside it
        status integer,
        tries integer not null default 0, -- that failed, since the last answer
        looks integer not null default 0, -- conditional ones in a row that found nothing new
        etag text, last_modified text,    -- what to ask with whether it has changed
        sha256 text,                      -- of its body
        rules text,                       -- of a source: by which rules of the outlet its links were taken
        round integer,                    -- of a source: in which round of crawls it was read
        crawl_id integer references crawls (id), -- that leased it last
        unique (outlet, url)
    ) strict
    """,
    # In the order in which pages are leased, so that a lease reads no more rows than it takes.
    "create index frontier_waiting on frontier (outlet, kind, state, asked_at is not null, id)",
    "create index frontier_again on frontier (outlet, not_before) where state = 'done'",
    """
    create table hosts (
        host text primary key,
        asked_at text,                    -- when its last request was answered; null while a crawl goes on
        not_before text,                  -- nothing is asked before: Retry-After, or it failed
        reason text,
        failures integer not null default 0, -- requests in a row that got no answer
        robots_url text, robots text, robots_status integer, robots_at text, -- robots.txt as it was read last
        signals text                      -- JSON: what the host says of the use of its pages
    ) strict, without rowid
    """,
    # Crawls that follow an interrupted one belong to its round: what was read in it is not read again.
    "alter table crawls add column round integer",
    "alter table crawls add column unchanged integer not null default 0",  # asked, and not modified
    "alter table crawls add column bytes integer not null default 0",  # of answers, as they came
    "alter table crawls add column statuses text not null default '{}'",  # JSON: HTTP status or 0 -> answers
    "alter table crawls add column sources text not null default '{}'",  # JSON: source -> what came of it
    "create index crawls_outlet on crawls (outlet, id)",
)


@migrations(name="0004_frontier")
def frontier(db: Database) -> None:
    """Every URL that is known and its state; what is remembered of hosts; more figures of a crawl."""
    for statement in FRONTIER:
        db.execute(statement)


@migrations(name="0005_schedule")
def schedule(db: Database) -> None:
    """What a person asked of a crawl instead of the whole outlet: JSON; null for a crawl that counts."""
    db.execute("alter table crawls add column part text")


SIGNALS = (
    "alter table captures add column signals text",  # JSON: what page and host say of its use
    # 1: the page forbids to keep its text: `text` and `markdown` are empty; hash and count are as it was.
    "alter table revisions add column withheld integer not null default 0",
    "drop view coverage",
    COVERAGE.replace(
        "r.language, r.text,", "r.language, case when not r.withheld then r.text end as text,"
    ).replace(
        "c.sha256 as capture_sha256, r.rights",
        "c.sha256 as capture_sha256, case when r.withheld"
        " then json_set(r.rights, '$.text', 'not kept: noarchive') else r.rights end as rights",
    ),
)


@migrations(name="0005_signals")
def signals(db: Database) -> None:
    """What pages and their hosts say of their use; texts that are not to be kept."""
    for statement in SIGNALS:
        db.execute(statement)


WATCH = (
    "create index captures_crawl on captures (crawl_id)",
    "create index captures_outlet on captures (outlet, id)",  # an outlet's latest pages, for drift
    "create index crawls_started on crawls (outlet, started_at)",
    "alter table crawls add column drift text",  # JSON: what drifted when it ended; null: nobody looked
    # What was told of an outlet when it was last told of: it is told again when that changes.
    """
    create table notices (
        outlet text primary key,
        state text not null,              -- words of `matinee status`, joined with spaces; empty: all is well
        told_at text not null
    ) strict, without rowid
    """,
)


@migrations(name="0006_watch")
def watch(db: Database) -> None:
    """What `matinee status` asks for quickly, and what people were told."""
    for statement in WATCH:
        db.execute(statement)


def migration_names() -> set[str]:
    """The migrations this Matinee knows; an archive with any other is newer than it."""
    return {migration.name for migration in migrations.pending(Database(memory=True, execute_plugins=False))}
