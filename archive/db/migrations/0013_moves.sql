-- Pages that move or go: other addresses of an article, since when its page is gone, what redirected to a
-- capture, and which pages have left the sitemap that listed them. Duplicates are found by a folded text.
-- `captures.outcome` may be `gone`: the check is in 0013_moves.tables.sql.

create table aliases (                         -- addresses that an article had before, or that lead to it
    url text primary key,
    article_id integer not null references articles (id) on delete cascade,
    since text not null                        -- when the address was first known to lead to the article
) strict, without rowid;

create index aliases_article on aliases (article_id);

alter table articles add column gone_at text;

alter table coverage add column gone_at text;

alter table captures add column redirected_from text;

alter table captures add column lost_facts text;

alter table crawls add column gone integer not null default 0;

alter table revisions add column folded_sha256 text;

update revisions set folded_sha256 = case when withheld then text_sha256 else folded_hash(text) end;

create index revisions_folded on revisions (folded_sha256);

drop index revisions_text;

update articles set duplicate_of = nullif(alike.first, articles.id)
from (
    select a.id, min(a.id) over (partition by r.folded_sha256) as first
    from articles a join revisions r on r.id = a.revision_id
) alike
where alike.id = articles.id and articles.duplicate_of is not nullif(alike.first, articles.id);

alter table frontier add column listed_in text;

alter table frontier add column left_at text;

update frontier set listed_in = referrer
where kind = 'page' and exists (
    select 1 from frontier document
    where document.outlet = frontier.outlet and document.url = frontier.referrer and document.kind = 'sitemap'
);

create index frontier_listed on frontier (outlet, listed_in) where listed_in is not null;

drop trigger stale_by_article_changed;

create trigger stale_by_article_changed after update of url, outlet, revision_id, duplicate_of, gone_at
on articles
when (new.url, new.outlet, new.revision_id, new.duplicate_of, new.gone_at)
    is not (old.url, old.outlet, old.revision_id, old.duplicate_of, old.gone_at) begin
    insert into _stale_coverage values (new.id);
end;
