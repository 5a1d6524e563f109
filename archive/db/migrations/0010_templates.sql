-- Where the text and the facts of an outlet's last pages stood, and the template learned from that.

create table _page_places (
    article_id integer primary key references articles (id) on delete cascade,
    outlet text not null,
    captured_at text not null,
    places blob not null                       -- zlib: JSON of archive.places.PagePlaces
) strict;

create index page_places_outlet on _page_places (outlet, captured_at);

create table _templates (                      -- of the outlets that are proven
    outlet text primary key,
    template text not null,                    -- JSON of archive.places.Template
    since text not null,                       -- when the page was captured at which it was first learned
    read integer not null default 0,           -- pages that were read by it
    checked integer not null default 0,        -- pages that took the whole road and were read the same
    misfits integer not null default 0,        -- pages that did not fit it
    misfits_in_a_row integer not null default 0
) strict, without rowid;
