-- Which names of a byline are no person's: a staff, an agency, the outlet. Revisions that were stored before
-- have none until they are cleaned again. In `coverage` the names are joined with "; ".

alter table revision_authors add column collective integer not null default 0;

alter table coverage add column collective text;
