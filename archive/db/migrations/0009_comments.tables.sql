create table articles (
    id integer primary key,
    url text not null unique,                  -- canonical
    outlet text,
    revision_id integer references revisions (id) deferrable initially deferred, -- the one that is shown
    duplicate_of integer references articles (id), -- the earliest article that shows the same text
    doubtful integer not null default 0,       -- 1: kept, although it may be no article
    doubtful_reason text,                      -- what speaks against it
    comment_count integer,                     -- of readers' comments; null where they were not asked for
    comments_capture_id integer references captures (id) -- the capture that showed them
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
    signals text,                              -- JSON: what page and host say of the use of the page
    keep_comments integer not null default 0   -- 1: the outlet's file asked for the readers' comments
) strict;
