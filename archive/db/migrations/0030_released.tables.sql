-- The tables to which 0030_released.sql has added a column, with their comments.

create table works (
    id integer primary key,
    title text not null,
    year integer,
    medium text,                               -- film, tv, music, game, book, stage, podcast, other
    ids text not null default '{}',            -- JSON object: registry -> id
    articles integer not null default 0,       -- how many are about it
    released text                              -- the day on which it came out; null where only a year is known
) strict;

create table reviews (
    revision_id integer primary key references revisions (id) on delete cascade,
    work_id integer references works (id),
    work_from text,
    work_raw text,                             -- as printed
    rating_raw text,                           -- as printed
    rating_value real, rating_best real, rating_worst real,
    rating_scale text,
    rating_score real, rating_conversion text, -- of 100, by the table of that name
    rating_from text,
    spoilers integer,                          -- 1: it warns of them, 0: it says that there are none
    work_title text,                           -- this and the next five are as the page says
    work_year integer,
    work_medium text,
    work_ids text,                             -- JSON object: registry -> id
    work_people text,                          -- JSON array: who made it
    work_released text                         -- the day on which it came out
) strict;

create table catalogue (                       -- works that the user imported, to tell works apart
    id integer primary key,
    title text not null,
    year integer,
    medium text,
    ids text not null default '{}',            -- JSON object: registry -> id
    people text not null default '[]',         -- JSON array: who made it
    released text                              -- the day on which it came out
) strict;
