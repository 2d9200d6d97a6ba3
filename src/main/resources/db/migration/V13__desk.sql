-- What employees do at the desk.

-- Changes of who works for whom take turns: each counts up this row first. There are few of them, and the ministry must
-- not lose its last manager to two who let each other go at the same time.
create table staff_roster (
    one_row boolean primary key default true check (one_row),
    changes bigint not null
);

insert into staff_roster (changes) values (0);

-- ---------------------------------------------------------------------------------------------------------------------
-- Finding people
-- ---------------------------------------------------------------------------------------------------------------------

-- What two spellings of one name have in common: case, accents, hyphens, apostrophes and spaces are typed in more than
-- one way. (NFKD puts the marks behind their letters, where they can be taken away.)
create function name_key(name text) returns text language sql immutable strict parallel safe as $$
    select lower(regexp_replace(normalize(name, NFKD), '[\u0300-\u036f\s''’.‐‑-]', '', 'g'))
$$;

-- Somebody who has no number at hand is found by family name and date of birth.
create index registration_birth_date on registration (birth_date, name_key(family_name));

-- ---------------------------------------------------------------------------------------------------------------------
-- Notes: what employees write down about a client. They stay as they were written, and go when the client is erased.
-- ---------------------------------------------------------------------------------------------------------------------

create table client_note (
    id              uuid primary key,
    client_id       uuid not null references client,
    author          uuid not null,
    organisation_id text not null references organisation, -- for which the author works
    text            text not null check (text <> ''),
    created_at      timestamptz not null default clock_timestamp()
);

create index client_note_client on client_note (client_id, id);

create function client_note_guard() returns trigger language plpgsql as $$
begin
    raise exception 'a note stays as it was written' using errcode = 'insufficient_privilege';
end $$;

create trigger client_note_unchanged before update on client_note for each row execute function client_note_guard();

-- ---------------------------------------------------------------------------------------------------------------------
-- Who looks into the audit log asks for somebody, or for something that was done
-- ---------------------------------------------------------------------------------------------------------------------

create index audit_log_actor on audit_log (actor, id) where actor is not null;
create index audit_log_action on audit_log (action, id);
create index audit_log_at on audit_log (at);
