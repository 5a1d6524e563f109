create table articles (
    id integer primary key,
    url text not null unique,                  -- canonical; earlier ones are in `aliases`
    outlet text,
    revision_id integer references revisions (id) deferrable initially deferred, -- the one that is shown
    duplicate_of integer references articles (id), -- the earliest article that shows the same text
    doubtful integer not null default 0,       -- 1: kept, although it may be no article
    doubtful_reason text,                      -- what speaks against it
    comment_count integer,                     -- of readers' comments; null where they were not asked for
    comments_capture_id integer references captures (id), -- the capture that showed them
    gone_at text                               -- when its page first answered 404 or 410, if it did so twice
) strict;

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
    folded_sha256 text,                        -- of the text with plain quotes, dashes and spaces: finds duplicates
    unique (article_id, text_sha256)
) strict;

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
    listed_in text,                            -- of a page: the sitemap that listed it last
    left_at text,                              -- since when that sitemap lists it no more, or it answers 404
    unique (outlet, url)
) strict;
