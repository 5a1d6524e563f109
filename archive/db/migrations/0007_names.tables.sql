-- The tables after 0007_names, with their comments. SQLite stores the text of a table as it was written and
-- inserts later columns between the last column and its comment. This corrects comments and references only.

create table crawls (
    id integer primary key,
    outlet text not null,
    started_at text not null,                  -- ISO 8601, UTC, like all times here
    ended_at text,                             -- null while it runs, or if it was killed
    end_reason text,                           -- finished, shutdown, killed, or the error
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
    bytes integer not null default 0,          -- of responses, as received
    statuses text not null default '{}',       -- JSON object: HTTP status, or 0 for no response -> responses
    sources text not null default '{}',        -- JSON object: URL of a source -> result of reading it
    limited_to text,                           -- JSON: the requested part of the outlet; null: all
    drift text                                 -- JSON: drift found at its end; null: not checked
) strict;

create table _bodies (
    sha256 text primary key,
    size integer not null,                     -- bytes before compression
    zstd blob not null                         -- empty if the page forbids keeping its bytes
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
    revision_id integer references revisions (id) deferrable initially deferred, -- the current one
    duplicate_of integer references articles (id), -- the earliest article with the same text
    doubtful integer not null default 0,       -- 1: the page may not be an article
    doubtful_reason text                       -- why it may not be one
) strict;

create table captures (
    id integer primary key,
    url text not null,                         -- requested
    captured_at text not null,
    status integer not null,                   -- HTTP
    content_type text,
    headers text not null default '{}',        -- JSON object
    sha256 text not null references _bodies (sha256),
    outlet text,
    medium text,                               -- of the outlet's section, if its file sets one
    hint text,                                 -- JSON: what the source stated about the page
    crawl_id integer references crawls (id),   -- null if imported
    outcome text check (outcome in ('new', 'changed', 'same', 'worse', 'not_article', 'failed')),
    reason text,                               -- for the outcome, a short phrase
    page_type text,                            -- as classified, for example article
    article_id integer references articles (id),
    signals text                               -- JSON: opt-out signals of page and host
) strict;

create table revisions (
    id integer primary key,
    article_id integer not null references articles (id) deferrable initially deferred,
    capture_id integer not null references captures (id),
    text_sha256 text not null,
    title text, title_from text,               -- `_from`: read from json-ld, meta, byline, ...
    byline text, authors_from text,            -- byline: as printed
    published text, published_precision text, published_from text, published_raw text, -- `_raw`: as printed
    updated text, updated_precision text, updated_from text, updated_raw text,
    kind text, kind_from text,
    language text, language_from text,
    text text not null,                        -- empty if withheld
    word_count integer not null,
    status text not null,                      -- complete, truncated, paywalled, excerpt
    status_reason text,
    rights text not null default '{}',         -- JSON object
    markdown text,                             -- the text in Markdown; null in older revisions
    withheld integer not null default 0,       -- 1: the page forbids keeping its text
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
    rating_score real, rating_conversion text, -- 0 to 100; the conversion table used
    rating_from text,
    spoilers integer                           -- 1: warns of spoilers, 0: states it has none
) strict;

create table _page_lines (                     -- before learned boilerplate is removed
    article_id integer primary key references articles (id) on delete cascade,
    outlet text not null,
    lines text not null                        -- JSON: [key, traits] of each line, in order
) strict;

create table _learned_boilerplate (            -- lines that recur on an outlet's pages
    outlet text not null,
    key text not null,                         -- the normalized line
    line text not null,                        -- as printed
    state text not null check (state in ('learned', 'pinned', 'pardoned')),
    position text not null check (position in ('anywhere', 'edge')), -- where it is removed
    pages integer not null default 0,          -- that contain it ...
    of_pages integer not null default 0,       -- ... among this many of the outlet's latest
    first_seen text, last_seen text,           -- when these pages were captured
    article_id integer references articles (id) on delete set null, -- the latest that contains it
    primary key (outlet, key)
) strict, without rowid;

create table frontier (
    id integer primary key,
    outlet text not null,
    url text not null,                         -- the fetch key
    host text not null,                        -- with its port unless it is the default
    kind text not null check (kind in ('feed', 'sitemap', 'listing', 'page')),
    state text not null check (state in ('pending', 'leased', 'done', 'dead')),
    reason text,                               -- for the state, a short phrase
    not_before text,                           -- do not request earlier; if done: revisit then
    depth integer not null default 1,          -- links followed from the outlet's file
    referrer text,                             -- the document that links here
    source text,                               -- the source in the outlet's file it came from
    section text,                              -- path of the outlet's section it belongs to
    hint text,                                 -- JSON: what the source stated about the page
    published text,                            -- UTC, if known
    lastmod text,                              -- last change by its source, as printed
    found_at text not null,
    asked_at text,                             -- time of the last response
    status integer,                            -- HTTP
    tries integer not null default 0,          -- failed requests in a row
    unchanged_in_a_row integer not null default 0, -- responses in a row without a change
    etag text, last_modified text,             -- for conditional requests
    sha256 text,                               -- of the last body
    rules text,                                -- of a source: the rules used to select its links
    read_for_crawl_id integer references crawls (id), -- of a source: `first_crawl_id` of the crawl that read it
    crawl_id integer references crawls (id),   -- that last leased it
    unique (outlet, url)
) strict;

create table hosts (
    host text primary key,
    asked_at text,                             -- time of the last response; null during a crawl
    not_before text,                           -- no request earlier: Retry-After, or a failure
    reason text,
    failures integer not null default 0,       -- requests in a row without a response
    robots_url text, robots text, robots_status integer, robots_at text, -- robots.txt as last read
    signals text                               -- JSON: opt-out signals of the host
) strict, without rowid;

create table _notices (                        -- the last notification about an outlet
    outlet text primary key,
    state text not null,                       -- as in `matinee status`; empty: healthy
    told_at text not null
) strict, without rowid;
