-- The tables to which 0029_counted_lists.sql has added a column, with their comments.

create table works (
    id integer primary key,
    title text not null,
    year integer,
    medium text,                               -- film, tv, music, game, book, stage, podcast, other
    ids text not null default '{}',            -- JSON object: registry -> id
    articles integer not null default 0        -- how many are about it
) strict;

create table people (
    id integer primary key,
    name text not null,                        -- the fullest that bylines have
    kind text not null check (kind in ('person', 'organization')),
    articles integer not null default 0        -- how many have the name in their bylines
) strict;
