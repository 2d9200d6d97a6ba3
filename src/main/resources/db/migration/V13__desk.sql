-- What employees do at the desk.

-- Changes of who works for whom take turns: each counts up this row first. There are few of them, and the ministry must
-- not lose its last manager to two who let each other go at the same time.
create table staff_roster (
    one_row boolean primary key default true check (one_row),
    changes bigint not null
);

insert into staff_roster (changes) values (0);
