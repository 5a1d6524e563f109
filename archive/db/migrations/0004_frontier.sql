-- Every URL that is known and its state; what is remembered of hosts; more figures of a crawl.

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
    ;

create index frontier_waiting on frontier (outlet, kind, state, asked_at is not null, id);

create index frontier_again on frontier (outlet, not_before) where state = 'done';

create table hosts (
        host text primary key,
        asked_at text,                    -- when its last request was answered; null while a crawl goes on
        not_before text,                  -- nothing is asked before: Retry-After, or it failed
        reason text,
        failures integer not null default 0, -- requests in a row that got no answer
        robots_url text, robots text, robots_status integer, robots_at text, -- robots.txt as it was read last
        signals text                      -- JSON: what the host says of the use of its pages
    ) strict, without rowid
    ;

alter table crawls add column round integer;

alter table crawls add column unchanged integer not null default 0;

alter table crawls add column bytes integer not null default 0;

alter table crawls add column statuses text not null default '{}';

alter table crawls add column sources text not null default '{}';

create index crawls_outlet on crawls (outlet, id);
