-- Which exports were written, and what is in them; which captures keep their bytes; what is to be decided again.

drop table _old_bodies;

create table exports (
    id integer primary key,
    exported_at text not null,
    file text not null,                        -- its name, without its folders
    form text not null,                        -- jsonl, csv or warc
    query text not null,                       -- empty: no query
    filters text not null,                     -- JSON object: the options that chose the articles
    count integer not null,                    -- records; of a WARC file its captures
    version text not null,                     -- of Matinee
    sha256 text not null                       -- of the file
) strict;

create table _exported_articles (
    export_id integer primary key references exports (id) on delete cascade,
    keys blob not null                         -- the first 6 bytes of the `url_key` of each article, sorted
) strict;

create table _kept_captures (                  -- what `matinee compact --keep-captures` was told
    outlet text primary key,                   -- empty: every outlet without a row
    keep text not null,                        -- all, latest, none or a number of days
    set_at text not null
) strict, without rowid;

create table _out_of_order (                   -- articles of which a later capture was stored before an earlier one
    article_id integer primary key references articles (id) on delete cascade
) strict;
