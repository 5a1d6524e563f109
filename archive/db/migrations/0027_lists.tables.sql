-- The tables to which 0027_lists.sql has added columns, with their comments.

create table _article_works (                  -- how each article names its work
    article_id integer primary key,
    name_id integer not null references work_names (id) deferrable initially deferred,
    outlet text,                               -- this and the next three are as in `coverage`
    published text,
    published_precision text,
    rating_score real
) strict;

create table _article_people (                 -- the authors of each article, in the order printed
    article_id integer not null,
    position integer not null,
    name_id integer not null references author_names (id) deferrable initially deferred,
    role text,                                 -- as printed: "senior critic"
    published text,                            -- this and the next two are as in `coverage`
    published_precision text,
    rating_score real,
    primary key (article_id, position)
) strict, without rowid;
