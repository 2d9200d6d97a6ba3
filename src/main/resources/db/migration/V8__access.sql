-- Who works with the service beside the clients: employees and partners' systems, and whom clients let use their file.

-- An employee has an account like everybody; what is here is in the access token, so a change ends the sessions.
create table staff_member (
    client_id       uuid primary key references client,
    organisation_id text not null references organisation,
    role            text not null check (role in ('AGENT', 'MANAGER')),
    created_at      timestamptz not null default clock_timestamp()
);

create index staff_member_organisation on staff_member (organisation_id);

alter table session drop constraint session_end_reason_check;
alter table session add constraint session_end_reason_check
    check (end_reason in ('LOGGED_OUT', 'TOKEN_REUSED', 'PASSWORD_CHANGED', 'EMAIL_CHANGED', 'ERASED', 'ROLE_CHANGED'));

-- A system of a partner, which gets its access tokens with a secret (RFC 6749, section 4.4).
create table partner_system (
    id              uuid primary key,
    organisation_id text not null references organisation,
    name            text not null,
    scopes          text[] not null check (scopes <@ array['clients', 'bookings', 'attendance', 'events']),
    created_at      timestamptz not null default clock_timestamp(),
    disabled_at     timestamptz
);

create index partner_system_organisation on partner_system (organisation_id);

-- Several at a time, so that one can follow another without a break. Drawn from more possibilities than anybody can try,
-- so the digest is as good as a slow hash.
create table partner_secret (
    id         uuid primary key,
    partner_id uuid not null references partner_system,
    digest     bytea not null unique,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz,
    revoked_at timestamptz
);

create index partner_secret_partner on partner_secret (partner_id);
create index partner_secret_revoked_at on partner_secret (revoked_at) where revoked_at is not null;

-- Guide 4.9: given by using a partner, to its organisation; ends when the client withdraws it.
create table consent (
    client_id       uuid not null references client,
    organisation_id text not null references organisation,
    given_at        timestamptz not null default clock_timestamp(),
    withdrawn_at    timestamptz,
    primary key (client_id, organisation_id, given_at)
);

create unique index consent_given on consent (client_id, organisation_id) where withdrawn_at is null;
