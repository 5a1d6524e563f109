-- What `matinee status` asks for quickly, and what people were told.

create index captures_crawl on captures (crawl_id);

create index captures_outlet on captures (outlet, id);

create index crawls_started on crawls (outlet, started_at);

alter table crawls add column drift text;

create table notices (
        outlet text primary key,
        state text not null,              -- words of `matinee status`, joined with spaces; empty: all is well
        told_at text not null
    ) strict, without rowid
    ;
