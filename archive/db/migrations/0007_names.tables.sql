-- The tables as they stand after 0007_names, each with its comments. SQLite keeps the text of a table as it was
-- written and adds later columns behind the last one, between that and its comment. Nothing but comments and
-- references is changed by this.

create table crawls (
    id integer primary key,
    outlet text not null,
    started_at text not null,                  -- ISO 8601, UTC, like all times here
    ended_at text,                             -- null while it goes on, or where it was killed
    end_reason text,                           -- finished, shutdown, killed, or what went wrong
    requests integer not null default 0,
    captures integer not null default 0,
    new integer not null default 0,            -- captures by their outcome, down to `failed`
    changed integer not null default 0,
    same integer not null default 0,
    worse integer not null default 0,
    not_article integer not null default 0,
    failed integer not null default 0,
    first_crawl_id integer references crawls (id), -- itself, or the interrupted crawl that it continues
    unchanged integer not null default 0,      -- pages that the server said are not modified
    bytes integer not null default 0,          -- of answers, as they came
    statuses text not null default '{}',       -- JSON object: HTTP status, or 0 for no answer -> answers
    sources text not null default '{}',        -- JSON object: URL of a source -> what came of it
    limited_to text,                           -- JSON: the part of the outlet that was asked for; null: all
    drift text                                 -- JSON: what had drifted when it ended; null: nobody looked
) strict;

create table _bodies (
    sha256 text primary key,
    size integer not null,                     -- bytes before compression
    zstd blob not null                         -- empty where the bytes are not to be kept
) strict, without rowid;

create table works (
    id integer primary key,
    title text not null,
    year integer,
    medium text,                               -- film, tv, music, game, book, stage, podcast, other
    ids text not null default '{}'             -- JSON object: registry -> id
) strict;

create table authors (
    id integer primary key,
    name text not null unique
) strict;

create table articles (
    id integer primary key,
    url text not null unique,                  -- canonical
    outlet text,
    revision_id integer references revisions (id) deferrable initially deferred, -- the one that is shown
    duplicate_of integer references articles (id), -- the earliest article that shows the same text
    doubtful integer not null default 0,       -- 1: kept, although it may be no article
    doubtful_reason text                       -- what speaks against it
) strict;

create table captures (
    id integer primary key,
    url text not null,                         -- that was asked for
    captured_at text not null,
    status integer not null,                   -- HTTP
    content_type text,
    headers text not null default '{}',        -- JSON object
    sha256 text not null references _bodies (sha256),
    outlet text,
    medium text,                               -- of the outlet's section, where its file names one
    hint text,                                 -- JSON: what the source said of the page
    crawl_id integer references crawls (id),   -- null for what was imported
    outcome text check (outcome in ('new', 'changed', 'same', 'worse', 'not_article', 'failed')),
    reason text,                               -- of the outcome, in a short phrase
    page_type text,                            -- what the page was taken for
    article_id integer references articles (id),
    signals text                               -- JSON: what page and host say of the use of the page
) strict;

create table revisions (
    id integer primary key,
    article_id integer not null references articles (id) deferrable initially deferred,
    capture_id integer not null references captures (id),
    text_sha256 text not null,
    title text, title_from text,               -- `_from`: where it was read, as json-ld, meta or byline
    byline text, authors_from text,            -- byline: as printed
    published text, published_precision text, published_from text, published_raw text, -- `_raw`: as printed
    updated text, updated_precision text, updated_from text, updated_raw text,
    kind text, kind_from text,
    language text, language_from text,
    text text not null,                        -- empty where it is withheld
    word_count integer not null,
    status text not null,                      -- complete, truncated, paywalled, excerpt
    status_reason text,
    rights text not null default '{}',         -- JSON object
    markdown text,                             -- the text in Markdown; null where that was not kept yet
    withheld integer not null default 0,       -- 1: the page forbids to keep its text
    unique (article_id, text_sha256)
) strict;

create table revision_authors (
    revision_id integer not null references revisions (id) on delete cascade,
    position integer not null,                 -- in the byline, from 0
    author_id integer not null references authors (id),
    primary key (revision_id, position)
) strict, without rowid;

create table reviews (
    revision_id integer primary key references revisions (id) on delete cascade,
    work_id integer references works (id),
    work_from text,
    work_raw text,                             -- as printed
    rating_raw text,                           -- as printed
    rating_value real, rating_best real, rating_worst real,
    rating_scale text,
    rating_score real, rating_conversion text, -- of 100, by the table of that name
    rating_from text,
    spoilers integer                           -- 1: it warns of them, 0: it says that there are none
) strict;

create table _page_lines (                     -- of texts before learned boilerplate was dropped
    article_id integer primary key references articles (id) on delete cascade,
    outlet text not null,
    lines text not null                        -- JSON: [key, traits] of each line, in order
) strict;

create table _learned_boilerplate (            -- lines that recur on an outlet's pages
    outlet text not null,
    key text not null,                         -- what equal lines have in common
    line text not null,                        -- as printed
    state text not null check (state in ('learned', 'pinned', 'pardoned')),
    position text not null check (position in ('anywhere', 'edge')), -- where in a text it is dropped
    pages integer not null default 0,          -- that it was seen on ...
    of_pages integer not null default 0,       -- ... of so many of the outlet's latest
    first_seen text, last_seen text,           -- when these pages were captured
    article_id integer references articles (id) on delete set null, -- the latest that it was seen on
    primary key (outlet, key)
) strict, without rowid;

create table frontier (
    id integer primary key,
    outlet text not null,
    url text not null,                         -- the fetch key
    host text not null,                        -- with its port where that is not the scheme's own
    kind text not null check (kind in ('feed', 'sitemap', 'listing', 'page')),
    state text not null check (state in ('pending', 'leased', 'done', 'dead')),
    reason text,                               -- of its state, in a short phrase
    not_before text,                           -- ask no sooner; of a page that is done: look again then
    depth integer not null default 1,          -- documents from the outlet's file to here
    referrer text,                             -- the document that led here
    source text,                               -- the source in the outlet's file that led here
    section text,                              -- path of the outlet's section that holds it
    hint text,                                 -- JSON: what the source said of the page
    published text,                            -- as far as it is known, UTC
    lastmod text,                              -- when a source said that it last changed, as printed there
    found_at text not null,
    asked_at text,                             -- answered last, with the status beside it
    status integer,                            -- HTTP
    tries integer not null default 0,          -- requests in a row that failed
    unchanged_in_a_row integer not null default 0, -- answers in a row that were the same as before
    etag text, last_modified text,             -- what to ask with whether it has changed
    sha256 text,                               -- of its body
    rules text,                                -- of a source: by which rules its links were taken
    read_for_crawl_id integer references crawls (id), -- of a source: `first_crawl_id` of the crawl that read it
    crawl_id integer references crawls (id),   -- that leased it last
    unique (outlet, url)
) strict;

create table hosts (
    host text primary key,
    asked_at text,                             -- when its last request was answered; null while a crawl goes on
    not_before text,                           -- nothing is asked before: Retry-After, or it failed
    reason text,
    failures integer not null default 0,       -- requests in a row that got no answer
    robots_url text, robots text, robots_status integer, robots_at text, -- robots.txt as it was read last
    signals text                               -- JSON: what the host says of the use of its pages
) strict, without rowid;

create table _notices (                        -- what people were last told of an outlet
    outlet text primary key,
    state text not null,                       -- words of `matinee status`; empty: all is well
    told_at text not null
) strict, without rowid;
