-- The day on which a work came out, where pages or an imported catalogue say it: what was written before is told from what
-- was written after.

alter table works add column released text;

alter table reviews add column work_released text;

alter table catalogue add column released text;

create index reviews_released on reviews (work_id, work_released) where work_released is not null;
