-- How the offer is made: where slots come from, when they open, and who changed what is offered.
-- Bookings read none of these tables, and nothing here is written on the way to a seat.

-- When slots open: every business day at a time for the day so many business days ahead, or in waves.
create table release_plan (
    id              uuid primary key,
    organisation_id text not null references organisation,
    name            text not null,
    days_ahead      int check (days_ahead between 0 and 250), -- business days
    opens_time      time,
    zone            text, -- in which the time is meant
    waves           jsonb, -- [{"opensAt": "…Z", "share": 50}, …]; the shares are percent and make 100
    version         int not null default 1,
    created_at      timestamptz not null default clock_timestamp(),
    updated_at      timestamptz not null default clock_timestamp(),
    check ((days_ahead is null) = (opens_time is null) and (days_ahead is null) = (zone is null)),
    check ((days_ahead is null) <> (waves is null))
);

create index release_plan_organisation on release_plan (organisation_id);

-- What recurs: previewed, then published, again and again without doubles.
create table slot_template (
    id              uuid primary key,
    organisation_id text not null references organisation,
    location_id     text not null references location,
    type_id         text not null references appointment_type,
    name            text not null,
    pattern         jsonb not null, -- weekdays, times or modules, first and last day, exceptions
    capacity        int not null check (capacity between 1 and 10000),
    plan_id         uuid references release_plan,
    opens_at        timestamptz, -- neither a plan nor an instant: when they are published
    retired         boolean not null default false,
    version         int not null default 1,
    created_at      timestamptz not null default clock_timestamp(),
    updated_at      timestamptz not null default clock_timestamp(),
    check (plan_id is null or opens_at is null)
);

create index slot_template_organisation on slot_template (organisation_id);
create index slot_template_place on slot_template (location_id, type_id);

-- Where a slot comes from.
create table slot_origin (
    slot_id      uuid primary key references slot,
    published_by uuid not null,
    published_at timestamptz not null default clock_timestamp(),
    template_id  uuid references slot_template,
    occurs_on    date,
    begins       time,
    plan_id      uuid references release_plan,
    plan_version int, -- under which version of the plan the opening was worked out
    wave         int
);

-- One slot an occurrence, however often and on however many nodes a template is published.
create unique index slot_origin_occurrence on slot_origin (template_id, occurs_on, begins);
-- What a changed plan still has to move.
create index slot_origin_plan on slot_origin (plan_id, plan_version) where plan_id is not null;

-- Which slots a request key stands for, so that a repetition makes no doubles.
create table slot_batch (
    actor       uuid not null,
    request_key text not null,
    digest      bytea not null, -- SHA-256 of what was asked for
    slots       uuid[] not null,
    created_at  timestamptz not null default clock_timestamp(),
    primary key (actor, request_key)
);

create index slot_batch_created_at on slot_batch (created_at);

-- Who changes something says which version of it they have seen.
alter table organisation add column version int not null default 1;
alter table location add column version int not null default 1;
alter table appointment_type add column version int not null default 1;
