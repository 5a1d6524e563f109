-- What answered 404 or 410 in archives of earlier versions: the outcome `gone`, and the articles that are gone.

update crawls set worse = worse - answered.number, gone = answered.number
from (
    select crawl_id, count(*) as number from captures
    where outcome = 'worse' and status in (404, 410) and crawl_id is not null group by crawl_id
) answered
where answered.crawl_id = crawls.id;

update captures set outcome = 'gone' where outcome = 'worse' and status in (404, 410);

update articles set gone_at = (
    select case when count(*) > 1 then min(c.captured_at) end from captures c
    where c.article_id = articles.id and c.outcome = 'gone' and not exists (
        select 1 from captures later
        where later.article_id = articles.id and later.status < 400
                and later.page_type = 'article' and later.captured_at > c.captured_at)
)
where id in (select article_id from captures where outcome = 'gone');
