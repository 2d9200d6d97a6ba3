-- The client's file: registration, eligibility, mail. "Guide" is the user guide of the ministry's appointment service.

-- ---------------------------------------------------------------------------------------------------------------------
-- Registration (guide 4.4 to 4.11)
-- ---------------------------------------------------------------------------------------------------------------------

-- Guide 1.3, 4.5. What an operator's service admits is data: change the rows, not the code.
create table immigration_status (
    id                  text primary key,
    position            int not null unique,
    name_fr             text not null,
    name_en             text not null,
    documents_fr        text[] not null default '{}', -- what proves it (1.3)
    documents_en        text[] not null default '{}',
    granted_on_required boolean not null,
    admissible          boolean not null -- to the service as a whole
);

-- The menus of guide 4.8.
create table menu_option (
    menu     text not null check (menu in ('HEARD_FROM', 'OCCUPATION_FIELD', 'SCHOOLING')),
    id       text not null,
    position int not null,
    name_fr  text not null,
    name_en  text not null,
    primary key (menu, id),
    unique (menu, position)
);

-- Guide 1.3, 4.5: eight statuses, and « Autre », which is not admitted.
insert into immigration_status
    (position, id, name_fr, name_en, documents_fr, documents_en, granted_on_required, admissible)
values
    (1, 'travailleur-temporaire', 'Travailleur temporaire',
     'Temporary worker',
     array['Un permis de travail délivré par Citoyenneté et Immigration Canada', 'Un Certificat d''acceptation du Québec – Travailleur temporaire'],
     array['A work permit issued by Citizenship and Immigration Canada', 'A Certificat d''acceptation du Québec – Temporary worker'], true, true),
    (2, 'etudiant-etranger', 'Étudiant étranger',
     'Foreign student',
     array['Un permis d''études délivré par Citoyenneté et Immigration Canada', 'Un Certificat d''acceptation du Québec – Étudiant étranger'],
     array['A study permit issued by Citizenship and Immigration Canada', 'A Certificat d''acceptation du Québec – Foreign student'], true, true),
    (3, 'citoyen-naturalise', 'Citoyen canadien naturalisé',
     'Naturalized Canadian citizen',
     array['Un document qui atteste que vous êtes né à l''étranger et avez obtenu la citoyenneté canadienne'],
     array['A document that shows that you were born abroad and have obtained Canadian citizenship'], true, true),
    (4, 'permis-vue-residence', 'Titulaire d''un permis de travail délivré en vue de l''octroi éventuel de la résidence permanente au Canada',
     'Holder of a work permit issued with a view to permanent residence in Canada',
     array['Un permis de séjour temporaire (codes 86 à 95)'],
     array['A temporary resident permit (codes 86 to 95)'], true, true),
    (5, 'demande-sur-place', 'Personne autorisée à soumettre sur place au Canada une demande de résidence permanente',
     'Person authorized to apply for permanent residence from within Canada',
     array['Une lettre de Citoyenneté et Immigration Canada qui vous y autorise', 'Une fiche de visiteur, code 17', 'Un permis de travail, code 27', 'Un permis d''études, code 37'],
     array['A letter from Citizenship and Immigration Canada that authorizes you', 'A visitor record, code 17', 'A work permit, code 27', 'A study permit, code 37'], true, true),
    (6, 'asile', 'Personne ayant obtenu l''asile',
     'Person granted asylum',
     array['Un avis de décision positive de la Commission de l''immigration et du statut de réfugié ou de Citoyenneté et Immigration Canada', 'Un Certificat de sélection du Québec, catégorie R8'],
     array['A notice of a positive decision of the Immigration and Refugee Board or of Citizenship and Immigration Canada', 'A Certificat de sélection du Québec, category R8'], true, true),
    (7, 'resident-permanent', 'Résident permanent au Canada',
     'Permanent resident of Canada',
     array['Une Confirmation de résidence permanente (IMM5292)', 'Une carte de résident permanent'],
     array['A Confirmation of Permanent Residence (IMM5292)', 'A permanent resident card'], true, true),
    (8, 'etablissement-prochain', 'Personne prévoyant s''établir au Québec comme résident permanent dans moins d''un mois',
     'Person planning to settle in Quebec as a permanent resident in less than a month',
     array['Un Certificat de sélection du Québec et un visa d''immigration canadien'],
     array['A Certificat de sélection du Québec and a Canadian immigrant visa'], true, true),
    (9, 'autre', 'Autre',
     'Other',
     '{}',
     '{}', false, false);

-- Guide 4.8; the guide prints one entry of each menu, the others are in its spirit.
insert into menu_option (menu, position, id, name_fr, name_en)
values
    ('HEARD_FROM', 1, 'ambassade', 'Ambassade ou gouvernement du Canada', 'Embassy or Government of Canada'),
    ('HEARD_FROM', 2, 'gouvernement-quebec', 'Gouvernement du Québec', 'Government of Québec'),
    ('HEARD_FROM', 3, 'site-web', 'Site Web ou réseaux sociaux', 'Website or social networks'),
    ('HEARD_FROM', 4, 'parents-amis', 'Parents ou amis', 'Family or friends'),
    ('HEARD_FROM', 5, 'employeur', 'Employeur', 'Employer'),
    ('HEARD_FROM', 6, 'etablissement', 'Établissement d''enseignement', 'Educational institution'),
    ('HEARD_FROM', 7, 'consultant', 'Consultant ou avocat', 'Consultant or lawyer'),
    ('HEARD_FROM', 8, 'medias', 'Journaux, radio ou télévision', 'Newspapers, radio or television'),
    ('HEARD_FROM', 9, 'organisme', 'Organisme communautaire', 'Community organisation'),
    ('HEARD_FROM', 10, 'autre', 'Autre', 'Other'),
    ('OCCUPATION_FIELD', 1, 'gestion', 'Gestion', 'Management'),
    ('OCCUPATION_FIELD', 2, 'affaires', 'Affaires, finance et administration', 'Business, finance and administration'),
    ('OCCUPATION_FIELD', 3, 'sciences', 'Sciences naturelles et appliquées, informatique', 'Natural and applied sciences, computing'),
    ('OCCUPATION_FIELD', 4, 'sante', 'Santé', 'Health'),
    ('OCCUPATION_FIELD', 5, 'enseignement', 'Enseignement, droit et services sociaux', 'Education, law and social services'),
    ('OCCUPATION_FIELD', 6, 'arts', 'Arts, culture, sports et loisirs', 'Arts, culture, sports and recreation'),
    ('OCCUPATION_FIELD', 7, 'vente', 'Vente et services', 'Sales and services'),
    ('OCCUPATION_FIELD', 8, 'metiers', 'Métiers, transport et machinerie', 'Trades, transport and equipment'),
    ('OCCUPATION_FIELD', 9, 'agriculture', 'Ressources naturelles et agriculture', 'Natural resources and agriculture'),
    ('OCCUPATION_FIELD', 10, 'fabrication', 'Fabrication et services d''utilité publique', 'Manufacturing and utilities'),
    ('OCCUPATION_FIELD', 11, 'etudes', 'Études', 'Studies'),
    ('OCCUPATION_FIELD', 12, 'sans-emploi', 'Sans activité professionnelle', 'No occupation'),
    ('SCHOOLING', 1, '0-6', '0 à 6 ans', '0 to 6 years'),
    ('SCHOOLING', 2, '7-10', '7 à 10 ans', '7 to 10 years'),
    ('SCHOOLING', 3, '11-12', '11 à 12 ans', '11 to 12 years'),
    ('SCHOOLING', 4, '13-14', '13 à 14 ans', '13 to 14 years'),
    ('SCHOOLING', 5, '15-16', '15 à 16 ans', '15 to 16 years'),
    ('SCHOOLING', 6, '17-18', '17 à 18 ans', '17 to 18 years'),
    ('SCHOOLING', 7, '19', '19 ans et plus', '19 years or more');

-- Whom the ministry knows already (guide 4.6, existing client), imported from its other services.
create table known_person (
    reference_number text primary key,
    family_name      text not null,
    given_name       text not null,
    birth_date       date not null,
    sex              text not null check (sex in ('F', 'M'))
);

-- Five digits at first (guide 2.5); it may grow past them.
create sequence client_number start with 10000;

create table registration (
    client_id            uuid primary key references client,
    number               bigint not null unique default nextval('client_number'),
    -- 4.5
    status_id            text not null references immigration_status,
    status_granted_on    date,
    -- 4.6
    family_name          text not null,
    given_name           text not null,
    birth_date           date not null,
    sex                  text not null check (sex in ('F', 'M')),
    reference_number     text,
    cic_number           text,
    email                text not null,
    language             text not null default 'fr' check (language in ('fr', 'en')), -- of what is sent to the client
    -- 4.7, 6.3
    country              text not null,
    street               text not null,
    apartment            text,
    postal_box           text,
    town                 text not null,
    province             text,
    postal_code          text,
    home_phone           text not null,
    work_phone           text,
    work_phone_extension text,
    other_phone          text,
    fax                  text,
    residence_in_quebec  boolean not null,
    -- 4.8
    french               boolean not null,
    heard_from           text,
    occupation_field     text,
    intended_occupation  text,
    schooling            text,
    complementary        boolean not null generated always as (heard_from is not null and occupation_field is not null
        and intended_occupation is not null and schooling is not null) stored,
    -- 4.9
    declaration_version  text,
    declared_at          timestamptz,
    source               text not null check (source in ('CLIENT', 'PARTNER', 'MINISTRY')),
    registered_at        timestamptz not null default clock_timestamp(),
    updated_at           timestamptz not null default clock_timestamp()
);

-- One person is registered once: of two who try at the same time, one wins.
create unique index registration_reference_number on registration (reference_number);
create unique index registration_cic_number on registration (cic_number);

-- The steps that somebody has saved so far.
create table registration_draft (
    client_id  uuid primary key references client,
    steps      jsonb not null,
    updated_at timestamptz not null default clock_timestamp()
);

-- What changed in a file, when and by whom; never updated.
create table file_history (
    id        bigint generated always as identity primary key,
    client_id uuid not null,
    at        timestamptz not null default clock_timestamp(),
    actor     uuid not null,
    source    text not null check (source in ('CLIENT', 'PARTNER', 'MINISTRY')),
    change    text not null, -- e.g. REGISTERED, STATUS, CONTACT, PASSWORD
    details   jsonb not null default '{}' -- never a password, an answer or a token
);

create index file_history_client on file_history (client_id);

alter table account add column language text not null default 'fr' check (language in ('fr', 'en'));

-- ---------------------------------------------------------------------------------------------------------------------
-- Eligibility: who may book what, as data
-- ---------------------------------------------------------------------------------------------------------------------

-- A type without rules is open to every client, registered or not. Else at least one of its rules must hold.
create table eligibility_rule (
    type_id             text not null references appointment_type,
    position            int not null,
    statuses            text[] not null default '{}', -- any when empty
    granted_within_days int check (granted_within_days >= 0), -- null: however long ago
    french              boolean, -- null: whether or not
    residence_in_quebec boolean not null default false,
    primary key (type_id, position)
);

-- Whether a rule holds for a client. PostgreSQL puts it into the statements that use it, as if it were written there.
create function rule_holds(rule eligibility_rule, file registration) returns boolean language sql stable as $$
    select (rule.statuses = '{}' or file.status_id = any (rule.statuses))
       and (rule.granted_within_days is null
            or file.status_granted_on >= (now() at time zone 'America/Toronto')::date - rule.granted_within_days)
       and (rule.french is null or file.french = rule.french)
       and (not rule.residence_in_quebec or file.residence_in_quebec)
$$;

-- Which types are offered to which client (guide 5.3.1, 5.3.2).
create view offered_type as
select client.id as client_id, type.id as type_id
from client
cross join appointment_type type
where not exists (select from eligibility_rule rule where rule.type_id = type.id)
   or exists (
       select from registration file, eligibility_rule rule
       where file.client_id = client.id and rule.type_id = type.id and rule_holds(rule, file));

-- Bookings that stand although the client's offer no longer has them (guide 5.3.1), for their organisations to look at.
create table booking_flag (
    booking_id uuid primary key,
    at         timestamptz not null default clock_timestamp(),
    reason     text not null check (reason in ('NOT_ELIGIBLE'))
);

-- ---------------------------------------------------------------------------------------------------------------------
-- What a type allows, and what becomes of its bookings
-- ---------------------------------------------------------------------------------------------------------------------

alter table appointment_type
    add column cancel_until_minutes     int not null default 0 check (cancel_until_minutes >= 0), -- before the start
    add column reschedule_until_minutes int not null default 0 check (reschedule_until_minutes >= 0),
    -- What a booking becomes whose attendance nobody marked, so many days after its end; null: it stays ENDED.
    add column unmarked_becomes         text check (unmarked_becomes in ('COMPLETED', 'MISSED')),
    add column unmarked_after_days      int not null default 7 check (unmarked_after_days >= 0);

-- ---------------------------------------------------------------------------------------------------------------------
-- Mail waiting to be sent: written in the transaction of what it tells
-- ---------------------------------------------------------------------------------------------------------------------

create table mail (
    id              uuid primary key,
    kind            text not null,
    recipient       text not null,
    language        text not null check (language in ('fr', 'en')),
    model           jsonb not null,
    dedupe_key      text unique, -- what is told once only, whoever writes it
    client_id       uuid, -- whom it concerns
    created_at      timestamptz not null default clock_timestamp(),
    next_attempt_at timestamptz not null default clock_timestamp(), -- also: not before
    attempts        int not null default 0,
    sent_at         timestamptz,
    dead_at         timestamptz, -- given up
    last_error      text
);

create index mail_due on mail (next_attempt_at) where sent_at is null and dead_at is null;
create index mail_client on mail (client_id);
