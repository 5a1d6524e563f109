-- Pages are compressed quickly as they come in, and better by `matinee compact`, which looks at each page once.

alter table _bodies add column level integer;
