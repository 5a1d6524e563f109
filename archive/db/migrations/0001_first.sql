-- Tables, the flat view `coverage` and the full-text index.

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
    ;

create table bodies (
        sha256 text primary key,
        size integer not null,       -- bytes before compression
        zstd blob not null
    ) strict, without rowid
    ;

create table works (
        id integer primary key,
        title text not null,
        year integer,
        medium text,
        ids text not null default '{}'   -- JSON object: registry -> id
    ) strict
    ;

create index works_title on works (title collate nocase);

create index works_imdb on works (json_extract(ids, '$.imdb'));

create index works_wikidata on works (json_extract(ids, '$.wikidata'));

create index works_tmdb on works (json_extract(ids, '$.tmdb'));

create index works_musicbrainz on works (json_extract(ids, '$.musicbrainz'));

create index works_isbn on works (json_extract(ids, '$.isbn'));

create table authors (
        id integer primary key,
        name text not null unique
    ) strict
    ;

create table articles (
        id integer primary key,
        url text not null unique,
        outlet text,
        revision_id integer references revisions (id) deferrable initially deferred,
        duplicate_of integer references articles (id),
        doubtful integer not null default 0,  -- 1: kept, although the gate was not sure that it is an article
        doubt text                            -- the gate's reasons
    ) strict
    ;

create index articles_outlet on articles (outlet);

create index articles_revision on articles (revision_id);

create index articles_duplicate on articles (duplicate_of);

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
    ;

create unique index captures_identity on captures (url, captured_at, sha256);

create index captures_article on captures (article_id);

create index captures_pending on captures (id) where outcome is null;

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
    ;

create index revisions_text on revisions (text_sha256);

create index revisions_published on revisions (published);

create table revision_authors (
        revision_id integer not null references revisions (id) on delete cascade,
        position integer not null,
        author_id integer not null references authors (id),
        primary key (revision_id, position)
    ) strict, without rowid
    ;

create index revision_authors_author on revision_authors (author_id);

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
    ;

create index reviews_work on reviews (work_id);

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
;

create view searchable as
select id, title, text, authors, work_title as work from coverage
;

create virtual table search_index using fts5 (
    title, text, authors, work,
    content='searchable', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
)
;
