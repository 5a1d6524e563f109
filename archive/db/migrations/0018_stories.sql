-- Articles that tell one story: copies and near copies of a text, in the same outlet or in others. They are
-- grouped and never deleted. archive/stories/ alone writes these tables.

create table stories (                         -- an article that has copies, or is one
    article_id integer primary key references articles (id) on delete cascade deferrable initially deferred,
    original_id integer not null               -- the likely original of its story; it names itself
        references articles (id) on delete cascade deferrable initially deferred,
    place integer not null,                    -- in its story: 1 for the original, 2 for the next best, ...
    alike real not null                        -- share of the runs of words of both that both have, 0 to 1
) strict;

create index stories_original_id on stories (original_id, place);

create table _story_links (                    -- two articles that were compared and tell one story; both ways
    article_id integer not null,
    other_id integer not null,
    alike real not null,
    primary key (article_id, other_id)
) strict, without rowid;

create table _story_texts (                    -- what was compared of each article
    article_id integer primary key,
    compared text not null,                    -- hash of its text, outlet and headline
    keys blob                                  -- its keys in `_story_bands`; null for a text that is too short
) strict;

create table _story_bands (                    -- which texts may be alike: those that share a key
    key integer not null,                      -- of a band of the text's MinHash signature
    article_id integer not null,
    primary key (key, article_id)
) strict, without rowid;

create table _story_version (                  -- one row: how articles were compared; none: they were not
    version integer not null
) strict;

-- Not unique: in a trigger, an `or ignore` is overruled by the statement that fires it.

create table _stale_stories (                  -- articles that have changed since they were compared
    article_id integer not null
) strict;

create trigger stale_story_by_article after insert on articles begin
    insert into _stale_stories values (new.id);
end;

create trigger stale_story_by_article_changed after update of url, outlet, revision_id on articles
when (new.url, new.outlet, new.revision_id) is not (old.url, old.outlet, old.revision_id) begin
    insert into _stale_stories values (new.id);
end;

create trigger stale_story_by_article_deleted after delete on articles begin
    insert into _stale_stories values (old.id);
end;

create trigger stale_story_by_revision after update of
    title, published, published_precision, text, text_sha256, markdown, word_count, status, withheld,
    original_url on revisions
when (new.title, new.published, new.published_precision, new.text_sha256, new.markdown, new.status,
        new.withheld, new.original_url)
    is not (old.title, old.published, old.published_precision, old.text_sha256, old.markdown, old.status,
        old.withheld, old.original_url) begin
    insert into _stale_stories values (new.article_id);
end;

create trigger stale_story_by_author after insert on revision_authors begin
    insert into _stale_stories select article_id from revisions where id = new.revision_id;
end;

create trigger stale_story_by_author_deleted after delete on revision_authors begin
    insert into _stale_stories select article_id from revisions where id = old.revision_id;
end;

create trigger stale_story_by_capture after update of article_id, captured_at on captures
when (new.article_id, new.captured_at) is not (old.article_id, old.captured_at) begin
    insert into _stale_stories select new.article_id where new.article_id is not null;
end;
