-- Créneau's tables. PostgreSQL 15 or later.
--
-- Two things are deliberate and easy to "mend" by mistake:
--   * booking has no foreign key to slot: the key check would lock the one hot slot row for every booking of it.
--   * nothing here counts seats: a shared counter row is what everybody would queue for.

-- ---------------------------------------------------------------------------------------------------------------------
-- Catalogue: what is offered, by whom, where. Read whole into every node's memory.
-- ---------------------------------------------------------------------------------------------------------------------

create table city (
    id      text primary key,
    name_fr text not null,
    name_en text not null
);

create table organisation (
    id      text primary key,
    name_fr text not null,
    name_en text not null,
    kind    text not null check (kind in ('MINISTRY', 'PARTNER')),
    phone   text
);

create table location (
    id              text primary key,
    organisation_id text not null references organisation,
    city_id         text not null references city,
    name_fr         text not null,
    name_en         text not null,
    phone           text,
    address         text not null,
    office          text,
    province        text not null,
    country         text not null,
    postal_code     text not null,
    latitude        double precision not null check (latitude between -90 and 90),
    longitude       double precision not null check (longitude between -180 and 180),
    directions_fr   text,
    directions_en   text,
    services_fr     text[] not null default '{}',
    services_en     text[] not null default '{}',
    zone            text not null default 'America/Toronto'
);

create table appointment_type (
    id                                 text primary key,
    kind                               text not null check (kind in ('INFORMATION_SESSION', 'GROUP_WORKSHOP', 'INDIVIDUAL_MEETING')),
    title_fr                           text not null,
    title_en                           text not null,
    description_fr                     text not null,
    description_en                     text not null,
    duration_minutes                   int not null check (duration_minutes > 0),
    documents_fr                       text[] not null default '{}',
    documents_en                       text[] not null default '{}',
    cancellable                        boolean not null default true,
    reschedulable                      boolean not null default true,
    requires_complementary_information boolean not null default false
);

create table offer (
    type_id         text not null references appointment_type,
    organisation_id text not null references organisation,
    primary key (type_id, organisation_id)
);

-- ---------------------------------------------------------------------------------------------------------------------
-- Slots. SCHEDULED, OPEN, FULL and PAST are worked out from the clock and the seats; only a decision is stored.
-- ---------------------------------------------------------------------------------------------------------------------

create table slot (
    id              uuid primary key,
    type_id         text not null references appointment_type,
    organisation_id text not null references organisation,
    location_id     text not null references location,
    starts_at       timestamptz not null,
    ends_at         timestamptz not null check (ends_at > starts_at),
    segments        jsonb not null, -- [{"start": "…Z", "end": "…Z"}, …], at least one
    capacity        int not null check (capacity between 1 and 10000),
    opens_at        timestamptz not null,
    publication     text not null default 'PUBLISHED' check (publication in ('PUBLISHED', 'CLOSED', 'CANCELLED')),
    changed_xid     xid8 not null default pg_current_xact_id()
);

-- Nodes follow the changes by transaction id: everything below a snapshot's xmin is over, so a reader that asks again
-- from its last xmin misses no row, in whatever order the writers commit.
create index slot_changed_xid on slot (changed_xid);
create index slot_starts_at on slot (starts_at);

create function slot_changed() returns trigger language plpgsql as $$
begin
    new.changed_xid := pg_current_xact_id();
    return new;
end $$;

create trigger slot_changed before insert or update on slot for each row execute function slot_changed();

-- ---------------------------------------------------------------------------------------------------------------------
-- Clients and their accounts
-- ---------------------------------------------------------------------------------------------------------------------

create table client (
    id         uuid primary key,
    created_at timestamptz not null default now()
);

create table account (
    id                   uuid primary key,
    client_id            uuid not null unique references client,
    user_code            text not null,
    email                text not null,
    password_hash        text not null,
    must_change_password boolean not null default false,
    created_at           timestamptz not null default now(),
    updated_at           timestamptz not null default now()
);

create unique index account_user_code on account (lower(user_code));

create table security_answer (
    account_id  uuid not null references account,
    position    smallint not null check (position in (1, 2)),
    question    text not null,
    answer_hash text not null,
    primary key (account_id, position),
    unique (account_id, question)
);

-- A log-in, with the chain ("family") of refresh tokens that keeps it alive.
create table session (
    id         uuid primary key,
    account_id uuid not null references account,
    created_at timestamptz not null default now(),
    ended_at   timestamptz,
    end_reason text check (end_reason in ('LOGGED_OUT', 'TOKEN_REUSED', 'PASSWORD_CHANGED'))
);

create index session_account on session (account_id) where ended_at is null;
create index session_ended_at on session (ended_at) where ended_at is not null;

-- Only digests: who reads this table can log in as nobody.
create table refresh_token (
    digest     bytea primary key,
    session_id uuid not null references session on delete cascade,
    created_at timestamptz not null default now(),
    expires_at timestamptz not null,
    used_at    timestamptz
);

create index refresh_token_expires_at on refresh_token (expires_at);
create index refresh_token_session on refresh_token (session_id);

-- Failed log-ins by a digest of the user code, so that a code nobody has behaves like one that somebody has.
create table login_throttle (
    key             bytea primary key,
    failures        int not null,
    last_attempt_at timestamptz not null,
    next_attempt_at timestamptz not null
);

create index login_throttle_last on login_throttle (last_attempt_at);

create table signing_key (
    id          text primary key,
    algorithm   text not null,
    private_key bytea not null, -- PKCS#8
    public_key  bytea not null, -- X.509 SubjectPublicKeyInfo
    created_at  timestamptz not null default now()
);

-- ---------------------------------------------------------------------------------------------------------------------
-- Bookings. The unique indexes are the last word on every seat.
-- ---------------------------------------------------------------------------------------------------------------------

create sequence slot_epoch;

create table booking (
    id             uuid primary key,
    slot_id        uuid not null,
    seat           int not null check (seat >= 0),
    client_id      uuid not null,
    type_id        text not null,
    state          text not null check (state in
        ('HELD', 'BOOKED', 'CANCELLED', 'RESCHEDULED', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN')),
    source         text not null check (source in ('CLIENT', 'PARTNER', 'MINISTRY')),
    request_key    text,
    expires_at     timestamptz,
    rescheduled_to uuid,
    created_at     timestamptz not null default clock_timestamp(),
    updated_at     timestamptz not null default clock_timestamp()
);

-- One occupant a seat.
create unique index booking_seat on booking (slot_id, seat)
    where state in ('BOOKED', 'HELD', 'ENDED', 'COMPLETED', 'MISSED', 'WITHDRAWN');
-- One active booking a client and appointment type.
create unique index booking_active on booking (client_id, type_id)
    where state in ('BOOKED', 'HELD');
-- One booking a request key: a retry finds the first attempt. Also finds a client's own list, which is short: rows
-- without a key are in it, too.
create unique index booking_request_key on booking (client_id, request_key);
-- Who had a seat in a slot. Not of who has one, which booking_seat tells: a new booking costs as few indexes as possible.
create index booking_freed on booking (slot_id) where state in ('CANCELLED', 'RESCHEDULED');

-- Every change of state, never updated: the audit trail, and what notifications will be sent from.
create table booking_history (
    id         bigint generated always as identity primary key,
    booking_id uuid not null,
    at         timestamptz not null default clock_timestamp(),
    actor      uuid not null,
    source     text not null,
    from_state text,
    to_state   text not null
);

create index booking_history_booking on booking_history (booking_id);
