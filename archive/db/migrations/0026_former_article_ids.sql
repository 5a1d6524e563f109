-- The works and people that articles had before a correction took them out of these: a work without another
-- article goes, with all its names, and has its id again when the correction is undone.

create table _former_article_ids (
    correction_id integer not null references corrections (id) on delete cascade,
    kind text not null check (kind in ('work', 'person')),
    article_id integer not null,
    former_id integer not null,                -- of works or people
    primary key (correction_id, article_id)
) strict, without rowid;
