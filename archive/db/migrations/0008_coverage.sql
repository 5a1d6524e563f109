-- `coverage` becomes a table, for fast facets, sorting and search.
-- Triggers list the articles that changed. archive/db/coverage.py refreshes their rows before the transaction
-- ends, and fills the full-text index, which starts empty.

drop table search_index;

drop view searchable;

drop view coverage;

create table coverage (                        -- one article, as exported; only Matinee writes it
    id integer primary key references articles (id),
    url text not null,
    captured_url text not null,
    outlet text,
    title text,
    authors text,                              -- joined with "; "
    published text, published_precision text, published_from text,
    updated text,
    kind text,
    work_title text, work_year integer, work_medium text,
    work_ids text,                             -- JSON object: registry -> id
    rating_raw text,
    rating_value real, rating_best real, rating_worst real,
    rating_scale text,
    rating_score real, rating_conversion text,
    rating_from text,
    spoilers integer,
    language text,
    text text,                                 -- null if withheld
    word_count integer not null,
    status text not null,
    duplicate_of integer references articles (id),
    captured_at text not null,
    capture_sha256 text not null,
    rights text not null                       -- JSON object
) strict;

insert into coverage
select
    a.id, a.url, c.url, a.outlet, r.title,
    (select group_concat(name, '; ') from (
        select authors.name from revision_authors ra join authors on authors.id = ra.author_id
        where ra.revision_id = r.id order by ra.position)),
    r.published, r.published_precision, r.published_from, r.updated, r.kind,
    w.title, w.year, w.medium, w.ids,
    v.rating_raw, v.rating_value, v.rating_best, v.rating_worst, v.rating_scale, v.rating_score,
    v.rating_conversion, v.rating_from, v.spoilers,
    r.language, case when not r.withheld then r.text end, r.word_count, r.status, a.duplicate_of,
    c.captured_at, c.sha256,
    case when r.withheld then json_set(r.rights, '$.text', 'not kept: noarchive') else r.rights end
from articles a
join revisions r on r.id = a.revision_id
join captures c on c.id = r.capture_id
left join reviews v on v.revision_id = r.id
left join works w on w.id = v.work_id
order by a.id;

create index coverage_outlet on coverage (outlet, kind);

create index coverage_authors on coverage (authors);

create index coverage_published on coverage (published desc);

-- The end of a stored date: `~` sorts after every later month, day and time within it.

create index coverage_published_until on coverage (
    substr(published, 1, case published_precision when 'year' then 4 when 'month' then 7 else 19 end) || '~'
);

create index coverage_kind on coverage (kind);

create index coverage_work_title on coverage (work_title);

create index coverage_work_year on coverage (work_year);

create index coverage_work_medium on coverage (work_medium);

create index coverage_rating_score on coverage (rating_score);

create index coverage_language on coverage (language);

create index coverage_status on coverage (status);

create index coverage_word_count on coverage (word_count);

create index coverage_duplicate_of on coverage (duplicate_of);

create index coverage_captured_at on coverage (captured_at);

-- Keeps no second copy of the text. Vowel and tone marks count as parts of words (Thai, Hindi).

create virtual table coverage_fts using fts5 (
    title, text, authors, work_title,
    content="coverage", content_rowid="id",
    tokenize="porter unicode61 remove_diacritics 2 categories 'L* N* Co Mn Mc'"
);

-- A match in the title, an author or the work ranks above one in the text.

insert into coverage_fts (coverage_fts, rank) values ('rank', 'bm25(8.0, 1.0, 4.0, 6.0)');

create table _coverage_index (                 -- one row: how the full-text index was filled
    version integer not null,                  -- of archive/db/unspaced.py
    has_parts integer not null default 0       -- 1: also holds parts of unspaced words
) strict;

-- Not unique: the statement that fires a trigger overrides the trigger's own `or ignore`.

create table _stale_coverage (                 -- articles that have changed since their row was written
    article_id integer not null
) strict;

create trigger stale_by_article after insert on articles begin
    insert into _stale_coverage values (new.id);
end;

create trigger stale_by_article_changed after update of url, outlet, revision_id, duplicate_of on articles
when (new.url, new.outlet, new.revision_id, new.duplicate_of)
    is not (old.url, old.outlet, old.revision_id, old.duplicate_of) begin
    insert into _stale_coverage values (new.id);
end;

create trigger stale_by_article_deleted after delete on articles begin
    insert into _stale_coverage values (old.id);
end;

create trigger stale_by_revision after update of
    capture_id, title, published, published_precision, published_from, updated, kind, language, text,
    word_count, status, rights, withheld on revisions begin
    insert into _stale_coverage values (new.article_id);
end;

create trigger stale_by_revision_deleted after delete on revisions begin
    insert into _stale_coverage values (old.article_id);
end;

create trigger stale_by_capture after update of url, captured_at, sha256 on captures begin
    insert into _stale_coverage select article_id from revisions where capture_id = new.id;
end;

create trigger stale_by_author_of after insert on revision_authors begin
    insert into _stale_coverage select article_id from revisions where id = new.revision_id;
end;

create trigger stale_by_author_of_changed after update on revision_authors begin
    insert into _stale_coverage select article_id from revisions where id = new.revision_id;
end;

create trigger stale_by_author_of_deleted after delete on revision_authors begin
    insert into _stale_coverage select article_id from revisions where id = old.revision_id;
end;

create trigger stale_by_author after update of name on authors begin
    insert into _stale_coverage
    select r.article_id from revision_authors ra join revisions r on r.id = ra.revision_id
    where ra.author_id = new.id;
end;

create trigger stale_by_review after insert on reviews begin
    insert into _stale_coverage select article_id from revisions where id = new.revision_id;
end;

create trigger stale_by_review_changed after update on reviews begin
    insert into _stale_coverage select article_id from revisions where id = new.revision_id;
end;

create trigger stale_by_review_deleted after delete on reviews begin
    insert into _stale_coverage select article_id from revisions where id = old.revision_id;
end;

create trigger stale_by_work after update on works begin
    insert into _stale_coverage
    select r.article_id from reviews v join revisions r on r.id = v.revision_id where v.work_id = new.id;
end;
