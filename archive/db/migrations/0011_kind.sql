-- The kind of coverage that an outlet's file says its pages are, such as `kind = "review"`.

alter table captures add column kind text;
