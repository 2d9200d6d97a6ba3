-- What is asked for at the desk: an organisation's slots from a day on, past ones too, and what opens on a day. Of the
-- opening the day is indexed, not the moment: that a slot is open by now is asked with each booking, which finds its slot by id
-- and must not be lured away from there.
create index slot_organisation_start on slot (organisation_id, starts_at, id);
create index slot_opening_day on slot (((opens_at at time zone 'UTC')::date));
