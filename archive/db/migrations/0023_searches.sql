-- Searches with a name, and what `matinee alerts` has already shown of each.

create table searches (
    name text primary key,
    query text not null,                       -- in the query language, as typed
    saved_at text not null,
    alerted_at text                            -- when alerts were last shown; null if never
) strict, without rowid;

create table _alerted (                        -- articles that are no news for a search
    search text not null references searches (name) on delete cascade,
    article_id integer not null references articles (id) on delete cascade,
    primary key (search, article_id)
) strict, without rowid;

create index _alerted_article on _alerted (article_id);
