-- Accounts: made with an authorization code, recovered, changed, imported.

-- ---------------------------------------------------------------------------------------------------------------------
-- Authorization codes (guide 3.2)
-- ---------------------------------------------------------------------------------------------------------------------

-- Links the account that is made with it to the registration of this client. Only the digest: who reads this table can
-- use no code.
create table authorization_code (
    digest     bytea primary key,
    client_id  uuid not null references client,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null,
    used_at    timestamptz,
    attempts   int not null default 0 -- with the code, but without what must come with it
);

-- A new one replaces the one that was not used.
create unique index authorization_code_unused on authorization_code (client_id) where used_at is null;

-- ---------------------------------------------------------------------------------------------------------------------
-- Forgotten user code and password (guide 4.2, 4.3)
-- ---------------------------------------------------------------------------------------------------------------------

-- Beside the account's password, which goes on: to ask for a temporary one changes nothing for the owner. It is drawn
-- from more possibilities than anybody can try, so its digest is as good as a slow hash.
create table temporary_password (
    account_id uuid primary key references account on delete cascade,
    digest     bytea not null,
    created_at timestamptz not null default clock_timestamp(),
    expires_at timestamptz not null
);

-- What was sent to an account lately, so that nobody fills somebody's mailbox.
create table recovery_mail (
    account_id   uuid not null references account on delete cascade,
    kind         text not null check (kind in ('USER_CODE_REMINDER', 'TEMPORARY_PASSWORD')),
    last_sent_at timestamptz not null,
    hour_began   timestamptz not null,
    sent         int not null, -- since then
    primary key (account_id, kind)
);

-- Of a session that a temporary password has opened: it must be changed before anything else.
alter table session add column temporary_digest bytea;

alter table session drop constraint session_end_reason_check;
alter table session add constraint session_end_reason_check
    check (end_reason in ('LOGGED_OUT', 'TOKEN_REUSED', 'PASSWORD_CHANGED', 'EMAIL_CHANGED'));

create index account_email on account (lower(email));
create index registration_email on registration (lower(email));

-- ---------------------------------------------------------------------------------------------------------------------
-- Accounts of the ministry's other services (guide 2.1)
-- ---------------------------------------------------------------------------------------------------------------------

alter table account
    add column imported_as      text, -- the user code in the import file, whatever it is today
    add column reference_number text references known_person; -- whose it is, as far as is known before the registration

create unique index account_imported_as on account (lower(imported_as));
create unique index account_reference_number on account (reference_number);
