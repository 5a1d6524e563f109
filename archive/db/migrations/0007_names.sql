-- Give columns clearer names, and prefix internal tables with `_`.
-- 0007_names.tables.sql holds the texts of the tables, with their comments.

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

-- Find the next delayed page and the next source without sorting all pending rows.

create index frontier_held on frontier (outlet, not_before, id)
where kind = 'page' and state = 'pending' and not_before is not null;

create index frontier_sources on frontier (outlet, depth, id) where kind <> 'page' and state = 'pending';
