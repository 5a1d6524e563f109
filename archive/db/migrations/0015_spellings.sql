-- Each URL gets its one spelling (`normalize_url` in archive/urls.py), by which crawls now compare them. Without
-- this, a page that is known as `/caf%c3%a9` or `/café` would be requested and stored again as `/caf%C3%A9`.
-- The URLs of captures stay as they were requested.

create temp table _spelled as
select id, kind, url, normal, row_number() over (
    partition by outlet, normal order by kind = 'page', asked_at is null, state <> 'done', asked_at desc, id
) as place
from (select *, case when kind = 'page' or depth > 1 then normal_url(url) else url end as normal from frontier);

-- Of the rows of one page, the one that was fetched last stays.
delete from frontier where id in (select id from _spelled where place > 1);

update frontier set url = (select normal from _spelled where _spelled.id = frontier.id)
where id in (select id from _spelled where normal <> url);

-- The documents of an index are found by the URL of the index. Sources of the outlet's file keep their spelling.
update frontier set referrer = normal_url(referrer) where kind <> 'page' and depth > 2;

update frontier set listed_in = normal_url(listed_in)
where listed_in in (select url from _spelled where kind <> 'page' and normal <> url);

update or ignore aliases set url = normal_url(url) where normal_url(url) <> url;

drop table _spelled;

create temp table _spelled as
select id, normal from (select id, url, normal_url(url) as normal from articles) where normal <> url;

-- An article whose URL another article has stays as it is.
update or ignore articles set url = (select normal from _spelled where _spelled.id = articles.id)
where id in (select id from _spelled);

drop table _spelled;
