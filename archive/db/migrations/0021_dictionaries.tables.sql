-- The table whose reference the renaming in 0021_dictionaries.sql has changed, with its comments.

create table captures (
    id integer primary key,
    url text not null,                         -- that sent the bytes, after redirects
    captured_at text not null,
    status integer not null,                   -- HTTP
    content_type text,
    headers text not null default '{}',        -- JSON object
    sha256 text not null references _bodies (sha256),
    outlet text,
    medium text,                               -- of the outlet's section, where its file names one
    hint text,                                 -- JSON: what the source said of the page
    crawl_id integer references crawls (id),   -- null for what was imported
    outcome text check (outcome in ('new', 'changed', 'same', 'worse', 'not_article', 'gone', 'failed')),
    reason text,                               -- of the outcome, in a short phrase
    page_type text,                            -- what the page was taken for
    article_id integer references articles (id),
    signals text,                              -- JSON: what page and host say of the use of the page
    keep_comments integer not null default 0,  -- 1: the outlet's file asked for the readers' comments
    kind text,                                 -- the kind of coverage that the outlet's file names
    redirected_from text,                      -- JSON array: the addresses that redirected here, in order
    lost_facts text                            -- JSON array: facts that are missing now, or read worse
) strict;
