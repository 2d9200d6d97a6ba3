-- What partners' systems are told: a stream of events for each organisation, and webhooks to which they are sent.
-- Bookings and changes of slots pay nothing for it: the nodes follow booking_history and slot.changed_xid.

-- ---------------------------------------------------------------------------------------------------------------------
-- The stream
-- ---------------------------------------------------------------------------------------------------------------------

-- How far the nodes have come, together. Whoever writes events moves this row first, so that one transaction after the
-- other writes them, and the order of their positions is the order of their commits.
create table event_progress (
    one_row    boolean primary key default true check (one_row),
    history_id bigint not null, -- of booking_history: everything up to it became events
    slot_xid   xid8 not null -- of slot.changed_xid: everything below it is known
);

-- What happened before is not told: it begins at the present end.
insert into event_progress (history_id, slot_xid)
select case when is_called then last_value else 0 end, pg_snapshot_xmin(pg_current_snapshot())
from booking_history_id_seq;

-- Only organisations with a system that may read events have one.
create table event_stream (
    organisation_id text primary key references organisation,
    position        bigint not null, -- of the last event: 1, 2, 3 … without a gap
    forgotten       bigint not null default 0 -- events up to it were deleted by age
);

create table event (
    organisation_id text not null references organisation,
    position        bigint not null,
    id              uuid not null unique,
    kind            text not null check (kind in ('BOOKING_CREATED', 'BOOKING_MOVED', 'BOOKING_CANCELLED',
        'BOOKING_ATTENDED', 'SLOT_OPENED', 'SLOT_CHANGED', 'SLOT_FULL')),
    thread          uuid not null, -- what follows each other: a booking and those that took its place, or a slot
    booking_id      uuid,
    at              timestamptz not null,
    written_at      timestamptz not null default clock_timestamp(),
    data            jsonb not null, -- names nobody: of a client, the id
    primary key (organisation_id, position)
);

create index event_booking on event (booking_id) where booking_id is not null;
create index event_written_at on event (written_at);

-- Slots that are not over as they were last told.
create table slot_known (
    slot_id     uuid primary key,
    location_id text not null,
    starts_at   timestamptz not null,
    ends_at     timestamptz not null,
    segments    jsonb not null,
    capacity    int not null,
    opens_at    timestamptz not null,
    publication text not null,
    opened      boolean not null,
    is_full     boolean not null default false
);

create index slot_known_to_open on slot_known (opens_at) where not opened and publication = 'PUBLISHED';
create index slot_known_ends_at on slot_known (ends_at);

insert into slot_known (slot_id, location_id, starts_at, ends_at, segments, capacity, opens_at, publication, opened)
select id, location_id, starts_at, ends_at, segments, capacity - withdrawn, opens_at, publication, opens_at <= now()
from slot
where ends_at > now();

-- ---------------------------------------------------------------------------------------------------------------------
-- Webhooks
-- ---------------------------------------------------------------------------------------------------------------------

create table webhook (
    id              uuid primary key,
    partner_id      uuid not null references partner_system,
    organisation_id text not null references organisation,
    url             text not null,
    kinds           text[] not null,
    created_at      timestamptz not null default clock_timestamp(),
    -- While it fails: how often in a row, since when, and when it is tried again.
    failures        int not null default 0,
    failing_since   timestamptz,
    next_attempt_at timestamptz not null default clock_timestamp(),
    disabled_at     timestamptz,
    disabled_reason text check (disabled_reason in ('FAILING', 'GONE')),
    check ((disabled_at is null) = (disabled_reason is null))
);

create index webhook_partner on webhook (partner_id);
create index webhook_organisation on webhook (organisation_id);

-- Not digests: what is sent is signed with them. The newest has no end; those before it sign beside it for a while.
create table webhook_secret (
    webhook_id uuid not null references webhook on delete cascade,
    created_at timestamptz not null default clock_timestamp(),
    secret     bytea not null,
    expires_at timestamptz,
    primary key (webhook_id, created_at)
);

-- An event on its way to a webhook; afterwards the log of it.
create table webhook_delivery (
    webhook_id      uuid not null references webhook on delete cascade,
    organisation_id text not null,
    position        bigint not null,
    thread          uuid not null,
    attempts        int not null default 0,
    next_attempt_at timestamptz not null,
    last_attempt_at timestamptz,
    last_status     int,
    last_error      text,
    delivered_at    timestamptz,
    given_up_at     timestamptz,
    primary key (webhook_id, position),
    foreign key (organisation_id, position) references event on delete cascade
);

create index webhook_delivery_due on webhook_delivery (webhook_id, next_attempt_at)
    where delivered_at is null and given_up_at is null;
create index webhook_delivery_thread on webhook_delivery (webhook_id, thread, position)
    where delivered_at is null and given_up_at is null;
create index webhook_delivery_event on webhook_delivery (organisation_id, position);
