-- Names that a stranger understands, and tables that only Matinee needs behind a `_`.
-- The texts of the tables, with comments at the right columns, are in 0007_names.tables.sql.

alter table crawls rename column round to first_crawl_id;

alter table crawls rename column part to limited_to;

alter table frontier rename column looks to unchanged_in_a_row;

alter table frontier rename column round to read_for_crawl_id;

alter table articles rename column doubt to doubtful_reason;

alter table furniture rename column place to position;

alter table furniture rename to _learned_boilerplate;

alter table page_lines rename to _page_lines;

alter table bodies rename to _bodies;

alter table notices rename to _notices;

-- The next page that has to wait, and the next source to read: found without sorting what else is pending.

create index frontier_held on frontier (outlet, not_before, id)
where kind = 'page' and state = 'pending' and not_before is not null;

create index frontier_sources on frontier (outlet, depth, id) where kind <> 'page' and state = 'pending';
