-- A crawl counts apart what it did not find for the first time: only a second such answer makes an article gone.

alter table crawls add column missing integer not null default 0;
