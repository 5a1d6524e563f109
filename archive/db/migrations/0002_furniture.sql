-- What recurs on an outlet's pages, and what was learned from it.

create table page_lines (
        article_id integer primary key references articles (id) on delete cascade,
        outlet text not null,
        lines text not null               -- JSON: [key, traits] of each line, in order
    ) strict
    ;

create index page_lines_outlet on page_lines (outlet, article_id);

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
    ;

create index revisions_capture on revisions (capture_id);
