-- People: which bylines are one person's. `authors` has the names as printed; `people` has a row for each person
-- or organization, and Matinee keeps it up to date.

create table people (
    id integer primary key,
    name text not null,                        -- the fullest that bylines have
    kind text not null check (kind in ('person', 'organization'))
) strict;

create table author_names (                    -- each name in the bylines of an outlet
    id integer primary key,
    person_id integer references people (id),
    signature text not null unique,            -- JSON of name, outlet, collective and apart
    name text not null,
    name_key text not null,                    -- folded
    block text not null,                       -- family name and initial: names that may be one person's share it
    outlet text,
    collective integer not null,               -- 1: no person, as a staff or an agency
    apart text                                 -- a correction that takes these articles out of their name
) strict;

create index author_names_person on author_names (person_id);

create index author_names_block on author_names (block);

create index author_names_key on author_names (name_key);

create table _article_people (                 -- the authors of each article, in the order printed
    article_id integer not null,
    position integer not null,
    name_id integer not null references author_names (id) deferrable initially deferred,
    role text,                                 -- as printed: "senior critic"
    primary key (article_id, position)
) strict, without rowid;

create index article_people_name on _article_people (name_id);

insert into _stale_coverage
select a.id from articles a where exists
    (select 1 from revision_authors x where x.revision_id = a.revision_id);
