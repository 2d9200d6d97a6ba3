-- A system may prove that it has a private key (RFC 7523) instead of telling a secret. Each row is one of the two, so both
-- follow each other, end, and end their tokens alike.
alter table partner_secret alter column digest drop not null;
alter table partner_secret add column public_key text; -- PEM
alter table partner_secret add constraint partner_secret_kind check (num_nonnulls(digest, public_key) = 1);

-- Two rows with one key would be two ends of it.
create unique index partner_secret_public_key on partner_secret (partner_id, public_key) where public_key is not null;

-- An assertion that was made with such a key lets in once. Of what names it (jti) the digest is kept, until it is over.
create table partner_assertion (
    partner_id uuid        not null references partner_system,
    digest     bytea       not null,
    expires_at timestamptz not null,
    primary key (partner_id, digest)
);

create index partner_assertion_expires_at on partner_assertion (expires_at);
