-- Works across outlets and languages. What a page says of its work stands in `reviews`; `works` has a row for
-- each work, and Matinee keeps it up to date: articles that name one work, in whatever way, share its row.

alter table reviews add column work_title text;

alter table reviews add column work_year integer;

alter table reviews add column work_medium text;

alter table reviews add column work_ids text;

alter table reviews add column work_people text;

update reviews set (work_title, work_year, work_medium, work_ids)
    = (select title, year, medium, ids from works where works.id = reviews.work_id)
where work_id is not null;

-- Only the text that an article shows counts for its work.
update reviews set work_id = null
where work_id is not null and revision_id not in (select revision_id from articles where revision_id is not null);

create table catalogue (                       -- works that the user imported, to tell works apart
    id integer primary key,
    title text not null,
    year integer,
    medium text,
    ids text not null default '{}',            -- JSON object: registry -> id
    people text not null default '[]'          -- JSON array: who made it
) strict;

create table catalogue_names (                 -- titles, original titles and aliases
    title_key text not null,                   -- folded, by `title_key` in archive/works/title_key.py
    entry_id integer not null references catalogue (id) on delete cascade,
    primary key (title_key, entry_id)
) strict, without rowid;

create index catalogue_names_entry on catalogue_names (entry_id);

create table catalogue_ids (
    id text primary key,                       -- registry:id
    entry_id integer not null references catalogue (id) on delete cascade
) strict, without rowid;

create index catalogue_ids_entry on catalogue_ids (entry_id);

create table work_names (                      -- each way in which articles name a work
    id integer primary key,
    work_id integer references works (id),
    signature text not null unique,            -- JSON of all that follows up to `apart`
    title_key text not null,
    title text not null,
    year integer,
    medium text,
    ids text not null,                         -- JSON object: registry -> id, as the pages have it
    people text not null,                      -- JSON array: who made the work, as the pages' data say
    named text not null,                       -- JSON array: of those who made works of this title, whom the texts name
    written integer,                           -- the year in which the articles were published
    apart text,                                -- a correction that takes these articles out of their title
    entry_id integer references catalogue (id) on delete set null,
    entries text not null default '[]'         -- JSON array: entries of the catalogue that it may be
) strict;

create index work_names_work on work_names (work_id);

create index work_names_title on work_names (title_key);

create index work_names_entry on work_names (entry_id);

create table _work_name_ids (                  -- the ids of a name and of its entry in the catalogue
    id text not null,                          -- registry:id
    name_id integer not null references work_names (id) on delete cascade,
    primary key (id, name_id)
) strict, without rowid;

create index work_name_ids_name on _work_name_ids (name_id);

create table _article_works (                  -- how each article names its work
    article_id integer primary key,
    name_id integer not null references work_names (id) deferrable initially deferred
) strict;

create index article_works_name on _article_works (name_id);

create table work_doubts (                     -- what a name may stand for, too
    name_id integer not null references work_names (id) on delete cascade,
    work_id integer references works (id) on delete cascade,
    entry_id integer references catalogue (id) on delete cascade,
    reason text not null
) strict;

create index work_doubts_name on work_doubts (name_id);

create index work_doubts_work on work_doubts (work_id);

create index work_doubts_entry on work_doubts (entry_id);

create table corrections (                     -- by hand; they win over what is read
    id integer primary key,
    kind text not null,                        -- join-works, distinct-works, split-work, assign-work
    body text not null,                        -- JSON object
    made_at text not null,
    undone_at text,                            -- null while it holds
    unique (kind, body)
) strict;

create table _correction_articles (            -- the articles that a correction names
    url text not null,
    correction_id integer not null references corrections (id) on delete cascade,
    primary key (url, correction_id)
) strict, without rowid;

create index correction_articles_correction on _correction_articles (correction_id);

insert into _stale_coverage
select a.id from articles a join reviews v on v.revision_id = a.revision_id where v.work_id is not null;
