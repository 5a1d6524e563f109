create table _bodies (
    sha256 text primary key not null,
    size integer not null,                     -- bytes before compression
    zstd blob not null,                        -- empty where the bytes are not kept
    dictionary_id integer references _dictionaries (id), -- that `zstd` needs; null: compressed alone
    dropped_at text,                           -- when `matinee compact --keep-captures` dropped the bytes
    level integer                              -- zstd's, if `matinee compact` has compressed them anew; else null
) strict;
