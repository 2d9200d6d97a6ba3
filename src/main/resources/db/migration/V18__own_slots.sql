-- What is asked for at the desk: an organisation's slots from a day on, past ones too, and what opens on a day.
create index slot_organisation_start on slot (organisation_id, starts_at, id);
create index slot_opens_at on slot (opens_at);
