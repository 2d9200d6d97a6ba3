-- What clients may ask about what is held about them, how long it is held, and who looked at it.

-- ---------------------------------------------------------------------------------------------------------------------
-- Erasure: what stays of a client is a number and what statistics and proof need
-- ---------------------------------------------------------------------------------------------------------------------

alter table session drop constraint session_end_reason_check;
alter table session add constraint session_end_reason_check
    check (end_reason in ('LOGGED_OUT', 'TOKEN_REUSED', 'PASSWORD_CHANGED', 'EMAIL_CHANGED', 'ERASED'));

-- Also of sessions that have ended: an account goes when it has none left, and its owner is shown all of them.
drop index session_account;
create index session_account on session (account_id);

-- REQUESTED: nobody can log in any more, the rest is under way. ERASED: done, and looked at again for a while, because
-- something may have been under way. CLOSED: nothing is left to do.
--
-- ASKED: by the client. UNUSED: the account has not been used for so long; is it used before the erasure, the request is
-- gone again.
create table erasure_request (
    client_id    uuid primary key references client,
    because      text not null default 'ASKED' check (because in ('ASKED', 'UNUSED')),
    state        text not null default 'REQUESTED' check (state in ('REQUESTED', 'ERASED', 'CLOSED')),
    requested_at timestamptz not null default clock_timestamp(),
    erased_at    timestamptz,
    check ((erased_at is null) = (state = 'REQUESTED'))
);

create index erasure_request_open on erasure_request (requested_at) where state <> 'CLOSED';

-- In place of the registration. The number stays, so that it is given to nobody else, and of an imported account the
-- digest of the user code in the file, so that the same file does not bring it back.
create table erased_client (
    client_id          uuid primary key references client,
    client_number      bigint unique,
    status_id          text,
    birth_year         int,
    french             boolean,
    registered_at      timestamptz,
    imported_as_digest bytea, -- SHA-256, of lower case
    erased_at          timestamptz not null default clock_timestamp()
);

create index erased_client_imported_as on erased_client (imported_as_digest) where imported_as_digest is not null;

-- ---------------------------------------------------------------------------------------------------------------------
-- Retention: each job runs on one node at a time, the one that moves its row on
-- ---------------------------------------------------------------------------------------------------------------------

create table retention_run (
    job      text primary key,
    begun_at timestamptz not null
);

create index registration_draft_updated_at on registration_draft (updated_at);

-- ---------------------------------------------------------------------------------------------------------------------
-- The audit log. Rows are added; then each is sealed once, in a chain; nothing else can be done with them before they
-- are a year old.
--
-- Writers do not wait for each other: they add rows without a digest. A job seals what it finds, in any order of
-- commits. A digest covers the row and the digest before it, so whoever goes behind the triggers and changes, removes or
-- inserts a row breaks the chain, and `creneau check` sees it.
-- ---------------------------------------------------------------------------------------------------------------------

create table audit_log (
    id           bigint generated always as identity primary key,
    at           timestamptz not null default clock_timestamp(),
    actor        uuid, -- null: the system itself
    actor_kind   text not null check (actor_kind in ('CLIENT', 'PARTNER', 'STAFF', 'OPERATOR', 'SYSTEM')),
    organisation text, -- for whom the actor acted
    client_id    uuid, -- about whom it is
    action       text not null check (action ~ '^[A-Z][A-Z_]{0,63}$'),
    details      jsonb not null default '{}', -- never names, addresses, numbers or secrets: this outlives an erasure
    position     bigint unique, -- in the chain; null: not sealed yet
    digest       bytea,
    check ((position is null) = (digest is null))
);

create index audit_log_client on audit_log (client_id, id) where client_id is not null;
create index audit_log_unsealed on audit_log (id) where position is null;

-- Where the chain begins, behind what was forgotten by age, and where it ends. One row.
create table audit_chain (
    one_row       boolean primary key default true check (one_row),
    tail_position bigint not null,
    tail_digest   bytea not null,
    head_position bigint not null,
    head_digest   bytea not null,
    check (head_position >= tail_position)
);

insert into audit_chain (tail_position, tail_digest, head_position, head_digest) values (0, '', 0, '');

-- What a digest covers, the same whatever a session's settings are.
create function audit_content(entry audit_log) returns bytea language sql stable as $$
    select convert_to(jsonb_build_array(entry.id, extract(epoch from entry.at), entry.actor, entry.actor_kind,
        entry.organisation, entry.client_id, entry.action, entry.details, entry.position)::text, 'UTF8')
$$;

-- Seals up to so many rows and tells how many. Of two that try at once, one fails with 40001.
create function seal_audit(most int) returns int language plpgsql as $$
declare
    chain  audit_chain;
    entry  audit_log;
    before bigint;
begin
    select * into strict chain from audit_chain;
    before := chain.head_position;
    for entry in select * from audit_log where position is null order by id limit most loop
        chain.head_position := chain.head_position + 1;
        entry.position := chain.head_position;
        chain.head_digest := sha256(chain.head_digest || audit_content(entry));
        update audit_log set position = chain.head_position, digest = chain.head_digest
        where id = entry.id and position is null;
        if not found then
            raise serialization_failure using message = 'somebody else seals the audit log';
        end if;
    end loop;
    if chain.head_position > before then
        update audit_chain set head_position = chain.head_position, head_digest = chain.head_digest
        where head_position = before;
        if not found then
            raise serialization_failure using message = 'somebody else seals the audit log';
        end if;
    end if;
    return chain.head_position - before;
exception when unique_violation then
    raise serialization_failure using message = 'somebody else seals the audit log';
end $$;

-- Forgets up to so many of the oldest rows, as far as they are older than so many days, and tells how many. Less than a
-- year is refused, here and by the trigger.
create function forget_audit(days int, most int) returns int language plpgsql as $$
declare
    chain audit_chain;
    last  audit_log;
    gone  int := 0;
    entry audit_log;
begin
    if days < 365 then
        raise exception 'the audit log is kept for 365 days at least';
    end if;
    select * into strict chain from audit_chain;
    perform set_config('creneau.audit_forgetting', 'on', true);
    for entry in select * from audit_log where position is not null order by position limit most loop
        exit when entry.at >= clock_timestamp() - make_interval(days => days);
        last := entry;
        delete from audit_log where id = entry.id;
        gone := gone + 1;
    end loop;
    perform set_config('creneau.audit_forgetting', 'off', true);
    if gone > 0 then
        update audit_chain set tail_position = last.position, tail_digest = last.digest
        where tail_position = chain.tail_position;
        if not found then
            raise serialization_failure using message = 'somebody else shortens the audit log';
        end if;
    end if;
    return gone;
end $$;

create function audit_log_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if old.position is null and new.position is not null
                and to_jsonb(new) - 'position' - 'digest' = to_jsonb(old) - 'position' - 'digest' then
            return new; -- sealed
        end if;
    elsif tg_op = 'DELETE' then
        if current_setting('creneau.audit_forgetting', true) = 'on'
                and old.position is not null
                and old.at < clock_timestamp() - interval '365 days' then
            return old; -- forgotten
        end if;
    end if;
    raise exception 'the audit log cannot be changed' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_log_unchanged before update or delete on audit_log
    for each row execute function audit_log_guard();
create trigger audit_log_untruncated before truncate on audit_log
    for each statement execute function audit_log_guard();

-- A row comes without a seal: nobody adds a chain of his own.
create function audit_log_unsealed() returns trigger language plpgsql as $$
begin
    new.position := null;
    new.digest := null;
    return new;
end $$;

create trigger audit_log_comes_unsealed before insert on audit_log
    for each row execute function audit_log_unsealed();

-- Moved on by sealing and forgetting only, never back and never away.
create function audit_chain_guard() returns trigger language plpgsql as $$
begin
    if tg_op = 'UPDATE' then
        if new.head_position >= old.head_position and new.tail_position >= old.tail_position then
            return new;
        end if;
    end if;
    raise exception 'the chain of the audit log only grows' using errcode = 'insufficient_privilege';
end $$;

create trigger audit_chain_grows before update or delete on audit_chain
    for each row execute function audit_chain_guard();
create trigger audit_chain_untruncated before truncate on audit_chain
    for each statement execute function audit_chain_guard();
