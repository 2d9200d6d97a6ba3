-- A system may prove that it has a private key (RFC 7523) instead of telling a secret. Each row is one of the two, so both
-- follow each other, end, and end their tokens alike.
alter table partner_secret alter column digest drop not null;
alter table partner_secret add column public_key text; -- PEM
alter table partner_secret add constraint partner_secret_kind check (num_nonnulls(digest, public_key) = 1);

-- An assertion that was made with such a key lets in once.
create table partner_assertion (
    partner_id uuid        not null references partner_system,
    jti        text        not null,
    expires_at timestamptz not null,
    primary key (partner_id, jti)
);
