-- Readers' comments, for outlets whose file says `keep_comments = true`. They are apart from the text, and no
-- search reads them. The text of captures, with its comments, is in 0009_comments.tables.sql.

alter table captures add column keep_comments integer not null default 0;

alter table articles add column comment_count integer;

alter table articles add column comments_capture_id integer references captures (id);

create table comments (                        -- as the latest capture that was to keep them shows them
    article_id integer not null references articles (id) on delete cascade,
    position integer not null,                 -- on the page, from 0
    parent integer,                            -- position of the comment that it replies to
    author text,                               -- as printed
    published text, published_precision text, published_raw text, -- `_raw`: as printed
    text text not null,
    text_from text not null,                   -- where it was read: json-ld, microdata, page
    primary key (article_id, position)
) strict, without rowid;

create index articles_comments_capture on articles (comments_capture_id)
where comments_capture_id is not null;
