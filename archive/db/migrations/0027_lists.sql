-- What pages show of many articles is read from a few rows: how many articles have a kind and medium in each outlet, and
-- when the articles of a work or an author were published, with which scores.

create table _coverage_counts (                -- how many articles have these values together
    outlet text not null,                      -- empty where it is not known, like the next two
    kind text not null,
    medium text not null,                      -- of the work
    articles integer not null,
    primary key (outlet, kind, medium)
) strict, without rowid;

insert into _coverage_counts
select ifnull(outlet, ''), ifnull(kind, ''), ifnull(work_medium, ''), count(*) from coverage group by 1, 2, 3;

create trigger count_coverage after insert on coverage begin
    insert into _coverage_counts
    values (ifnull(new.outlet, ''), ifnull(new.kind, ''), ifnull(new.work_medium, ''), 1)
    on conflict (outlet, kind, medium) do update set articles = articles + 1;
end;

create trigger count_coverage_deleted after delete on coverage begin
    update _coverage_counts set articles = articles - 1
    where outlet = ifnull(old.outlet, '') and kind = ifnull(old.kind, '')
        and medium = ifnull(old.work_medium, '');
    delete from _coverage_counts
    where outlet = ifnull(old.outlet, '') and kind = ifnull(old.kind, '')
        and medium = ifnull(old.work_medium, '') and articles <= 0;
end;

create trigger count_coverage_changed after update of outlet, kind, work_medium on coverage
when (new.outlet, new.kind, new.work_medium) is not (old.outlet, old.kind, old.work_medium) begin
    insert into _coverage_counts
    values (ifnull(new.outlet, ''), ifnull(new.kind, ''), ifnull(new.work_medium, ''), 1)
    on conflict (outlet, kind, medium) do update set articles = articles + 1;
    update _coverage_counts set articles = articles - 1
    where outlet = ifnull(old.outlet, '') and kind = ifnull(old.kind, '')
        and medium = ifnull(old.work_medium, '');
    delete from _coverage_counts
    where outlet = ifnull(old.outlet, '') and kind = ifnull(old.kind, '')
        and medium = ifnull(old.work_medium, '') and articles <= 0;
end;

create index coverage_kind_score on coverage (kind, rating_score) where rating_score is not null;

drop index articles_outlet;

create index articles_outlet on articles (outlet, revision_id);

alter table _article_works add column outlet text;

alter table _article_works add column published text;

alter table _article_works add column published_precision text;

alter table _article_works add column rating_score real;

update _article_works set outlet = c.outlet, published = c.published,
    published_precision = c.published_precision, rating_score = c.rating_score
from coverage c where c.id = article_id;

drop index article_works_name;

create index article_works_name on _article_works (name_id, outlet, published, published_precision, rating_score);

alter table _article_people add column published text;

alter table _article_people add column published_precision text;

alter table _article_people add column rating_score real;

update _article_people set published = c.published, published_precision = c.published_precision,
    rating_score = c.rating_score
from coverage c where c.id = article_id;

drop index article_people_name;

create index article_people_name on _article_people (name_id, published, published_precision, rating_score);
