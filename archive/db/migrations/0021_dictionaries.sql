-- Pages of an outlet resemble each other, so that its latest pages serve as a dictionary that compresses the next.
-- A body without a dictionary is compressed alone, as all were before. Bodies are so much smaller with dictionaries
-- that several fit into a page of the file; in a table without rowid they would not.

create table _dictionaries (
    id integer primary key,
    outlet text not null,
    sha256 text not null unique,               -- of the content
    size integer not null,                     -- bytes of the content
    zstd blob not null,                        -- the content, compressed alone
    made_from text not null,                   -- JSON: the `sha256` of the pages in it
    captures integer not null                  -- that the outlet had when it was made
) strict;

create index _dictionaries_outlet on _dictionaries (outlet, id);

-- SQLite makes `captures` refer to the renamed table. 0021_dictionaries.tables.sql sets that right, and the next step
-- drops the old table.
alter table _bodies rename to _old_bodies;

create table _bodies (
    sha256 text primary key not null,
    size integer not null,                     -- bytes before compression
    zstd blob not null,                        -- empty where the bytes are not kept
    dictionary_id integer references _dictionaries (id), -- that `zstd` needs; null: compressed alone
    dropped_at text                            -- when `matinee compact --keep-captures` dropped the bytes
) strict;

insert into _bodies (sha256, size, zstd)
select sha256, size, zstd from _old_bodies;

create index _bodies_dictionary on _bodies (dictionary_id) where dictionary_id is not null;
