-- The ids that works and people had before a correction, so that they have them again when it is undone.

create table _former_ids (
    correction_id integer not null references corrections (id) on delete cascade,
    kind text not null check (kind in ('work', 'person')),
    name_id integer not null,                  -- of work_names or author_names
    former_id integer not null,                -- of works or people
    primary key (correction_id, name_id)
) strict, without rowid;
