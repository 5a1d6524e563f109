-- What lists and pages show of many articles, read from an index instead of from their rows: the values that facets
-- count, what an outlet writes about, and when the articles of a work or an author were published, with which scores.

drop index coverage_outlet;

create index coverage_outlet on coverage (outlet, kind, work_medium);

drop index articles_outlet;

create index articles_outlet on articles (outlet, revision_id);
