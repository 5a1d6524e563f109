-- What a person asked of a crawl instead of the whole outlet (JSON); null for a crawl of all of it.

alter table crawls add column part text;
