-- What pages and their hosts say of their use; texts that are not to be kept.

alter table captures add column signals text;

alter table revisions add column withheld integer not null default 0;

drop view coverage;

create view coverage as
select
    a.id, a.url, c.url as captured_url, a.outlet,
    r.title,
    (select group_concat(name, '; ') from (
        select authors.name from revision_authors ra join authors on authors.id = ra.author_id
        where ra.revision_id = r.id order by ra.position)) as authors,
    r.published, r.published_precision, r.published_from, r.updated, r.kind,
    w.title as work_title, w.year as work_year, w.medium as work_medium, w.ids as work_ids,
    v.rating_raw, v.rating_value, v.rating_best, v.rating_worst, v.rating_scale, v.rating_score,
    v.rating_conversion, v.rating_from,
    v.spoilers, r.language, case when not r.withheld then r.text end as text, r.word_count, r.status, a.duplicate_of,
    c.captured_at, c.sha256 as capture_sha256, case when r.withheld then json_set(r.rights, '$.text', 'not kept: noarchive') else r.rights end as rights
from articles a
join revisions r on r.id = a.revision_id
join captures c on c.id = r.capture_id
left join reviews v on v.revision_id = r.id
left join works w on w.id = v.work_id
;
