-- An article that names no one work has a medium all the same. Its row is written again with the next change.
insert into _stale_coverage (article_id)
select a.id from articles a join reviews v on v.revision_id = a.revision_id
where v.work_id is null and v.work_medium is not null;
