-- What was removed for good, so that neither a crawl nor an import brings it back.

create table tombstones (
    key text primary key,                      -- SHA-256, by `url_key` and `outlet_key` in archive/db/tombstones.py
    url text,                                  -- null for an outlet, and where it is not to be kept
    outlet text,                               -- the name of an outlet that was removed as a whole
    why text not null,
    removed_at text not null
) strict, without rowid;
