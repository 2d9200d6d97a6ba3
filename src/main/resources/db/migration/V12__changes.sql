-- Slots that change with people in them: capacity, closing, cancelling, moving. Nothing here is read or locked on a client's
-- way to a seat, but for the slot row that is read there anyway.

-- ---------------------------------------------------------------------------------------------------------------------
-- Capacity. slot.capacity is how many seat numbers there are, and never gets smaller; those that nobody may sit on are
-- bookings in state WITHDRAWN, of nobody (client_id is the row's own id). What people are shown is the difference.
-- ---------------------------------------------------------------------------------------------------------------------

alter table slot
    -- How many of its bookings are WITHDRAWN: changed by the statement that withdraws them or gives them back.
    add column withdrawn       int not null default 0 check (withdrawn between 0 and capacity),
    -- What somebody asked for and is not reached yet; seats that come free are withdrawn until it is.
    add column wanted_capacity int check (wanted_capacity between 1 and 10000),
    add column wanted_by       uuid,
    add column wanted_source   text check (wanted_source in ('PARTNER', 'MINISTRY')),
    -- Counts these changes: each is made only if none came since it was worked out.
    add column seat_changes    int not null default 0,
    add column closed_at       timestamptz;

create index slot_wanted_capacity on slot (id) where wanted_capacity is not null;

drop trigger slot_changed on slot;
create trigger slot_changed before insert or update of
    type_id, organisation_id, location_id, starts_at, ends_at, segments, capacity, withdrawn, opens_at, publication
    on slot for each row execute function slot_changed();

-- Who changed what about a slot. Never updated.
create table slot_change (
    id      bigint generated always as identity primary key,
    slot_id uuid not null references slot,
    at      timestamptz not null default clock_timestamp(),
    actor   uuid not null,
    source  text not null check (source in ('PARTNER', 'MINISTRY')),
    change  text not null check (change in ('CAPACITY', 'CLOSED', 'REOPENED', 'CANCELLED', 'MOVED')),
    details jsonb not null default '{}'
);

create index slot_change_slot on slot_change (slot_id, id);

-- ---------------------------------------------------------------------------------------------------------------------
-- Jobs: what is done to everybody in a slot, or in all slots of a day, in bounded batches
-- ---------------------------------------------------------------------------------------------------------------------

-- Any node goes on with any job. due_at is when somebody may: later than now while a node is at it, or after a failure.
create table change_job (
    id              uuid primary key,
    kind            text not null check (kind in ('CANCEL_SLOT', 'MOVE_SLOT', 'CANCEL_DAY')),
    organisation_id text not null references organisation,
    slot_id         uuid references slot,
    day             date,
    reason          text not null,
    actor           uuid not null,
    source          text not null check (source in ('PARTNER', 'MINISTRY')),
    former_segments jsonb, -- of a slot that was moved
    -- WAITING: for what began before the change to be over, and, of a day, for all of its slots to be found.
    state           text not null default 'WAITING' check (state in ('WAITING', 'RUNNING', 'DONE')),
    total           int not null default 0,
    done            int not null default 0,
    flagged         int not null default 0,
    failed          uuid[] not null default '{}', -- bookings that could not be changed, whatever was tried
    attempts        int not null default 0,       -- since it last got on
    last_error      text,
    due_at          timestamptz not null default clock_timestamp(),
    created_at      timestamptz not null default clock_timestamp(),
    finished_at     timestamptz,
    check ((kind = 'CANCEL_DAY') = (day is not null) and (kind = 'CANCEL_DAY') = (slot_id is null))
);

create index change_job_due on change_job (due_at) where state <> 'DONE';
create index change_job_slot_id on change_job (slot_id) where slot_id is not null;
create index change_job_organisation on change_job (organisation_id, id);

-- The slots of a job, and up to which seat it has come in each.
create table change_job_slot (
    job_id   uuid not null references change_job,
    slot_id  uuid not null references slot,
    seat     int not null default -1,
    finished boolean not null default false,
    primary key (job_id, slot_id)
);

create index change_job_slot_slot on change_job_slot (slot_id);

-- Which job did it to a booking: whoever is told learns the reason.
alter table booking_history add column job_id uuid;

-- A booking that was moved by its organisation may overlap another one of the client: for people to look at.
alter table booking_flag drop constraint booking_flag_pkey;
alter table booking_flag add primary key (booking_id, reason);
alter table booking_flag drop constraint booking_flag_reason_check;
alter table booking_flag add constraint booking_flag_reason_check check (reason in ('NOT_ELIGIBLE', 'OVERLAPPING'));
