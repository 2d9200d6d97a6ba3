-- Partners' systems: how their secrets end, and what they asked for under a key.

-- Tokens end with the secret that got them, also when it was given an end later.
create index partner_secret_expires_at on partner_secret (expires_at) where expires_at is not null;

-- A registration that a partner's system made, under the system's own key for it: repeated, it answers the same.
create table partner_registration (
    partner_id  uuid not null references partner_system,
    request_key text not null,
    digest      bytea not null, -- of what was asked for
    client_id   uuid not null references client,
    created_at  timestamptz not null default clock_timestamp(),
    primary key (partner_id, request_key)
);

create index partner_registration_client on partner_registration (client_id);
create index partner_registration_created_at on partner_registration (created_at);

-- A partner's system that looks for people is counted like a client who registers.
alter table identity_attempt drop constraint identity_attempt_client_id_fkey;
comment on column identity_attempt.client_id is 'whose attempts these are: a client, or a partner_system';
