-- The canonical URL on another site that the page declares: what it is likely a copy of.

alter table revisions add column original_url text;
