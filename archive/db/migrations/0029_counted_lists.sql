-- Lists of works and people begin with those of most articles, which are counted as articles are written, so that a page
-- of a list reads its own rows alone. Facets are counted from one index that has all they need of an article, which stands
-- in for the indexes of single facts; two more of them had no query that needs them.

drop trigger stale_by_work;

alter table works add column articles integer not null default 0;

update works set articles = (select count(*) from reviews v where v.work_id = works.id);

create index works_articles on works (articles desc, title, year, id);

create trigger stale_by_work after update of title, year, medium, ids on works begin
    insert into _stale_coverage
    select r.article_id from reviews v join revisions r on r.id = v.revision_id where v.work_id = new.id;
end;

create trigger count_work after insert on reviews when new.work_id is not null begin
    update works set articles = articles + 1 where id = new.work_id;
end;

create trigger count_work_deleted after delete on reviews when old.work_id is not null begin
    update works set articles = articles - 1 where id = old.work_id;
end;

create trigger count_work_changed after update of work_id on reviews when new.work_id is not old.work_id begin
    update works set articles = articles - 1 where id = old.work_id;
    update works set articles = articles + 1 where id = new.work_id;
end;

-- Two names in one byline may be one person's, whose article that is once.

alter table people add column articles integer not null default 0;

update people set articles = counted.articles
from (
    select n.person_id, count(distinct x.article_id) as articles
    from _article_people x join author_names n on n.id = x.name_id group by n.person_id
) as counted
where counted.person_id = people.id;

create index people_articles on people (articles desc, name, id);

create trigger count_person after insert on _article_people begin
    update people set articles = articles + 1
    where id = (select person_id from author_names where id = new.name_id) and not exists (
        select 1 from _article_people y join author_names m on m.id = y.name_id
        where y.article_id = new.article_id and y.position <> new.position and m.person_id = people.id);
end;

create trigger count_person_deleted after delete on _article_people begin
    update people set articles = articles - 1
    where id = (select person_id from author_names where id = old.name_id) and not exists (
        select 1 from _article_people y join author_names m on m.id = y.name_id
        where y.article_id = old.article_id and m.person_id = people.id);
end;

create trigger count_person_changed after update of person_id on author_names
when new.person_id is not old.person_id begin
    update people set articles = articles - (
        select count(distinct x.article_id) from _article_people x where x.name_id = new.id and not exists (
            select 1 from _article_people y join author_names m on m.id = y.name_id
            where y.article_id = x.article_id and m.person_id = people.id))
    where id = old.person_id;
    update people set articles = articles + (
        select count(distinct x.article_id) from _article_people x where x.name_id = new.id and not exists (
            select 1 from _article_people y join author_names m on m.id = y.name_id
            where y.article_id = x.article_id and m.id <> new.id and m.person_id = people.id))
    where id = new.person_id;
end;

create index coverage_facts on coverage (
    id, outlet, kind, work_medium, published, published_precision, rating_raw, rating_score, spoilers, language, status,
    work_year, duplicate_of
);

drop index coverage_kind;

create index coverage_kind on coverage (kind, id, outlet);

create index coverage_withheld on coverage (id) where text is null;

create index coverage_gone on coverage (gone_at) where gone_at is not null;

drop index coverage_duplicate_of;

create index coverage_duplicate_of on coverage (duplicate_of) where duplicate_of is not null;

drop index coverage_work_medium;

drop index coverage_work_year;

drop index coverage_language;

drop index coverage_status;

drop index coverage_word_count;

drop index coverage_authors;
