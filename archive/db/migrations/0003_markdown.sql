-- The text of a revision in Markdown; null where it was cleaned before that was kept.

alter table revisions add column markdown text;
