-- Towns of the offer are changed like the rest of it: who changes one says which version of it they have seen.
alter table city add column version int not null default 1;
